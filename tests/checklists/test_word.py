"""The Word document that the browser makes: as written, and as LibreOffice opens it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from methodbook.exports import programs
from tests.checklists.conftest import Call
from tests.checklists.pages import as_script_reads, awkward, made
from tests.checklists.test_export import WORDS
from tests.conftest import examples

pytestmark = pytest.mark.browser
ORIGIN = "Fra Nordisk metodehåndbok, https://example.org/nb/. Sist gjennomgått 21. november 2026. CC BY 4.0."
SAID = {
    "ticks": {"ask": "ticked", "plus": "skipped"},
    "notes": {"ask": {"who": "Åse <b>", "when": "uke 12", "note": "Ring\nførst & «så»"}},
}
ODF = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}
FORM = [
    {"kind": "title", "text": "Avtale"},
    {"kind": "heading1", "text": "Partene"},
    {"kind": "heading2", "text": "Forening"},
    {"kind": "field", "id": "association", "name": "Forening", "value": "", "hint": "Skriv her", "type": "text"},
    {"kind": "field", "id": "aim", "name": "Mål", "value": "Én\nto <&>", "hint": "Skriv her", "type": "text"},
    {"kind": "field", "id": "from", "name": "Fra", "value": "2026-12-01", "hint": "Skriv her", "type": "date"},
    {
        "kind": "field",
        "id": "often",
        "name": "Hvor ofte",
        "value": "",
        "hint": "Velg",
        "type": "choice",
        "options": ["ukentlig"],
    },
]


def written(call: Call, blocks: Any, title: str = "Prøveliste", locale: str = "nb-NO") -> bytes:
    """The bytes of the document with these blocks."""
    about = {"title": title, "locale": locale, "author": "Nordisk metodehåndbok", "footer": ORIGIN, "blocks": blocks}
    return bytes(call("Array.from(m.word(a[0]))", about))


def blocks(call: Call, checklist: Any = None, said: Any = None) -> Any:
    """The list as blocks, with what is said about it."""
    return call(
        "m.wordBlocks(...a)", as_script_reads(checklist or awkward()), said or {"ticks": {}, "notes": {}}, WORDS
    )


def opened_in_word(content: bytes) -> Any:
    """The document as python-docx reads it."""
    return docx.Document(io.BytesIO(content))


def controls(document: Any) -> list[tuple[str, str, str]]:
    """Tag, name and text of each control, in order."""
    found = list(document.element.body.iter(qn("w:sdt")))
    return [(named(b, "w:tag"), named(b, "w:alias"), "".join(t.text or "" for t in b.iter(qn("w:t")))) for b in found]


def named(control: Any, tag: str) -> str:
    """What `tag` of the control says."""
    return str(control.find(f".//{qn(tag)}").get(qn("w:val")))


def test_headings_table_heads_and_footer(call: Call) -> None:
    document = opened_in_word(written(call, blocks(call)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]
    assert headings == [("Heading 1", "Prøveliste"), ("Heading 2", "Før"), ("Heading 2", "=SUM(A1)")]
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == ["Punkt", "Hvem", "Når"]
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert document.sections[0].footer.paragraphs[0].text == ORIGIN
    assert round(document.sections[0].page_width.mm) == 210


def test_ticks_names_dates_and_notes_are_in_it(call: Call) -> None:
    document = opened_in_word(written(call, blocks(call, said=SAID)))
    found = controls(document)
    assert [text for tag, _, text in found if tag in {"ask", "letters", "plus", "signs"}] == ["☒", "☐", "☐", "☐"]
    assert ("letters-who", "Hvem: Å gjøre på øya: æøåäö.", " ") in found
    table = document.tables[0]
    assert [cell.text for cell in table.rows[1].cells][1:] == ["Åse <b>", "uke 12"]
    assert "Ring\nførst & «så»" in table.rows[1].cells[0].text
    last = opened_in_word(written(call, blocks(call, said=SAID))).tables[1]
    assert f"({WORDS['skipped']})" in last.rows[1].cells[0].text


def test_fields_are_real_ones_where_empty_and_text_where_filled(call: Call) -> None:
    document = opened_in_word(written(call, FORM))
    assert controls(document) == [
        ("association", "Forening", "Skriv her"),
        ("often", "Hvor ofte", "Velg"),
    ]
    body = document.element.body
    shown_hints = [box for box in body.iter(qn("w:sdt")) if box.find(f".//{qn('w:showingPlcHdr')}") is not None]
    assert len(shown_hints) == 2
    assert [p.text for p in document.paragraphs if p.text][3:] == ["Én\nto <&>", "2026-12-01"]
    assert [item.get(qn("w:value")) for item in body.iter(qn("w:listItem"))] == ["ukentlig"]


@pytest.mark.parametrize("locale", ["nb-NO", "da-DK", "sv-SE"])
def test_the_language_is_set_everywhere(call: Call, locale: str) -> None:
    document = opened_in_word(written(call, FORM, locale=locale))
    assert document.core_properties.language == locale
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {locale}
    assert document.core_properties.title == "Prøveliste"


def test_no_two_controls_have_the_same_number(call: Call) -> None:
    body = opened_in_word(written(call, blocks(call))).element.body
    numbers = [tag.get(qn("w:val")) for tag in body.iter(qn("w:id"))]
    assert len(set(numbers)) == len(numbers) > 4


def test_equal_documents_give_equal_bytes_without_a_date(call: Call) -> None:
    assert written(call, FORM) == written(call, FORM)
    with zipfile.ZipFile(io.BytesIO(written(call, FORM))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        assert parts.testzip() is None


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, name=anything)
def test_whatever_is_written_comes_out_as_text(call: Call, text: str, name: str) -> None:
    field = {"kind": "field", "id": "a", "name": name, "value": text, "hint": "-", "type": "text"}
    document = opened_in_word(written(call, [{"kind": "title", "text": name}, field], title=name))
    kept = "".join(sign for sign in text if (sign >= " " or sign == "\t") and sign not in "\ufffe\uffff")
    body = "".join(node.text or "" for node in document.element.body.iter(qn("w:t")))
    assert body.endswith(kept or "-")


@pytest.fixture(scope="module")
def opened(call: Call, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document as LibreOffice understands it, saved as flat OpenDocument."""
    content = written(call, [*blocks(call, said=SAID), *FORM[1:]])
    return etree.parse(converted(content, tmp_path_factory.mktemp("word"), "fodt"))


