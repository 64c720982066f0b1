"""The search dialog on the real site: keyboard, address, messages, languages, accessibility, and bad input."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse, Browser, Page, Route, expect

from methodbook.languages import LANGUAGES, words
from methodbook.page.handbook import Handbook
from methodbook.search import index
from methodbook.site.search import read_articles, word_files
from tests.conftest import ROOT, Site

pytestmark = pytest.mark.browser

WORD = {"nb": "samarbeidsråd", "da": "samarbejdsråd", "sv": "samverkansråd"}
SLIP = {"nb": "inkulderingsdag", "da": "inklsuionsdag", "sv": "inkulderingsdag"}
NOTHING = "qzxwqzxw"


def open_search(page: Page, site: Site, address: str = "nb/") -> None:
    page.goto(site.address + address)
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_be_visible()


def ask(page: Page, query: str) -> None:
    """Type a query and wait until it is answered."""
    page.locator("[data-count]").evaluate("(element) => (element.textContent = '')")
    page.locator("#search-field").fill(query)
    expect(page.locator("[data-count]")).not_to_be_empty()


@pytest.fixture
def troubles(page: Page) -> Iterator[list[str]]:
    """Errors of the page; none may be left when the test ends."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: found.append(f"a script ran: {dialog.message}"))
    yield found
    assert found == []


def test_nothing_is_fetched_before_it_is_opened(page: Page, site: Site) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{site.address}nb/", wait_until="networkidle")
    assert not [url for url in fetched if "search" in url.removeprefix(site.address)]
    page.locator("[data-search]").click()
    expect(page.locator("dialog.search")).to_be_visible()
    assert any(url.endswith("search/index/vocabulary.json") for url in fetched)


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_open_to_page_with_the_keyboard(page: Page, site: Site, language: str, troubles: list[str]) -> None:
    page.goto(f"{site.address}{language}/about/")
    page.locator("[data-search]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#search-field")).to_be_focused()
    page.keyboard.type(WORD[language])
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    first = page.locator("[data-hits] .search-hit h3 a").first
    expect(first).to_have_attribute("href", re.compile("methods/council/"))
    definition = page.locator("[data-definitions] h3 a").first
    page.keyboard.press("ArrowDown")
    expect(definition).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-field")).to_be_focused()
    page.keyboard.press("Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{site.address}{language}/methods/council/"))
    assert troubles == []


def test_tab_goes_through_every_link_and_stays_inside(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "avtale")
    links = page.locator("[data-hits] .search-hit a").count()
    seen = set()
    for _ in range(links + 6):
        page.keyboard.press("Tab")
        outside = "() => document.activeElement !== document.body && !document.activeElement.closest('dialog.search')"
        assert not page.evaluate(outside)
        seen.add(page.evaluate("() => document.activeElement.getAttribute('href')"))
    hrefs = {link.get_attribute("href") for link in page.locator("[data-hits] .search-hit a").all()}
    assert hrefs <= seen


