"""What a reader ticks and fills in: `- [ ] item {#id}` and `- [line] field {#id}` as native, labelled controls."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from methodbook.languages import Words, words
from methodbook.page import inline

SHORT = 32
"""Characters of the longest label whose field takes half the width."""
BAR = "\ue000"
"""Stands for `|` between cells until the rows are made: lines of bars would be read as a Markdown table."""


class Bars(Preprocessor):
    """Put aside the bars in the rows of fields."""

    field = re.compile(r"^[-*+][ \t]+\[rows\]")

    def run(self, lines: list[str]) -> list[str]:
        """The lines without bars that would make a table."""
        found, is_inside = [], False
        for line in lines:
            is_inside = bool(self.field.match(line)) or (is_inside and line[:1] in {"", " ", "\t"})
            found.append(line.replace("|", BAR) if is_inside and line[:1].isspace() else line)
        return found


class Controls(Treeprocessor):
    """Items and fields as controls. Runs before inline markup is read, so that labels may hold links and emphasis."""

    pattern = re.compile(r"^\s*\[( |x|X|line|text|date|choice|rows)\]\s+(.*?)(?:\s*\{([^{}]*)\})?\s*$", re.DOTALL)

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.words = words(language)

    def run(self, root: Element) -> None:
        """Rewrite every list that has items or fields."""
        for line in list(root.iter("ul")):
            kinds = [self.rewrite(entry) for entry in line.findall("li")]
            names = [name for name in ("items", "fields") if name in kinds]
            if names:
                line.set("class", " ".join(names))

    def rewrite(self, entry: Element) -> str:
        """Replace the marks of `entry` by a control; what it became (`items`, `fields`), empty if it stays as it is."""
        host = self.host(entry)
        found = self.pattern.match(host.text or "")
        if not found:
            return ""
        rest = [child for child in entry if child is not host]
        for child in list(entry):
            entry.remove(child)
        entry.text = None
        identifier, pairs = inline.attributes(found[3])
        if found[1] in {" ", "x", "X"}:
            entry.extend(item(found[2], identifier, pairs.get("was"), rest))
            entry.set("class", "item")
            return "items"
        is_short = found[1] in {"line", "date"} and len(found[2]) <= SHORT
        entry.set("class", f"field field-{found[1]}" + (" field-short" if is_short else ""))
        entry.extend(field(found[1], found[2], identifier or "", rest, self.words))
        return "fields"

    def host(self, entry: Element) -> Element:
        """The element that holds the text: the entry, or a paragraph of its own in it."""
        first = next(iter(entry), None)
        return first if first is not None and first.tag == "p" and not (entry.text or "").strip() else entry


def make(tag: str, text: str = "", **attributes: str) -> Element:
    """An element; `for_`, `class_` and `data_x` stand for `for`, `class` and `data-x`; empty ones are left out."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value}
    element = Element(tag, named)
    element.text = text
    return element


def item(text: str, identifier: str | None, was: str | None, rest: list[Element]) -> Iterable[Element]:
    """A checkbox, a label that holds the whole text, and what stands below it."""
    name = identifier or ""
    ids = {"id": name, "data_item": name, "data_was": was or ""}
    yield make("input", type="checkbox", class_="item-box", autocomplete="off", **ids)
    yield make("label", text, for_=name)
    if rest:
        why = make("div", class_="item-why")
        why.extend(rest)
        yield why


def field(kind: str, text: str, name: str, rest: list[Element], own: Words) -> Iterable[Element]:
    """A field's label, its control, and its hint. `rest` is what stands below it: options or rows, and the hint."""
    nested = next((child for child in rest if child.tag == "ul" and kind in {"choice", "rows"}), None)
    entries = ["".join(entry.itertext()).strip() for entry in nested.findall("li")] if nested is not None else []
    hints = [child for child in rest if child is not nested]
    about = f"{name}--hint" if hints else ""
    shared = {"id": name, "name": name, "data_field": name, "autocomplete": "off", "aria_describedby": about}
    if kind == "rows":
        yield make("p", text, class_="field-name", id=f"{name}--name")
        yield rows(name, text, [entry.split(BAR) for entry in entries])
        yield make("button", own["add-row"], type="button", class_="tool needs-script", data_do="add-row")
    else:
        yield make("label", text, class_="field-name", for_=name)
        yield from control(kind, entries, shared, own)
    if hints:
        hint = make("div", class_="field-hint", id=about)
        hint.extend(hints)
        yield hint


def control(kind: str, options: list[str], shared: dict[str, str], own: Words) -> Iterable[Element]:
    """The control of a field that is no table; a choice also lists its options, for who fills it in by hand."""
    if kind == "choice":
        select = make("select", **shared)
        select.append(make("option", own["choose-option"], value=""))
        select[0].set("value", "")
        select.extend(make("option", AtomicString(option)) for option in options)
        yield select
        listed = make("ul", class_="field-options paper-only")
        listed.extend(make("li", AtomicString(option)) for option in options)
        yield listed
    elif kind == "text":
        yield make("textarea", rows="2", **shared)
    else:
        yield make("input", type="date" if kind == "date" else "text", **shared)


def rows(name: str, label: str, cells: list[list[str]]) -> Element:
    """A table to fill in; `cells` are the names of the columns, and the rows as they stand from the start."""
    columns = [cell.strip() for cell in cells[0]] if cells else [""]
    table = make("table", class_="field-rows", id=name, data_field=name, aria_labelledby=f"{name}--name")
    head = ElementTree.SubElement(ElementTree.SubElement(table, "thead"), "tr")
    head.extend(make("th", column) for column in columns)
    body = ElementTree.SubElement(table, "tbody")
    for number, row in enumerate(cells[1:], 1):
        line = ElementTree.SubElement(body, "tr")
        for column, text in zip(columns, [*row, *[""] * len(columns)], strict=False):
            box = make("textarea", AtomicString(text.strip()), rows=str(1 + len(text.strip()) // SHORT))
            box.set("aria-label", f"{label}: {column}, {number}")
            ElementTree.SubElement(line, "td", {"data-label": column}).append(box)
    return table
