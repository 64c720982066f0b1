"""What readers can take away: made for every language, and told with its true size."""

from __future__ import annotations

from pathlib import Path

import pytest

from methodbook.exports import downloads
from methodbook.languages import LANGUAGES


def write(site: Path, address: str, language: str, target: Path, moment: int) -> None:  # noqa: ARG001
    """A download whose size differs by language."""
    target.write_bytes(b"x" * (1_000_000 * (1 + LANGUAGES.index(language))))


def test_each_page_tells_the_true_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "MAKERS", {"zip": write})
    page = tmp_path / "index.html"
    place = '<p><span data-size="handbook-da.zip">{}</span></p>'
    page.write_text(place.format(""), encoding="utf-8")
    downloads.make(tmp_path, "https://example.org/", 0)
    assert page.read_text(encoding="utf-8") == place.format("2,0\N{NO-BREAK SPACE}MB")


def test_a_page_that_offers_what_is_not_made_stops_the_build(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text('<span data-size="handbook-da.odt"></span>', encoding="utf-8")
    with pytest.raises(KeyError):
        downloads.tell_sizes(page, {"handbook-da.zip": 1})


@pytest.mark.parametrize(
    ("size", "expected"), [(1, "1 kB"), (540_400, "540 kB"), (999_999, "1000 kB"), (1_449_000, "1,4 MB")]
)
def test_sizes_read_as_nordic_readers_write_them(size: int, expected: str) -> None:
    assert downloads.in_words(size) == expected.replace(" ", "\N{NO-BREAK SPACE}")
