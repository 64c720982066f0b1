"""Rules about the fields above a page's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from methodbook.checklists.model import NAME
from methodbook.checks.rule import Edit, Hit, at, nearest, rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES, book
from methodbook.page import translations
from methodbook.page.markup import GRADES

REQUIRED = ("title", "description", "original", "kind", "sources", "reviewed")
REQUIRED_BY_KIND = {"template": ("use", "asks"), "method": ("asks",), "case": ("asks",)}
EVERYWHERE = ("title", "description", "original", "kind", "sources", "grade", "reviewed")
FIELDS = (
    *("title", "description", "original", "kind", "use", "checklist", "templates", "sources", "grade", "reviewed"),
    *("case", "cases", "asks", "fingerprint"),
)
"""All fields, in the order in which `--fix` puts them; only the order of those EVERYWHERE is asked for."""
LONGEST = {"title": 40, "description": 160}
KINDS = ("page", "method", "chapter", "checklist", "case", "template")
USES = ("invite", "meet", "agree", "follow-up")
CASE_FIELDS = ("actor", "field", "form", "municipality")
WITHOUT_ASKS = frozenset({"accessibility", "contribute", "search", "translations"})
"""Pages, and folders of pages, that readers do not search for."""
LONGEST_QUESTION = 80
TEMPLATES = PurePosixPath("templates")


@rule("field-missing")
def field_missing(page: Page) -> Iterator[Hit]:
    wanted = (*REQUIRED, *REQUIRED_BY_KIND.get(str(page.document.meta.get("kind")), ()))
    yield from (at(1, field=name) for name in wanted if name not in page.document.meta)


@rule("asks-missing")
def asks_missing(page: Page) -> Iterator[Hit]:
    told = REQUIRED_BY_KIND.get(str(page.document.meta.get("kind")), ())
    named = PurePosixPath(page.document.path.parts[0]).stem
    if "asks" not in page.document.meta and "asks" not in told and named not in WITHOUT_ASKS:
        yield at(1)


@rule("field-unknown")
def field_unknown(page: Page) -> Iterator[Hit]:
    for name in page.document.meta:
        if name not in FIELDS:
            yield at(line_of(page, name), field=name, near=nearest(name, FIELDS))


def line_of(page: Page, field: str) -> int:
    """The line a field stands on, 1 when it is not there."""
    return page.document.meta_lines.get(field, 1)


@rule("field-value")
def field_value(page: Page, tree: Tree) -> Iterator[Hit]:
    for name, value in page.document.meta.items():
        choices = allowed_values(name, tree)
        wrong = wrong_value(name, value, choices, page)
        if wrong is not None:
            written = written_value(page, name) or wrong
            near = "nb" if written == "no" else nearest(wrong, choices) if wrong not in choices else f"[{wrong}]"
            yield at(line_of(page, name), field=name, value=written, allowed=", ".join(choices) or name, near=near)


def written_value(page: Page, name: str) -> str:
    """What a person wrote behind the name of a field, on its line."""
    return page.lines[line_of(page, name) - 1].partition(":")[2].strip()[:LONGEST_QUESTION]


def allowed_values(name: str, tree: Tree) -> tuple[str, ...]:
    """The values a field may have; empty when it is free text, a date or a mapping."""
    known: dict[str, Callable[[], Iterable[str]]] = {
        "original": lambda: LANGUAGES,
        "kind": lambda: KINDS,
        "use": lambda: USES,
        "grade": lambda: GRADES,
        "sources": lambda: book("sources.yaml"),
        "case": lambda: CASE_FIELDS,
        "templates": lambda: sorted(path.stem for path in tree.page_paths if path.parent == TEMPLATES),
    }
    return tuple(known.get(name, tuple)())


def wrong_value(name: str, value: object, choices: tuple[str, ...], page: Page) -> str | None:
    """What is wrong in a field's value, as words to quote; None when it is as it should be."""
    if name == "checklist":
        return None if isinstance(value, str) and NAME.fullmatch(value) else describe(value)
    if name in {"title", "description"}:
        return None if isinstance(value, str) and value.strip() else describe(value)
    if name in {"original", "kind", "grade", "use"}:
        return None if value in choices else describe(value)
    if name == "reviewed":
        return None if isinstance(value, date) and not isinstance(value, datetime) else describe(value)
    if name in {"sources", "templates"}:
        return wrong_in_list(value, choices)
    if name == "asks":
        return wrong_asks(value, page)
    if name == "cases":
        return wrong_cases(value, page)
    return wrong_mapping(name, value)


