"""With the keyboard alone: from the front door to a printed checklist, on a wide screen, a phone and at 400 % zoom."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import Site

pytestmark = pytest.mark.browser
MOST_TABS = 250


def reach(page: Page, target: Locator) -> None:
    """Press Tab until `target` has focus."""
    target.evaluate("element => { window.wanted = element; }")
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === window.wanted"):
            return
    raise AssertionError(f"{target} cannot be reached with Tab on {page.url}")


def follow(page: Page, target: Locator, address: str) -> None:
    """Reach the link `target`, press Enter, and arrive at `address`."""
    reach(page, target)
    page.keyboard.press("Enter")
    expect(page).to_have_url(address)


@pytest.mark.parametrize(
    ("width", "height", "zoom"), [(1280, 800, 1), (320, 640, 1), (320, 200, 4)], ids=["wide", "phone", "400 %"]
)
def test_from_the_front_door_to_a_printed_checklist(
    browser: Browser, site: Site, width: int, height: int, zoom: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=zoom)
    context.add_init_script("window.prints = 0; window.print = () => { window.prints += 1; };")
    page = context.new_page()
    page.goto(site.address)
    home = f"{site.address}da/"
    follow(page, page.locator(".front-languages a[hreflang=da]"), home)
    if not page.locator(".sections").is_visible():
        reach(page, page.locator(".menu-open"))
        page.keyboard.press("Enter")
    follow(page, page.locator(":is(.sections, #menu) a[href='checklists/']:visible"), f"{home}checklists/")
    door = page.locator("[data-list=inclusion-day] .card-title a")
    follow(page, door, str(door.evaluate("(link) => link.href")))
    box = page.locator(".item-box").first
    reach(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    reach(page, page.locator("[data-do=print]").first)
    page.keyboard.press("Enter")
    assert page.evaluate("window.prints") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


def test_the_skip_link_comes_first_and_leads_to_the_text(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/methods/council/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("key", ["n", "p", "f", "s", "/", "?"])
def test_no_single_key_does_anything(page: Page, site: Site, key: str) -> None:
    page.goto(f"{site.address}nb/methods/")
    page.keyboard.press(key)
    expect(page).to_have_url(f"{site.address}nb/methods/")
    assert page.evaluate("document.activeElement === document.body")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_without_a_script_everything_can_be_read_reached_and_ticked(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site.address}nb/")
    page.locator(".menu-open").click()
    expect(page.locator("#menu")).to_be_visible()
    page.locator("#menu a[href$='cases/']").click()
    cards = page.locator(".cases > .card")
    assert cards.count() == page.locator(".cases > .card:visible").count() > 5
    expect(page.locator(".needs-script-note")).to_be_visible()
    expect(page.locator(".narrow select").first).to_be_hidden()
    page.goto(f"{site.address}nb/choose/")
    expect(page.locator(".finder li a").first).to_be_visible()
    expect(page.locator(".choices")).to_be_hidden()
    page.goto(f"{site.address}nb/methods/inclusion-day/")
    page.locator(".item-box").first.check()
    expect(page.locator(".item-box").first).to_be_checked()
    expect(page.locator("[data-theme-toggle]")).to_be_hidden()
    context.close()
