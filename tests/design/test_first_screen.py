"""What a reader sees before scrolling: where to begin on the start page, facts and way on a method's page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from methodbook.languages import LANGUAGES
from tests.conftest import Site

pytestmark = pytest.mark.browser

METHODS = ("inclusion-day", "development-workshops", "municipal-guide/6-csr", "council")
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
def test_the_first_step_is_near_the_top(page: Page, site: Site, language: str) -> None:
    top = "element => element.getBoundingClientRect().top + scrollY"
    for width, height, screens in ((1280, 800, 1.2), (390, PHONE_HEIGHT, 2.0)):
        page.set_viewport_size({"width": width, "height": height})
        for method in METHODS:
            page.goto(f"{site.address}{language}/methods/{method}/")
            assert page.locator(".steps li").first.evaluate(top) <= screens * height, (method, width)
