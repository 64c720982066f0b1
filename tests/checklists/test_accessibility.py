"""A checklist for everyone: axe in every state, keyboard alone, small and magnified screens, forced colours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from methodbook.languages import words
from tests.checklists.reader import OVERVIEW, Reader, backup

pytestmark = pytest.mark.browser
ROW = 44  # CSS pixels
AT_400_PER_CENT = {"width": 320, "height": 256}


def fresh(reader: Reader) -> None:
    """Nothing said yet."""


def half(reader: Reader) -> None:
    """Some ticked, one not relevant, one with a note and its fields open."""
    reader.tick("ask-about-gap", "small-team")
    reader.skip("project-manager")
    reader.write("mandate", who="Kari", note="Ring først")


def full(reader: Reader) -> None:
    """Everything ticked."""
    for box in reader.page.locator(".item-box").all():
        box.check()


def dialog_open(reader: Reader) -> None:
    """Asked whether to reset."""
    half(reader)
    reader.do("reset")


def link_open(reader: Reader) -> None:
    """A link to copy."""
    reader.do("share")


def import_error(reader: Reader) -> None:
    """A file was refused."""
    reader.hand_in(b"not a backup")


def undo_offered(reader: Reader) -> None:
    """Just reset."""
    half(reader)
    reader.do("reset")
    reader.choose("reset")


def damaged(reader: Reader) -> None:
    """What is stored cannot be read."""
    reader.page.evaluate("localStorage.setItem('methodbook:checklists:v1', '{')")
    reader.reload()


STATES: list[Callable[[Reader], None]] = [
    fresh,
    half,
    full,
    dialog_open,
    link_open,
    import_error,
    undo_offered,
    damaged,
]


def findings(reader: Reader) -> list[str]:
    """What axe finds in the page's main part and in the dialog."""
    result = Axe().run(reader.page, context={"include": [["main"], [".list-dialog"]]})
    return [f"{found['id']}: {[node['html'] for node in found['nodes']]}" for found in result.response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(new_reader: Callable[..., Reader], state: Callable[[Reader], None], scheme: str) -> None:
    reader = new_reader(color_scheme=scheme, reduced_motion="reduce").open()
    state(reader)
    assert findings(reader) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_overview(new_reader: Callable[..., Reader], scheme: str) -> None:
    reader = new_reader(color_scheme=scheme, reduced_motion="reduce").open()
    half(reader)
    reader.open(OVERVIEW)
    assert findings(reader) == []
    reader.do("wipe")
    assert findings(reader) == []


def test_every_box_is_named_by_its_whole_text_and_described_by_what_was_said(reader: Reader) -> None:
    reader.open()
    half(reader)
    for box in reader.page.locator(".item-box").all():
        item = box.get_attribute("id") or ""
        assert reader.page.get_by_role("checkbox", name=reader.text(item), exact=True).get_attribute("id") == item
    session = reader.page.context.new_cdp_session(reader.page)
    node = session.send("DOM.querySelector", {"nodeId": root(session), "selector": "[id='mandate']"})["nodeId"]
    told = session.send("Accessibility.getPartialAXTree", {"nodeId": node, "fetchRelatives": False})["nodes"][0]
    assert told["description"]["value"].replace(" ", "") == "Kari·Ringførst".replace("·", "")
    more = reader.page.locator("[id='mandate--more']")
    assert more.get_attribute("aria-labelledby") == "mandate--more mandate--text"


def root(session: Any) -> int:
    """The document, as the browser's protocol counts it."""
    number: int = session.send("DOM.getDocument")["root"]["nodeId"]
    return number


@pytest.mark.parametrize("width", [1280, 320])
def test_rows_and_tools_are_large_enough(new_reader: Callable[..., Reader], width: int) -> None:
    reader = new_reader(viewport={"width": width, "height": 800}).open()
    reader.more("mandate")
    places = ".item, .item > label, .item-more, .list-tools .tool, .item-fields input:not([type]), .item-skip"
    sizes = reader.page.locator(places).evaluate_all("(all) => all.map((e) => [e.className, e.offsetHeight])")
    assert len(sizes) > 60
    assert [size for size in sizes if size[1] < ROW] == []


def test_the_whole_row_ticks(reader: Reader) -> None:
    reader.open()
    label = reader.page.locator("label[for='mandate']")
    label.scroll_into_view_if_needed()
    size = label.bounding_box()
    assert size is not None
    item = reader.page.locator(".item", has=reader.box("mandate")).bounding_box()
    assert item is not None
    assert size["x"] == item["x"]
    for position in ((2, 2), (size["width"] - 2, size["height"] - 2), (30, size["height"] / 2)):
        before = reader.box("mandate").is_checked()
        reader.page.mouse.click(size["x"] + position[0], size["y"] + position[1])
        assert reader.box("mandate").is_checked() is not before


def focused(reader: Reader) -> str:
    """What has the focus: its id, else its text."""
    found: str = reader.page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")
    return found


def press_until(reader: Reader, target: str, key: str = "Tab", limit: int = 120) -> None:
    """Press `key` until `target` (an id or a text) has the focus."""
    for _ in range(limit):
        if focused(reader) == target:
            return
        reader.page.keyboard.press(key)
    pytest.fail(f"{target} cannot be reached with the keyboard")


def test_keyboard_alone_is_enough(reader: Reader) -> None:
    reader.open()
    keys = reader.page.keyboard
    press_until(reader, "ask-about-gap")
    keys.press("Space")
    assert reader.ticks == {"ask-about-gap": "ticked"}
    press_until(reader, "mandate--more")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.type("Kari")
    assert reader.state["notes"]["inclusion-day"]["mandate"] == {"who": "Kari"}
    assert reader.ticks["mandate"] == "skipped"
    press_until(reader, words("nb")["checklist-others"])
    keys.press("Enter")
    reset = reader.page.locator("[data-do=reset]").inner_text()
    press_until(reader, reset)
    keys.press("Enter")
    assert reader.page.evaluate("document.activeElement.id") == "list-question"
    keys.press("Escape")
    assert reader.dialog == ""
    assert focused(reader) == reset
    keys.press("Enter")
    press_until(reader, reader.say("reset"))
    keys.press("Enter")
    reader.page.locator(".list-notice button:focus").wait_for()
    assert reader.stored is None
    keys.press("Enter")
    assert reader.ticks == {"ask-about-gap": "ticked", "mandate": "skipped"}


def test_the_focus_is_seen_on_every_control(reader: Reader) -> None:
    reader.open()
    reader.more("mandate")
    reader.page.locator("#ask-about-gap").focus()
    seen = set()
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        outline = reader.page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
                 return e.closest('.checklist') ? [e.tagName, s.outlineStyle, parseFloat(s.outlineWidth)] : null; }"""
        )
        if outline is None:
            break
        seen.add(outline[0])
        assert outline[1] == "solid", outline
        assert outline[2] >= 2, outline
    assert seen >= {"INPUT", "BUTTON", "TEXTAREA", "A"}


def test_the_dialog_keeps_the_focus_inside(reader: Reader) -> None:
    reader.open()
    reader.do("reset")
    for _ in range(4):
        reader.page.keyboard.press("Tab")
        outside = "document.activeElement !== document.body && !document.activeElement.closest('dialog')"
        assert reader.page.evaluate(outside) is False


def test_a_question_is_read_out_with_its_counts(reader: Reader) -> None:
    reader.open()
    reader.tick("mandate")
    reader.do("reset")
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_have_accessible_name(reader.say("reset-title", title="Hold en inkluderingsdag"))
    expect(dialog).to_have_accessible_description(reader.amount("reset-text", 1, 0, 0))


@pytest.mark.parametrize("path", ["methods/inclusion-day/", "methods/municipal-guide/6-csr/", OVERVIEW])
def test_nothing_sticks_out_at_400_per_cent(new_reader: Callable[..., Reader], path: str) -> None:
    reader = new_reader(viewport=AT_400_PER_CENT).open()
    half(reader)
    reader.open(path)
    if path != OVERVIEW:
        reader.page.locator(".item-more").first.click()
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320
    reader.hand_in(backup({"a" * 100: "ticked"}, others={"b" * 100: {"c": "ticked"}}))
    box = reader.page.locator(".list-dialog").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["y"] + box["height"] <= AT_400_PER_CENT["height"]
    reader.page.locator(".list-choices button").last.scroll_into_view_if_needed()
    reader.choose("merge")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_notice_covers_nothing_in_a_low_window(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(viewport=AT_400_PER_CENT).open()
    undo_offered(reader)
    assert reader.page.locator(".list-notice").evaluate("(e) => getComputedStyle(e).position") == "static"


def test_forced_colours_keep_the_browsers_own_box(new_reader: Callable[..., Reader]) -> None:
    reader = new_reader(forced_colors="active").open()
    blank = reader.box("mandate").screenshot()
    reader.box("mandate").check()
    assert reader.box("mandate").evaluate("(box) => getComputedStyle(box).appearance") == "auto"
    assert reader.box("mandate").screenshot() != blank
    reader.page.keyboard.press("Tab")
    reader.page.keyboard.press("Shift+Tab")
    outline = reader.box("mandate").evaluate("(box) => getComputedStyle(box).outlineStyle")
    assert outline == "solid"


def test_nothing_is_struck_through_moved_or_hidden_when_ticked(reader: Reader) -> None:
    reader.open()
    order = reader.page.locator(".item-box").evaluate_all("(all) => all.map((box) => box.id)")
    place = "(e) => [e.offsetTop, e.offsetLeft, e.offsetWidth, e.offsetHeight]"
    before = reader.page.locator("label[for='mandate']").evaluate(place)
    reader.tick("mandate")
    assert reader.page.locator("label[for='mandate']").evaluate(place) == before
    assert reader.page.locator(".item-box").evaluate_all("(all) => all.map((box) => box.id)") == order
    line = reader.page.locator("label[for='mandate']").evaluate("(e) => getComputedStyle(e).textDecorationLine")
    assert line == "none"
