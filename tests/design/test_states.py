"""States that a reader brings about: menu, finder, case filter, steps, search; with the keyboard, past axe-core."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Site
from tests.design.axe import findings_in_both

pytestmark = pytest.mark.browser


def test_the_drawer_opens_by_keyboard_and_gives_focus_back(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site.address}da/methods/council/roles/")
    button, menu = page.locator(".menu-open"), page.locator("#menu")
    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    assert findings_in_both(page, "drawer") == []
    page.keyboard.press("Tab")
    assert menu.evaluate("menu => menu.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    menu.locator("a").last.focus()
    page.keyboard.press("Tab")
    expect(menu).to_be_hidden()


def test_the_finder_shows_one_situation_and_never_nothing(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/choose/")
    finder = page.locator("[data-finder]")
    everything = finder.locator("li:visible").count()
    expect(finder.get_by_role("status")).to_have_text(re.compile(rf"\b{everything}\D+{everything}\b"))
    finder.get_by_role("radio").first.focus()
    for _ in range(finder.get_by_role("radio").count() - 1):
        page.keyboard.press("ArrowDown")
        shown = finder.locator("li:visible").count()
        assert 0 < shown < everything
        expect(finder.get_by_role("status")).to_have_text(re.compile(rf"\b{shown}\D+{everything}\b"))
    expect(page.locator("#know")).to_be_hidden()
    expect(page.locator("#compare")).to_be_visible()
    expect(page.locator("#none")).to_be_visible()
    assert findings_in_both(page, "finder") == []


def test_an_address_leads_to_its_situation(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/choose/#one-room")
    expect(page.locator("#one-room")).to_be_in_viewport()
    page.goto(f"{site.address}nb/choose/?situation=contacted")
    expect(page.locator("#contacted")).to_be_visible()
    expect(page.locator("#one-room")).to_be_hidden()
    page.goto(f"{site.address}nb/choose/?situation=contacted#one-room")
    expect(page.locator("#one-room")).to_be_in_viewport()
    expect(page.locator("#contacted")).to_be_hidden()


def test_the_case_filter_narrows_counts_and_is_kept_in_the_address(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/cases/")
    cards, status = page.locator(".cases > .card:visible"), page.locator("[data-cases]").get_by_role("status")
    everything = cards.count()
    page.locator("#cases-field").select_option("work")
    assert 0 < cards.count() < everything
    expect(status).to_have_text(re.compile(rf"\b{cards.count()}\b.*\b{everything}\b"))
    for choice in page.locator("#cases-municipality option:not([disabled])").all()[1:]:
        assert not re.search(r"\(0\)$", choice.text_content() or "")
    assert findings_in_both(page, "filter") == []
    shown = cards.count()
    page.reload()
    expect(page.locator("#cases-field")).to_have_value("work")
    assert cards.count() == shown
    page.locator("[data-cases] button").click()
    assert cards.count() == everything
    page.go_back()
    assert cards.count() == shown


@pytest.mark.parametrize("address", ["nb/cases/?field=no-such&municipality=%3Cb%3E", "nb/cases/?field=&form=&x=1"])
def test_a_strange_address_shows_every_case(page: Page, site: Site, address: str) -> None:
    page.goto(site.address + address)
    expect(page.locator(".cases > .card:visible")).to_have_count(page.locator(".cases > .card").count())


def test_a_step_is_done_when_its_items_are(page: Page, site: Site) -> None:
    page.goto(f"{site.address}da/methods/municipal-guide/1-discover/")
    steps = page.locator(".steps > li")
    expect(page.locator("[aria-current=step], [data-is-done]")).to_have_count(0)
    for box in steps.nth(0).locator(".item-box").all():
        box.check()
    expect(steps.nth(0)).to_have_attribute("data-is-done", "")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    page.reload()
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    assert findings_in_both(page, "steps and ticks") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reader_s_own_choice_of_light_or_dark_passes_too(page: Page, site: Site, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "light" else "light")
    page.goto(f"{site.address}nb/")
    page.locator("[data-theme-toggle]").click()
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    assert findings_in_both(page, scheme) == []


def test_search_passes_empty_with_hits_and_without(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("dialog").get_by_role("searchbox")
    expect(field).to_be_focused()
    assert findings_in_both(page, "search, empty") == []
    field.fill("samarbeidsråd")
    expect(page.locator(".search-hits li").first).to_be_visible()
    assert findings_in_both(page, "search, hits") == []
    field.fill("xqzxqz")
    expect(page.locator(".search-hits li")).to_have_count(0)
    assert findings_in_both(page, "search, none") == []
    field.fill("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_focus_is_seen_and_never_covered(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/inclusion-day/")
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate("""() => {
          const element = document.activeElement, box = element.getBoundingClientRect();
          const style = getComputedStyle(element), card = element.closest(".card, .begin li");
          const around = card ? parseFloat(getComputedStyle(card).outlineWidth) : 0;
          const width = Math.max(parseFloat(style.outlineWidth), around);
          const inside = box.top >= -1 && box.bottom <= innerHeight + 1;
          const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
          return { html: element.outerHTML.slice(0, 90), width, inside, uncovered: element.contains(top) };
        }""")
        assert told["width"] >= 3, told
        assert told["inside"], told
        assert told["uncovered"], told


def test_reduced_motion_and_nothing_moves_anyway(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/")
    moving = """() => [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return parseFloat(style.animationDuration) > 0 || parseFloat(style.transitionDuration) > 0;
    }).length"""
    assert page.evaluate(moving) == 0
