"""A method as a sheet and a template as a form: their order, their links, what is on paper and without a script."""

from __future__ import annotations

import io
import re

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from methodbook.languages import words
from tests.conftest import Site
from tests.design.axe import findings_in_both

pytestmark = pytest.mark.browser
OWN = words("nb")
METHOD, TEMPLATE, CHOOSE = "nb/methods/bridge/", "nb/templates/agreement/", "nb/choose/"


@pytest.fixture(scope="module")
def method(small: Site) -> html.HtmlElement:
    """The article of the method."""
    return small.tree(METHOD).cssselect("article")[0]


def texts(found: list[html.HtmlElement]) -> list[str]:
    """The words of elements, spaces evened out."""
    return [" ".join(element.text_content().split()) for element in found]


def pages(page: Page) -> list[str]:
    """The text of each sheet the page prints on."""
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [" ".join(sheet.extract_text().split()) for sheet in pdf.pages]


# --- The sheet ---


def test_the_sheet_stands_first_in_the_order_a_reader_asks(method: html.HtmlElement) -> None:
    parts = [part.get("class") or part.tag for part in method.cssselect(".sheet > *")]
    assert parts == [
        "h1",
        "lead",
        "when",
        "origin",
        "contents-folded",
        "facts",
        "take",
        "checklist",
        "sheet-foot paper-only",
    ]


def test_when_the_method_fits_is_a_sentence_and_where_it_comes_from_stands_with_the_grade(
    method: html.HtmlElement,
) -> None:
    assert texts(method.cssselect(".when")) == ["Når passer metoden? Når foreninger trenger mer kompetanse"]
    assert texts(method.cssselect(".origin > *")) == [OWN["grade-recommends"], "København, 2013"]


def test_time_and_cost_stand_beside_each_other(method: html.HtmlElement) -> None:
    assert texts(method.cssselect(".fact-pair > dt")) == ["Tid", "Kostnad"]
    assert len(method.cssselect(".facts dl > div")) == 6


def test_the_templates_that_exist_are_doors_on_the_sheet(method: html.HtmlElement) -> None:
    assert texts(method.cssselect(".take a")) == ["Avtale", "Invitasjon"]


def test_only_a_paragraph_that_is_nothing_but_a_link_to_a_template_is_a_door(method: html.HtmlElement) -> None:
    assert texts(method.cssselect(".step-door")) == ["Avtale"]


def test_steps_and_checklist_are_one(method: html.HtmlElement) -> None:
    frame = method.cssselect(".checklist")[0]
    assert frame.get("data-list") == "bridge"
    assert [box.get("id") for box in frame.cssselect(".item-box")] == ["find", "role", "agree", "follow"]
    assert [step.get("data-section") for step in frame.cssselect("ol.steps > li")] == [
        "Avklar mulighetene",
        "Bli enige",
    ]
    assert len(frame.cssselect(".items-progress")) == 2


def test_grades_lead_to_what_they_mean(method: html.HtmlElement) -> None:
    assert {label.get("href") for label in method.cssselect(".grade")} == {"../../about/#grades"}


def test_a_step_is_done_when_all_its_items_are_in_the_contents_too(page: Page, small: Site) -> None:
    page.goto(small.address + METHOD)
    for item in ("find", "role"):
        page.locator(f"label[for={item}]").click()
    steps = page.locator("ol.steps > li")
    expect(steps.nth(0)).to_have_attribute("data-is-done", "")
    expect(steps.nth(1)).to_have_attribute("aria-current", "step")
    expect(page.locator(".contents .contents-steps a").first).to_have_attribute("data-is-done", "")
    expect(page.locator(".items-progress").first).to_have_text("2 av 2")


def test_the_progress_of_steps_with_a_paragraph_between_their_items_is_one(page: Page, small: Site) -> None:
    page.goto(small.address + METHOD)
    page.locator("label[for=follow]").click()
    expect(page.locator(".items-progress").nth(1)).to_have_text("1 av 2")