def wrong_asks(value: object, page: Page) -> str | None:
    """What is wrong in the questions readers ask: a section that is not there, or no list of short phrases."""
    if not isinstance(value, Mapping) or not value:
        return describe(value)
    for section, questions in value.items():
        if section != translations.TOP and section not in page.document.ids:
            return describe(section)
        if not isinstance(questions, list) or not questions:
            return f"{section}: {describe(questions)}"
        for question in questions:
            if not isinstance(question, str) or len(question) > LONGEST_QUESTION or re.search(r"[?«»”“\"]", question):
                return describe(question)
    return None


def wrong_in_list(value: object, allowed: tuple[str, ...]) -> str | None:
    """The first entry of a list that is not allowed; the value itself when it is no list."""
    if not isinstance(value, list):
        return describe(value)
    return next((describe(entry) for entry in value if entry not in allowed), None)


def wrong_mapping(name: str, value: object) -> str | None:
    """What is wrong in the fields that hold further fields."""
    if name == "case":
        return wrong_case(value)
    if name == "cases":
        cases = value.values() if isinstance(value, Mapping) else [None]
        return next((wrong for wrong in map(wrong_case, cases) if wrong is not None), None)
    if name == "fingerprint":
        fine = isinstance(value, Mapping) and all(isinstance(entry, str) for pair in value.items() for entry in pair)
        return None if fine else describe(value)
    return None


def wrong_cases(value: object, page: Page) -> str | None:
    """What is wrong in the particulars of several short cases, by the id of the section that tells each."""
    if not isinstance(value, Mapping) or not value:
        return describe(value)
    sections = value.items()
    return next(
        (
            describe(name) if name not in page.document.ids else wrong_case(case)
            for name, case in sections
            if name not in page.document.ids or wrong_case(case)
        ),
        None,
    )


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


@rule("case-term")
def case_term(page: Page) -> Iterator[Hit]:
    several = page.document.meta.get("cases")
    told = [page.document.meta.get("case"), *(several.values() if isinstance(several, Mapping) else ())]
    for case in (case for case in told if isinstance(case, Mapping)):
        for name, known in book("case_terms.yaml").items():
            entries = case.get(name)
            for key in map(str, entries if isinstance(entries, list) else ()):
                if key not in known:
                    yield at(line_of_word(page, key), field=name, value=key, near=nearest(key, known))


def line_of_word(page: Page, word: str) -> int:
    """The line of the front matter on which a word stands."""
    return next((n for n, line in enumerate(page.lines[: page.document.body_line - 1], 1) if word in line), 1)


@rule("field-length")
def field_length(page: Page) -> Iterator[Hit]:
    for name, limit in LONGEST.items():
        length = len(str(page.document.meta.get(name) or ""))
        if length > limit:
            yield at(line_of(page, name), field=name, length=length, limit=limit)


@rule("field-order", fixable=True)
def field_order(page: Page) -> Iterator[Edit]:
    front = page.document.text[: len(page.document.text) - len(page.document.body)]
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
    if isinstance(day, date) and not isinstance(day, datetime) and day > tree.today:
        yield at(line_of(page, "reviewed"), day=day.isoformat())


@rule("checklist-field")
def checklist_field(page: Page) -> Iterator[Hit]:
    named = "checklist" in page.document.meta
    is_free = page.document.meta.get("kind") == "template" and not named
    if bool(page.document.items) != named and not is_free:
        yield at(line_of(page, "checklist") if named else page.document.items[0].line, count=len(page.document.items))


@rule("checklist-twice")
def checklist_twice(tree: Tree) -> Iterator[Hit]:
    for pages in tree.pages.values():
        seen: dict[Any, Page] = {}
        for page in pages.values():
            name = page.document.meta.get("checklist")
            if not isinstance(name, str) or not name:
                continue
            if name in seen:
                yield at(line_of(page, "checklist"), page.path, name=name, other=seen[name].path)
            seen.setdefault(name, page)
