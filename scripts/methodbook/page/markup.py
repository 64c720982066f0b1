"""The handbook's Markdown: checklist items, `///` blocks, grades of statement, accessible tables and heading links.

A Python-Markdown extension, used by the site and by the exports alike. What a block needs from the rest of the handbook
(cards, lists of cases ...) is not its business: such blocks become `<div data-block="name">`, for the site to fill.
"""

from __future__ import annotations

import logging
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from methodbook.languages import words
from methodbook.page import drawings, inline

log = logging.getLogger("mkdocs.methodbook")  # below MkDocs' own, which tells warnings and counts them for --strict

GRADES = ("recommends", "observed", "reading")
"""The three grades of statement: the source recommends, the source did or observed, the handbook's own reading."""

FILLED_BLOCKS = ("cards", "cases", "checklist", "checklists", "finder", "glossary", "pages", "rules", "translations")
"""Blocks that the site fills from what it knows of the whole handbook."""


class Missing(Block):  # type: ignore[misc]
    """`/// missing`: what the source does not say, under one fixed heading."""

    NAME = "missing"
    language = "nb"

    def on_create(self, parent: Element) -> Element:
        box = ElementTree.SubElement(parent, "aside", {"class": "box missing"})
        title = ElementTree.SubElement(box, "p", {"class": "box-title"})
        title.text = words(self.config["language"])["missing-title"]
        return box


class Note(Block):  # type: ignore[misc]
    """`/// note | Title`: a caution, or a conflict in a source."""

    NAME = "note"
    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        box = ElementTree.SubElement(parent, "aside", {"class": "box note"})
        if self.argument:
            ElementTree.SubElement(box, "p", {"class": "box-title"}).text = self.argument
        return box


class Facts(Block):  # type: ignore[misc]
    """`/// facts`: a strip of facts, written as a definition list."""

    NAME = "facts"

    def on_create(self, parent: Element) -> Element:
        return ElementTree.SubElement(parent, "div", {"class": "facts"})

    def on_end(self, block: Element) -> None:
        for strip in block.findall("dl"):
            group_definitions(strip)


def group_definitions(strip: Element) -> None:
    """Put each term with its definitions into a `<div>`, the group that a grid can lay out."""
    groups: list[Element] = []
    for child in list(strip):
        strip.remove(child)
        if child.tag == "dt" or not groups:
            groups.append(Element("div"))
        groups[-1].append(child)
    strip.extend(groups)


class Steps(Block):  # type: ignore[misc]
    """`/// steps`: an ordered list, or headings with text, drawn as a line of numbered steps."""

    NAME = "steps"

    def on_create(self, parent: Element) -> Element:
        return ElementTree.SubElement(parent, "div", {"class": "steps-frame"})

    def on_end(self, block: Element) -> None:
        plain = block.find("ol")
        if plain is not None and block.find("h3") is None:
            plain.set("class", "steps steps-plain")
            return
        children = list(block)
        for child in children:
            block.remove(child)
        block.extend(steps_from_headings(children))


def steps_from_headings(children: list[Element]) -> list[Element]:
    """Elements before the first heading as they are; then one `<ol>` with an item for each heading and its text."""
    lead: list[Element] = []
    line = Element("ol", {"class": "steps"})
    for child in children:
        if child.tag == "h3":
            ElementTree.SubElement(line, "li").append(child)
        elif len(line):
            line[-1].append(child)
        else:
            lead.append(child)
    return [*lead, line] if len(line) else lead


class Figure(Block):  # type: ignore[misc]
    """`/// figure | name`: a drawing with the page's own words, and its text alternative as the caption."""

    NAME = "figure"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        return ElementTree.SubElement(parent, "figure", {"class": "figure", "id": f"figure-{self.argument}"})

    def on_end(self, block: Element) -> None:
        labels = dict(figure_words(block))
        caption = Element("figcaption", {"id": f"figure-{self.argument}-text"})
        for child in list(block):
            block.remove(child)
            if child.tag != "ul":
                caption.append(child)
        drawing = self.drawing(labels)
        if drawing:
            frame = ElementTree.SubElement(block, "div", {"class": "figure-drawing"})
            frame.text = self.md.htmlStash.store(drawing)
        else:
            block.append(label_list(labels))
        block.append(caption)

    def drawing(self, labels: dict[str, str]) -> str | None:
        """The SVG of this figure with `labels` in it, None when it is not drawn yet or cannot be lettered."""
        source = Path(self.config["drawings"]) / f"{self.argument}.svg"
        if not source.is_file():
            return None
        try:
            return drawings.draw(source.read_text(encoding="utf-8"), labels, f"figure-{self.argument}")
        except drawings.DrawingError as error:
            log.warning("figure %s: %s; its words are shown as a list", self.argument, error)
            return None


