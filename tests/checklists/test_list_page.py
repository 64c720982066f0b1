"""A checklist in the browser: ticks, notes, progress, two tabs, reset - what a reader does with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from methodbook.languages import LANGUAGES, words
from tests.checklists.reader import LIST, OVERVIEW, Reader, backup, text_of

pytestmark = pytest.mark.browser
ITEMS = 20


def test_nothing_is_stored_or_asked_for_before_the_reader_acts(reader: Reader) -> None:
    reader.open().open(OVERVIEW).open("methods/inclusion-day/")
    assert reader.page.evaluate("Object.keys(localStorage)") == []
    assert reader.page.context.cookies() == []


def test_a_tick_is_kept_and_nothing_is_sent(reader: Reader) -> None:
    reader.open()
    reader.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    reader.page.on("request", lambda request: asked.append(request.url))
    reader.tick("ask-about-gap", "mandate")
    assert asked == []
    reader.reload()
    assert reader.checked == ["ask-about-gap", "mandate"]
    reader.tick("mandate")
    assert reader.ticks == {"ask-about-gap": "ticked"}
    assert reader.problems == []


def test_taking_the_last_tick_away_leaves_nothing_behind(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    reader.tick("mandate")
    assert reader.stored is None


def test_the_data_is_versioned_and_under_one_key(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    assert reader.page.evaluate("Object.keys(localStorage)") == [reader.key]
    assert (reader.state["format"], reader.state["version"]) == ("methodbook-checklists", 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_progress_in_words_per_section_and_list(reader: Reader, language: str) -> None:
    own = words(language)
    reader.open(language=language)
    fresh = own["list.progress"].format(ticked=0, all=ITEMS)
    assert reader.progress == fresh
    reader.tick("ask-about-gap", "mandate")
    reader.skip("anchor-at-home")
    some = own["list.progress-skipped"]
    assert reader.progress == some.format(ticked=2, all=ITEMS - 1, skipped=1)
    section = reader.page.locator(".items-progress").first
    assert section.inner_text() == own["list.progress-step"].format(ticked=1, all=2)


def test_ticks_go_with_the_language(reader: Reader) -> None:
    reader.open()
    reader.tick("ask-about-gap")
    reader.write("mandate", who="Kari")
    reader.page.locator(".switch a[hreflang=sv]").first.click()
    reader.page.wait_for_url("**/sv/**")
    reader.settled()
    assert reader.checked == ["ask-about-gap"]
    assert reader.page.locator("[id='mandate--said']").inner_text() == "Kari"
    reader.tick("project-manager")
    reader.open(language="da")
    assert reader.checked == ["ask-about-gap", "project-manager"]


def test_not_relevant_is_a_state_of_its_own(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    reader.skip("mandate")
    assert reader.checked == []
    assert reader.ticks == {"mandate": "skipped"}
    assert reader.page.locator("[id='mandate--said']").inner_text() == reader.say("skipped")
    reader.tick("mandate")
    assert reader.ticks == {"mandate": "ticked"}
    expect(reader.more("mandate").locator("[name=skipped]")).not_to_be_checked()


def test_who_when_and_note_are_kept_apart_from_ticks(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    reader.write("mandate", who="Kari Nordmann", when="uke 12", note="Ring først.\nSå e-post.")
    assert reader.state["ticks"] == {LIST: {"mandate": "ticked"}}
    assert reader.state["notes"] == {
        LIST: {"mandate": {"who": "Kari Nordmann", "when": "uke 12", "note": "Ring først.\nSå e-post."}}
    }
    reader.reload()
    said = reader.page.locator("[id='mandate--said'] span").all_inner_texts()
    assert said == ["Kari Nordmann", "uke 12", "Ring først.\nSå e-post."]
    assert reader.more("mandate").locator("[name=who]").input_value() == "Kari Nordmann"


def test_markup_in_a_note_is_text(reader: Reader) -> None:
    reader.open()
    reader.write("mandate", note='<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>')
    assert "<img src=x" in reader.page.locator("[id='mandate--said']").inner_text()
    assert reader.page.locator(".item-said img").count() == 0
    assert reader.page.evaluate("window.hacked") is None


def test_two_tabs_are_in_step(reader: Reader) -> None:
    reader.open()
    other = Reader(reader.page.context.new_page(), reader.address).open()
    overview = Reader(reader.page.context.new_page(), reader.address).open(OVERVIEW)
    reader.tick("mandate")
    reader.write("mandate", who="Kari")
    expect(other.box("mandate")).to_be_checked()
    expect(other.page.locator("[id='mandate--said']")).to_have_text("Kari")
    other.tick("ask-about-gap")
    expect(reader.box("ask-about-gap")).to_be_checked()
    expect(overview.page.locator(f"[data-list={LIST}] .list-progress")).to_have_text(
        overview.say("progress", ticked=2, all=20)
    )
    # Each writes on top of what the other wrote, not over it.
    assert reader.ticks == {"mandate": "ticked", "ask-about-gap": "ticked"}


TICK_FAST = """(items) => { const next = () => {
  if (!items.length) return;
  document.getElementById(items.shift()).click();
  setTimeout(next); }; setTimeout(next); }"""


def test_two_tabs_that_tick_at_the_same_moment_lose_nothing(reader: Reader) -> None:
    """Tabs may lie in processes of their own, and hear of each other's changes late."""
    reader.open()
    other = Reader(reader.page.context.new_page(), reader.address).open()
    items: list[str] = reader.page.evaluate("[...document.querySelectorAll('.item-box')].map((box) => box.id)")
    reader.page.evaluate(TICK_FAST, items[::2])
    other.page.evaluate(TICK_FAST, items[1::2])
    for tab in (reader, other):
        expect(tab.page.locator(".checklist .list-progress").first).to_have_text(
            reader.say("progress", ticked=ITEMS, all=ITEMS)
        )
    assert set(reader.ticks) == set(items)