def test_escape_closes_and_gives_the_focus_back(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/about/")
    button = page.locator("[data-search]")
    button.click()
    expect(page.locator("dialog.search")).to_be_visible()
    ask(page, "avtale")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(button).to_be_focused()
    expect(page).to_have_url(f"{site.address}nb/about/")


def test_no_single_key_opens_it(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/")
    for key in ("/", "s", "f", "k"):
        page.keyboard.press(key)
    expect(page.locator("dialog.search")).to_have_count(0)


@pytest.mark.parametrize("key", ["Control+k", "Meta+k"])
def test_the_shortcut_opens_it(page: Page, site: Site, key: str) -> None:
    page.goto(f"{site.address}da/about/")
    page.keyboard.press(key)
    expect(page.locator("#search-field")).to_be_focused()


@pytest.mark.parametrize(
    ("language", "spellings"),
    [
        ("nb", ["økonomi", "okonomi", "oekonomi", "ökonomi"]),
        ("da", ["Aarhus", "århus", "arhus", "aarhus"]),
        ("sv", ["Höör", "hoor", "høør", "hooer"]),
    ],
)
def test_letters_of_another_keyboard_find_the_same(page: Page, site: Site, language: str, spellings: list[str]) -> None:
    open_search(page, site, f"{language}/")
    found = []
    for spelling in spellings:
        ask(page, spelling)
        expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
        found.append(page.locator("[data-hits] .search-hit h3 a").first.get_attribute("href"))
    assert set(found) == {found[0]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_searching_is_no_hit_for_its_own_examples(site: Site, language: str) -> None:
    found = {article.url for article in read_articles(site.folder / language)}
    assert "search/" not in found
    assert "about/" in found


def test_the_list_page_stays_a_page_and_can_be_searched_from(page: Page, site: Site) -> None:
    open_search(page, site, "nb/search/")
    ask(page, "avtale")
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("article .pages a").first).to_be_visible()


def test_the_query_is_in_the_address_and_back_works(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/about/", wait_until="networkidle")
    page.keyboard.press("Control+k")
    ask(page, "medfinansiering")
    expect(page).to_have_url(f"{site.address}nb/about/#search=medfinansiering")
    page.locator("[data-hits] .search-hit h3 a").first.click()
    expect(page.locator("dialog.search")).to_have_count(0)
    page.go_back()
    expect(page.locator("dialog.search")).to_be_visible()
    expect(page.locator("#search-field")).to_have_value("medfinansiering")
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    page.go_back()
    expect(page.locator("dialog.search")).not_to_be_visible()
    expect(page).to_have_url(f"{site.address}nb/about/")


def test_a_search_can_be_shared(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/#search={quote('Höör')}")
    expect(page.locator("dialog.search")).to_be_visible()
    expect(page.locator("#search-field")).to_have_value("Höör")
    expect(page.locator("[data-hits] .search-hit").first).to_contain_text("Höör")
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site.address}sv/")


def test_the_query_is_never_sent_and_the_section_comes_back(page: Page, site: Site) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + str(request.post_data)))
    page.goto(f"{site.address}nb/about/#languages")
    page.keyboard.press("Control+k")
    ask(page, "medfinansiering")
    expect(page).to_have_url(f"{site.address}nb/about/#search=medfinansiering")
    page.reload()
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{site.address}nb/about/#languages")
    assert not [request for request in sent if "medfinansiering" in request.partition("#")[0]]


def test_nothing_is_stored(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "avtale")
    stored = page.evaluate("() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie")
    assert "avtale" not in stored


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_pages_of_the_language_are_found(page: Page, site: Site, language: str) -> None:
    open_search(page, site, f"{language}/")
    for query in (WORD[language], "2014", "kommun"):
        ask(page, query)
        expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
        for link in page.locator("[data-hits] .search-hit a").all():
            assert str(link.get_attribute("href")).startswith(f"{site.address}{language}/")


def test_a_hit_says_what_it_is_and_where(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "taushetsplikt")
    kinds = set(page.locator(".search-kind").all_inner_texts())
    assert kinds & {words("nb")["search-kind-case"], words("nb")["search-kind-glossary"]}
    assert "taushetsplikt" in page.locator("[data-hits] .search-hit mark").first.inner_text().lower()
    expect(page.locator(".search-where").first).not_to_be_empty()
    assert page.locator("[data-hits] .search-hit h3").count() == page.locator("[data-hits] .search-hit").count()


def test_the_glossary_s_entry_stands_apart_and_does_not_repeat_its_term(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "tillit")
    entry = page.locator("[data-definitions] .search-hit").first
    expect(entry.locator("h3")).to_have_text("tillit")
    expect(entry.locator(".search-kind")).to_have_text(words("nb")["search-kind-glossary"])
    assert not entry.locator(".search-text").inner_text().startswith("tillit")
    expect(page.locator("[data-hits] .search-hit a[href*='/glossary/#']")).to_have_count(0)
    ask(page, NOTHING)
    expect(entry).to_have_count(0)


def test_after_a_new_publication_an_open_search_goes_on(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "kommune")
    gone = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    folders = {re.sub(r"/[^/]+$", "/", url) for url in gone if re.search(r"/index/[0-9a-f]{12}/", url)}
    assert len(folders) == 1
    old, new = folders.pop(), "0" * 12
    page.route(f"{old}**", lambda route: route.fulfill(status=404, body=""))

    def moved(route: Route) -> None:
        route.fulfill(body=re.sub(r'"folder":"[0-9a-f]+"', f'"folder":"{new}"', route.fetch().text()))

    page.route("**/search/index/vocabulary.json", moved)
    page.route(f"**/search/index/{new}/**", lambda route: route.fulfill(response=fetch_old(route, new, old)))
    ask(page, "bedrifter")
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    expect(page.locator("[data-count]")).not_to_have_text(words("nb")["search-unreachable"])


def fetch_old(route: Route, new: str, old: str) -> APIResponse:
    """What the address in the new folder had in the old one."""
    return route.fetch(url=old + route.request.url.partition(f"{new}/")[2])


def test_a_hit_on_the_open_page_moves_the_keyboard_to_its_section(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/methods/council/roles/")
    heading = page.locator("article h2[id]").last
    section = heading.get_attribute("id")
    page.keyboard.press("Control+k")
    ask(page, heading.evaluate("(element) => element.firstChild.textContent"))
    link = page.locator(f"[data-hits] a[href$='/methods/council/roles/#{section}']").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("dialog.search")).to_be_hidden()
    expect(page.locator(f"#{section}")).to_be_focused()


def test_the_shortcut_leaves_text_fields_and_open_dialogs_alone(page: Page, site: Site, troubles: list[str]) -> None:
    page.goto(f"{site.address}nb/")
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    page.locator("main textarea").focus()
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_have_count(0)
    page.evaluate("""() => {
      document.activeElement.blur();
      const dialog = document.createElement("dialog");
      document.body.append(dialog);
      dialog.showModal();
    }""")
    page.keyboard.press("Control+k")
    expect(page.locator("dialog.search")).to_have_count(0)
    page.evaluate("document.dispatchEvent(new Event('keydown', { bubbles: true }))")
    assert troubles == []


def test_the_number_of_hits_is_announced_politely(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "medfinansiering")
    status = page.locator("[data-status]")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_have_text(page.locator("[data-count]").inner_text())


def test_more_hits_are_shown_on_request(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "kommune")
    expect(page.locator("[data-hits] .search-hit")).to_have_count(5)
    page.locator("[data-more]").click()
    expect(page.locator("[data-hits] .search-hit")).to_have_count(10)
    expect(page.locator("[data-hits] .search-hit").nth(5).locator("h3 a")).to_be_focused()


def test_what_was_told_of_the_query_stays_when_more_hits_are_shown(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, SLIP["nb"])
    told = page.locator("[data-notes]").inner_text()
    assert told
    page.locator("[data-more]").click()
    expect(page.locator("[data-hits] .search-hit").nth(5)).to_be_visible()
    assert page.locator("[data-notes]").inner_text() == told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slip_is_mended_told_and_can_be_taken_back(page: Page, site: Site, language: str) -> None:
    open_search(page, site, f"{language}/")
    ask(page, SLIP[language])
    notes = page.locator("[data-notes]")
    expect(notes).to_contain_text(re.compile("inkl(uderings|usions)dag"))
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    notes.locator("button").click()
    expect(page.locator("[data-hits] .search-hit")).to_have_count(0)
    expect(page.locator("[data-count]")).to_have_text(words(language)["search-none"])


def test_a_phrase_is_found_word_for_word(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, "«hjelp til selvhjelp»")
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()
    for hit in page.locator("[data-hits] .search-hit").all():
        assert "selvhjelp" in hit.inner_text().lower()
    ask(page, '"selvhjelp kommunen taushetsplikt avtale"')
    expect(page.locator("[data-notes]")).to_contain_text(words("nb")["search-phrase-missing"])
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()


def test_the_neighbours_language_is_offered_when_it_knows_the_word(page: Page, site: Site) -> None:
    def only_in_swedish(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        # Make this word unknown here, whatever the pages of the day hold.
        route.fulfill(json=body | {"aliases": ""})

    for name in ("vocabulary.json", "*/n*.json"):
        page.route(f"**/nb/search/index/{name}", only_in_swedish)
    open_search(page, site)
    ask(page, "förutsättningar")
    offer = page.locator("[data-notes] a[hreflang=sv]")
    expect(offer).to_contain_text(re.compile(r"\(\d+ treff\)"))
    offer.click()
    expect(page.locator("#search-field")).to_have_value("förutsättningar")
    assert page.url.startswith(f"{site.address}sv/search/#search=")
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()


def test_a_word_nobody_knows_asks_no_other_language(page: Page, site: Site) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_search(page, site)
    with page.expect_response("**/search/index/*/n*.json"):
        ask(page, "xyzzyq")
    expect(page.locator("[data-notes]")).to_contain_text(words("nb")["search-none-help"])
    page.wait_for_timeout(300)
    assert not [address for address in asked if "/da/" in address or "/sv/" in address]


def test_a_page_shown_in_another_language_is_labelled(page: Page, site: Site) -> None:
    def foreign(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for document in body["documents"].values():
            document[2] = "sv"
        route.fulfill(json=body)

    page.route("**/nb/search/index/*/t*.json", foreign)
    open_search(page, site)
    ask(page, "samarbeidsråd")
    hit = page.locator("[data-hits] .search-hit").first
    expect(hit.locator(".search-where")).to_contain_text("på svensk")
    expect(hit.locator("h3")).to_have_attribute("lang", "sv")
    expect(hit.locator("h3 a")).to_have_attribute("hreflang", "sv")


def test_nothing_found_says_so_and_leads_on(page: Page, site: Site) -> None:
    open_search(page, site)
    ask(page, NOTHING)
    expect(page.locator("[data-count]")).to_have_text(words("nb")["search-none"])
    expect(page.locator("[data-notes]")).to_contain_text(words("nb")["search-none-help"])
    expect(page.locator("[data-list]")).to_have_attribute("href", re.compile("search/$"))


ODD = [
    "",
    "a",
    "x" * 2000,
    "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "javascript:alert(1) onmouseover=alert(1)",
    ".*+?^${}()|[]\\ (((",
    "🙂🙃",
    "שלום עולם",
    "A\u030arhus",
    '"',
    "%00%",
    "&lt;b&gt;",
]


def test_odd_input_breaks_nothing(page: Page, site: Site, troubles: list[str]) -> None:
    open_search(page, site)
    for query in ODD:
        page.locator("#search-field").fill(query)
        page.wait_for_timeout(150)
        assert page.locator("dialog.search script, dialog.search img, dialog.search b").count() == 0, query
    ask(page, "A\u030arhus")
    expect(page.locator("[data-hits] .search-hit").first).to_contain_text("Aarhus")
    assert troubles == []


def test_odd_addresses_break_nothing(page: Page, site: Site, troubles: list[str]) -> None:
    for query in ODD[3:6]:
        page.goto("about:blank")
        page.goto(f"{site.address}nb/#search={quote(query)}")
        expect(page.locator("dialog.search")).to_be_visible()
        expect(page.locator("#search-field")).to_have_value(query)
        expect(page.locator("[data-count]")).not_to_be_empty()
    assert troubles == []


@pytest.mark.parametrize("broken", ["**/index/vocabulary.json", "**/index/*/p*.json", "**/index/*/t*.json"])
def test_a_missing_index_is_told_and_can_be_tried_again(page: Page, site: Site, broken: str) -> None:
    page.route(broken, lambda route: route.abort())
    open_search(page, site)
    ask(page, "avtale")
    expect(page.locator("[data-count]")).to_have_text(words("nb")["search-unreachable"])
    expect(page.locator("[data-notes] a")).to_have_attribute("href", f"{site.address}nb/search/")
    page.unroute(broken)
    page.locator("[data-notes] button").click()
    expect(page.locator("[data-hits] .search-hit").first).to_be_visible()


def test_offline_before_it_is_opened_leads_to_the_list(page: Page, site: Site) -> None:
    page.goto(f"{site.address}nb/")
    page.route("**/search.js", lambda route: route.abort())
    page.locator("[data-search]").click()
    message = page.locator(".search-failed")
    expect(message).to_contain_text(words("nb")["search-unreachable"])
    expect(message.locator("a")).to_have_attribute("href", f"{site.address}nb/search/")


def test_an_answer_overtaken_by_the_next_is_not_shown(page: Page, site: Site) -> None:
    open_search(page, site)
    page.locator("#search-field").fill("avtale")
    page.locator("#search-field").fill("taushetsplikt")
    expect(page.locator("[data-hits] mark").first).to_contain_text(re.compile("taushetsplikt", re.IGNORECASE))
    page.wait_for_timeout(300)
    expect(page.locator("[data-hits] mark").first).to_contain_text(re.compile("taushetsplikt", re.IGNORECASE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_a_link_leads_to_every_page(browser: Browser, site: Site, language: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{language}/about/")
    page.locator("a[data-search]").click()
    expect(page).to_have_url(f"{site.address}{language}/search/")
    listed = {link.get_attribute("href") for link in page.locator(".pages a").all()}
    pages = [p.removeprefix(f"{language}/") for p in site.pages() if p.startswith(f"{language}/")]
    hidden = ("search/", "print/")
    missing = [p for p in pages if f"../{p}" not in listed and p not in hidden and is_for_readers(site, language, p)]
    assert missing == []
    assert len(page.locator(".pages-sections a").all()) > 100
    context.close()


def is_for_readers(site: Site, language: str, page: str) -> bool:
    """Whether a page asks to be found at all."""
    return "noindex" not in site.html(f"{language}/{page}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    open_search(page, site)
    findings = {}
    asked = ("", "a", "avtale", SLIP["nb"], NOTHING, '"selvhjelp kommunen taushetsplikt avtale"')
    for query in asked:
        page.locator("#search-field").fill(query)
        page.wait_for_timeout(400)
        findings[query] = violations(page)
    context.close()
    assert findings == {query: [] for query in asked}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_the_index_is_missing(browser: Browser, site: Site, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.route("**/index/vocabulary.json", lambda route: route.abort())
    open_search(page, site)
    ask(page, "avtale")
    expect(page.locator("[data-count]")).to_have_text(words("nb")["search-unreachable"])
    found = violations(page)
    context.close()
    assert found == []


def violations(page: Page) -> list[str]:
    """What axe finds in the dialog."""
    run = Axe().run(page, context="dialog.search")
    return [violation["id"] for violation in run.response["violations"]]


def test_the_index_of_every_language_is_published(site: Site) -> None:
    handbook = Handbook.read(ROOT / "docs")
    articles = {language: read_articles(site.folder / language, handbook) for language in LANGUAGES}
    built = index.build(articles, word_files())
    for language in LANGUAGES:
        folder = site.folder / language / "search" / "index"
        published = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.json")}
        assert published == built[language].files
        assert len(articles[language]) > 50
