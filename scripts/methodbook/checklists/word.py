"""A blank checklist as a Word document: headings, boxes that can be ticked, and columns for who and when.

python-docx writes the document. It has no words for content controls (the boxes), so those are made from their XML:
`w14:checkbox`, which Word knows since 2010 and LibreOffice since 7.4.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from methodbook.checklists.model import Checklist, Section
from methodbook.languages import Words
from methodbook.page.points import Item

LOCALES = {"nb": "nb-NO", "da": "da-DK", "sv": "sv-SE"}
COLUMNS = {"item": Mm(106), "who": Mm(38), "when": Mm(30)}
MARGIN = Mm(18)
FONT = "Calibri"
BLACK = RGBColor(0, 0, 0)
LONGEST_NAME = 64  # characters that Word allows in the name of a content control
LONGEST_PROPERTY = 255  # characters that the file's properties allow
NO_DAY = date(2026, 1, 1)
FIXED_TIME = (1980, 1, 1, 0, 0, 0)

BOX = f"""
<w:sdt {nsdecls("w", "w14")}>
  <w:sdtPr>
    <w:alias w:val=""/><w:tag w:val=""/><w:id w:val=""/>
    <w14:checkbox>
      <w14:checked w14:val="0"/>
      <w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
      <w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>
    </w14:checkbox>
  </w:sdtPr>
  <w:sdtContent>
    <w:r>
      <w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr>
      <w:t>\u2610</w:t>
    </w:r>
  </w:sdtContent>
</w:sdt>"""


def word(checklist: Checklist, words: Words, origin: str) -> bytes:
    """The list as a .docx file in the page's language; `origin` is the line in its footer that says where it is from.

    Equal lists give equal bytes.
    """
    document = docx.Document()
    set_page(document, origin)
    set_styles(document, LOCALES[checklist.page.language])
    set_properties(document, checklist, words["site-name"])
    document.add_heading(checklist.title, level=1)
    first = 1
    for section in checklist.sections:
        add_section(document, section, words, first)
        first += len(section.items)
    return packed(document)


def set_page(document: Any, origin: str) -> None:
    """A4 with narrow margins, and the footer."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = MARGIN
    page.footer.paragraphs[0].text = origin


def set_styles(document: Any, locale: str) -> None:
    """One font, headings in full black, and the language of the text: spelling and speech follow it."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    defaults.find(f".//{qn('w:lang')}").set(qn("w:val"), locale)
    document.settings.element.find(qn("w:themeFontLang")).set(qn("w:val"), locale)
    for name, size in (("Normal", 11), ("Heading 1", 20), ("Heading 2", 14), ("Footer", 9)):
        style = document.styles[name]
        style.font.size, style.font.color.rgb = Pt(size), BLACK
        set_font(style.element.get_or_add_rPr())
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    document.styles["Heading 2"].paragraph_format.space_after = Pt(6)


def set_font(properties: Any) -> None:
    """Name the font outright: the template's theme has another one."""
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def set_properties(document: Any, checklist: Checklist, author: str) -> None:
    """What Word shows about the file. The dates are the page's review, not the build, so that bytes stay equal."""
    reviewed = checklist.page.meta.get("reviewed")
    day = datetime.combine(reviewed if isinstance(reviewed, date) else NO_DAY, time())
    known = document.core_properties
    known.title, known.author, known.last_modified_by = checklist.title[:LONGEST_PROPERTY], author, author
    known.language, known.comments = LOCALES[checklist.page.language], ""
    known.created = known.modified = day
    mode = document.settings.element.find(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")  # otherwise Word opens the file in compatibility mode


def add_section(document: Any, section: Section, words: Words, first: int) -> None:
    """A heading and a table with one row an item; `first` numbers the first box."""
    if section.title:
        document.add_heading(section.title, level=2)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    describe(table, section.title)
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.paragraphs[0].add_run(words[f"list.{name}"]).bold = True
    # Only this mark: LibreOffice 7.4 loses rows of a table that also has rows not to be split (`w:cantSplit`).
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for number, item in enumerate(section.items, first):
        add_item(table.add_row(), item, number)
    for column, width in zip(table.columns, COLUMNS.values(), strict=True):
        for cell in [column, *column.cells]:
            cell.width = width


def describe(table: Any, title: str) -> None:
    """Give the table a name for screen readers."""
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), title)
    table._tbl.tblPr.append(caption)


def add_item(row: Any, item: Item, number: int) -> None:
    """The box, the item's text, and below it the reason."""
    paragraph = row.cells[0].paragraphs[0]
    paragraph.paragraph_format.keep_together = True
    paragraph.paragraph_format.left_indent = Mm(7)
    paragraph.paragraph_format.first_line_indent = Mm(-7)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(7))
    paragraph._p.append(box(item, number))
    paragraph.add_run(f"\t{item.text}")
    if item.why:
        reason = row.cells[0].add_paragraph(item.why)
        reason.paragraph_format.left_indent = Mm(7)
        reason.runs[0].font.size = Pt(10)


def box(item: Item, number: int) -> Any:
    """The content control, named by the item's text; its tag is the item's id."""
    control: Any = parse_xml(BOX)
    values = {"w:alias": item.text[:LONGEST_NAME], "w:tag": (item.id or "")[:LONGEST_NAME], "w:id": str(number)}
    for name, value in values.items():
        control.find(f".//{qn(name)}").set(qn("w:val"), value)
    return control


def packed(document: Any) -> bytes:
    """The document as a file whose parts bear a fixed time."""
    made, fixed = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for part in parts.infolist():
            target.writestr(zipfile.ZipInfo(part.filename, FIXED_TIME), parts.read(part), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()
