"""The Word document: as written, and as LibreOffice opens it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from methodbook.checklists.model import Checklist, checklist_on
from methodbook.checklists.word import LOCALES, word
from methodbook.exports import programs
from methodbook.languages import LANGUAGES, words
from methodbook.page.markdown import parse_document
from tests.checklists.pages import AWKWARD, awkward, made

ORIGIN = "Fra Nordisk metodehåndbok, https://example.org/nb/. Sist gjennomgått 21. november 2026. CC BY 4.0."
ODF = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
}


def test_headings_and_table_heads() -> None:
    document = docx.Document(io.BytesIO(word(awkward(), words("nb"), ORIGIN)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style and p.text]
    assert headings == [("Heading 1", "Prøveliste"), ("Heading 2", "Før"), ("Heading 2", "=SUM(A1)")]
    for table in document.tables:
        assert [cell.text for cell in table.rows[0].cells] == ["Punkt", "Hvem", "Når"]
        assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert document.sections[0].footer.paragraphs[0].text == ORIGIN
    assert round(document.sections[0].page_width.mm) == 210  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_set_everywhere(language: str) -> None:
    document = docx.Document(io.BytesIO(word(made(AWKWARD, language=language), words(language), ORIGIN)))
    assert document.core_properties.language == LOCALES[language]
    assert {tag.get(qn("w:val")) for tag in document.styles.element.iter(qn("w:lang"))} == {LOCALES[language]}
    assert document.core_properties.title == "Prøveliste"


def test_every_box_is_named_by_its_item() -> None:
    document = docx.Document(io.BytesIO(word(awkward(), words("nb"), ORIGIN)))
    boxes = list(document.element.body.iter(qn("w:sdt")))
    tags = [box.find(f".//{qn('w:tag')}").get(qn("w:val")) for box in boxes]
    names = [box.find(f".//{qn('w:alias')}").get(qn("w:val")) for box in boxes]
    numbers = [box.find(f".//{qn('w:id')}").get(qn("w:val")) for box in boxes]
    assert tags == ["ask", "letters", "plus", "signs"]
    assert names[1] == "Å gjøre på øya: æøåäö."
    assert len(set(numbers)) == 4


def test_equal_lists_give_equal_bytes() -> None:
    assert word(awkward(), words("nb"), ORIGIN) == word(awkward(), words("nb"), ORIGIN)


def test_no_part_tells_when_it_was_built() -> None:
    with zipfile.ZipFile(io.BytesIO(word(awkward(), words("nb"), ORIGIN))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The document as LibreOffice understands it, saved as flat OpenDocument."""
    return etree.parse(converted(awkward(), tmp_path_factory.mktemp("word"), "fodt"))


def converted(checklist: Checklist, folder: Path, form: str) -> Path:
    """The list as a Word file that LibreOffice has opened, with a profile of its own, and saved as `form`."""
    office = programs.OFFICE.path()
    if office is None:
        pytest.fail("opening the Word file needs LibreOffice: run `python3 scripts/handbook.py test`")
    (folder / "list.docx").write_bytes(word(checklist, words("nb"), ORIGIN))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(folder / "list.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"list.{form}"


def test_libreoffice_lays_out_every_item(tmp_path: Path) -> None:
    sections = [
        f"## Del {part} {{#part-{part}}}\n\n"
        + "".join(f"- [ ] Punkt {part}-{n}. {{#i{part}-{n}}}\n\n    Fordi {'det er så ' * 30}.\n\n" for n in range(9))
        for part in range(5)
    ]
    pages = PdfReader(converted(made("\n".join(sections)), tmp_path, "pdf")).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) > 1
    assert [f"{part}-{n}" for part in range(5) for n in range(9) if f"Punkt {part}-{n}." not in text] == []


def test_libreoffice_finds_the_headings(opened: Any) -> None:
    headings = opened.xpath("//text:h", namespaces=ODF)
    levels = [(h.get(f"{{{ODF['text']}}}outline-level"), "".join(h.itertext())) for h in headings]
    assert levels == [("1", "Prøveliste"), ("2", "Før"), ("2", "=SUM(A1)")]


def test_libreoffice_finds_boxes_that_are_not_ticked(opened: Any) -> None:
    boxes = opened.xpath("//loext:content-control[@loext:checkbox='true']", namespaces=ODF)
    assert len(boxes) == 4
    assert {box.get(f"{{{ODF['loext']}}}checked", "false") for box in boxes} == {"false"}
    assert ["".join(box.itertext()) for box in boxes] == ["☐"] * 4


def test_libreoffice_finds_the_text(opened: Any) -> None:
    cells = ["".join(cell.itertext()).strip() for cell in opened.xpath("//table:table-cell", namespaces=ODF)]
    assert 'Spør: «Hvem er med?»; skriv "alle" ned.' in cells[3]
    assert "Både små og store; også «stille»." in cells[3]
    assert [cell.removeprefix("☐") for cell in cells[6::3]][:1] == ["Å gjøre på øya: æøåäö."]


def test_libreoffice_finds_the_language_and_the_repeated_head(opened: Any) -> None:
    languages = opened.xpath("//*[local-name()='default-style']//@fo:language", namespaces=ODF)
    assert "nb" in languages
    assert len(opened.xpath("//table:table-header-rows", namespaces=ODF)) == 2


@pytest.mark.parametrize("reviewed", ["snart", "2026", "[1]", "2026-11-21 10:00:00"])
def test_a_careless_page_still_gives_a_document(reviewed: str) -> None:
    """The checks tell of it; the build does not stumble."""
    body = "- [ ] Ask \x01now\uffff. {#ask}\n"
    page = made(body, title="word " * 60)
    text = page.page.text.replace("reviewed: 2026-11-21", f"reviewed: {reviewed}")
    found = checklist_on(parse_document(text, "nb", PurePosixPath("trial/checklist.md")))
    assert found is not None
    document = docx.Document(io.BytesIO(word(found, words("nb"), "x")))
    assert document.core_properties.title == found.title[:255]
    assert "Ask now." in document.tables[0].rows[1].cells[0].text
