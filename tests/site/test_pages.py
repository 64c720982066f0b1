"""Every page in a real browser: nothing fails, nothing leaves the site, and the reader keeps place and ticks."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import Site

pytestmark = pytest.mark.browser


def test_no_page_fails_or_asks_another_host(browser: Browser, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console", lambda message: troubles.append(f"{page.url}: {message.text}") if message.type == "error" else None
    )
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    # A browser drops the icon's request when the next page is opened at once; that is no failure of the page.
    page.on("requestfailed", lambda r: troubles.append(f"{r.url} failed") if "ABORTED" not in str(r.failure) else None)
    page.on(
        "response", lambda answer: troubles.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None
    )
    page.on(
        "request",
        lambda r: troubles.append(f"{r.url} is elsewhere") if not r.url.startswith((site.address, "data:")) else None,
    )
    for address in site.pages():
        page.goto(site.address + address)
    context.close()
    assert troubles == []
    assert len(site.pages()) > 150


def test_the_switch_keeps_the_section(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/inclusion-day/roles/")
    section = page.locator("article h2[id]").last.get_attribute("id")
    for language in ("da", "sv", "nb"):
        page.goto(f"{page.url.partition('#')[0]}#{section}")
        page.locator(f".switch a[hreflang={language}]").click()
        expect(page).to_have_url(f"{site.address}{language}/methods/inclusion-day/roles/#{section}")
        expect(page.locator(f"article h2#{section}")).to_be_in_viewport()


def test_a_tick_made_in_norwegian_is_there_in_danish_after_reload(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/inclusion-day/")
    box = page.locator("input.item-box").nth(2)
    name = box.get_attribute("id")
    box.scroll_into_view_if_needed()
    page.wait_for_selector("html[data-lists-ready]", state="attached")
    box.check()
    page.locator(".switch a[hreflang=da]").click()
    expect(page.locator(f"#{name}")).to_be_checked()
    page.reload()
    expect(page.locator(f"#{name}")).to_be_checked()
    expect(page.locator("input.item-box:checked")).to_have_count(1)


def test_the_front_door_suggests_and_remembers_but_never_redirects(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    page.goto(site.address)
    expect(page).to_have_url(site.address)
    expect(page.locator("[data-suggested]")).to_have_attribute("hreflang", "nb")
    page.locator(".front-languages a[hreflang=sv]").click()
    expect(page).to_have_url(f"{site.address}sv/")
    page.goto(site.address)
    expect(page).to_have_url(site.address)
    expect(page.locator("[data-suggested]")).to_have_attribute("hreflang", "sv")


def test_light_and_dark_are_remembered(page: Page, site: Site) -> None:
    page.goto(f"{site.address}da/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-toggle]").click()
    page.goto(f"{site.address}da/methods/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    expect(page.locator("[data-theme-toggle]")).to_have_attribute("aria-pressed", "true")


def test_nothing_is_stored_before_the_reader_acts(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/methods/inclusion-day/")
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_an_unknown_address_says_so_in_its_language_and_leads_home(page: Page, site: Site) -> None:
    assert [part.get("lang") for part in site.tree("404.html").cssselect("section[lang]")] == ["nb", "da", "sv"]
    page.goto(f"{site.address}sv/no/such/page/")
    expect(page.locator("section[lang]:visible")).to_have_count(1)
    page.locator("section[lang=sv] a.button").click()
    expect(page).to_have_url(f"{site.address}sv/")


@pytest.mark.parametrize("address", ["nb/", "da/methods/", "sv/methods/inclusion-day/", "nb/glossary/"])
def test_nothing_sticks_out_on_a_narrow_screen(page: Page, site: Site, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(site.address + address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
