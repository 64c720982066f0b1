"""What `serve` shows while a page is being written: its findings, in its language, and the rest as it was."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

import pytest

from methodbook.checks import read_tree
from methodbook.site.serve import notices
from tests.checks.cases import BAD, GOOD, lay

PAGE = PurePosixPath("nb/draft.md")


@pytest.mark.parametrize(
    "case", ["not-utf-8", "empty-file", "front-matter-broken", "front-matter-open", "merge-conflict", "field-twice"]
)
def test_a_page_that_cannot_be_read_is_shown_as_its_finding(case: str, tmp_path: Path) -> None:
    root = lay(BAD / case, tmp_path / "handbook")
    shown = notices.stand_in(root / "docs", PAGE)
    assert shown is not None
    assert f'data-rule="{case}"' in shown
    assert "Gjør slik:" in shown


def test_a_page_that_can_be_read_is_left_alone() -> None:
    assert notices.stand_in(GOOD / "docs", PAGE) is None


def test_the_page_comes_back_with_the_next_save(tmp_path: Path) -> None:
    root = lay(BAD / "empty-file", tmp_path / "handbook")
    assert notices.stand_in(root / "docs", PAGE) is not None
    shutil.copy(GOOD / "docs" / PAGE, root / "docs" / PAGE)
    assert notices.stand_in(root / "docs", PAGE) is None


def test_findings_on_a_readable_page_stand_above_it_escaped(tmp_path: Path) -> None:
    root = lay(BAD / "raw-html-script", tmp_path / "handbook")
    shown = notices.as_html(notices.findings_on(read_tree(root), PAGE))
    assert 'data-rule="raw-html"' in shown
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
