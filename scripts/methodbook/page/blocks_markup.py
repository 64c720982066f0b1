"""The handbook's `///` blocks as elements.

What a block needs from the rest of the handbook (cards, lists of cases ...) is not its business: such blocks become
`<div data-block="name">`, for the site to fill.
"""

import logging
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

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


class Note(Block):  # type: ignore[misc]
    """`/// note | Title`: a caution, or a conflict in a source."""

    NAME = "note"
    ARGUMENT: bool | None = None

    def title(self) -> str:
        return str(self.argument or "")

    def on_create(self, parent: Element) -> Element:
        box = SubElement(parent, "aside", {"class": f"box {self.NAME}"})
        if title := self.title():
            SubElement(box, "p", {"class": "box-title"}).text = title
        return box


class Missing(Note):
    """`/// missing`: what the source does not say, under one fixed heading."""

    NAME = "missing"
    ARGUMENT = False

    def title(self) -> str:
        return words(self.config["language"])["missing-title"]


class Facts(Block):  # type: ignore[misc]
    """`/// facts`: a strip of facts, written as a definition list."""

    NAME = "facts"

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "div", {"class": "facts"})

    def on_end(self, block: Element) -> None:
        """Put each term with its definitions into a `<div>`, the group that a grid can lay out."""
        for strip in block.findall("dl"):
            parts = list(strip)
            strip[:] = []
            for part in parts:
                if part.tag == "dt" or not len(strip):
                    SubElement(strip, "div")
                strip[-1].append(part)


class Steps(Block):  # type: ignore[misc]
    """`/// steps`: an ordered list, or headings with text, drawn as a line of numbered steps."""

    NAME = "steps"

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "div", {"class": "steps-frame"})

    def on_end(self, block: Element) -> None:
        """From the first heading on, one `<ol>` with an item for each heading and its text."""
        plain, headings = block.find("ol"), block.findall("h3")
        if plain is not None and not headings:
            plain.set("class", "steps steps-plain")
        elif headings:
            first = list(block).index(headings[0])
            parts = block[first:]
            line = Element("ol", {"class": "steps"})
            block[first:] = [line]
            for part in parts:
                (SubElement(line, "li") if part.tag == "h3" else line[-1]).append(part)


class Figure(Block):  # type: ignore[misc]
    """`/// figure | name`: a drawing with the page's own words, and its text alternative as the caption."""

    NAME = "figure"
    ARGUMENT = True

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "figure", {"class": "figure", "id": f"figure-{self.argument}"})

    def on_end(self, block: Element) -> None:
        """The words stand in the block as a list of `key: words`; all else is the caption."""
        told = ["".join(line.itertext()).partition(":") for line in block.iterfind("ul/li")]
        labels = {key.strip(): value.strip() for key, colon, value in told if colon}
        caption = Element("figcaption", {"id": f"figure-{self.argument}-text"})
        caption.extend(part for part in block if part.tag != "ul")
        block[:] = []
        if drawing := self.drawing(labels):
            SubElement(block, "div", {"class": "figure-drawing"}).text = self.md.htmlStash.store(drawing)
        else:
            plain = SubElement(block, "ul")
            for label in labels.values():
                SubElement(plain, "li").text = label
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


class Filled(Block):  # type: ignore[misc]
    NAME = ""
    ARGUMENT = None

    def on_create(self, parent: Element) -> Element:
        return SubElement(parent, "div", {"data-block": self.NAME, "data-argument": self.argument or ""})


class HandbookBlocks(BlocksExtension):  # type: ignore[misc]
    def __init__(self, **settings: Any) -> None:
        self.config = {"language": ["", ""], "drawings": ["", ""]}
        super().__init__(**settings)

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802, ARG002
        """Blocks stand only where nothing is around them but blocks, and take no options.

        In lists and quotations pymdown-extensions (12.3) may never end, or end in a RecursionError; an option is an
        attribute of the element, whatever it may be.
        """
        filled = [type(name.title(), (Filled,), {"NAME": name}) for name in FILLED_BLOCKS]  # known by their class
        for block in [Missing, Note, Facts, Steps, Figure, *filled]:
            block_mgr.register(block, self.getConfigs())
        test = block_mgr.test
        block_mgr.test = lambda parent, block: (
            parent.tag not in {"li", "dd", "ul", "ol", "dl", "blockquote"} and test(parent, block)
        )
        block_mgr.split_header = lambda block, length: ({}, block)  # noqa: ARG005
