"""A blank checklist as plain text: a table for spreadsheets, and Markdown.

`overrides/assets/checklist-export.js` writes the same files in the browser with the reader's own ticks and notes; for
a list that nothing is said about, both agree to the letter.
"""

from __future__ import annotations

import csv
import io

from methodbook.checklists.model import Checklist, Section
from methodbook.languages import Words

COLUMNS = ("section", "item", "state", "who", "when", "note")
FORMULA_SIGNS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""With what spreadsheets begin a formula; the last four are the full-width forms of the first."""


def table(checklist: Checklist, words: Words) -> str:
    """The list as CSV that Excel opens right in the Nordic settings: byte order mark, semicolons, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([words[f"list.{column}"] for column in COLUMNS])
    for section in checklist.sections:
        for item in section.items:
            writer.writerow([harmless(section.title), harmless(item.text), "", "", "", ""])
    return "\ufeff" + text.getvalue()


def harmless(text: str) -> str:
    """`text` so that Excel does not read it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def markdown(checklist: Checklist) -> str:
    """The list as Markdown, with the marks that most programs show as boxes."""
    return f"# {checklist.title}\n" + "".join(map(markdown_section, checklist.sections))


def markdown_section(section: Section) -> str:
    """One section; the reason for an item is indented, to belong to it."""
    lines = [f"- [ ] {item.text}\n" + (f"  {item.why}\n" if item.why else "") for item in section.items]
    return f"\n## {section.title}\n\n" + "".join(lines)
