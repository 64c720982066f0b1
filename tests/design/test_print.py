"""On paper: nothing of the screen's furniture, no table cut off, no blank sheet."""

from __future__ import annotations

import io

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Site

pytestmark = pytest.mark.browser

SHEET = {"width": 658, "height": 960}
"""What an A4 sheet leaves inside its margins, in CSS pixels."""
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.left < -1) && !element.closest(".unseen");
}).map((element) => element.outerHTML.slice(0, 90))"""
PAGES = [
    "nb/",
    "da/choose/",
    "sv/methods/council/",
    "nb/methods/inclusion-day/roles/",
    "da/methods/municipal-guide/agreements/",
    "sv/methods/inclusion-day/",
    "nb/cases/",
    "da/glossary/",
    "sv/translations/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_on_paper_is_whole_and_has_no_blank_sheet(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": SHEET["width"], "height": SHEET["height"]})
    page.goto(site.address + address)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(CUT_OFF) == []
    for furniture in (".header", ".footer", ".contents", ".side", ".neighbours", ".anchor"):
        for part in page.locator(furniture).all():
            expect(part).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert all(sheet.extract_text().strip() for sheet in sheets)
    # The longest is the glossary: 13 to 15 sheets, after how wide the letters of the machine's font are.
    assert len(sheets) <= 16


def test_addresses_outside_the_handbook_are_printed(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/accessibility/")
    page.emulate_media(media="print")
    after = page.locator(".article a[href^='http']").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "http" in after
