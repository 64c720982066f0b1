"""The PDF of the whole handbook: tagged, with bookmarks and language, nothing cut off and no blank sheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from methodbook.exports import pdf, programs
from methodbook.exports.pdf import PdfError
from tests.conftest import Site

MOMENT = 1_700_000_000
A4 = (595, 842)


@pytest.fixture(scope="module")
def file(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Danish handbook as a PDF."""
    target = tmp_path_factory.mktemp("pdf") / "handbook-da.pdf"
    pdf.write(site.folder, site.address, "da", target, MOMENT)
    return target


@pytest.fixture(scope="module")
def printed(file: Path) -> pypdf.PdfReader:
    """That PDF, open."""
    return pypdf.PdfReader(file)


@pytest.mark.browser
def test_it_is_tagged_and_says_its_language_title_and_date(printed: pypdf.PdfReader) -> None:
    root: dict[str, Any] = dict(printed.root_object)
    assert root["/Lang"] == "da"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert printed.metadata is not None
    assert "Nordisk metodehåndbog" in (printed.metadata.title or "")
    assert "20231114221320" in (printed.metadata.creation_date_raw or "")


def titles(outline: list[Any]) -> Iterator[str]:
    """The titles of all bookmarks, those below others included."""
    for entry in outline:
        if isinstance(entry, list):
            yield from titles(entry)
        else:
            yield entry["/Title"]


@pytest.mark.browser
def test_bookmarks_and_contents_lead_to_every_chapter(file: Path, printed: pypdf.PdfReader, site: Site) -> None:
    marks = list(titles(printed.outline))
    numbers = pdf.chapter_pages(file)
    contents = [line.split() for page in printed.pages[1:4] for line in page.extract_text().splitlines()]
    shown = {int(line[-1]) for line in contents if line and line[-1].isdigit()}
    book = site.tree("da/print/")
    for chapter in book.cssselect(".chapter[id]"):
        key, heading = chapter.get("id", ""), chapter.cssselect(".title-1")[0].text_content().strip()
        assert heading in marks
        assert numbers[key] in shown
        assert heading.split()[0] in printed.pages[numbers[key] - 1].extract_text()


@pytest.mark.browser
def test_links_lead_to_the_published_site_or_out(printed: pypdf.PdfReader, site: Site) -> None:
    notes = [page.get("/Annots", []) for page in printed.pages]
    links = {
        str(note.get_object()["/A"].get("/URI", ""))
        for of_page in notes
        for note in of_page
        if "/A" in note.get_object()
    }
    own = {link for link in links if link.startswith("http://127.0.0.1")}
    assert all(link.startswith(site.address) for link in own)


@pytest.mark.browser
def test_no_sheet_is_blank_and_all_are_a4(printed: pypdf.PdfReader) -> None:
    assert len(printed.pages) > 100
    for number, page in enumerate(printed.pages, 1):
        words = page.extract_text().split()
        assert len(words) > 5, f"page {number} is all but blank: {words}"
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == A4


@pytest.mark.browser
def test_the_same_site_gives_the_same_file(site: Site, tmp_path: Path) -> None:
    # One page is enough to tell whether the browser lets a clock or a dice into the file.
    with programs.served(site.folder, {}) as root:
        for name in ("one.pdf", "two.pdf"):
            pdf.print_page(f"{root}nb/privacy/", tmp_path / name)
            pdf.finish(tmp_path / name, site.html("nb/privacy/"), MOMENT)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_without_a_browser_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "BROWSER", programs.Tool("a Chromium or Chrome", ("no-such-browser",), ()))
    with pytest.raises(PdfError, match=r"a Chromium or Chrome is needed to make it\.pdf"):
        pdf.print_page("http://127.0.0.1:1/", tmp_path / "it.pdf")
