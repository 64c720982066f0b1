"""Templates on screen: what is written in them is kept, taken away as Word, printed, and never runs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from methodbook.languages import LANGUAGES
from methodbook.page.handbook import Handbook
from tests.checklists.reader import Reader
from tests.conftest import ROOT, Site

pytestmark = pytest.mark.browser
COMPANY = "templates/agreement-company/"
MEETING = "templates/dialogue-meeting/"
HOSTILE = '<img src=x onerror=window.hacked=1>{{amount}}\n=cmd|calc\u202e & "så"'
TEMPLATES = sorted(page.url for page in Handbook.read(ROOT / "docs").of_kind("template", "nb"))
OUTPUT = ROOT / "test-output" / "templates"


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    """One window for all that is only printed or taken away."""
    context = browser.new_context(locale="nb-NO")
    yield context.new_page()
    context.close()


def texts(reader: Reader) -> dict[str, str]:
    """What the browser keeps of the open template's fields."""
    name = reader.page.get_attribute("[data-template]", "data-template")
    found: dict[str, str] = reader.state.get("fields", {}).get(name, {})
    return found


def field(reader: Reader, kind: str) -> Any:
    """The first field of a kind on the page."""
    return reader.page.locator(f"{kind}[data-field]").first


def word_of(page: Page, folder: Path) -> Any:
    """The Word file of the open template as python-docx reads it."""
    with page.expect_download() as waiting:
        page.locator("[data-do=word]").first.click()
    waiting.value.save_as(folder / "template.docx")
    return docx.Document(io.BytesIO((folder / "template.docx").read_bytes()))


def test_fields_survive_a_reload_another_tab_and_a_change_of_language(reader: Reader) -> None:
    reader.open(COMPANY)
    field(reader, "input[type=text]").fill("Åpent hus")
    field(reader, "textarea").fill("Én\nto")
    reader.page.locator("[data-do=add-row]").first.click()
    reader.page.keyboard.type("ny rad")
    kept = texts(reader)
    assert {"Åpent hus", "Én\nto"} <= set(kept.values())
    other = Reader(reader.page.context.new_page(), reader.address).open(COMPANY, "sv")
    expect(field(other, "input[type=text]")).to_have_value("Åpent hus")
    field(other, "input[type=text]").fill("Öppet hus")
    expect(field(reader, "input[type=text]")).to_have_value("Öppet hus")
    reader.page.reload()
    expect(field(reader, "textarea")).to_have_value("Én\nto")
    expect(reader.page.locator("table[data-field] tbody tr").last.locator("textarea").first).to_have_value("ny rad")
    assert reader.problems == []


def test_a_field_that_a_new_edition_adds_is_empty_and_the_others_stay(reader: Reader) -> None:
    reader.open(COMPANY)
    field(reader, "textarea").fill("Beholdes")
    state = reader.state
    state["fields"]["agreement-company"]["of-an-older-edition"] = "borte fra siden"
    reader.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [reader.key, json.dumps(state)])
    reader.page.reload()
    field(reader, "input[type=text]").fill("Ny")
    assert texts(reader)["of-an-older-edition"] == "borte fra siden"
    assert "Beholdes" in texts(reader).values()


def test_boxes_of_a_template_are_kept_and_stand_in_word(reader: Reader, tmp_path: Path) -> None:
    reader.open(MEETING)
    box = reader.page.locator(".item-box").first
    reader.page.locator(".item label").first.click()
    expect(box).to_be_checked()
    reader.page.reload()
    expect(reader.page.locator(".item-box").first).to_be_checked()
    lines = [paragraph.text for paragraph in word_of(reader.page, tmp_path).paragraphs]
    assert [line[0] for line in lines if line[:1] in "☒☐" and line].count("☒") == 1


def test_hostile_text_comes_out_as_text_everywhere(reader: Reader, tmp_path: Path) -> None:
    reader.open(COMPANY)
    field(reader, "textarea").fill(HOSTILE)
    reader.page.reload()
    expect(field(reader, "textarea")).to_have_value(HOSTILE)
    document = word_of(reader.page, tmp_path)
    whole = "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    assert HOSTILE in whole
    assert reader.page.evaluate("window.hacked") is None
    reader.open("checklists/")
    reader.page.locator("[data-do=backup-all]").click()
    assert reader.page.evaluate("window.hacked") is None


def test_emptying_can_be_undone(reader: Reader) -> None:
    reader.open(COMPANY)
    field(reader, "textarea").fill("Viktig")
    reader.do("empty")
    expect(field(reader, "textarea")).to_have_value("")
    reader.undo()
    expect(field(reader, "textarea")).to_have_value("Viktig")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", TEMPLATES)
def test_every_template_prints_on_two_pages_and_is_whole_in_word(
    sheet: Page, site: Site, tmp_path: Path, path: str, language: str
) -> None:
    sheet.goto(f"{site.address}{language}/{path}")
    labels = sheet.locator("[data-template] .field-name").all_inner_texts()
    for box in sheet.locator("[data-template] textarea[data-field]").all():
        box.fill("Skrevet")
    pages = PdfReader(io.BytesIO(sheet.pdf(prefer_css_page_size=True))).pages
    printed = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert len(pages) <= 2
    squeezed = printed.replace(" ", "").replace("\u00ad", "")
    assert [label for label in labels if "".join(label.split()) not in squeezed] == []
    assert printed.count("Skrevet") >= sheet.locator("[data-template] textarea[data-field]").count()
    document = word_of(sheet, tmp_path)
    found = {paragraph.text for paragraph in document.paragraphs}
    assert [label for label in labels if " ".join(label.split()) not in found] == []
    assert list(document.element.body.iter(qn("w:sdt"))), "fields to fill in"
    OUTPUT.mkdir(parents=True, exist_ok=True)
    sheet.emulate_media(media="print")
    sheet.screenshot(path=OUTPUT / f"{language}-{path.split('/')[-2]}.png", full_page=True)
    sheet.emulate_media(media="null")
    sheet.evaluate("localStorage.clear()")
