"""What is written in a template is kept, stays what it is, and goes when it is to go."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Page, expect

from tests.checklists.reader import Reader
from tests.checklists.test_rebuild import ORIGIN, serve
from tests.conftest import Site, build_site
from tests.design.small import project
from tests.templates.forms import FILL, TEXTS, squeezed

pytestmark = pytest.mark.browser

NAME = "dialogue-meeting"
MEETING = f"templates/{NAME}/"
HOSTILE = (
    '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>',
    '=HYPERLINK("http://x") & ]]> &amp; {{ words }} ${1}',
    "\u202eSMO\u202c \u200fא\u200e end",
    "a\u0000b\u0007c\u001b[31md\ufffe",
)
LONG = "ålesund " * 1_250
WRITE = """([id, text]) => {
  const field = document.getElementById(id);
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def texts(page: Page) -> dict[str, Any]:
    """What stands in each field."""
    found: dict[str, Any] = page.evaluate(TEXTS)
    return found


@pytest.fixture
def blank(desk: Reader) -> Reader:
    """The reader before an empty template, with nothing kept."""
    desk.open(MEETING)
    desk.page.evaluate("localStorage.clear()")
    desk.problems.clear()
    return desk.open(MEETING)


@pytest.fixture
def filled(blank: Reader) -> Reader:
    """The reader before a template with something written in every field, and two rows added."""
    page = blank.page
    for name in ("common-actions", "main-points"):
        page.locator(f"li:has(#{name}) [data-do=add-row]").click()
    page.evaluate(FILL)
    return blank


def test_all_survives_a_reload_and_a_change_of_language(filled: Reader) -> None:
    written = texts(filled.page)
    assert written["access"] is True
    assert len(written["common-actions"]) == 9
    filled.reload()
    assert texts(filled.page) == written
    filled.open(MEETING, "sv")
    elsewhere = texts(filled.page)
    own_words = {"question", "programme"}  # options, and what stands there from the start, have a language
    starts = "[...document.querySelectorAll('#programme textarea')].map(cell => cell.defaultValue)"
    assert [cell for cell in elsewhere["programme"] if not cell.startswith("Å")] == [
        start for start in filled.page.evaluate(starts) if start
    ]
    assert {name: text for name, text in elsewhere.items() if name not in own_words} == {
        name: text for name, text in written.items() if name not in own_words
    }
    assert [cell for cell in elsewhere["programme"] if cell.startswith("Å")] == [
        cell for cell in written["programme"] if cell.startswith("Å")
    ]


def test_words_of_a_table_can_be_changed_and_taken_out(blank: Reader) -> None:
    page = blank.page
    cells = page.locator("#programme tbody tr td:first-child textarea")
    cells.nth(2).fill("Lunsj")
    cells.nth(1).fill("")
    page.locator("#programme tbody tr").nth(2).locator("textarea").nth(1).fill("Kari")
    blank.reload()
    expect(cells.nth(1)).to_have_value("")
    expect(cells.nth(2)).to_have_value("Lunsj")
    blank.open(MEETING, "da")
    expect(cells.nth(1)).to_have_value("")
    expect(cells.nth(2)).to_have_value("Lunsj")
    expect(cells.nth(3)).to_have_value(str(cells.nth(3).evaluate("cell => cell.defaultValue")))
    expect(page.locator("#programme tbody tr").nth(2).locator("textarea").nth(1)).to_have_value("Kari")
    expect(page.locator("#programme tbody tr")).to_have_count(6)


def test_a_choice_is_the_same_in_every_language(blank: Reader) -> None:
    blank.page.locator("#question").select_option(index=2)
    blank.open(MEETING, "sv")
    assert blank.page.evaluate("document.querySelector('#question').selectedIndex") == 2
    blank.open(MEETING, "nb")
    assert blank.page.evaluate("document.querySelector('#question').selectedIndex") == 2


def test_two_tabs_show_the_same(blank: Reader) -> None:
    other = blank.page.context.new_page()
    other.goto(blank.page.url)
    blank.page.locator("#place").fill("Åsgård")
    blank.page.locator("label[for=access]").click()
    expect(other.locator("#place")).to_have_value("Åsgård")
    expect(other.locator("#access")).to_be_checked()
    other.locator("li:has(#own-actions) [data-do=add-row]").click()
    other.keyboard.type("Ring")
    expect(blank.page.locator("#own-actions tbody tr")).to_have_count(3)
    expect(blank.page.locator("#own-actions tbody tr").last.locator("textarea").first).to_have_value("Ring")
    other.close()


def test_rows_are_added_by_keyboard_and_stay(blank: Reader) -> None:
    page = blank.page
    page.locator("li:has(#main-points) [data-do=add-row]").focus()
    page.keyboard.press("Enter")
    rows = page.locator("#main-points tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.last.locator("textarea").first).to_be_focused()
    # Empty as it is, it stays when another tab writes, and after a reload.
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#place").fill("Oslo")
    expect(page.locator("#place")).to_have_value("Oslo")
    expect(rows).to_have_count(4)
    other.close()
    blank.reload()
    expect(rows).to_have_count(4)
    names = rows.last.locator("textarea").evaluate_all("all => all.map(cell => cell.getAttribute('aria-label'))")
    assert all(name.endswith(" 4") for name in names)


def test_a_box_is_kept_by_keyboard_and_by_pointer(blank: Reader) -> None:
    page = blank.page
    page.locator("#access").focus()
    page.keyboard.press("Space")
    page.locator("label[for=time-to-talk]").click()
    blank.reload()
    assert blank.checked == ["time-to-talk", "access"]
    assert blank.state["fields"][NAME] == {"access": "x", "time-to-talk": "x"}
    page.locator("label[for=access]").click()
    blank.reload()
    assert blank.checked == ["time-to-talk"]


def test_a_page_that_is_a_checklist_too_keeps_its_ticks_as_ticks(blank: Reader) -> None:
    blank.open("templates/describe-your-own/")
    blank.tick("about")
    blank.page.locator("#title").fill("Kor")
    blank.reload()
    assert blank.checked == ["about"]
    assert blank.state["ticks"] == {"describe-your-own": {"about": "ticked"}}
    assert blank.state["fields"] == {"describe-your-own": {"title": "Kor"}}


def test_empty_is_undone_and_delete_all_deletes(filled: Reader) -> None:
    page = filled.page
    written = texts(page)
    filled.do("empty")
    assert [text for name, text in texts(page).items() if isinstance(text, str) and text] == []
    assert filled.checked == []
    expect(page.locator("#common-actions tbody tr")).to_have_count(2)
    filled.undo()
    assert texts(page) == written
    filled.open("checklists/")
    filled.do("wipe")
    filled.choose("wipe")
    assert filled.stored is None
    filled.open(MEETING)
    assert filled.checked == []
    expect(page.locator("#place")).to_have_value("")


def test_a_backup_holds_the_fields_and_gives_them_back(filled: Reader) -> None:
    written, kept = texts(filled.page), filled.state["fields"]
    filled.open("checklists/")
    content = Path(filled.take("backup-all").path()).read_bytes()
    assert json.loads(content)["fields"] == kept
    filled.page.evaluate("localStorage.clear()")
    filled.open("checklists/")
    filled.hand_in(content)
    filled.choose("take")
    assert filled.state["fields"] == kept
    filled.open(MEETING)
    assert texts(filled.page) == written


def test_hostile_text_is_text_on_screen_in_the_backup_on_paper_and_in_word(blank: Reader, tmp_path: Path) -> None:
    page = blank.page
    fields = dict(zip(("invited", "mapping", "tables", "speaking-time"), HOSTILE, strict=True))
    for name, text in {**fields, "place": HOSTILE[0]}.items():
        page.evaluate(WRITE, [name, text])
    page.locator("#main-points textarea").first.fill(HOSTILE[0])
    blank.reload()
    shown = texts(page)
    assert {name: shown[name] for name in fields} == fields
    assert shown["main-points"][0] == shown["place"] == HOSTILE[0]
    blank.take("word").save_as(tmp_path / "hostile.docx")
    (tmp_path / "hostile.pdf").write_bytes(page.pdf())
    document = docx.Document(str(tmp_path / "hostile.docx"))
    body = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    paper = squeezed("".join(sheet.extract_text() for sheet in pypdf.PdfReader(tmp_path / "hostile.pdf").pages))
    for text in HOSTILE[:2]:
        assert text in body
        assert squeezed(text) in paper
    assert HOSTILE[2] in body
    assert "abc[31md" in body
    blank.open("checklists/")
    saved = json.loads(Path(blank.take("backup-all").path()).read_bytes())["fields"][NAME]
    assert {name: saved[name] for name in fields} == fields
    assert page.evaluate("window.pwned") is None
    assert blank.problems == []


def test_a_very_long_text_is_kept_whole_and_what_is_not_kept_is_not_shown(blank: Reader, tmp_path: Path) -> None:
    page = blank.page
    page.evaluate(WRITE, ["invited", LONG])
    page.evaluate(WRITE, ["mapping", LONG + "for mye"])
    page.locator("#main-points textarea").first.evaluate(
        "(cell, text) => { cell.value = text; cell.dispatchEvent(new Event('input', { bubbles: true })); }", LONG
    )
    before = texts(page)
    assert before["invited"] == before["mapping"] == LONG
    blank.reload()
    assert texts(page) == before
    blank.take("word").save_as(tmp_path / "long.docx")
    assert LONG in [paragraph.text for paragraph in docx.Document(str(tmp_path / "long.docx")).paragraphs]


def test_a_new_edition_with_a_field_and_a_row_more_keeps_what_was_written(page: Page, tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    settings = {"HANDBOOK_BUILD_DA": "false", "HANDBOOK_BUILD_SV": "false"}
    serve(page, build_site(tmp_path / "first", folder, **settings))
    reader = Reader(page, ORIGIN).open("templates/agreement/")
    page.locator("li:has(#tasks) [data-do=add-row]").click()
    page.evaluate(FILL)
    before = texts(page)
    source = folder / "docs/nb/templates/agreement.md"
    text = source.read_text(encoding="utf-8")
    text = text.replace("    - Velkomst | |", "    - Oppsummering | |\n    - Velkomst | |")
    source.write_text(text.replace("- [line] ", "- [line] Nytt felt {#added}\n- [line] ", 1), encoding="utf-8")
    serve(page, build_site(tmp_path / "second", folder, **settings))
    reader.open("templates/agreement/")
    after = texts(page)
    assert after.pop("added") == ""
    rows = [after["tasks"][place : place + 3] for place in range(0, len(after["tasks"]), 3)]
    # Who and when stay beside what they were written beside.
    rows.remove(["Oppsummering", "", ""])
    assert sorted(rows) == sorted(before["tasks"][place : place + 3] for place in range(0, 9, 3))
    assert {**after, "tasks": 0} == {**before, "tasks": 0}


def test_what_an_older_edition_asked_for_stays(blank: Reader) -> None:
    page = blank.page
    page.locator("#place").fill("Oslo")
    state = blank.state
    state["fields"][NAME]["of-an-older-edition"] = "borte fra siden"
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [blank.key, json.dumps(state)])
    blank.reload()
    page.locator("#leader").fill("Kari")
    assert blank.state["fields"][NAME] == {"place": "Oslo", "of-an-older-edition": "borte fra siden", "leader": "Kari"}


def test_without_a_script_all_can_be_filled_in_and_printed(desk: Reader, site: Site) -> None:
    browser = desk.page.context.browser
    assert browser
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.address + "nb/" + MEETING)
    page.locator("#place").fill("Åsgård")
    page.locator("#invited").fill("Alle")
    page.locator("#access").check()
    page.locator("#main-points textarea").first.fill("Sykkel")
    printed = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(page.pdf())).pages)
    assert [text for text in ("Åsgård", "Alle", "Sykkel", "Kjøreplan") if text not in printed] == []
    context.close()
