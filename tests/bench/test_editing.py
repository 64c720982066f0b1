"""The benchmark of edits: what it edits is there, and an edit that is shown is seen."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bench import editing
from bench.measure import BenchmarkError
from methodbook.exports.programs import served
from tests.conftest import ROOT


@pytest.mark.parametrize("kind", editing.EDITED)
def test_what_is_edited_is_there(kind: str) -> None:
    place, old, new = editing.EDITED[kind]
    file, page = editing.file_with(old, ROOT, place)
    assert page.startswith("da/")
    assert "ordetxy" in file.read_text(encoding="utf-8").replace(old, new.format("ordetxy"), 1)


def test_nothing_to_edit_is_an_error() -> None:
    with pytest.raises(BenchmarkError, match="nothing to edit in docs/da"):
        editing.file_with("no page holds this", ROOT, "docs/da")


def test_a_page_is_waited_for_until_it_shows_the_word(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("before", encoding="utf-8")
    with served(tmp_path, {}) as address:
        threading.Timer(0.2, page.write_text, ["after"], {"encoding": "utf-8"}).start()
        assert editing.wait_for(f"{address}page.html", "after") > 0


def test_a_page_that_never_shows_it_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "PATIENCE", 0.1)
    with served(tmp_path, {}) as address, pytest.raises(BenchmarkError, match="never showed 'word'"):
        editing.wait_for(f"{address}page.html", "word")
