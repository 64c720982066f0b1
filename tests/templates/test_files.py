"""Every template as Word: real fields where nothing was written, what was written where something was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.oxml.ns import qn

from tests.templates.conftest import Taken
from tests.templates.forms import squeezed

pytestmark = pytest.mark.browser

Templates = dict[str, tuple[Taken, Taken]]
LOCALES = {"nb": "nb-NO", "da": "da-DK", "sv": "sv-SE"}


def controls(document: Any) -> list[str]:
    """The tags of the controls, in order."""
    found = document.element.body.iter(qn("w:sdt"))
    return [str(control.find(f".//{qn('w:tag')}").get(qn("w:val"))) for control in found]


def empty_places(taken: Taken) -> list[str]:
    """The ids of fields and boxes with nothing written in them; a table's as often as it has such cells."""
    values = taken.form.texts.items()
    return [
        name for name, text in values for part in (text if isinstance(text, list) else [text]) if part in ("", False)
    ]


def test_what_is_empty_is_a_control_to_fill_in(taken: Templates) -> None:
    for address, (empty, _) in taken.items():
        assert controls(docx.Document(str(empty.word))) == empty_places(empty), address


def test_what_is_written_is_text_and_a_box_stays_a_box(taken: Templates) -> None:
    for address, (_, filled) in taken.items():
        document = docx.Document(str(filled.word))
        boxes = [name for name, text in filled.form.texts.items() if text is True]
        assert controls(document) == boxes, address
        body = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
        assert body.count("☒") == len(boxes), address
        assert filled.form.lacking(body) == [], address
        # How many of a list are ticked belongs to the screen.
        assert not [p.text for p in document.paragraphs if re.fullmatch(r"\d+ (?:av|af) \d+", p.text)], address
    assert any(True in filled.form.texts.values() for _, filled in taken.values())


def test_headings_language_and_footer(taken: Templates) -> None:
    for address, (_, filled) in taken.items():
        document = docx.Document(str(filled.word))
        locale = LOCALES[address[:2]]
        assert document.core_properties.language == locale
        assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {locale}
        styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
        assert styles.count("Heading 1") == 1, address
        assert styles.count("Heading 2") >= 2, address
        assert document.sections[0].footer.paragraphs[0].text, address
        width = document.sections[0].page_width
        assert width
        assert round(width.mm) == 210


def test_libreoffice_shows_all_labels_and_all_that_was_written(taken: Templates, opened: dict[str, Path]) -> None:
    lost: dict[str, list[str]] = {}
    languages: dict[str, str] = {}
    for address, (_, filled) in taken.items():
        document = pypdf.PdfReader(opened[address])
        whole = squeezed("".join(sheet.extract_text() for sheet in document.pages))
        # Word by word: a row may go on after the foot of a sheet.
        words = [word for part in [*filled.form.labels, *filled.form.written()] for word in part.split()]
        lost[address] = [word for word in words if squeezed(word) not in whole]
        languages[address] = str(document.root_object["/Lang"])
    assert {address: texts for address, texts in lost.items() if texts} == {}
    assert {address for address, language in languages.items() if language != LOCALES[address[:2]]} == set()
