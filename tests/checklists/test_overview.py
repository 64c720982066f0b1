"""The overview of all checklists, and the doors to one: progress everywhere, and each list's own state."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from methodbook.checklists.model import checklist_on
from methodbook.languages import LANGUAGES, words
from methodbook.page.handbook import Handbook
from tests.checklists.reader import LIST, OVERVIEW, Reader, text_of
from tests.conftest import ROOT, Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def all_lists() -> dict[str, int]:
    """The handbook's lists, with the number of their items."""
    pages = [page for pages in Handbook.read(ROOT / "docs").pages.values() for page in pages.values()]
    found = filter(None, map(checklist_on, pages))
    return {checklist.id: len(checklist.items) for checklist in found}


def two_lists(reader: Reader) -> Reader:
    """The reader with something said in two lists, on the overview."""
    reader.open()
    reader.tick("ask-about-gap", "mandate")
    reader.write("mandate", who="Kari")
    reader.open("methods/council/")
    reader.tick("find-owner")
    return reader.open(OVERVIEW)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_there_with_its_progress(reader: Reader, all_lists: dict[str, int], language: str) -> None:
    reader.open(OVERVIEW, language)
    shown = reader.page.locator("[data-list]").all()
    assert {card.get_attribute("data-list") for card in shown} == set(all_lists)
    for card in shown:
        name = card.get_attribute("data-list") or ""
        assert card.locator(".list-progress").inner_text() == reader.say("progress", ticked=0, all=all_lists[name])
        assert card.locator(".list-sections li").count() >= 2
    total = reader.say("progress", ticked=0, all=sum(all_lists.values()))
    assert reader.page.locator(".lists-total").inner_text() == total


def test_progress_over_all_lists(reader: Reader, all_lists: dict[str, int]) -> None:
    two_lists(reader)
    council = reader.page.locator("[data-list=council] .list-progress")
    assert council.inner_text() == reader.say("progress", ticked=1, all=all_lists["council"])
    total = reader.say("progress", ticked=3, all=sum(all_lists.values()))
    assert reader.page.locator(".lists-total").inner_text() == total


def test_only_lists_with_something_said_offer_to_act_on_it(reader: Reader) -> None:
    two_lists(reader)
    shown = reader.page.locator(".list-actions:visible")
    assert [group.get_attribute("aria-labelledby") for group in shown.all()] == [f"list-{LIST}", "list-council"]


def test_one_list_can_be_cleared_and_brought_back(reader: Reader) -> None:
    two_lists(reader)
    reader.page.locator("[data-list=council] [data-do=reset]").click()
    assert reader.amount("reset-text", 1, 0, 0) in reader.dialog
    reader.choose("reset")
    assert set(reader.state["ticks"]) == {LIST}
    reader.undo()
    assert set(reader.state["ticks"]) == {LIST, "council"}


def test_one_list_can_be_saved_and_shared(reader: Reader) -> None:
    two_lists(reader)
    with reader.page.expect_download() as waiting:
        reader.page.locator(f"[data-list={LIST}] [data-do=backup]").click()
    assert '"council"' not in text_of(waiting.value)
    assert '"Kari"' in text_of(waiting.value)
    reader.page.locator("[data-list=council] [data-do=share]").click()
    address = reader.page.input_value(".list-dialog textarea")
    assert address.startswith(f"{reader.address}nb/methods/council/#checklist=1~council~find-owner~~")


def test_one_list_can_be_printed(reader: Reader) -> None:
    two_lists(reader)
    reader.page.context.add_init_script(
        "window.print = () => { window.printed = document.documentElement.dataset.print; }"
    )
    reader.page.locator("[data-list=council] .list-actions a").click()
    reader.page.wait_for_url("**/methods/council/")
    assert reader.page.evaluate("window.printed") == "list"
    assert reader.checked == ["find-owner"]


def test_everything_saved_here_can_be_deleted(reader: Reader) -> None:
    two_lists(reader)
    other = Reader(reader.page.context.new_page(), reader.address).open()
    reader.page.evaluate("localStorage.setItem('methodbook:theme', 'dark')")
    reader.do("wipe")
    assert reader.say("wipe-text") in reader.dialog
    reader.choose("cancel")
    assert reader.stored is not None
    reader.do("wipe")
    reader.choose("wipe")
    assert reader.stored is None
    assert reader.page.evaluate("Object.keys(localStorage)") == ["methodbook:theme"]
    assert reader.page.locator(".list-actions:visible").count() == 0
    assert reader.page.locator(".list-notice button").is_hidden()
    expect(other.box("mandate")).not_to_be_checked()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_door_shows_how_far_the_reader_is(reader: Reader, language: str) -> None:
    reader.open("cases/municipality-role/", language)
    item = str(reader.page.locator(".item-box").first.get_attribute("id"))
    count = reader.page.locator(".item-box").count()
    reader.tick(item)
    reader.open("cases/", language)
    door = reader.page.locator("[data-list=municipality-role]")
    # The page fetches what tells the progress only after it is shown.
    expect(door.locator(".list-progress")).to_have_text(reader.say("progress", ticked=1, all=count))
    door.locator("a").first.click()
    expect(reader.box(item)).to_be_checked()
    assert reader.problems == []


def test_without_a_script_the_overview_still_leads_to_the_lists(site: Site) -> None:
    for language in LANGUAGES:
        page = site.html(f"{language}/{OVERVIEW}")
        assert words(language)["checklist-count"].format(count=20) in page
        assert words(language)["checklists-without-script"] in page
