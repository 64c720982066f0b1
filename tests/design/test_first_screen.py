"""What a reader sees before scrolling: where to begin on the start page, facts and way on a method's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from methodbook.languages import LANGUAGES
from tests.conftest import Site
from tests.design.conftest import METHODS

pytestmark = pytest.mark.browser

SCREENS = ((1280, 800, 1.2, 5200), (390, 844, 2.0, 9 * 844))
"""Width and height of a window, the screens down to the first step, the height of the page: at most."""
PHONE_HEIGHT = 844
MOST_WORDS = 160
LISTS = {"print/", "glossary/", "search/", "contribute/rules/", "cases/"}
"""Lists of everything: as long as there is something to list."""
BOTTOM = "element => element.getBoundingClientRect().bottom"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_says_what_for_whom_and_where_to_begin_on_one_screen(
    page: Page, site: Site, language: str
) -> None:
    page.goto(f"{site.address}{language}/")
    for part in ("h1", ".opening-start p", ".begin"):
        assert page.locator(part).first.evaluate(BOTTOM) <= 800, part
    page.set_viewport_size({"width": 390, "height": PHONE_HEIGHT})
    assert page.locator(".begin li").nth(2).evaluate(BOTTOM) <= PHONE_HEIGHT


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_method_is_short_and_its_first_step_near_the_top(page: Page, site: Site, language: str, method: str) -> None:
    page.goto(f"{site.address}{language}/methods/{method}/")
    before = page.evaluate(
        """() => { const range = document.createRange();
             range.setStartBefore(document.querySelector(".article h1"));
             range.setEndBefore(document.querySelector(".steps li"));
             const words = range.cloneContents();
             const aside = ".take, .contents-folded, .list-status, [popover]";
             for (const part of words.querySelectorAll(aside)) part.remove();
             return words.textContent.split(/\\s+/).filter(Boolean).length; }"""
    )
    assert before <= MOST_WORDS
    for width, height, screens, tallest in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        top = page.locator(".steps li").first.evaluate("element => element.getBoundingClientRect().top + scrollY")
        assert top <= screens * height
        assert page.evaluate("document.documentElement.scrollHeight") <= tallest


@pytest.mark.weekly
def test_no_page_but_the_lists_is_longer_than_nine_screens_of_a_phone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": PHONE_HEIGHT})
    heights = {}
    for address in site.pages():
        page.goto(site.address + address)
        heights[address] = page.evaluate("document.documentElement.scrollHeight") / PHONE_HEIGHT
    long = {address: height for address, height in heights.items() if height > 9}
    assert {address for address in long if address.partition("/")[2] not in LISTS} == set()
