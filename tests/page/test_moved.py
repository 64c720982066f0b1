"""Old addresses: where mkdocs.yml leads them, and the record of all that were published."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from methodbook.languages import LANGUAGES, DataError
from methodbook.page import moved
from methodbook.page.handbook import page_paths
from tests.conftest import ROOT


def test_redirects_are_read_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_url: !ENV [X, y]\nextra:\n  redirects:\n    a/old: b\n    c: d#part\n", encoding="utf-8")
    found = [(one.old, one.new, one.line) for one in moved.redirects(file)]
    assert found == [("a/old", "b", 4), ("c", "d#part", 5)]


@pytest.mark.parametrize("text", ["", "extra: []\n", "extra:\n  redirects:\n", "a: [\n", "extra: {redirects: 3}\n"])
def test_what_holds_no_redirects_gives_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert moved.redirects(tmp_path / "mkdocs.yml") == ()
    assert moved.redirects(tmp_path / "nothing.yml") == ()


def test_an_address_has_neither_language_nor_ending() -> None:
    assert moved.address(PurePosixPath("methods/council/index.md")) == "methods/council"
    assert moved.address(PurePosixPath("about.md")) == "about"
    assert moved.address(PurePosixPath("index.md")) == "."


def test_the_record_is_read_as_it_is_written(tmp_path: Path) -> None:
    assert moved.published(tmp_path) == frozenset()
    (tmp_path / moved.NAME).parent.mkdir(parents=True)
    (tmp_path / moved.NAME).write_text(moved.record(["b", "a/c", "b"]), encoding="utf-8")
    assert moved.published(tmp_path) == {"a/c", "b"}


@pytest.mark.parametrize("text", ["a: b", "- [", "- 3", "text"])
def test_a_broken_record_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / moved.NAME).parent.mkdir(parents=True)
    (tmp_path / moved.NAME).write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"^docs/_data/pages\.yaml"):
        moved.published(tmp_path)


def test_every_published_page_is_there_or_leads_on() -> None:
    there = {moved.address(path) for language in LANGUAGES for path in page_paths(ROOT / "docs", language)}
    leads = {one.old: one.new.partition("#")[0] for one in moved.redirects(ROOT / "mkdocs.yml")}
    assert moved.published(ROOT) <= there | leads.keys()
    assert set(leads.values()) <= there
    assert not leads.keys() & there
