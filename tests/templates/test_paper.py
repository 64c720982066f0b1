"""Every template on paper: two sheets at most when it is empty, and nothing of it cut."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect
from pypdf.generic import NameObject, StreamObject

from methodbook.languages import LANGUAGES
from tests.conftest import Site
from tests.templates.conftest import OUTPUT, PAPER, Taken, name_of
from tests.templates.forms import DATE

pytestmark = pytest.mark.browser

Templates = dict[str, tuple[Taken, Taken]]
DRAWING = re.compile(rb"^(?:[-\d. ]+ (?:m|l|c|re)|h|f\*?|S)$")
"""Lines of a sheet's content that only draw: dashes are thousands of them, and pypdf is slow to read each."""


def sheets(pdf: bytes) -> list[str]:
    """The text of each sheet."""
    return [text_of(sheet) for sheet in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text_of(sheet: pypdf.PageObject) -> str:
    """What is written on a sheet."""
    contents = sheet.get_contents()
    assert contents is not None
    lines = contents.get_data().splitlines()
    content = StreamObject()
    content.set_data(b"\n".join(line for line in lines if not DRAWING.match(line)))
    sheet[NameObject("/Contents")] = content
    return sheet.extract_text()


def test_every_template_is_there_in_every_language(taken: Templates) -> None:
    names = {language: {a.split("/")[2] for a in taken if a.startswith(language)} for language in LANGUAGES}
    assert names["nb"] == names["da"] == names["sv"]
    assert len(names["nb"]) >= 15


def test_an_empty_one_fits_two_sheets_and_no_label_is_lost(taken: Templates) -> None:
    printed = {address: sheets(empty.pdf) for address, (empty, _) in taken.items()}
    assert {address: len(texts) for address, texts in printed.items() if len(texts) > 2} == {}
    assert [address for address, texts in printed.items() if not all(text.strip() for text in texts)] == []
    lacking = {address: empty.form.lacking("".join(printed[address])) for address, (empty, _) in taken.items()}
    assert {address: lost for address, lost in lacking.items() if lost} == {}


def test_all_that_was_written_is_on_paper(taken: Templates) -> None:
    printed = {address: "".join(sheets(filled.pdf)) for address, (_, filled) in taken.items()}
    lacking = {address: filled.form.lacking(printed[address]) for address, (_, filled) in taken.items()}
    assert {address: lost for address, lost in lacking.items() if lost} == {}
    dated = [address for address, (_, filled) in taken.items() if DATE in filled.form.texts.values()]
    assert dated
    assert [address for address in dated if "24" not in printed[address]] == []


def test_there_is_a_picture_of_each(taken: Templates) -> None:
    assert [a for a in taken if (OUTPUT / f"{name_of(a)}-print.png").stat().st_size < 10_000] == []


def test_nothing_is_wider_or_higher_than_its_place(taken: Templates) -> None:
    assert {address: filled.cut for address, (_, filled) in taken.items() if filled.cut} == {}


def test_a_long_choice_is_not_cut_on_paper(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/templates/dialogue-meeting/")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.locator("#question").select_option(index=1)
    page.emulate_media(media="print")
    expect(page.locator("#question")).to_be_visible()
    assert page.evaluate("(q => q.scrollWidth <= q.clientWidth)(document.querySelector('#question'))")
