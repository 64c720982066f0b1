"""Eight journeys of people with ten minutes, each with its clicks counted and the way down measured in screens."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.checklists.reader import Reader
from tests.conftest import Site

pytestmark = pytest.mark.browser


class Walk:
    """A person at a screen who presses one thing after the other; prints what it took."""

    def __init__(self, page: Page, site: Site, start: str) -> None:
        self.page, self.site, self.clicks = page, site, 0
        page.goto(site.address + start)

    def press(self, target: Locator) -> None:
        """Press `target`, which has to be seen."""
        expect(target).to_be_visible()
        target.click()
        self.clicks += 1

    def link(self, address: str) -> None:
        """Press the first link in the text that leads to `address`."""
        self.press(self.page.locator(f"main a[href*='{address}']:visible").first)

    def screens_to(self, target: Locator) -> float:
        """How many screens down `target` stands."""
        top: float = target.evaluate("element => element.getBoundingClientRect().top + scrollY")
        height: float = self.page.evaluate("innerHeight")
        return top / height

    def told(self, journey: str, *more: str) -> None:
        """Print what the journey took."""
        print(f"\n{journey}: {self.clicks} clicks{''.join(f', {text}' for text in more)}")


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["screen", "phone"])
def window(page: Page, request: pytest.FixtureRequest) -> Page:
    """A page on a screen and on a phone."""
    width, height = request.param
    page.set_viewport_size({"width": width, "height": height})
    return page


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Somebody else's phone."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_randers_a_company_wants_to_contribute(window: Page, site: Site) -> None:
    walk = Walk(window, site, "da/")
    walk.link("choose/#contacted")
    if window.locator(".finder a[href='#company']").is_visible():  # on a phone the answers stand right below
        walk.link("#company")
    window.locator("#company").scroll_into_view_if_needed()
    walk.link("municipal-guide/6-csr/")
    step = window.locator(".steps > li").first
    screens = walk.screens_to(step)
    assert walk.clicks <= 3
    assert screens <= (1.2 if window.viewport_size and window.viewport_size["width"] > 400 else 2.0)
    walk.told("Randers", f"step 1 at {screens:.2f} screens")


def test_malmo_the_council_ticked_printed_and_shared_to_a_phone(page: Page, phone: Page, site: Site) -> None:
    walk = Walk(page, site, "sv/")
    walk.press(page.locator(".sections a[href*='methods/']").first)
    walk.link("council/")
    boxes = page.locator(".item-box")
    for place in range(3):
        walk.press(page.locator(".item label").nth(place))
    expect(page.locator(".item-box:checked")).to_have_count(3)
    page.emulate_media(media="print")
    sheet = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages[0].extract_text()
    assert "/sv/methods/council/" in sheet
    page.emulate_media(media="screen")
    walk.press(page.locator("[data-do=share]:visible").first)
    link = page.locator(".list-dialog textarea").input_value()
    other = Walk(phone, site, link.removeprefix(site.address))
    other.press(phone.locator(".list-choices button").first)
    expect(phone.locator(".item-box:checked")).to_have_count(3)
    assert boxes.count() > 3
    assert walk.clicks - 3 <= 3
    assert other.clicks == 1
    walk.told("Malmö")


def test_a_librarian_looks_for_an_example_from_a_library(window: Page, site: Site) -> None:
    walk = Walk(window, site, "nb/")
    walk.press(window.locator("main a[href$='cases/']:visible, .sections a[href$='cases/']:visible").first)
    window.wait_for_load_state("networkidle")
    window.locator("#cases-actor").select_option("library")
    walk.clicks += 1
    shown = window.locator(".cases > .card:visible")
    expect(shown).to_have_count(1)
    walk.press(shown.locator("a").first)
    assert "bibliotek" in window.locator("article").inner_text().lower()
    assert walk.clicks <= 3
    walk.told("Librarian")


def test_a_leader_compares_who_leads_time_and_cost(window: Page, site: Site) -> None:
    walk = Walk(window, site, "sv/choose/")
    table = window.locator("table.compare")
    table.scroll_into_view_if_needed()
    assert table.locator("tbody tr").count() == 9
    head = table.locator("thead").text_content() or ""
    assert all(word in head for word in ("Vem leder", "Tid"))
    same = window.locator(".compare-same")
    expect(same).to_contain_text("Kostnad")  # the same in all nine, so it is said once
    cut = """table => [...table.querySelectorAll("tbody td, tbody th")].filter((cell) =>
      cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > innerWidth).length"""
    assert table.evaluate(cut) == 0
    walk.told("Leader", f"the table {walk.screens_to(table):.1f} screens down")


def test_a_reader_changes_the_language_in_the_middle_of_a_page(window: Page, site: Site) -> None:
    walk = Walk(window, site, "nb/methods/inclusion-day/")
    heading = window.locator(".steps > li h3").nth(2)
    anchor = heading.get_attribute("id")
    window.goto(f"{window.url}#{anchor}")
    walk.press(window.locator(".switch a[hreflang=da]"))
    expect(window.locator("html")).to_have_attribute("lang", "da")
    expect(window.locator(f"[id='{anchor}']")).to_be_in_viewport()
    window.goto(f"{site.address}nb/cases/?field=work")
    walk.press(window.locator(".switch a[hreflang=sv]"))
    expect(window.locator("#cases-field")).to_have_value("work")
    assert walk.clicks == 2
    walk.told("Language")


def test_somebody_arrives_in_the_middle_of_the_handbook(window: Page, site: Site) -> None:
    walk = Walk(window, site, "da/methods/council/roles/#municipality")
    expect(window.locator("#municipality")).to_be_in_viewport()
    title = window.title()
    assert len(title.split(" – ")) == 3, "page, section and handbook"
    walk.press(window.locator(".breadcrumb a").last)
    expect(window.locator("h1")).to_be_visible()
    assert "/da/methods/council/" in window.url
    walk.told("Arrival")


def test_a_method_and_the_whole_handbook_on_paper(page: Page, site: Site) -> None:
    walk = Walk(page, site, "nb/methods/development-workshops/")
    page.emulate_media(media="print")
    first, *rest = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    words = first.extract_text()
    assert "Nordisk metodehåndbok" in words
    assert "/nb/methods/development-workshops/" in words
    assert len(rest) <= 4
    page.emulate_media(media="screen")
    walk.press(page.locator(".footer a[href*='print/']"))
    expect(page.locator(".book-contents li")).not_to_have_count(0)
    assert walk.clicks == 1
    walk.told("Paper", f"{1 + len(rest)} sheets")


def test_word_and_backup_hold_ticks_names_dates_and_notes(page: Page, site: Site, tmp_path: Path) -> None:
    reader = Reader(page, site.address).open()
    boxes = [box.get_attribute("id") or "" for box in page.locator(".item-box").all()[:2]]
    reader.tick(boxes[0])
    reader.write(boxes[1], who="Åse Ø.", when="3. mai", note="Ring først.")
    page.locator("[data-do=word]:visible").first.wait_for()
    taken = reader.take("word")
    taken.save_as(tmp_path / "list.docx")
    document = Document(str(tmp_path / "list.docx"))
    words = "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    assert all(part in words for part in ("Åse Ø.", "3. mai", "Ring først."))
    assert reader.text(boxes[0]).strip() in words
    before = reader.state
    copy = Path(reader.take("backup").path()).read_bytes()
    reader.do("reset")
    reader.choose("reset")
    assert reader.checked == []
    reader.hand_in(copy)
    reader.choose("take")
    assert reader.state["ticks"] == before["ticks"]
    assert reader.state["notes"] == before["notes"]
    assert reader.problems == []