def figure_words(block: Element) -> Iterator[tuple[str, str]]:
    """The `key: words` lines of a figure block."""
    for line in block.iterfind("ul/li"):
        text = "".join(line.itertext())
        key, colon, value = text.partition(":")
        if colon:
            yield key.strip(), value.strip()


def label_list(labels: dict[str, str]) -> Element:
    """The labels of a figure as a plain list, for want of a drawing."""
    result = Element("ul")
    for label in labels.values():
        ElementTree.SubElement(result, "li").text = label
    return result


class Filled(Block):  # type: ignore[misc]
    """A block that the site fills; what stands inside it is handed on."""

    NAME = ""
    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        attributes = {"data-block": self.NAME, "data-argument": self.argument or ""}
        return ElementTree.SubElement(parent, "div", attributes)


def filled_block(name: str) -> type[Block]:
    """A class for the filled block `name`; the registry of blocks goes by class."""
    return type(name.title(), (Filled,), {"NAME": name})


class HandbookBlocks(BlocksExtension):  # type: ignore[misc]
    """Registers the handbook's blocks."""

    def __init__(self, **settings: Any) -> None:
        self.config = {"language": ["nb", ""], "drawings": ["", ""]}
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802, ARG002
        """Called by pymdown-extensions."""
        for block in [Missing, Note, Facts, Steps, Figure, *map(filled_block, FILLED_BLOCKS)]:
            block_mgr.register(block, self.getConfigs())
        restrict(block_mgr)


def restrict(blocks: Any) -> None:
    """Let blocks stand only where nothing is around them but blocks, and take no options.

    In lists and quotations pymdown-extensions (12.3) may never end, or end in a RecursionError; an option is an
    attribute of the element, whatever it may be.
    """
    test = blocks.test
    blocks.test = lambda parent, block: (
        parent.tag not in {"li", "dd", "ul", "ol", "dl", "blockquote"} and test(parent, block)
    )
    blocks.split_header = lambda block, length: ({}, block)  # noqa: ARG005


