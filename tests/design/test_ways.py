"""Finding one's way: titles, contents, the language switch, colours, and the page for addresses that do not exist."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from methodbook.languages import LANGUAGES, words
from tests.conftest import Site

pytestmark = pytest.mark.browser


def test_no_two_pages_of_a_language_have_the_same_title(site: Site) -> None:
    for language in LANGUAGES:
        titles = [site.tree(page).findtext(".//title") for page in site.pages() if page.startswith(f"{language}/")]
        assert len(titles) == len(set(titles))


def test_the_breadcrumb_is_one_line(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    for address in ("nb/methods/council/equality-and-access/", "sv/templates/inclusion-day-programme/"):
        page.goto(site.address + address)
        assert page.evaluate("document.querySelector('.breadcrumb').offsetHeight") <= 40
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_language_links_themselves_keep_section_and_choices(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/cases/?field=work#find")
    link = page.locator(".switch a[hreflang=sv]")
    expect(link).to_have_attribute("href", f"{site.address}sv/cases/?field=work#find")
    page.locator("select[name=field]").select_option("sport")
    expect(link).to_have_attribute("href", f"{site.address}sv/cases/?field=sport#find")


def test_the_contents_mark_what_was_gone_to_until_one_scrolls(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"{site.address}nb/about/")
    current = page.locator(".contents [aria-current=true]")
    for link in page.locator(".contents a").all():
        link.click()
        expect(current).to_have_attribute("href", str(link.get_attribute("href")))
    last = str(page.locator(".contents a").last.get_attribute("href"))
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -9000)
    expect(page.locator(f".contents [aria-current=true][href='{last}']")).to_have_count(0)


def test_colours_are_as_chosen_after_back_and_in_other_tabs(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/about/")
    other = page.context.new_page()
    other.goto(f"{site.address}nb/sources/")
    page.locator("[data-theme-toggle]").click()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    expect(other.locator("[data-theme-toggle]")).to_have_attribute("aria-pressed", "true")


def test_a_stray_per_cent_sign_in_the_address_breaks_nothing(page: Page, site: Site) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{site.address}nb/choose/#100%")
    page.evaluate("location.hash = '#%E5'")
    expect(page.locator(".finder li a").first).to_be_visible()
    assert problems == []


def test_filling_in_by_the_browser_breaks_nothing_and_a_field_keeps_its_keys(page: Page, site: Site) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{site.address}nb/glossary/")
    page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))")
    page.locator("#glossary-filter").press("Control+k")
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert problems == []


@pytest.mark.parametrize(("path", "language"), [("da/nothing/here/", "da"), ("sv/x", "sv"), ("xx/", "nb")])
def test_an_address_that_does_not_exist_is_answered_in_its_language(
    page: Page, site: Site, path: str, language: str
) -> None:
    page.goto(site.address + path)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("h1")).to_have_text(words(language)["not-found-title"])
    page.get_by_role("button", name=words(language)["search"]).click()
    page.locator(".search-field").fill(words(language)["templates"])
    expect(page.locator(".search-hit").first).to_be_visible()


def test_without_a_script_that_page_speaks_all_languages(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}da/nothing/")
    for language in LANGUAGES:
        expect(page.locator(f"section[lang={language}] .button")).to_be_visible()
    context.close()


# --- The glossary ---


def test_a_word_is_explained_where_it_stands(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/council/roles/")
    term = page.locator("button.term").first
    term.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".word:popover-open")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".word:popover-open")).to_have_count(0)
    expect(term).to_be_focused()


def test_a_word_is_explained_without_a_script(browser: Browser, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}nb/methods/council/roles/")
    page.locator("button.term").first.click()
    expect(page.locator(".word:popover-open")).to_be_visible()
    context.close()


def test_the_glossary_goes_by_letter_and_narrows(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/glossary/")
    letters = page.locator(".letters a").all_inner_texts()
    assert letters == sorted(letters, key=lambda letter: "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ".index(letter))
    page.locator("#glossary-filter").fill("frivilligsentral")
    assert 0 < page.locator(".glossary > div:visible").count() < 5
