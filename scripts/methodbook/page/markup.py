"""The handbook's Markdown: items and fields, `///` blocks, grades of statement, accessible tables and heading links.

A Python-Markdown extension, used by the site and by the exports alike.
"""

import re
from collections import Counter
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from methodbook.languages import LANGUAGES, book, words
from methodbook.page.blocks_markup import HandbookBlocks
from methodbook.page.fields_markup import Bars, Controls, make

GRADES = ("recommends", "observed", "reading", "proposal")
"""The grades of statement: the source recommends, the source did or observed, the handbook's own reading, its own
proposal that nobody has tried."""


def replace_unreadable_addresses(element: Element) -> None:
    """Let an address that cannot be taken apart lead nowhere: MkDocs would stop the build at it. The checks tell."""
    for name in ("href", "src"):
        try:
            urlsplit(element.get(name, ""))
        except ValueError:
            element.set(name, "#")


class Finish(Treeprocessor):
    """The last touch on the tree: grade labels, heading links, tables. Runs after attribute lists and the contents."""

    def __init__(self, md: Markdown, language: str, grade: str) -> None:
        super().__init__(md)
        self.language, self.words, self.grade = language, words(language), grade

    def run(self, root: Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        section, tables = "", Counter[str]()
        for element in list(root.iter()):
            replace_unreadable_addresses(element)
            if element.tag == "ol" and element.get("class") == "steps":
                self.number_steps(element)
            elif element.tag in {"h1", "h2", "h3", "h4"}:
                section = self.text(element)
                self.finish_heading(element, parents[element], section)
            elif element.tag == "table":
                name = f"{self.words['table-scrolls']}: {section}" if section else self.words["table-scrolls"]
                tables[name] += 1
                self.finish_table(element, parents[element], name if tables[name] == 1 else f"{name} ({tables[name]})")

    def finish_heading(self, heading: Element, parent: Element, name: str) -> None:
        """Set a link to the section and its grade beside the heading, so that the heading's `name` is said once."""
        grade = heading.attrib.pop("grade", self.grade if heading.tag == "h1" else None)
        source = heading.attrib.pop("source", "")
        beside = self.grade_label(grade, source) if grade in GRADES else []
        place = list(parent).index(heading)
        if heading.tag == "h1":
            if beside:
                parent.insert(place + 1, make("p", "", *beside, class_="origin"))
            return
        identifier = heading.get("id")
        if identifier and heading.tag in {"h2", "h3"}:
            label = self.words["link-to-section"].format(section=name)
            beside.insert(0, make("a", "#", class_="anchor", href=f"#{identifier}", aria_label=label))
        if beside:
            parent[place] = make("div", "", heading, *beside, class_="heading")
            parent[place].tail, heading.tail = heading.tail, None

    def number_steps(self, line: Element) -> None:
        """Say the number of each step in the name of its heading: the circle that shows it is no text."""
        for number, step in enumerate(line.findall("li"), 1):
            heading = step.find("h3")
            if heading is not None:
                told = make("span", self.words["step-number"].format(number=number) + " ", class_="unseen")
                told.tail, heading.text = heading.text, None
                heading.insert(0, told)

    def text(self, heading: Element) -> str:
        """The heading's text, entities that Markdown has stashed left out."""
        return "".join(re.sub(r"\x02[^\x03]*\x03", "", text) for text in heading.itertext()).strip()

    def grade_label(self, grade: str, source: str) -> list[Element]:
        """Which grade of statement a section is, and from which source; the site lets the label lead to its meaning."""
        told = book("sources.yaml").get(source, {}).get("short", {}).get(self.language, "")
        label = make("span", self.words[f"grade-{grade}"], class_=f"grade grade-{grade}", data_grade=grade)
        return [label, make("span", told, class_="grade-source")] if told else [label]

    def finish_table(self, table: Element, parent: Element, name: str) -> None:
        for cell in table.iter():
            if cell.tag == "th":
                cell.set("scope", "col")
            alignment = re.search(r"text-align:\s*(\w+)", cell.attrib.pop("style", ""))
            if alignment:
                cell.set("class", f"align-{alignment[1]}")
        self.head_rows(table)
        parent[list(parent).index(table)] = make("div", "", table, class_="table-frame", data_label=name)

    def head_rows(self, table: Element) -> None:
        """Where the corner is empty the first column names the rows: its cells are headers, and the corner is none."""
        corner = table.find("thead/tr/th")
        if corner is None or "".join(corner.itertext()).strip() or len(corner):
            return
        corner.tag = "td"
        del corner.attrib["scope"]
        for first in table.findall("tbody/tr/td[1]"):
            first.tag = "th"
            first.set("scope", "row")


class HandbookExtension(Extension):
    def __init__(self, **settings: Any) -> None:
        self.config = {
            "language": [LANGUAGES[0], "language of the interface's words"],
            "drawings": ["", "folder of the figures' drawings"],
            "grade": ["", "grade of statement of the page as a whole"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        language = self.getConfig("language")
        HandbookBlocks(language=language, drawings=self.getConfig("drawings")).extendMarkdown(md)
        md.preprocessors.register(Bars(md), "handbook-bars", 15)
        md.treeprocessors.register(Controls(md, language), "handbook-controls", 25)
        md.treeprocessors.register(Finish(md, language, self.getConfig("grade")), "handbook-finish", 3)


def makeExtension(**settings: Any) -> HandbookExtension:  # noqa: N802
    return HandbookExtension(**settings)
