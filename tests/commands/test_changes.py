"""What a proposed change comes to, told from the history; and what is refused in one line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from methodbook.commands import CommandError, changes
from tests.conftest import ROOT


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: in the second a page is new, one changed, one gone, and one has become a link."""
    pages = tmp_path / "docs" / "nb"
    pages.mkdir(parents=True)
    for name in ("changed", "gone", "link"):
        (pages / f"{name}.md").write_text(f"{name}\n", encoding="utf-8")
    commit(tmp_path)
    (pages / "åpen dør.md").write_text("new\n", encoding="utf-8")
    (pages / "changed.md").write_text("other\n", encoding="utf-8")
    (pages / "gone.md").unlink()
    (pages / "link.md").unlink()
    (pages / "link.md").symlink_to("changed.md")
    commit(tmp_path)
    return tmp_path


def commit(root: Path) -> None:
    """Everything in `root` as a commit."""
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "--quiet"], ["add", "--all"], [*name, "commit", "--quiet", "--message", "change"]):
        subprocess.run(["git", *command], cwd=root, check=True)


def test_every_kind_of_change_is_told(repository: Path) -> None:
    found = {path: letter for letter, path in changes.changed_files(repository, "HEAD~1")}
    assert {path.name: letter for path, letter in found.items()} == {
        "åpen dør.md": "A",
        "changed.md": "M",
        "gone.md": "D",
        "link.md": "T",
    }
    told = "\n".join(changes.pages_changed([(letter, path) for path, letter in found.items()]))
    assert "åpen dør.md (new)" in told
    assert "link.md (changed)" in told


def test_a_file_name_means_nothing_in_the_summary() -> None:
    name = "docs/nb/x`[Approve](https:--evil.example)`\n# y @octocat.md"
    told = "\n".join(changes.pages_changed([("A", PurePosixPath(name))]))
    assert "\n# y" not in told
    assert "\\[Approve\\](https:--evil.example)" in told
    assert "\\@octocat" in told


@pytest.mark.parametrize("base", ["nonsense", "0" * 40, "--all", ""])
def test_what_is_no_commit_is_refused(repository: Path, base: str) -> None:
    with pytest.raises(CommandError):
        changes.changed_files(repository, base)


def test_findings_for_github_are_added_to_the_summary_as_well(tmp_path: Path, repository: Path) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    command = [sys.executable, "-m", "methodbook", "check", "--format", "github", "--no-spelling"]
    done = subprocess.run(
        command,
        cwd=repository,
        env={**os.environ, "GITHUB_STEP_SUMMARY": str(summary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    added = summary.read_text(encoding="utf-8").removeprefix("before\n")
    assert len(re.findall(r"^- \*\*", added, re.MULTILINE)) == len(re.findall(r"^::", done.stdout, re.MULTILINE)) > 2
    assert "changed.md" in added


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("changes", "nonsense"), "nonsense is no commit"),
        (("check", "--no-site", "--no-spelling", str(Path(os.devnull).resolve().parent)), "is not in the handbook"),
        (("translations", "mkdocs.yml"), "is no page below"),
        (("translated", "overrides"), "there are no pages"),
        (("new", "--undo", "no/such"), "there is no page no/such"),
    ],
)
def test_a_command_that_cannot_run_says_so_in_one_line(arguments: tuple[str, ...], reason: str) -> None:
    command = [sys.executable, "-m", "methodbook", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert reason in done.stderr


@pytest.mark.parametrize(
    "arguments", [("check", "docs/xx"), ("translations", "docs/xx"), ("new", "page"), ("serve", "--port", "x"), ("x",)]
)
def test_a_command_that_is_asked_wrongly_says_how_to_ask(arguments: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "methodbook", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: handbook.py")
    assert "Error: " in done.stderr
