"""Rules about the fields above a page's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from methodbook.checks.files import UnreadableRule
from methodbook.checks.findings import Finding
from methodbook.checks.rule import Edit, EditRule, PageRule, Rule, nearest
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES, book
from methodbook.page.markup import GRADES

REQUIRED = ("title", "description", "original", "kind", "sources", "reviewed")
FIELDS = (
    "title",
    "description",
    "original",
    "kind",
    "sources",
    "grade",
    "reviewed",
    "checklist",
    "case",
    "fingerprint",
)
LONGEST = {"title": 40, "description": 160}
KINDS = ("page", "method", "chapter", "checklist", "case")
CASE_FIELDS = ("field", "form", "municipality")


class FrontMatterMissing(UnreadableRule):
    """A page that does not begin with its fields."""

    id = "front-matter-missing"
    group = "front-matter"


class FrontMatterOpen(UnreadableRule):
    """Fields without the line that ends them."""

    id = "front-matter-open"
    group = "front-matter"


class FrontMatterBroken(UnreadableRule):
    """Fields that cannot be read."""

    id = "front-matter-broken"
    group = "front-matter"


class FieldTwice(UnreadableRule):
    """A field that stands there twice: only one of the two would count."""

    id = "field-twice"
    group = "front-matter"


class FieldMissing(PageRule):
    """A field every page needs."""

    id = "field-missing"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for name in REQUIRED:
            if name not in page.document.meta:
                yield self.finding(page.path, 1, field=name)


class FieldUnknown(PageRule):
    """A field nothing reads, mostly a slip of the finger."""

    id = "field-unknown"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for name in page.document.meta:
            if name not in FIELDS:
                line = page.document.meta_lines.get(name, 1)
                yield self.finding(page.path, line, field=name, near=nearest(name, FIELDS))


class FieldValue(PageRule):
    """A field that does not hold what it should."""

    id = "field-value"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for name, value in page.document.meta.items():
            wrong = wrong_value(name, value)
            if wrong is not None:
                line = page.document.meta_lines.get(name, 1)
                choices = allowed_values(name)
                near = nearest(wrong, choices) if choices else ""
                yield self.finding(page.path, line, field=name, value=wrong, allowed=", ".join(choices), near=near)


def allowed_values(name: str) -> tuple[str, ...]:
    """The values a field may have; empty when it is free text, a date or a mapping."""
    known: dict[str, tuple[str, ...]] = {
        "original": LANGUAGES,
        "kind": KINDS,
        "grade": GRADES,
        "sources": tuple(book("sources.yaml")),
        "reviewed": ("YYYY-MM-DD",),
        "case": CASE_FIELDS,
    }
    return known.get(name, ())


def wrong_value(name: str, value: object) -> str | None:
    """What is wrong in a field's value, as words to quote; None when it is as it should be."""
    if name in {"title", "description", "checklist"}:
        return None if isinstance(value, str) and value.strip() else describe(value)
    if name in {"original", "kind", "grade"}:
        return None if value in allowed_values(name) else describe(value)
    if name == "reviewed":
        return None if isinstance(value, date) and not isinstance(value, datetime) else describe(value)
    if name == "sources":
        return wrong_in_list(value, allowed_values(name))
    return wrong_mapping(name, value)


def wrong_in_list(value: object, allowed: tuple[str, ...]) -> str | None:
    """The first entry of a list that is not allowed; the value itself when it is no list."""
    if not isinstance(value, list):
        return describe(value)
    return next((describe(entry) for entry in value if entry not in allowed), None)


def wrong_mapping(name: str, value: object) -> str | None:
    """What is wrong in the fields that hold further fields."""
    if name == "case":
        return wrong_case(value)
    if name == "fingerprint":
        fine = isinstance(value, Mapping) and all(isinstance(entry, str) for pair in value.items() for entry in pair)
        return None if fine else describe(value)
    return None


def wrong_case(value: object) -> str | None:
    """What is wrong in the particulars of a case."""
    if not isinstance(value, Mapping):
        return describe(value)
    for name, entries in value.items():
        if name not in CASE_FIELDS:
            return describe(name)
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            return f"{name}: {describe(entries)}"
    return None


def describe(value: object) -> str:
    """A value in a few words, however large or deep it is."""
    if isinstance(value, list | Mapping):
        return "[…]" if isinstance(value, list) else "{…}"
    return "" if value is None else str(value)[:60]


