"""Rules about the fields above a page's text; what each may hold stands in `data/schemas.yaml`."""

import itertools
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath

from jsonschema import ValidationError

from methodbook.checks.rule import Edit, Hit, at, nearest, repeated, rule
from methodbook.checks.schemas import errors, is_day, schema
from methodbook.checks.sources import Page, Tree
from methodbook.languages import KNOWN, book, data
from methodbook.page import translations
from methodbook.page.markup import GRADES

EVERYWHERE = ("title", "description", "original", "kind", "sources", "grade", "reviewed")
"""The fields whose order is asked for."""
FIELDS = tuple(data("schemas.yaml")["page"]["properties"])
WITHOUT_ASKS = frozenset({"accessibility", "contribute", "search", "translations"})
"""Pages, and folders of pages, that readers do not search for."""
LONGEST_QUOTE = 80
TEMPLATES = PurePosixPath("templates")


def lists(page: Page, tree: Tree) -> dict[str, list[str]]:
    """What the fields of a page may name, by the names of these lists in the schema."""
    return {
        "ids": sorted(page.document.ids),
        "ids-and-top": [translations.TOP, *sorted(page.document.ids)],
        "grades": list(GRADES),
        "sources": list(book("sources.yaml")),
        "templates": sorted(path.stem for path in tree.page_paths if path.parent == TEMPLATES),
    }


def faults(page: Page, tree: Tree) -> Iterator[tuple[str, ValidationError]]:
    """Where the fields are not as their schema says: the field (empty for a missing one) and what is wrong."""
    for error in errors(dict(page.document.meta), "page", lists(page, tree)):
        yield "".join(map(str, [*error.absolute_path][:1])), error


@rule("field-missing")
def field_missing(page: Page, tree: Tree) -> Iterator[Hit]:
    for field, error in faults(page, tree):
        for name in error.validator_value if not field else ():
            if name not in page.document.meta:
                yield at(1, field=name)


@rule("asks-missing")
def asks_missing(page: Page, tree: Tree) -> Iterator[Hit]:
    needs_none = "asks" in page.document.meta or PurePosixPath(page.document.path.parts[0]).stem in WITHOUT_ASKS
    if not needs_none and not any(not field and "asks" in one.validator_value for field, one in faults(page, tree)):
        yield at(1)


@rule("field-unknown")
def field_unknown(page: Page) -> Iterator[Hit]:
    for name in page.document.meta:
        if name not in FIELDS:
            yield at(line_of(page, name), field=name, near=nearest(name, FIELDS))


def line_of(page: Page, field: str) -> int:
    return page.document.meta_lines.get(field, 1)


@rule("field-value")
def field_value(page: Page, tree: Tree) -> Iterator[Hit]:
    told = set[str]()
    for field, error in faults(page, tree):
        if not field or field in told or is_too_long(error):
            continue
        told.add(field)
        form = schema("page", lists(page, tree))["properties"][field]
        choices = form.get("enum") or form.get("items", {}).get("enum", ())
        known = choices or form.get("propertyNames", {}).get("enum", ())
        wrong = describe(error.instance)
        written = page.lines[line_of(page, field) - 1].partition(":")[2].strip()[:LONGEST_QUOTE]
        where = [part for part in [*error.absolute_path][1:] if isinstance(part, str)]
        readers = (code for code, known in KNOWN.items() if written in known.readers)
        near = next(readers, "") or nearest(wrong, known) if wrong not in known else f"[{wrong}]"
        value = written or ": ".join([*where, wrong])
        yield at(line_of(page, field), field=field, value=value, allowed=", ".join(choices) or field, near=near)


def is_too_long(error: ValidationError) -> bool:
    """Whether an error is the length of a field (and not of something in it), which has a rule of its own."""
    return error.validator == "maxLength" and len(error.absolute_path) == 1


@rule("field-length")
def field_length(page: Page, tree: Tree) -> Iterator[Hit]:
    for field, error in faults(page, tree):
        if is_too_long(error):
            length = len(str(error.instance))
            yield at(line_of(page, field), field=field, length=length, limit=error.validator_value)


def describe(value: object) -> str:
    """A value in a few words, however large or deep it is."""
    if isinstance(value, list | Mapping):
        return "[…]" if isinstance(value, list) else "{…}"
    return "" if value is None else str(value)[:60]


@rule("case-term")
def case_term(page: Page) -> Iterator[Hit]:
    several = page.document.meta.get("cases")
    told = [page.document.meta.get("case"), *(several.values() if isinstance(several, Mapping) else ())]
    front = page.lines[: page.document.body_line - 1]
    for case, (name, known) in itertools.product(told, book("case_terms.yaml").items()):
        entries = case.get(name) if isinstance(case, Mapping) else None
        for key in map(str, entries if isinstance(entries, list) else ()):
            if key not in known:
                line = next((number for number, line in enumerate(front, 1) if key in line), 1)
                yield at(line, field=name, value=key, near=nearest(key, known))


@rule("field-order", fixable=True)
def field_order(page: Page) -> Iterator[Edit]:
    front = page.document.text[: page.begin]
    blocks = list(re.finditer(r"^(\w[\w-]*):.*\n(?:(?!---|\w[\w-]*:).*\n)*", front, re.MULTILINE))
    names = [block[1] for block in blocks]
    shared = [name for name in names if name in EVERYWHERE]
    if set(names) <= set(FIELDS) and shared != sorted(shared, key=FIELDS.index):
        ordered = sorted(blocks, key=lambda block: FIELDS.index(block[1]))
        late = next(name for name, block in zip(names, ordered, strict=True) if name != block[1])
        hit = at(line_of(page, late), order=", ".join(block[1] for block in ordered))
        yield Edit(blocks[0].start(), blocks[-1].end(), "".join(block[0] for block in ordered), hit)


@rule("reviewed-in-future")
def reviewed_in_future(page: Page, tree: Tree) -> Iterator[Hit]:
    day = page.document.meta.get("reviewed")
    if isinstance(day, date) and is_day(None, day) and day > tree.today:
        yield at(line_of(page, "reviewed"), day=day.isoformat())


@rule("checklist-field")
def checklist_field(page: Page) -> Iterator[Hit]:
    named = "checklist" in page.document.meta
    if bool(page.document.items) != named and (named or page.kind != "template"):
        yield at(line_of(page, "checklist") if named else page.document.items[0].line, count=len(page.document.items))


@rule("checklist-twice")
def checklist_twice(tree: Tree) -> Iterator[Hit]:
    named = (((page.language, str(page.document.meta.get("checklist") or "")), page) for page in tree.all_pages())
    for (_, name), page, first in repeated(pair for pair in named if pair[0][1]):
        yield at(line_of(page, "checklist"), page.path, name=name, other=first.path)