def test_what_another_tab_deletes_stays_deleted(reader: Reader) -> None:
    reader.open()
    other = Reader(reader.page.context.new_page(), reader.address).open(OVERVIEW)
    reader.tick("mandate")
    other.do("wipe")
    other.choose("wipe")
    expect(reader.box("mandate")).not_to_be_checked()
    assert reader.stored is None


def test_writing_in_a_field_is_not_disturbed_by_another_tab(reader: Reader) -> None:
    reader.open()
    other = Reader(reader.page.context.new_page(), reader.address).open()
    field = reader.more("mandate").locator("[name=note]")
    field.press_sequentially("Første")
    other.write("mandate", note="En annen")
    other.tick("ask-about-gap")
    expect(reader.box("ask-about-gap")).to_be_checked()
    field.press_sequentially(" linje")
    assert field.input_value() == "Første linje"
    assert reader.state["notes"][LIST]["mandate"] == {"note": "Første linje"}
    assert reader.ticks == {"ask-about-gap": "ticked"}


def test_ids_no_page_knows_are_kept(reader: Reader) -> None:
    reader.open()
    unknown = backup({"of-tomorrow": "ticked"}, others={"other": {"x": "skipped"}}).decode()
    reader.page.evaluate(f"localStorage.setItem('{reader.key}', '{unknown}')")
    reader.reload()
    assert reader.progress == reader.say("progress", ticked=0, all=20)
    reader.tick("mandate")
    assert reader.state["ticks"] == {LIST: {"of-tomorrow": "ticked", "mandate": "ticked"}, "other": {"x": "skipped"}}


def test_older_data_is_migrated(reader: Reader) -> None:
    reader.open()
    old = '{"format":"methodbook-checklists","version":0,"lists":{"inclusion-day":["mandate"]}}'
    reader.page.evaluate(f"localStorage.setItem('{reader.key}', '{old}')")
    reader.reload()
    assert reader.checked == ["mandate"]
    assert reader.stored == old
    reader.tick("ask-about-gap")
    assert reader.state["version"] == 2
    assert reader.ticks == {"mandate": "ticked", "ask-about-gap": "ticked"}


