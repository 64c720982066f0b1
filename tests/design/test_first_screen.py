"""What a reader sees before scrolling: where to begin on the start page, facts and way on a method's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from methodbook.languages import LANGUAGES
from tests.conftest import Site

pytestmark = pytest.mark.browser

METHODS = ("inclusion-day", "development-workshops", "municipal-guide", "council")
PHONE_HEIGHT = 844
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_and_way_stand_on_the_first_screen_and_a_half_of_a_phone(page: Page, site: Site, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": PHONE_HEIGHT})
    for method in METHODS:
        page.goto(f"{site.address}{language}/methods/{method}/")
        assert page.locator(".facts dl > div").count() == 5
        assert page.locator(".facts").evaluate(BOTTOM) <= 1.25 * PHONE_HEIGHT
        steps = page.locator(".way li")
        assert steps.count() >= 5
        assert steps.nth(3).evaluate(BOTTOM) <= 1.5 * PHONE_HEIGHT
        links = [link.get_attribute("href") for link in steps.locator("a").all()]
        assert links == [
            link.get_attribute("href")
            for link in page.locator("#way ~ ol.steps-plain a, #way ~ * ol.steps-plain a").all()
        ]
