"""Every template on paper: two sheets at most when it is empty, and nothing of it cut."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.sync_api import Page, expect

from methodbook.languages import LANGUAGES
from tests.checklists.reader import Reader
from tests.conftest import Site
from tests.templates.conftest import OUTPUT, PAPER, Taken, name_of
from tests.templates.forms import DATE, FILL

pytestmark = pytest.mark.browser

Templates = dict[str, tuple[Taken, Taken]]
TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const isCut = element.matches("textarea") && element.scrollHeight > element.clientHeight + 2;
  return box.width && (box.right > innerWidth + 1 || box.left < -1 || isCut) && !element.closest(".unseen");
}).map((element) => element.outerHTML.slice(0, 90))"""


def sheets(taken: Taken) -> list[str]:
    """The text of each sheet."""
    return [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(taken.pdf)).pages]


def test_every_template_is_there_in_every_language(taken: Templates) -> None:
    names = {language: {a.split("/")[2] for a in taken if a.startswith(language)} for language in LANGUAGES}
    assert names["nb"] == names["da"] == names["sv"]
    assert len(names["nb"]) >= 15


def test_an_empty_one_fits_two_sheets_and_no_label_is_lost(taken: Templates) -> None:
    printed = {address: sheets(empty) for address, (empty, _) in taken.items()}
    assert {address: len(texts) for address, texts in printed.items() if len(texts) > 2} == {}
    assert [address for address, texts in printed.items() if not all(text.strip() for text in texts)] == []
    lacking = {address: empty.form.lacking("".join(printed[address])) for address, (empty, _) in taken.items()}
    assert {address: lost for address, lost in lacking.items() if lost} == {}


def test_all_that_was_written_is_on_paper(taken: Templates) -> None:
    lacking = {address: filled.form.lacking("".join(sheets(filled))) for address, (_, filled) in taken.items()}
    assert {address: lost for address, lost in lacking.items() if lost} == {}
    with_date = [filled for _, filled in taken.values() if DATE in filled.form.texts.values()]
    assert with_date
    assert all("24" in "".join(sheets(filled)) for filled in with_date)


def test_there_is_a_picture_of_each(taken: Templates) -> None:
    assert [a for a in taken if (OUTPUT / f"{name_of(a)}-print.png").stat().st_size < 10_000] == []


def test_nothing_is_wider_or_higher_than_its_place(desk: Reader, taken: Templates) -> None:
    page = desk.page
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.emulate_media(media="print")
    found = {}
    for address in taken:
        page.goto(desk.address + address)
        page.evaluate(FILL)
        found[address] = page.evaluate(TOO_WIDE)
    page.emulate_media(media="null")
    assert {address: cut for address, cut in found.items() if cut} == {}


def test_a_long_choice_is_not_cut_on_paper(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/templates/dialogue-meeting/")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]
    page.locator("#question").select_option(index=1)
    page.emulate_media(media="print")
    expect(page.locator("#question")).to_be_visible()
    assert page.evaluate("(q => q.scrollWidth <= q.clientWidth)(document.querySelector('#question'))")
