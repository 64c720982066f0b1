"""Points of lists that a reader ticks or fills in: checklist items and the fields of templates."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from methodbook.page.code import BEGINS
from methodbook.page.inline import attributes, plain_text

FIELD_KINDS = ("line", "text", "date", "choice", "rows")
"""Kinds of field on a template page: one line, several lines, a date, one of several options, a table of rows."""
POINT = re.compile(rf"[-*+][ \t]+\[([ xX]|{'|'.join(FIELD_KINDS)})\](?=[ \t])")
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


def find_points(lines: list[str], first: int, section_at: SectionAt) -> tuple[tuple[Item, ...], tuple[Field, ...]]:
    """The checklist items and the fields to fill in; what is indented below them belongs to them."""
    items: list[Item] = []
    fields: list[Field] = []
    for index, line in enumerate(lines):
        if not (found := POINT.match(line)):
            continue
        words = [line, *takewhile(lambda line: line.strip() and not BEGINS.match(line), lines[index + 1 :])]
        text, inside = TEXT.fullmatch("\n".join(words)[found.end() :]).groups()  # type: ignore[union-attr]
        after = lines[index + len(words) :]
        below = list(takewhile(lambda line: not line.strip() or line.startswith(("  ", "\t")), after))
        name, pairs = attributes(inside)
        number, said, section = first + index, plain_text(text), section_at(first + index)
        if found[1] in FIELD_KINDS:
            fields.append(Field(number, found[1], said, name, section, *parts(found[1], below)))
        else:
            was = tuple(filter(None, pairs.get("was", "").split(",")))
            items.append(Item(number, said, name, was, plain_text(" ".join(below)), section))
    return tuple(items), tuple(fields)


def parts(kind: str, below: list[str]) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What is indented below a field of `kind`: its hint, and from the list in it its options, columns and rows."""
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
    options = tuple(map(plain_text, nested)) if kind == "choice" else ()
    table = [tuple(map(plain_text, row.split("|"))) for row in nested] if kind == "rows" else []
    columns = table[0] if table else ()
    rows = tuple((*row, *[""] * len(columns))[: len(columns)] for row in table[1:])
    return plain_text(" ".join(text)), options, columns, rows
