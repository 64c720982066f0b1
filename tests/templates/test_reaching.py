"""Templates for everyone: what axe-core finds, by keyboard alone, and how much is loaded."""

from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, expect

from tests.checklists.reader import Reader
from tests.conftest import Site
from tests.design.axe import COLOUR_RULES, findings
from tests.templates.conftest import templates
from tests.templates.forms import FILL

pytestmark = pytest.mark.browser

LARGEST, MOST_REQUESTS = 35_000, 6


def test_axe_finds_nothing_on_any_template_filled_in_and_with_rows_added(desk: Reader, site: Site) -> None:
    page = desk.page
    found = []
    for address in templates(site, "nb"):
        page.goto(site.address + address)
        for button in page.locator("[data-do=add-row]").all():
            button.click()
        page.evaluate(FILL)
        found += findings(page, address)
    page.emulate_media(color_scheme="dark")
    found += findings(page, "dark", COLOUR_RULES)
    page.emulate_media(color_scheme="light")
    assert found == []


def test_axe_finds_nothing_on_an_empty_one_and_where_emptying_is_told(desk: Reader) -> None:
    desk.open("templates/dialogue-meeting/")
    desk.page.evaluate("localStorage.clear()")
    desk.reload()
    found = findings(desk.page, "empty")
    desk.page.locator("#place").fill("Oslo")
    desk.do("empty")
    assert found + findings(desk.page, "emptied") == []


def test_the_keyboard_reaches_every_field_in_the_order_of_the_page(desk: Reader) -> None:
    desk.open("templates/dialogue-meeting/")
    page = desk.page
    wanted = page.evaluate(
        """() => [...document.querySelectorAll(".form :is(input, textarea, select, .tool)")]
             .filter((control) => control.checkVisibility()).map((control, at) => control.dataset.at = String(at))"""
    )
    page.locator("[data-at='0']").focus()
    reached = ["0"]
    for _ in range(3 * len(wanted) + 20):
        page.keyboard.press("Tab")
        at = page.evaluate("document.activeElement.dataset.at")
        if at and at != reached[-1]:
            reached.append(at)
        if at == wanted[-1]:
            break
    assert reached == wanted


@pytest.mark.parametrize("name", ["dialogue-meeting", "describe-your-own"])
def test_little_is_loaded(page: Page, site: Site, name: str) -> None:
    loaded: dict[str, int] = {}
    page.on("response", lambda response: loaded.update({response.url: len(gzip.compress(response.body(), 9))}))
    page.goto(f"{site.address}nb/templates/{name}/")
    expect(page.locator("[data-do=word]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    fonts = {address for address in loaded if "/fonts/" in address}
    own = {address: size for address, size in loaded.items() if address not in fonts}
    assert len(own) <= MOST_REQUESTS, own
    assert sum(own.values()) <= LARGEST, own