class Items(Treeprocessor):
    """`- [ ] Text {#id was=old}` as a native, labelled checkbox. Runs before inline markup is read."""

    pattern = re.compile(r"^\s*\[([ xX])\]\s+(.*?)(?:\s*\{([^{}]*)\})?\s*$", re.DOTALL)

    def run(self, root: Element) -> None:
        for line in list(root.iter("ul")):
            entries = [(entry, self.matched(entry)) for entry in line.findall("li")]
            if any(found for _, found in entries):
                line.set("class", "items")
            for entry, found in entries:
                if found:
                    self.rewrite(entry, found)

    def matched(self, entry: Element) -> re.Match[str] | None:
        """The item's parts, whether its text stands in the `<li>` or in a paragraph of its own."""
        return self.pattern.match(self.host(entry).text or "")

    def host(self, entry: Element) -> Element:
        """The element that holds the item's text."""
        first = next(iter(entry), None)
        return first if first is not None and first.tag == "p" and not (entry.text or "").strip() else entry

    def rewrite(self, entry: Element, found: re.Match[str]) -> None:
        """Replace the marks by a checkbox and a label that holds the whole text."""
        identifier, pairs = inline.attributes(found[3])
        host = self.host(entry)
        rest = [child for child in entry if child is not host]
        for child in list(entry):
            entry.remove(child)
        entry.text = None
        entry.set("class", "item")
        box = {"type": "checkbox", "class": "item-box", "autocomplete": "off"}
        box |= {"id": identifier, "data-item": identifier} if identifier else {}
        box |= {"data-was": pairs["was"]} if "was" in pairs else {}
        ElementTree.SubElement(entry, "input", box)
        label = ElementTree.SubElement(entry, "label", {"for": identifier} if identifier else {})
        label.text = found[2]
        if rest:
            ElementTree.SubElement(entry, "div", {"class": "item-why"}).extend(rest)


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
        self.words = words(language)
        self.grade = grade

    def run(self, root: Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        section, names = "", set[str]()
        for element in list(root.iter()):
            replace_unreadable_addresses(element)
            if element.tag in {"h1", "h2", "h3", "h4"}:
                section = "".join(self.unescaped(element)).strip()
                self.finish_heading(element, parents[element])
            elif element.tag == "table":
                name = self.table_name(section, names)
                names.add(name)
                self.finish_table(element, parents[element], name)

    def table_name(self, section: str, taken: set[str]) -> str:
        """What a table is called where it can be scrolled: no two on a page alike."""
        plain = f"{self.words['table-scrolls']}: {section}" if section else self.words["table-scrolls"]
        number = 2
        name = plain
        while name in taken:
            name, number = f"{plain} ({number})", number + 1
        return name

    def finish_heading(self, heading: Element, parent: Element) -> None:
        """Take the grade off the heading and set it below; give the heading a link to itself."""
        grade = heading.attrib.pop("grade", self.grade if heading.tag == "h1" else None)
        if grade in GRADES:
            parent.insert(list(parent).index(heading) + 1, self.grade_label(grade))
        identifier = heading.get("id")
        if identifier and heading.tag in {"h2", "h3"}:
            name = "".join(self.unescaped(heading)).strip()
            label = self.words["link-to-section"].format(section=name)
            anchor = Element("a", {"class": "anchor", "href": f"#{identifier}", "aria-label": label})
            anchor.text = "#"
            heading.append(anchor)

    def unescaped(self, heading: Element) -> Iterator[str]:
        """The heading's text, entities that Markdown has stashed left out."""
        for text in heading.itertext():
            yield re.sub(r"\x02[^\x03]*\x03", "", text)

    def grade_label(self, grade: str) -> Element:
        """The label that tells which grade of statement a section is."""
        label = Element("p", {"class": f"grade grade-{grade}"})
        label.text = self.words[f"grade-{grade}"]
        return label

    def finish_table(self, table: Element, parent: Element, name: str) -> None:
        """Give header cells a scope, alignment a class, and the table a frame that can scroll."""
        for cell in table.iter():
            if cell.tag == "th":
                cell.set("scope", "col")
            alignment = re.search(r"text-align:\s*(\w+)", cell.attrib.pop("style", ""))
            if alignment:
                cell.set("class", f"align-{alignment[1]}")
        self.head_rows(table)
        index = list(parent).index(table)
        parent.remove(table)
        frame = Element("div", {"class": "table-frame", "data-label": name})
        frame.append(table)
        parent.insert(index, frame)

    def head_rows(self, table: Element) -> None:
        """Where the corner is empty the first column names the rows: its cells are headers, and the corner is none."""
        corner = table.find("thead/tr/th")
        if corner is None or "".join(corner.itertext()).strip() or len(corner):
            return
        corner.tag = "td"
        del corner.attrib["scope"]
        for row in table.iterfind("tbody/tr"):
            first = row.find("td")
            if first is not None:
                first.tag = "th"
                first.set("scope", "row")


class HandbookExtension(Extension):
    """The handbook's Markdown. Settings: `language` (nb, da, sv), `drawings` (folder of the figures' SVG), `grade`."""

    def __init__(self, **settings: Any) -> None:
        self.config = {
            "language": ["nb", "language of the interface's words"],
            "drawings": ["", "folder of the figures' drawings"],
            "grade": ["", "grade of statement of the page as a whole"],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Called by Python-Markdown."""
        HandbookBlocks(language=self.getConfig("language"), drawings=self.getConfig("drawings")).extendMarkdown(md)
        md.treeprocessors.register(Items(md), "handbook-items", 25)
        md.treeprocessors.register(
            Finish(md, self.getConfig("language"), self.getConfig("grade")), "handbook-finish", 3
        )


def makeExtension(**settings: Any) -> HandbookExtension:  # noqa: N802
    """Entry point by which Python-Markdown finds the extension."""
    return HandbookExtension(**settings)
