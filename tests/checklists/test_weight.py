"""What a reader loads for the checklists: little, and only once there is something to keep."""

from __future__ import annotations

import gzip
import re

import pytest
from playwright.sync_api import Page

from tests.conftest import Site

LARGEST = 10_500  # bytes, gzipped: lists and templates, without the Word writer, which is loaded when asked for


def test_all_modules_together_are_small(site: Site) -> None:
    whole = site.folder / "assets" / "checklist.js"
    assert re.findall(r"import\(.*?\)", whole.read_text(encoding="utf-8")) == ["import(`./word.js`)"]
    assert len(gzip.compress(whole.read_bytes(), 9)) <= LARGEST


@pytest.mark.browser
def test_a_list_that_nobody_used_fetches_nothing_of_its_script(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{site.address}nb/methods/inclusion-day/", wait_until="networkidle")
    needed = {"", "schibsted-grotesk-bold.woff2", "styles.css", "page.js", "favicon.svg", "figure.css"}
    assert set(asked) <= needed
    page.locator(".item label").first.hover()
    page.wait_for_selector("html[data-lists-ready]")
    assert {"checklist.js", "lists.json"} <= set(asked)


@pytest.mark.browser
def test_the_script_changes_nothing_that_a_reader_sees_until_something_is_ticked(page: Page, site: Site) -> None:
    for address in ("nb/methods/inclusion-day/", "da/templates/first-meeting/", "sv/methods/council/"):
        page.goto(site.address + address)
        shown = (
            "[...document.querySelectorAll('main :is(.item, .items-progress, .field, .tool)')].map((e) => e.innerText)"
        )
        before = page.evaluate(shown)
        page.locator(":is(.item label, [data-field])").first.hover()
        page.wait_for_selector("html[data-lists-ready]")
        assert page.evaluate(shown) == before


@pytest.mark.browser
def test_what_is_done_before_the_script_is_there_is_done_again_when_it_is(page: Page, site: Site) -> None:
    held = []
    page.route("**/assets/checklist.js", lambda route: held.append(route))
    page.goto(f"{site.address}nb/templates/first-meeting/")
    field = page.locator("textarea[data-field]").first
    field.press_sequentially("Møte med Ås")
    page.locator("[data-do=empty]").click()
    assert page.locator("html[data-lists-ready]").count() == 0
    for route in held:
        route.continue_()
    page.wait_for_selector("html[data-lists-ready]")
    page.wait_for_function("document.querySelector('.list-notice button:not([hidden])')")  # emptied, with undo
    page.locator(".list-notice button").click()
    assert field.input_value() == "Møte med Ås"


@pytest.mark.browser
def test_a_script_that_does_not_come_is_told(page: Page, site: Site) -> None:
    page.route("**/assets/checklist.js", lambda route: route.abort())
    page.goto(f"{site.address}sv/methods/inclusion-day/")
    page.locator(".item label").first.click()
    trouble = page.locator(".list-trouble")
    trouble.wait_for()
    assert "Ladda om sidan" in trouble.inner_text()
