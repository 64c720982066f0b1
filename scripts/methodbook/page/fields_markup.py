"""What a reader ticks and fills in: `- [ ] item {#id}` and `- [line] field {#id}` as native, labelled controls."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from methodbook.languages import words
from methodbook.page import inline
from methodbook.page.points import FIELD_KINDS

SHORT = 32
"""Characters of the longest label whose field takes half the width."""
BAR = "\ue000"
"""Stands for `|` between cells until the rows are made: lines of bars would be read as a Markdown table."""


class Bars(Preprocessor):
    """Put aside the bars in the rows of fields, so that they make no table."""

    field = re.compile(r"^[-*+][ \t]+\[rows\]")

    def run(self, lines: list[str]) -> list[str]:
        found, is_inside = [], False
        for line in lines:
            is_inside = bool(self.field.match(line)) or (is_inside and line[:1] in {"", " ", "\t"})
            found.append(line.replace("|", BAR) if is_inside and line[:1].isspace() else line)
        return found


class Controls(Treeprocessor):
    """Items and fields as controls. Runs before inline markup is read, so that labels may hold links and emphasis."""

    pattern = re.compile(rf"^\s*\[([ xX]|{'|'.join(FIELD_KINDS)})\]\s+(.*?)(?:\s*\{{([^{{}}]*)\}})?\s*$", re.DOTALL)

    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.words = words(language)

    def run(self, root: Element) -> None:
        for line in list(root.iter("ul")):
            kinds = [self.rewrite(entry) for entry in line.findall("li")]
            if names := [name for name in ("items", "fields") if name in kinds]:
                line.set("class", " ".join(names))

    def rewrite(self, entry: Element) -> str:
        """Replace the marks of `entry` by a control; what it became (`items`, `fields`), empty if it stays as it is."""
        rest = list(entry)
        # The text stands in the entry, or in a paragraph of its own in it.
        has_paragraph = bool(rest) and rest[0].tag == "p" and not (entry.text or "").strip()
        found = self.pattern.match((rest.pop(0) if has_paragraph else entry).text or "")
        if not found:
            return ""
        kind, text, (name, pairs) = found[1], found[2], inline.attributes(found[3])
        entry[:], entry.text = [], None
        if kind in {" ", "x", "X"}:
            entry.extend(item(text, name or "", pairs.get("was", ""), rest))
            entry.set("class", "item")
            return "items"
        is_short = kind in {"line", "date"} and len(text) <= SHORT
        entry.set("class", f"field field-{kind}" + (" field-short" if is_short else ""))
        entry.extend(self.field(kind, text, name or "", rest))
        return "fields"

    def field(self, kind: str, text: str, name: str, rest: list[Element]) -> Iterable[Element]:
        """A field's label, its control, and its hint. `rest` is what stands below it: options or rows, and the hint."""
        nested = next((child for child in rest if child.tag == "ul" and kind in {"choice", "rows"}), None)
        entries = ["".join(entry.itertext()).strip() for entry in nested.findall("li")] if nested is not None else []
        hints = [child for child in rest if child is not nested]
        about = f"{name}--hint" if hints else ""
        shared = {"id": name, "name": name, "data_field": name, "autocomplete": "off", "aria_describedby": about}
        if kind == "rows":
            yield make("p", text, class_="field-name", id=f"{name}--name")
            yield rows(name, text, [entry.split(BAR) for entry in entries])
            yield make("button", self.words["add-row"], type="button", class_="tool needs-script", data_do="add-row")
        else:
            yield make("label", text, class_="field-name", for_=name)
        if kind == "choice":
            options = [AtomicString(option) for option in entries]
            none = make("option", self.words["choose-option"])
            none.set("value", "")
            yield make("select", "", none, *(make("option", option) for option in options), **shared)
            # For who fills it in by hand.
            yield make("ul", "", *(make("li", option) for option in options), class_="field-options paper-only")
        elif kind == "text":
            yield make("textarea", rows="2", **shared)
        elif kind != "rows":
            dated = {"type": "date", "data_is_empty": "true"} if kind == "date" else {"type": "text"}
            yield make("input", **dated, **shared)
        if hints:
            yield make("div", "", *hints, class_="field-hint", id=about)


def make(tag: str, text: str = "", *children: Element, **attributes: str) -> Element:
    """An element; `for_`, `class_` and `data_x` stand for `for`, `class` and `data-x`; empty ones are left out."""
    element = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value})
    element.text = text
    element.extend(children)
    return element


def item(text: str, name: str, was: str, rest: list[Element]) -> Iterable[Element]:
    ids = {"id": name, "data_item": name, "data_was": was}
    yield make("input", type="checkbox", class_="item-box", autocomplete="off", **ids)
    yield make("label", text, for_=name)
    if rest:
        yield make("div", "", *rest, class_="item-why")


def rows(name: str, label: str, cells: list[list[str]]) -> Element:
    """A table to fill in; `cells` are the names of the columns, and the rows as they stand from the start."""
    columns = [cell.strip() for cell in cells[0]] if cells else [""]
    body = make("tbody")
    for number, row in enumerate(cells[1:], 1):
        line = make("tr")
        for column, cell in zip(columns, [*row, *[""] * len(columns)], strict=False):
            text = cell.strip()
            box = make("textarea", AtomicString(text), rows=str(1 + len(text) // SHORT))
            box.set("aria-label", f"{label}: {column}, {number}")
            line.append(make("td", "", box))
            line[-1].set("data-label", column)
        body.append(line)
    head = make("thead", "", make("tr", "", *(make("th", column) for column in columns)))
    shared = {"id": name, "data_field": name, "aria_labelledby": f"{name}--name"}
    return make("table", "", head, body, class_="field-rows", **shared)