def test_the_live_region_does_not_chatter(reader: Reader) -> None:
    reader.open()
    reader.page.evaluate(
        """() => { window.heard = []; new MutationObserver(() => window.heard.push(
             document.querySelector('.list-announcement').textContent)).observe(
             document.querySelector('.list-announcement'), {childList: true, characterData: true, subtree: true}); }"""
    )
    reader.tick("ask-about-gap", "list-actors", "mandate")
    told = reader.say("progress", ticked=3, all=20)
    expect(reader.page.locator(".list-announcement")).to_have_text(told)
    assert reader.page.evaluate("window.heard") == [told]


def test_reset_names_list_and_count_and_can_be_undone(reader: Reader) -> None:
    reader.open()
    reader.tick("ask-about-gap", "mandate")
    reader.skip("anchor-at-home")
    reader.write("mandate", who="Kari")
    before = reader.state
    reader.do("reset")
    assert "Hold en inkluderingsdag" in reader.dialog
    assert reader.amount("reset-text", 2, 1, 1) in reader.dialog
    reader.choose("cancel")
    assert reader.state == before
    reader.do("reset")
    reader.choose("reset")
    assert reader.stored is None
    assert reader.checked == []
    reader.undo()
    assert reader.state == before
    assert reader.notice == reader.say("undone")


def test_reset_leaves_other_lists_alone(reader: Reader) -> None:
    reader.open("methods/council/")
    other = reader.page.locator(".item-box").first.get_attribute("id") or ""
    reader.tick(other)
    reader.open()
    reader.tick("mandate")
    reader.do("reset")
    reader.choose("reset")
    assert reader.state["ticks"] == {"council": {other: "ticked"}}


