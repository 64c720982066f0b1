"""What the repository's history tells, and what is said where there is none."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from methodbook.page import history

AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing remembered, and no time given from outside."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    history.last_changes.cache_clear()
    yield
    history.last_changes.cache_clear()


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *AUTHOR, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits; the handbook is in the folder `book`."""
    root = tmp_path / "whole"
    (root / "book/docs/nb").mkdir(parents=True)
    git(tmp_path, "init", "-q", str(root))
    for name in ("first", "second"):
        (root / f"book/docs/nb/{name}.md").write_text(name, encoding="utf-8")
        git(root, "add", ".")
        git(root, "commit", "-qm", name)
    return root


def test_a_handbook_in_a_folder_has_its_dates(repository: Path) -> None:
    dates = history.last_changes(repository / "book")
    assert set(dates) == {"docs/nb/first.md", "docs/nb/second.md"}
    assert history.folder_of(repository / "book") == "book/"
    assert history.folder_of(repository) == ""


def test_a_shallow_clone_dates_no_page_and_says_so(
    repository: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), "shallow")
    with caplog.at_level("INFO"):
        assert history.last_changes(tmp_path / "shallow/book") == {}
    assert "no whole history" in caplog.text
    assert history.build_day(tmp_path / "shallow/book") != ""


def test_without_history_there_is_no_date_rather_than_1970(tmp_path: Path) -> None:
    assert history.last_changes(tmp_path) == {}
    assert history.build_day(tmp_path) == ""
    history.fix_build_date(tmp_path)
    assert history.build_day(tmp_path) == ""
