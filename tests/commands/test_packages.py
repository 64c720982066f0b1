"""The supply chain: pinned, hashed, licensed, to be had on three systems, and nothing fetched behind anybody's back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from methodbook.commands import packages
from tests.conftest import ROOT

LOCK = ROOT / "requirements.txt"
LOCKS = [LOCK, *sorted((ROOT / ".github").glob("*.txt"))]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
MAY_WRITE = {"publish.yml": {"pages", "id-token"}, "links.yml": {"issues"}}
"""What each workflow may change: the site it publishes, the issue it keeps."""
FETCHING = re.compile(
    r"urllib\.request|urlretrieve|http\.client|import requests|requests\.(?:get|post)|import httpx|import socket"
    r"|playwright install|\bcurl\b|\bwget\b|\bnpm\b|\bnpx\b|pip install (?!.*-r )"
)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_with_its_hashes(lock: Path) -> None:
    found = packages.locked(lock)
    assert len(found) > 10
    assert [package.name for package in found if not package.hashes] == []


def test_a_line_that_pins_nothing_is_refused(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    lock.write_text("mkdocs>=1.6 \\\n    --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"mkdocs>=1\.6 pins no version"):
        packages.locked(lock)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    lines = LOCK.with_suffix(".in").read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    names = {re.split(r"[=<>\[ ]", want)[0].lower() for want in wanted}
    assert names <= {package.name for package in packages.locked(LOCK)}
    exact = dict(want.split("==") for want in wanted if "==" in want)
    assert exact == {package.name: package.version for package in packages.locked(LOCK) if package.name in exact}


def test_every_licence_is_known_and_lets_us_use_it() -> None:
    found = {package.name: licence for package, licence in packages.licences(LOCK)}
    assert [name for name, licence in found.items() if licence == "unknown"] == []
    known = re.compile(r"MIT|BSD|Apache|ISC|PSF|MPL|Mozilla|GPL|not needed here")
    assert {name: licence for name, licence in found.items() if not known.search(licence)} == {}


def test_the_command_lists_them() -> None:
    command = [sys.executable, "-m", "methodbook", "licences"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(r"^mkdocs 1\.6\.1 +BSD-2-Clause$", done.stdout, re.MULTILINE)
    assert len(done.stdout.splitlines()) == len(packages.locked(LOCK))


@pytest.mark.parametrize("system", packages.SYSTEMS)
def test_every_package_has_a_wheel_on_every_system(system: str) -> None:
    trouble = packages.missing_wheels(LOCK, system)
    if re.search(r"NewConnectionError|name resolution|timed out", trouble):
        pytest.skip("the package registry cannot be reached from here")
    assert trouble == ""


def test_a_package_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    lock = tmp_path / "x.lock"
    lock.write_text("mkdocs==1.6.1 \\\n    --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    assert packages.missing_wheels(lock, "Linux")


def test_nothing_is_fetched_while_installing_or_building() -> None:
    # The benchmark may ask npm's registry for a peer to be measured against; nothing that installs or builds does.
    code = [path for path in (ROOT / "scripts").rglob("*.py") if "benchmarks" not in path.parts]
    sources = [*code, *WORKFLOWS, ROOT / ".ci/run"]
    found = {path.name: FETCHING.findall(path.read_text(encoding="utf-8")) for path in sources}
    assert {name: calls for name, calls in found.items() if calls} == {}


def steps(workflow: Path) -> list[dict[str, Any]]:
    """All steps of a workflow."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_actions_are_pinned_to_commits_and_named(workflow: Path) -> None:
    for line in workflow.read_text(encoding="utf-8").splitlines():
        if "uses:" in line:
            assert re.search(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda workflow: workflow.name)
def test_workflows_have_no_more_rights_than_they_need(workflow: Path) -> None:
    told = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert told["permissions"] == {}
    rights = {right for job in told["jobs"].values() for right, kind in job["permissions"].items() if kind == "write"}
    assert rights == MAY_WRITE.get(workflow.name, set())
    for step in steps(workflow):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
        # What others can write (titles, branch names) must not become part of a script.
        assert "${{" not in step.get("run", "")


def test_dependabot_watches_packages_and_actions() -> None:
    told = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))
    assert {update["package-ecosystem"] for update in told["updates"]} == {"uv", "github-actions"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_dependabot_can_make_a_lock_anew(lock: Path) -> None:
    """It finds a lock by its name beside `.in`, and how to make it in the lock's first lines."""
    asked = lock.with_suffix(".in")
    assert asked.is_file()
    head = "".join(line for line in lock.read_text(encoding="utf-8").splitlines(keepends=True) if line.startswith("#"))
    place = f"{asked.relative_to(ROOT).as_posix()} --universal --python-version 3.11 --generate-hashes --no-annotate"
    assert f"uv pip compile {place} -o {lock.relative_to(ROOT).as_posix()}\n" in head
    assert ("http" in head) is False, "no registry's address belongs into the repository"