def test_undo_leaves_what_happened_since_in_other_lists(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    other = Reader(reader.page.context.new_page(), reader.address).open("methods/council/")
    reader.do("reset")
    reader.choose("reset")
    other.page.locator(".item-box").first.click()
    reader.undo()
    assert set(reader.state["ticks"]) == {LIST, "council"}


@pytest.mark.parametrize("where", ["here", "in another tab"])
def test_undo_leaves_what_was_said_since_in_the_same_list(reader: Reader, where: str) -> None:
    reader.open()
    reader.tick("mandate", "small-team")
    reader.do("reset")
    reader.choose("reset")
    tab = Reader(reader.page.context.new_page(), reader.address).open() if where == "in another tab" else reader
    tab.tick("list-actors")
    tab.write("mandate", who="Kari")
    reader.undo()
    assert reader.ticks == dict.fromkeys(("mandate", "small-team", "list-actors"), "ticked")
    assert reader.state["notes"] == {LIST: {"mandate": {"who": "Kari"}}}


def test_a_list_on_a_method_page_works_the_same(reader: Reader) -> None:
    reader.open("methods/municipal-guide/1-discover/")
    reader.tick("hold-internal-meeting")
    assert reader.progress == reader.say("progress", ticked=1, all=20)
    reader.open("methods/municipal-guide/1-discover/", language="da")
    assert reader.checked == ["hold-internal-meeting"]


# --- Storage that is denied, full, damaged or foreign ---

DENIED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def test_denied_storage_is_told_and_the_list_still_works(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(DENIED).open()
    assert reader.say("trouble-denied") in reader.page.locator(".list-trouble").inner_text()
    reader.tick("ask-about-gap", "mandate")
    reader.write("mandate", who="Kari")
    assert reader.progress == reader.say("progress", ticked=2, all=20)
    assert '"who":"Kari"' in text_of(reader.take("backup"))
    reader.open(OVERVIEW)
    assert reader.say("trouble-denied") in reader.page.locator(".list-trouble").inner_text()
    assert reader.problems == []


def test_what_is_wrong_is_told_once_and_not_at_every_tick(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(DENIED).open()
    reader.page.evaluate(
        """() => { window.told = 0; new MutationObserver((changes) => window.told += changes.length).observe(
             document.querySelector('.list-trouble'), {childList: true, characterData: true, subtree: true}); }"""
    )
    reader.tick("ask-about-gap", "mandate")
    reader.write("mandate", who="Kari")
    assert reader.checked == ["ask-about-gap", "mandate"]
    assert reader.page.evaluate("window.told") == 0


def test_full_storage_is_told_and_nothing_is_lost_on_the_page(reader: Reader) -> None:
    reader.open()
    reader.tick("ask-about-gap")
    reader.page.evaluate(
        """() => { let size = 1 << 22, n = 0;
             while (size) { try { localStorage.setItem(`filler${n++}`, 'x'.repeat(size)); } catch { size >>= 1; } } }"""
    )
    reader.tick("mandate")
    assert reader.say("trouble-full") in reader.page.locator(".list-trouble").inner_text()
    assert reader.checked == ["ask-about-gap", "mandate"]
    assert reader.ticks == {"ask-about-gap": "ticked"}
    reader.page.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('filler')).forEach((k) => localStorage.removeItem(k))"
    )
    reader.tick("list-actors")
    expect(reader.page.locator(".list-trouble")).to_be_hidden()
    assert set(reader.ticks) == {"ask-about-gap", "mandate", "list-actors"}
    assert reader.problems == []


def test_what_another_tab_keeps_while_this_one_could_not_is_not_lost(reader: Reader) -> None:
    reader.open()
    reader.tick("ask-about-gap")
    refuse = "Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };"
    reader.page.evaluate(f"() => {{ window.kept = Storage.prototype.setItem; {refuse} }}")
    reader.tick("mandate")
    assert reader.say("trouble-full") in reader.page.locator(".list-trouble").inner_text()
    reader.page.evaluate("() => { Storage.prototype.setItem = window.kept; }")
    other = Reader(reader.page.context.new_page(), reader.address).open()
    other.tick("list-actors")
    expect(reader.box("list-actors")).to_be_checked()
    expect(other.box("mandate")).to_be_checked()
    expect(reader.page.locator(".list-trouble")).to_be_hidden()
    reader.tick("small-team")
    assert set(reader.ticks) == {"ask-about-gap", "mandate", "list-actors", "small-team"}


STRANGE = {
    "damaged": ('{"format":"methodbook-checklists","ver', "unreadable"),
    "foreign": ('{"theme":"dark"}', "unreadable"),
    "not ours": ("true", "unreadable"),
    "null": ("null", "unreadable"),
    "hostile": (
        '{"format":"methodbook-checklists","version":1,"ticks":{"__proto__":{"a":"ticked"}},"notes":{}}',
        "unreadable",
    ),
    "newer": ('{"format":"methodbook-checklists","version":3,"ticks":{}}', "newer"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_strange_data_is_told_left_alone_and_can_be_deleted(reader: Reader, name: str) -> None:
    strange, told = STRANGE[name]
    reader.open()
    reader.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [reader.key, strange])
    reader.reload()
    assert reader.say(f"trouble-{told}") in reader.page.locator(".list-trouble").inner_text()
    reader.tick("mandate")
    assert reader.checked == ["mandate"]
    assert reader.stored == strange
    assert text_of(reader.take("rescue")) == strange
    reader.do("wipe")
    reader.choose("wipe")
    assert reader.stored is None
    expect(reader.page.locator(".list-trouble")).to_be_hidden()
    reader.tick("mandate")
    assert reader.ticks == {"mandate": "ticked"}
    assert reader.problems == []


def test_storage_emptied_by_the_browser_is_a_fresh_start(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    reader.page.evaluate("localStorage.clear()")
    reader.reload()
    assert reader.checked == []
    assert reader.page.locator(".list-trouble").is_hidden()


# --- Without a script ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_the_list_ticks_and_says_what_needs_one(new_reader: Callable[..., Any], language: str) -> None:
    reader = new_reader(java_script_enabled=False).open(language=language)
    reader.tick("mandate")
    expect(reader.box("mandate")).to_be_checked()
    told = reader.page.locator(".list-status noscript p")
    expect(told).to_be_visible()
    assert told.inner_text() == words(language)["checklist-without-script"]
    for button in reader.page.locator(".checklist button:not(.term)").all():
        assert not button.is_visible()