def test_page_one_on_paper_is_the_sheet(page: Page, small: Site) -> None:
    page.goto(small.address + METHOD)
    sheet, rest = pages(page)
    address = (small.address + METHOD).partition("://")[2]
    for part in (
        "Velg rolle.",
        OWN["who-when"],
        OWN["blank-phone"],
        OWN["site-name"],
        address,
        "21. november 2026",
        OWN["printed-on"],
    ):
        assert part in sheet
    assert "Slik gjorde andre" in rest
    assert OWN["print-sheet"] not in sheet


def test_the_button_prints_the_sheet_alone(page: Page, small: Site) -> None:
    page.add_init_script("window.print = () => {}")
    page.goto(small.address + METHOD)
    page.locator(".take [data-do=print]").click()
    page.wait_for_selector("html[data-print]", state="attached")
    assert len(pages(page)) == 1


def test_contents_are_folded_where_they_do_not_stand_beside(page: Page, small: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(small.address + METHOD)
    expect(page.locator(".contents")).to_be_hidden()
    page.locator(".contents-folded summary").click()
    page.locator(".contents-folded a[href='#related']").click()
    expect(page.locator("#related")).to_be_in_viewport()
    expect(page.locator(".contents-folded details")).not_to_have_attribute("open", "")
    page.locator(".to-top a").click()
    assert page.evaluate("scrollY") == 0


# --- The template ---


def test_sections_stand_in_frames_by_whose_points_they_are(small: Site) -> None:
    parts = small.tree(TEMPLATE).cssselect(".form > section")
    assert [part.get("class") for part in parts] == ["form-part", "form-part form-source", "form-part form-proposal"]


def test_a_template_offers_the_others_of_its_method_and_hooks_for_the_script(small: Site) -> None:
    tools = small.tree(TEMPLATE).cssselect(".form-tools")[0]
    assert texts(tools.cssselect("nav a")) == ["Invitasjon"]
    assert [button.get("data-do") for button in tools.cssselect(".form-buttons button")] == ["print", "word", "empty"]


def test_what_was_written_is_on_paper_and_a_choice_not_made_shows_its_options(page: Page, small: Site) -> None:
    page.goto(small.address + TEMPLATE)
    page.locator("#association").fill("Songlaget")
    page.get_by_label("Oppgaver: Hvem, 1").fill("Kari")
    (sheet,) = pages(page)
    for part in ("Songlaget", "Kari", "Velkomst", "hver måned", OWN["grade-proposal"], OWN["template-advice"]):
        assert part in sheet
    page.locator("#often").select_option("hver måned")
    assert "hvert kvartal" not in pages(page)[0]


def test_an_empty_date_leaves_no_trace_on_paper(page: Page, small: Site) -> None:
    page.goto(small.address + TEMPLATE)
    date = page.locator("#date")
    expect(date).to_have_attribute("data-is-empty", "true")
    date.fill("2026-12-01")
    expect(date).not_to_have_attribute("data-is-empty", re.compile(""))


def test_a_row_can_be_added_and_has_names_of_its_own(page: Page, small: Site) -> None:
    page.goto(small.address + TEMPLATE)
    page.locator("[data-do=add-row]").click()
    expect(page.get_by_label("Oppgaver: Oppgave, 3")).to_be_focused()
    expect(page.get_by_label("Oppgaver: Oppgave, 3")).to_have_value("")


def test_without_a_script_a_template_can_be_filled_in_and_says_what_it_lacks(browser: Browser, small: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small.address + TEMPLATE)
    page.locator("#who").fill("Vi")
    expect(page.locator(".form-tools noscript p")).to_have_text(OWN["template-without-script"])
    assert page.locator(".form-tools button:visible, [data-do=add-row]:visible").count() == 0
    context.close()


def test_the_overview_lists_templates_by_situation_and_by_method(small: Site) -> None:
    groups = small.tree("nb/templates/").cssselect(".template-groups dl > div")
    assert texts(groups) == ["Når dere invitererInvitasjon", "Når dere avtaler noeAvtale", "Bygg broAvtaleInvitasjon"]


# --- Choosing ---


def test_the_table_is_whole_at_every_width(page: Page, small: Site) -> None:
    page.goto(small.address + CHOOSE)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        box = page.locator(".compare").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width


def test_what_is_alike_for_all_methods_is_said_once(small: Site) -> None:
    tree = small.tree(CHOOSE)
    assert texts(tree.cssselect(".compare thead th"))[1:] == ["Metode", "Formål", "Tid"]
    assert texts(tree.cssselect(".compare-same")) == [
        OWN["compare-same"]
        .format(name="Kostnad", value="Ikke oppgitt")
        .replace("<strong>", "")
        .replace("</strong>", "")
    ]


@pytest.mark.parametrize("script", [True, False])
def test_two_methods_can_be_seen_side_by_side(browser: Browser, small: Site, *, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(small.address + CHOOSE)
    expect(page.locator(".side-by-side")).to_be_hidden()
    page.locator("#pick-1").check()
    page.locator("#pick-3").check()
    assert page.locator(".chosen thead th:visible").all_inner_texts() == ["Bygg bro", "Hold råd"]
    context.close()


def test_the_script_stops_at_three(page: Page, small: Site) -> None:
    page.goto(small.address + CHOOSE)
    for place in (1, 2, 3):
        page.locator(f"#pick-{place}").check()
    expect(page.locator("#pick-4")).to_be_disabled()
    expect(page.locator(".pick-status p")).to_have_text(OWN["compare-three"])
    page.locator(".pick-status button").click()
    expect(page.locator("#pick-4")).to_be_enabled()


def test_the_finder_says_what_it_hides_and_keeps_the_choice_in_the_address(page: Page, small: Site) -> None:
    page.goto(small.address + CHOOSE)
    page.locator("#situation-contacted").check()
    expect(page.locator(".finder [role=status]")).to_have_text(OWN["finder-count"].format(count=2, total=3))
    assert "situation=contacted" in page.url
    assert "?situation=contacted" in str(page.locator(".switch a").first.get_attribute("href"))
    page.reload()
    expect(page.locator("#nobody")).to_be_hidden()
    page.locator(".finder .narrow-status button").click()
    expect(page.locator("#nobody")).to_be_visible()
    page.go_back()
    expect(page.locator("#nobody")).to_be_hidden()


def test_an_address_that_leads_into_a_situation_hides_no_other(page: Page, small: Site) -> None:
    page.goto(f"{small.address}{CHOOSE}#company")
    expect(page.locator("#nobody")).to_be_visible()
    expect(page.locator("#company")).to_be_in_viewport()


def test_the_cases_filter_has_the_short_ones_and_goes_by_actor(page: Page, small: Site) -> None:
    page.goto(f"{small.address}nb/cases/")
    assert page.locator(".cases > .card").count() == 3
    page.locator("select[name=actor]").select_option("library")
    card = page.locator(".cases > .card:visible")
    expect(card).to_have_count(1)
    expect(card.locator("a")).to_have_attribute("href", "short/#cafe")
    expect(card).to_contain_text("Elever lager mat på biblioteket.")


# --- For everyone ---


@pytest.mark.parametrize("address", [METHOD, TEMPLATE, CHOOSE, "nb/templates/", "nb/cases/"])
def test_axe_finds_nothing_light_or_dark(page: Page, small: Site, address: str) -> None:
    page.goto(small.address + address)
    assert findings_in_both(page, address) == []


@pytest.mark.parametrize("address", [METHOD, TEMPLATE, CHOOSE])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_nothing_sticks_out(page: Page, small: Site, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(small.address + address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
