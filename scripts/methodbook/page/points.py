"""Points of lists that a reader ticks or fills in: checklist items and the fields of templates."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from methodbook.page.code import BEGINS
from methodbook.page.inline import attributes, plain_text

FIELD_KINDS = ("line", "text", "date", "choice", "rows")
"""Kinds of field on a template page: one line, several lines, a date, one of several options, a table of rows."""
ITEM = re.compile(r"[-*+][ \t]+\[[ xX]\][ \t]+\S")
TEXT = re.compile(r"\s+(.*?)(?:\s*\{([^{}]*)\})?\s*", re.DOTALL)
"""The words of a point and its attributes."""
SectionAt = Callable[[int], str | None]
"""The id of the section that a line stands in."""
NESTED = re.compile(r"^(?:[ ]{2,}|[ ]*\t\s*)[-*+](?:[ \t]+(.*))?$")


@dataclass(frozen=True, slots=True)
class Item:
    """A checklist item `- [ ] text {#id was=old}` under the section heading `section` (its id)."""

    line: int
    text: str
    id: str | None
    was: tuple[str, ...] = ()
    why: str = ""
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in, `- [kind] text {#id}`, under the section heading `section` (its id).

    `options` are those of a `choice`. `columns` and `rows` are those of `rows`: each row has a cell for each column,
    empty where the reader writes. `hint` is the indented text below.
    """

    line: int
    kind: str
    text: str
    id: str | None
    section: str | None = None
    hint: str = ""
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a list with a mark in brackets; `below` are the indented lines that belong to it."""

    line: int
    mark: str
    text: str
    attributes: str | None
    below: tuple[str, ...]


def find_points(lines: list[str], first: int, marks: str) -> Iterator[Point]:
    """The points marked with one of `marks` (a regular expression), whose words may go on on the next lines."""
    begin = re.compile(rf"[-*+][ \t]+\[({marks})\](?=[ \t])")
    for index, line in enumerate(lines):
        if found := begin.match(line):
            further = takewhile(lambda line: line.strip() and not BEGINS.match(line), lines[index + 1 :])
            words = [line, *further]
            text, inside = TEXT.fullmatch("\n".join(words)[found.end() :]).groups()  # type: ignore[union-attr]
            below = takewhile(
                lambda line: not line.strip() or line.startswith(("  ", "\t")), lines[index + len(words) :]
            )
            yield Point(first + index, found[1], plain_text(text), inside, tuple(below))


def find_items(lines: list[str], first: int, section_at: SectionAt) -> Iterator[Item]:
    for point in find_points(lines, first, "[ xX]"):
        identifier, pairs = attributes(point.attributes)
        was = tuple(filter(None, pairs.get("was", "").split(",")))
        why = plain_text(" ".join(point.below))
        yield Item(point.line, point.text, identifier, was, why, section_at(point.line))


def find_fields(lines: list[str], first: int, section_at: SectionAt) -> Iterator[Field]:
    """Fields to fill in, with what is indented below them: a hint, and options or rows."""
    for point in find_points(lines, first, "|".join(FIELD_KINDS)):
        identifier, _ = attributes(point.attributes)
        hint, nested = parts(point.below)
        options = tuple(map(plain_text, nested)) if point.mark == "choice" else ()
        table = [tuple(map(plain_text, row.split("|"))) for row in nested] if point.mark == "rows" else []
        columns = table[0] if table else ()
        rows = tuple((*row, *[""] * len(columns))[: len(columns)] for row in table[1:])
        yield Field(
            point.line, point.mark, point.text, identifier, section_at(point.line), hint, options, columns, rows
        )


def parts(below: tuple[str, ...]) -> tuple[str, list[str]]:
    """What is indented below a field: its text, and the entries of the list in it."""
    text: list[str] = []
    nested: list[str] = []
    in_entry = False
    for line in below:
        if found := NESTED.match(line):
            nested.append(found[1] or "")
        elif in_entry and line.strip():
            nested[-1] = f"{nested[-1]} {line.strip()}"
        else:
            text.append(line)
        in_entry = bool(line.strip()) and (in_entry or found is not None)
    return plain_text(" ".join(text)), nested