class CaseTerm(PageRule):
    """A field of work or form of cooperation that has no words in the three languages."""

    id = "case-term"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        told = page.document.meta.get("case")
        if not isinstance(told, Mapping):
            return
        for name, known in book("case_terms.yaml").items():
            for key in listed(told.get(name)):
                if key not in known:
                    line = line_of_word(page, key)
                    yield self.finding(page.path, line, field=name, value=key, near=nearest(key, tuple(known)))


def listed(value: object) -> list[str]:
    """The words of a list; none when it is no list."""
    return [str(entry) for entry in value] if isinstance(value, list) else []


def line_of_word(page: Page, word: str) -> int:
    """The line of the front matter on which a word stands."""
    return next((n for n, line in enumerate(page.lines[: page.document.body_line - 1], 1) if word in line), 1)


class FieldLength(PageRule):
    """A title or description too long for the place it is shown in."""

    id = "field-length"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for name, limit in LONGEST.items():
            length = len(str(page.document.meta.get(name) or ""))
            if length > limit:
                line = page.document.meta_lines.get(name, 1)
                yield self.finding(page.path, line, field=name, length=length, limit=limit)


class FieldOrder(EditRule):
    """Fields in another order than on the other pages."""

    id = "field-order"
    group = "front-matter"
    level = Rule.level

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        blocks = field_blocks(page)
        known = [block for block in blocks if block.name in FIELDS]
        if len(known) != len(blocks) or not known:
            return
        ordered = sorted(known, key=lambda block: FIELDS.index(block.name))
        if ordered != known:
            text = "".join(block.text for block in ordered)
            yield Edit(known[0].start, known[-1].end, text)

    def edit_finding(self, page: Page, edit: Edit) -> Finding:
        names = [block.name for block in field_blocks(page)]
        ordered = sorted(names, key=FIELDS.index)
        late = next(name for name, wanted in zip(names, ordered, strict=True) if name != wanted)
        return self.finding(page.path, page.document.meta_lines.get(late, 1), order=", ".join(ordered))


class FieldBlock:
    """A field with the lines that belong to it; `start` and `end` are offsets in the file."""

    def __init__(self, name: str, start: int, text: str) -> None:
        self.name = name
        self.start = start
        self.text = text

    @property
    def end(self) -> int:
        """Offset behind the last line end."""
        return self.start + len(self.text)


def field_blocks(page: Page) -> list[FieldBlock]:
    """The fields of the front matter as they stand in the file, each with its indented lines."""
    found: list[FieldBlock] = []
    offset = 0
    for number, line in enumerate(page.document.text.split("\n"), 1):
        if 1 < number < page.document.body_line - 1:
            if name := re.match(r"(\w[\w-]*):", line):
                found.append(FieldBlock(name[1], offset, ""))
            if found:
                found[-1].text += line + "\n"
        offset += len(line) + 1
    return found


class ReviewedInFuture(PageRule):
    """A review that has not taken place yet."""

    id = "reviewed-in-future"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        day = page.document.meta.get("reviewed")
        if isinstance(day, date) and not isinstance(day, datetime) and day > tree.today:
            yield self.finding(page.path, page.document.meta_lines.get("reviewed", 1), day=day.isoformat())


class ChecklistField(PageRule):
    """Checklist items without a list to belong to, or a list without items."""

    id = "checklist-field"
    group = "front-matter"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        named = "checklist" in page.document.meta
        if bool(page.document.items) != named:
            line = page.document.meta_lines.get("checklist", 1) if named else page.document.items[0].line
            yield self.finding(page.path, line, count=len(page.document.items))


class ChecklistTwice(Rule):
    """Two pages with the same list: their ticks would mix."""

    id = "checklist-twice"
    group = "front-matter"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for pages in tree.pages.values():
            seen: dict[str, Page] = {}
            for page in pages.values():
                name = checklist_name(page)
                if name and name in seen:
                    line = page.document.meta_lines.get("checklist", 1)
                    yield self.finding(page.path, line, name=name, other=seen[name].path)
                elif name:
                    seen[name] = page


def checklist_name(page: Page) -> str:
    """The list whose items stand on the page; empty when there is none."""
    name: Any = page.document.meta.get("checklist")
    return name if isinstance(name, str) else ""


RULES: tuple[Rule, ...] = (
    FrontMatterMissing(),
    FrontMatterOpen(),
    FrontMatterBroken(),
    FieldTwice(),
    FieldMissing(),
    FieldUnknown(),
    FieldValue(),
    FieldLength(),
    FieldOrder(),
    ReviewedInFuture(),
    CaseTerm(),
    ChecklistField(),
    ChecklistTwice(),
)
