"""The handbook's `///` blocks as elements.

What a block needs from the rest of the handbook (cards, lists of cases ...) is not its business: such blocks become
`<div data-block="name">`, for the site to fill.
"""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block

from methodbook.languages import words
from methodbook.page import drawings

log = logging.getLogger("mkdocs.methodbook")  # below MkDocs' own, which tells warnings and counts them for --strict

FILLED_BLOCKS = (
    "cards", "cases", "checklist", "checklists", "finder", "glossary", "pages", "publisher", "rules",
    "templates", "translations",
)  # fmt: skip
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
