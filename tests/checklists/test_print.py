"""Printing: the expected pages, none blank, with or without the reader's own."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from methodbook.languages import words
from tests.checklists.reader import Reader

pytestmark = pytest.mark.browser
NO_PRINTER = "window.print = () => {}"
A4 = (595, 842)


def printed(reader: Reader) -> PdfReader:
    """The page as the browser prints it."""
    return PdfReader(io.BytesIO(reader.page.pdf(prefer_css_page_size=True, tagged=True)))


def text(pdf: PdfReader) -> str:
    """All text, blanks as one space."""
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


@pytest.fixture
def told(new_reader: Callable[..., Reader]) -> Reader:
    """A reader who has said something in every way."""
    reader = new_reader(NO_PRINTER).open()
    reader.tick("ask-about-gap")
    reader.skip("small-team")
    reader.write("mandate", who="Kari Nordmann", when="uke 12", note="Ring først")
    return reader


def test_with_ticks_it_prints_the_list_with_who_when_and_note(told: Reader) -> None:
    told.do("print")
    pdf = printed(told)
    assert [(round(float(p.mediabox.width)), round(float(p.mediabox.height))) for p in pdf.pages] == [A4]
    assert all(len(page.extract_text().strip()) > 100 for page in pdf.pages)
    for part in ("Kari Nordmann", "uke 12", "Ring først", told.say("skipped"), told.text("ask-about-gap")):
        assert part in text(pdf)
    assert told.page.locator(".list-kept").inner_text() not in text(pdf)


def test_blank_it_prints_nothing_of_what_was_said(told: Reader) -> None:
    told.do("print-blank")
    pdf = printed(told)
    assert len(pdf.pages) == 1
    for part in ("Kari Nordmann", "uke 12", "Ring først", told.say("skipped")):
        assert part not in text(pdf)
    assert text(pdf).count(told.say("who")) >= 5
    assert told.text("ask-about-gap") in text(pdf)


@pytest.mark.parametrize(("mode", "drawn"), [("print", ['""', "none"]), ("print-blank", ["none", "none"])])
def test_only_ticked_boxes_bear_a_tick_and_all_are_bordered(told: Reader, mode: str, drawn: list[str]) -> None:
    told.do(mode)
    told.page.emulate_media(media="print")
    ticks = [
        told.box(item).evaluate("(box) => getComputedStyle(box, '::before').content")
        for item in ("ask-about-gap", "mandate")
    ]
    assert ticks == drawn
    style = told.box("mandate").evaluate("(box) => [getComputedStyle(box).borderTopStyle, box.offsetWidth > 12]")
    assert style == ["solid", True]


def test_the_paper_says_where_it_comes_from(told: Reader) -> None:
    told.do("print")
    own = words(told.language)
    found = text(printed(told))
    assert own["site-name"] in found
    assert told.page.url.partition("://")[2] in found
    assert own["foot-reviewed"] in found
    assert f"{own['printed-on']} " in found


def test_after_printing_the_page_is_as_before(told: Reader) -> None:
    told.do("print-blank")
    told.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert told.page.evaluate("document.documentElement.dataset.print") is None


def test_the_browsers_own_command_prints_the_whole_page_with_ticks(told: Reader) -> None:
    pdf = printed(told)
    assert 1 <= len(pdf.pages) <= 3
    assert all(page.extract_text().strip() for page in pdf.pages)
    assert "Kari Nordmann" in text(pdf)


def test_a_list_on_a_method_page_prints_without_the_rest(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(NO_PRINTER).open("methods/municipal-guide/1-discover/")
    prose = reader.page.locator("#related").inner_text()
    reader.do("print-blank")
    pdf = printed(reader)
    assert len(pdf.pages) == 1
    assert prose not in text(pdf)


def test_every_list_prints_without_a_blank_page(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(NO_PRINTER).open("checklists/", "da")
    addresses = reader.page.locator(".card-title a").evaluate_all("(links) => links.map((link) => link.href)")
    assert len(addresses) >= 11
    for address in addresses:
        reader.page.goto(address)
        reader.do("print-blank")
        pdf = printed(reader)
        assert len(pdf.pages) <= 2, address
        assert all(page.extract_text().strip() for page in pdf.pages), address


def test_the_pdf_is_tagged_and_knows_its_language(told: Reader) -> None:
    told.do("print")
    root = printed(told).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(root["/Lang"]).startswith("nb")  # type: ignore[index]


def test_without_a_script_it_prints_natively(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(java_script_enabled=False).open()
    reader.tick("mandate")
    pdf = printed(reader)
    assert all(page.extract_text().strip() for page in pdf.pages)
    assert reader.text("mandate") in text(pdf)
