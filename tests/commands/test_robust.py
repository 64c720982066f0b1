"""No command ends in a traceback, whatever stands in a file it reads: random bytes, other types, links, nothing."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from methodbook import cli, languages
from tests.conftest import ROOT, sampled

FILES = [
    "mkdocs.yml",
    "docs/_data/checklists.yaml",
    "docs/_data/pages.yaml",
    "docs/_data/terms.yaml",
    "docs/_data/sources.yaml",
    "docs/_data/names.txt",
    "docs/nb/index.md",
    "docs/da/council.md",
]
COMMANDS = [
    ["check", "--no-site", "--no-spelling", "--fix"],
    ["translations", "--lagging"],
    ["translated", "docs/da/council.md"],
    ["record"],
    ["new", "page", "Velkommen"],
    ["new", "--undo", "council"],
    ["changes", "HEAD"],
    ["links"],
]
NOT_EVEN_BYTES = [
    "",
    "\x00",
    "[",
    "- 3",
    "a: {b: [c",
    "? [a]\n: b\n",
    "&a [*a]\n",
    "!!python/object:x {}\n",
    "nav: 3\n",
]


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small handbook with the book's data, in which the commands run."""
    shutil.copytree(ROOT / "tests/data/good", tmp_path / "handbook")
    shutil.copytree(ROOT / "docs/_data", tmp_path / "handbook/docs/_data", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path / "handbook")
    monkeypatch.setattr(cli, "ROOT", tmp_path / "handbook")
    monkeypatch.setenv("HANDBOOK_TRACEBACK", "1")  # a fault of the toolbox's own fails the test
    return tmp_path / "handbook"


def run_all(capsys: pytest.CaptureFixture[str]) -> None:
    """Every command: an exit code of its own, and one line or findings; an exception would fail the test."""
    for command in COMMANDS:
        languages.book.cache_clear()
        assert cli.main(command) in {0, 1, 2}, command
        assert "Traceback" not in capsys.readouterr().err, command


@pytest.mark.parametrize("file", sampled(FILES, every=2))
def test_random_bytes_bring_no_command_down(handbook: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(file)
    before = (handbook / file).read_bytes()
    for _ in range(5 if os.environ.get("HANDBOOK_WEEKLY") == "1" else 1):
        cut = dice.randrange(len(before))
        for content in (dice.randbytes(300), before[:cut] + dice.randbytes(5) + before[cut:], before[:cut]):
            (handbook / file).write_bytes(content)
            run_all(capsys)


@pytest.mark.parametrize("file", sampled(FILES, every=4))
def test_other_types_bring_no_command_down(handbook: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    for text in NOT_EVEN_BYTES:
        (handbook / file).write_text(text, encoding="utf-8")
        run_all(capsys)


@pytest.mark.parametrize("file", sampled(FILES, every=2))
def test_links_and_folders_bring_no_command_down(handbook: Path, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    (handbook / file).unlink()
    run_all(capsys)
    (handbook / file).unlink(missing_ok=True)
    (handbook / file).symlink_to("nowhere")
    run_all(capsys)
    (handbook / file).unlink(missing_ok=True)
    (handbook / file).mkdir(exist_ok=True)
    run_all(capsys)


@pytest.mark.usefixtures("handbook")
def test_random_words_bring_no_command_down(capsys: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(5)
    words = ["--undo", "--in", "--path", "..", "/", "docs", "é", "\udcff", "\x00", "a" * 5000, "-", "--", "nb", "page"]
    for command in ("check", "translations", "translated", "new", "changes", "record"):
        for _ in range(15):
            assert cli.main([command, *dice.choices(words, k=dice.randint(1, 4))]) in {0, 1, 2}
            assert "Traceback" not in capsys.readouterr().err
