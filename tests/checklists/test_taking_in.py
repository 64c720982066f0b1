"""Backup files and shared links: asked about, merged or replaced, and refused when they are not what they should be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.checklists.conftest import Call
from tests.checklists.reader import LIST, OVERVIEW, Reader, backup, text_of
from tests.conftest import Site

pytestmark = pytest.mark.browser
MINE = {"ask-about-gap": "ticked", "mandate": "ticked"}
THEIRS = {"mandate": "ticked", "list-actors": "ticked", "small-team": "skipped"}


def with_mine(reader: Reader) -> Reader:
    """The reader with two ticks and a note of their own."""
    reader.open()
    reader.tick(*MINE)
    reader.write("mandate", who="Kari", note="Mitt")
    return reader


def link(reader: Reader) -> str:
    """The fragment of the link that the page gives for the list."""
    reader.do("share")
    address = reader.page.input_value(".list-dialog textarea")
    reader.choose("close")
    assert address.startswith(reader.page.url)
    return "#" + address.partition("#")[2]


# --- Backup files ---


def test_a_backup_brings_everything_back(reader: Reader) -> None:
    with_mine(reader)
    before = reader.state
    saved = reader.take("backup")
    assert re.fullmatch(r"sikkerhetskopi-hold-en-inkluderingsdag-\d{4}-\d\d-\d\d\.json", saved.suggested_filename)
    reader.do("reset")
    reader.choose("reset")
    reader.hand_in(text_of(saved).encode())
    reader.choose("take")
    assert reader.state == before


def test_reading_in_asks_with_counts_and_can_merge(reader: Reader) -> None:
    with_mine(reader)
    reader.hand_in(backup(THEIRS, {"mandate": {"who": "Ola", "when": "uke 3"}, "list-actors": {"note": "Deres"}}))
    assert "Hold en inkluderingsdag" in reader.dialog
    assert reader.amount("offer-theirs", 2, 1, 2) in reader.dialog
    assert reader.amount("offer-here", 2, 0, 1) in reader.dialog
    assert reader.amount("offer-merged", 3, 1, 2) in reader.dialog
    before = reader.stored
    reader.choose("merge")
    assert reader.ticks == {**MINE, **THEIRS}
    assert reader.state["notes"][LIST] == {
        "mandate": {"who": "Kari / Ola", "when": "uke 3", "note": "Mitt"},
        "list-actors": {"note": "Deres"},
    }
    reader.undo()
    assert reader.stored == before


def test_reading_in_can_replace(reader: Reader) -> None:
    with_mine(reader)
    reader.hand_in(backup(THEIRS, {"list-actors": {"note": "Deres"}}))
    reader.choose("replace")
    assert reader.ticks == THEIRS
    assert reader.state["notes"][LIST] == {"list-actors": {"note": "Deres"}}
    assert reader.notice == reader.amount("done-replace", 2, 0, 1)


@pytest.mark.parametrize("how", ["button", "escape"])
def test_leaving_it_changes_nothing(reader: Reader, how: str) -> None:
    with_mine(reader)
    before = reader.stored
    reader.hand_in(backup(THEIRS))
    if how == "button":
        reader.choose("leave")
    else:
        reader.page.keyboard.press("Escape")
    assert reader.dialog == ""
    assert reader.stored == before


def test_replacing_one_list_leaves_the_others(reader: Reader) -> None:
    with_mine(reader)
    reader.hand_in(backup({}, others={"council": {"find-owner": "ticked"}}))
    reader.choose("take")
    assert reader.state["ticks"] == {LIST: MINE, "council": {"find-owner": "ticked"}}


def test_two_backups_too_large_together_are_told_and_what_was_kept_is_still_read(reader: Reader) -> None:
    with_mine(reader)
    for letter in "ab":
        reader.hand_in(backup({}, {f"{letter}{number}": {"note": "x" * 2000} for number in range(200)}))
        reader.choose("merge")
    assert reader.say("trouble-full") in reader.page.locator(".list-trouble").inner_text()
    reader.reload()
    assert reader.checked == list(MINE)
    assert reader.page.locator(".list-trouble").is_hidden()


def test_a_link_opened_while_a_question_stands_is_asked_about_in_its_place(reader: Reader, call: Call) -> None:
    with_mine(reader)
    reader.do("reset")
    fragment = call("m.encode('inclusion-day', a[0])", THEIRS)
    reader.page.evaluate("(fragment) => { location.hash = fragment; }", fragment)
    reader.page.locator(".list-choices").get_by_role("button", name=reader.say("merge"), exact=True).wait_for()
    reader.choose("merge")
    assert reader.dialog == ""
    assert reader.ticks == {**MINE, **THEIRS}


def test_the_same_file_can_be_chosen_twice(reader: Reader) -> None:
    reader.open()
    for answer in ("take", "merge"):
        reader.hand_in(backup(THEIRS))
        reader.choose(answer)
    assert reader.ticks == THEIRS


def test_markup_in_a_note_runs_nothing(reader: Reader) -> None:
    reader.open()
    evil = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>{{amount}}"
    reader.hand_in(backup({"mandate": "ticked"}, {"mandate": {"who": evil, "note": evil}}))
    reader.choose("take")
    assert reader.page.locator("[id='mandate--said'] span").all_inner_texts() == [evil, evil]
    assert reader.page.locator(".item-said :not(span)").count() == 0
    assert reader.page.evaluate("window.hacked") is None
    assert reader.problems == []


def test_former_ids_in_a_backup_are_counted_and_kept_under_the_present_ones(call: Call) -> None:
    renames = "new Map([['old', 'new']])"
    theirs: dict[str, Any] = {
        "ticks": {LIST: {"old": "ticked"}},
        "notes": {LIST: {"old": {"who": "Kari"}}},
        "fields": {},
    }
    assert call(f"m.rename(a[0], '{LIST}', {renames})", theirs) == {
        "ticks": {LIST: {"new": "ticked"}},
        "notes": {LIST: {"new": {"who": "Kari"}}},
        "fields": {},
    }


# --- What is refused ---

BROKEN, FOREIGN, INVALID, CUT = "broken", "foreign", "invalid", "cut"
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty file": (b"", BROKEN),
    "words": (b"Kjaere kollega", BROKEN),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), BROKEN),
    "cut short": (backup(THEIRS)[:-9], BROKEN),
    "UTF-16": (backup(THEIRS).decode().encode("utf-16-le"), BROKEN),
    "two files in one": (backup(THEIRS) * 2, BROKEN),
    "nested to the bottom": (b"[" * 200_000, BROKEN),
    "null": (b"null", FOREIGN),
    "a list": (b"[1, 2]", FOREIGN),
    "a page": (b'"<script>window.hacked=1</script>"', FOREIGN),
    "another program's": (b'{"version": 1, "ticks": {"inclusion-day": {"mandate": true}}}', FOREIGN),
    "a later version": (backup(THEIRS, version=99), "newer"),
    "no version": (backup(THEIRS, version=None), INVALID),
    "a version in words": (backup(THEIRS, version="constructor"), INVALID),
    "a version below all": (backup(THEIRS, version=-1), INVALID),
    "no ticks": (b'{"format": "methodbook-checklists", "version": 1}', INVALID),
    "ticks that are none": (backup({"mandate": "done"}), INVALID),
    "an id with markup": (backup({"<img src=x onerror=window.hacked=1>": "ticked"}), INVALID),
    "a prototype": (backup({}).replace(b'"ticks": {', b'"ticks": {"__proto__": {"mandate": "ticked"}, '), INVALID),
    "a note that is a thing": (backup(THEIRS, {"mandate": {"note": {"toString": "x"}}}), INVALID),
    "a note without end": (backup(THEIRS, {"mandate": {"note": "x" * 2001}}), INVALID),
    "a field we do not have": (backup(THEIRS, {"mandate": {"onclick": "alert(1)"}}), INVALID),
    "too large in letters": (backup({}, {f"i{n}": {"note": "x" * 2000} for n in range(260)}), "large"),
    "too large in bytes": (b" " * 2_100_000, "large"),
    "nothing in it": (backup({}), "empty"),
}


@pytest.fixture(scope="module")
def settled(browser: Browser, site: Site) -> Iterator[Reader]:
    """One reader with ticks of their own, for all that must change nothing."""
    context = browser.new_context(locale="nb-NO")
    yield with_mine(Reader(context.new_page(), site.address))
    context.close()


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_changes_nothing_runs_nothing_and_says_why(settled: Reader, name: str) -> None:
    content, reason = REFUSED[name]
    before = settled.stored
    settled.hand_in(content)
    assert settled.say("refused") in settled.dialog
    assert settled.say(f"refused-{reason}") in settled.dialog
    settled.choose("close")
    assert settled.stored == before
    assert settled.page.evaluate("window.hacked") is None
    assert settled.page.evaluate("({}).mandate") is None
    assert settled.problems == []


BAD_LINKS = {
    "nothing": ("", CUT),
    "only a version": ("1", CUT),
    "cut in the mail": ("1~inclusion-day~mandate.list-act", CUT),
    "altered": ("1~inclusion-day~mandate.small-team~~{sum:mandate}", CUT),
    "a field too many": ("1~inclusion-day~mandate~~~{sum:mandate}", CUT),
    "a later version": ("3~anything", "newer"),
    "a list that is not here": ("{elsewhere}", "elsewhere"),
    "markup": ("1~inclusion-day~<img src=x onerror=window.hacked=1>~~0", CUT),
    "markup with a right sum": ("{markup}", CUT),
    "script": ("javascript:window.hacked=1", CUT),
    "broken escapes": ("1~inclusion-day~%E0%A4%A~~0", CUT),
    "a prototype": ("{prototype}", INVALID),
    "endless": ("1~inclusion-day~" + "a." * 260_000, "large"),
}


def fragment_of(call: Call, given: str) -> str:
    """The bad fragment, with what must be computed filled in."""
    made = {
        "{elsewhere}": call("m.encode('nowhere', {a: 'ticked'})"),
        "{markup}": call("m.encode('inclusion-day', {'<b>': 'ticked'})"),
        "{prototype}": call("m.encode('__proto__', {a: 'ticked'})"),
    }
    checksum: str = call("m.encode('inclusion-day', {mandate: 'ticked'})").rpartition("~")[2]
    found: str = made.get(given, "#checklist=" + given.replace("{sum:mandate}", checksum))
    return found


@pytest.mark.parametrize("name", BAD_LINKS)
def test_a_bad_link_changes_nothing_runs_nothing_and_says_why(settled: Reader, call: Call, name: str) -> None:
    given, reason = BAD_LINKS[name]
    before = settled.stored
    settled.page.evaluate("(fragment) => { location.hash = fragment; }", fragment_of(call, given))
    settled.page.wait_for_selector(".list-dialog[open]")
    assert settled.say("refused") in settled.dialog
    assert settled.say(f"refused-{reason}") in settled.dialog
    settled.choose("close")
    assert settled.stored == before
    assert settled.page.evaluate("window.hacked") is None
    assert settled.problems == []


# --- Links ---


def test_a_link_carries_ticks_and_no_names(reader: Reader) -> None:
    with_mine(reader)
    reader.skip("small-team")
    fragment = link(reader)
    assert re.fullmatch(r"#checklist=1~inclusion-day~ask-about-gap\.mandate~small-team~[0-9a-z]+", fragment)
    assert "Kari" not in fragment


def test_opening_a_link_asks_first_and_leaves_the_address_clean(reader: Reader, new_reader: Any) -> None:
    fragment = link(with_mine(reader))
    other = new_reader()
    other.reopen(fragment=fragment)
    assert other.amount("offer-theirs", 2, 0, 0) in other.dialog
    assert other.stored is None
    other.choose("take")
    assert other.ticks == MINE
    assert "#" not in other.page.url
    other.reload()
    assert other.dialog == ""
    assert other.checked == list(MINE)


def test_a_link_may_replace_ticks_but_never_own_notes(reader: Reader, call: Call) -> None:
    with_mine(reader)
    reader.reopen(fragment=call("m.encode('inclusion-day', a[0])", THEIRS))
    reader.choose("replace")
    assert reader.ticks == THEIRS
    assert reader.state["notes"][LIST] == {"mandate": {"who": "Kari", "note": "Mitt"}}


def test_leaving_a_link_changes_nothing(reader: Reader, call: Call) -> None:
    with_mine(reader)
    before = reader.stored
    reader.reopen(fragment=call("m.encode('inclusion-day', a[0])", THEIRS))
    reader.choose("leave")
    assert reader.stored == before


def test_a_norwegian_link_opens_in_danish(reader: Reader, new_reader: Any) -> None:
    fragment = link(with_mine(reader))
    other = new_reader().open(language="da", fragment=fragment)
    assert other.amount("offer-theirs", 2, 0, 0) in other.dialog
    other.choose("take")
    assert other.checked == list(MINE)


def test_a_link_to_another_list_works_from_the_overview(reader: Reader, call: Call) -> None:
    reader.open()
    reader.reopen(OVERVIEW, call("m.encode('inclusion-day', a[0])", THEIRS))
    reader.choose("take")
    assert reader.ticks == THEIRS
    assert (
        reader.say("progress-skipped", ticked=2, all=19, skipped=1)
        in reader.page.locator(f"[data-list={LIST}]").inner_text()
    )


def test_the_link_can_be_copied(new_reader: Any) -> None:
    reader = with_mine(new_reader(permissions=["clipboard-read", "clipboard-write"]))
    reader.do("share")
    address = reader.page.input_value(".list-dialog textarea")
    reader.choose("copy")
    reader.page.locator(".list-notice p", has_text=reader.say("copied")).wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == address


def test_a_storage_that_cannot_be_read_is_not_overwritten_by_a_backup(reader: Reader) -> None:
    reader.open()
    reader.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [reader.key, "{damaged"])
    reader.reload()
    reader.hand_in(backup(THEIRS))
    reader.choose("take")
    assert reader.stored == "{damaged"
    assert set(reader.checked) == {"mandate", "list-actors"}


def test_a_backup_of_everything_is_readable_by_people(reader: Reader) -> None:
    with_mine(reader)
    data = json.loads(text_of(reader.open(OVERVIEW).take("backup-all")))
    assert data["ticks"] == {LIST: MINE}
    assert data["notes"] == {LIST: {"mandate": {"who": "Kari", "note": "Mitt"}}}
