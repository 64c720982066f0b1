"""The supply chain: pinned, hashed, split by what needs it, and nothing fetched behind anybody's back."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

LOCKS = {name: ROOT / f"{name}.txt" for name in ("requirements", "requirements-test")}
OPTIONS = "--universal --python-version 3.11 --generate-hashes --no-annotate"
CALLS = {
    "requirements": f"uv pip compile requirements.in {OPTIONS} -o requirements.txt",
    "requirements-test": f"uv pip compile requirements-test.in -c requirements.txt {OPTIONS} -o requirements-test.txt",
}
FETCHING = re.compile(
    r"urlretrieve|http\.client|import requests|requests\.(?:get|post)|import httpx|playwright install"
    r"|\bcurl\b|\bwget\b|\bnpm\b|\bnpx\b|pip install (?!.*--require-hashes )"
)
PACKAGE = re.compile(
    r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)(?: ;.*?)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def locked(name: str) -> set[tuple[str, str]]:
    """(package, version) in a lock, each with a hash at least; two versions where systems need different ones."""
    text = LOCKS[name].read_text(encoding="utf-8")
    found = PACKAGE.findall(text)
    assert len(found) == len(re.findall(r"^[^#\s]", text, re.MULTILINE)), "every line pins a version with its hashes"
    return set(found)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_what_is_asked_for_with_hashes(name: str) -> None:
    lines = (ROOT / f"{name}.in").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    names = {package for package, _ in locked(name)}
    assert {re.split(r"[=<>\[ ]", want)[0].lower() for want in wanted} <= names
    assert {tuple(want.split("==")) for want in wanted if "==" in want} <= locked(name)


def test_both_locks_agree() -> None:
    one, other = (locked(name) for name in LOCKS)
    shared = {package for package, _ in one} & {package for package, _ in other}
    assert {pair for pair in other - one if pair[0] in shared} == set()


@pytest.mark.parametrize("name", LOCKS)
def test_dependabot_can_make_a_lock_anew(name: str) -> None:
    """It finds a lock by its name beside `.in`, and how to make it in the lock's first lines."""
    head = LOCKS[name].read_text(encoding="utf-8").split("\n", 2)
    assert CALLS[name] in head[1]
    assert "http" not in head[1], "no registry's address belongs into the repository"
    assert CALLS[name] in " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())


NOT_INSTALLED = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] in {blocked!r}: raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Missing())
from methodbook.cli import main
sys.exit(main({arguments!r}))
"""


@pytest.mark.parametrize(
    "arguments",
    [["check", "--no-site"], ["build", "--help"], ["serve", "--help"], ["translations"]],
)
def test_commands_do_without_the_packages_of_the_tests(tmp_path: Path, arguments: list[str]) -> None:
    shutil.copytree(ROOT / "tests/data/good/docs", tmp_path / "docs", ignore=shutil.ignore_patterns("_data"))
    blocked = {
        "playwright",
        "pytest",
        "hypothesis",
        "mypy",
        "axe_playwright_python",
        "ruff",
        "check_jsonschema",
        "bench",
    }
    program = NOT_INSTALLED.format(blocked=blocked, arguments=arguments)
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert "Traceback" not in done.stderr


def test_help_imports_neither_mkdocs_nor_what_publishing_needs() -> None:
    program = (
        "import sys; from methodbook.cli import main; main(['check', '--help']);"
        "print({'mkdocs', 'lxml', 'PIL', 'pypdf', 'jinja2'} & {name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("set()\n")


def test_nothing_is_fetched_while_installing_or_building() -> None:
    # The benchmark may ask npm's registry for a peer to be measured against; nothing that installs or builds does.
    sources = [*(ROOT / "scripts/methodbook").rglob("*.py"), ROOT / "scripts/handbook.py", ROOT / ".ci/run"]
    sources += (ROOT / ".github/workflows").glob("*.yml")
    found = {path.name: FETCHING.findall(path.read_text(encoding="utf-8")) for path in sources}
    assert {name: calls for name, calls in found.items() if calls} == {}


def test_dependabot_watches_packages_and_actions_and_lets_them_cool_down() -> None:
    told = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in told["updates"]} == {"uv", "github-actions"}
    assert all(update["cooldown"]["default-days"] >= 7 for update in told["updates"])