def converted(content: bytes, folder: Path, form: str) -> Path:
    """A Word file that LibreOffice has opened, with a profile of its own, and saved as `form`."""
    office = programs.OFFICE.path()
    if office is None:
        pytest.fail("opening the Word file needs LibreOffice: run `python3 scripts/handbook.py test`")
    (folder / "list.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(folder / "list.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"list.{form}"


def test_libreoffice_lays_out_every_item(call: Call, tmp_path: Path) -> None:
    sections = [
        f"## Del {part} {{#part-{part}}}\n\n"
        + "".join(f"- [ ] Punkt {part}-{n}. {{#i{part}-{n}}}\n\n    Fordi {'det er så ' * 30}.\n\n" for n in range(9))
        for part in range(5)
    ]
    content = written(call, blocks(call, made("\n".join(sections))))
    pages = PdfReader(converted(content, tmp_path, "pdf")).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) > 1
    assert [f"{part}-{n}" for part in range(5) for n in range(9) if f"Punkt {part}-{n}." not in text] == []


def test_libreoffice_finds_headings_boxes_and_fields(opened: Any) -> None:
    headings = [
        (h.get(f"{{{ODF['text']}}}outline-level"), "".join(h.itertext()))
        for h in opened.xpath("//text:h", namespaces=ODF)
    ]
    assert headings[:3] == [("1", "Prøveliste"), ("2", "Før"), ("2", "=SUM(A1)")]
    assert ("3", "Forening") in headings
    boxes = opened.xpath("//loext:content-control[@loext:checkbox='true']", namespaces=ODF)
    assert [box.get(f"{{{ODF['loext']}}}checked", "false") for box in boxes] == ["true", "false", "false", "false"]
    whole = "".join(opened.getroot().itertext())
    for text in ("Åse <b>", "uke 12", "Skriv her", "2026-12-01"):
        assert text in whole


def test_libreoffice_finds_the_language_and_the_repeated_head(opened: Any) -> None:
    languages = opened.xpath("//*[local-name()='default-style']//@fo:language", namespaces=ODF)
    assert "nb" in languages
    assert len(opened.xpath("//table:table-header-rows", namespaces=ODF)) == 2
