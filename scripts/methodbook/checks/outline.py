"""Rules about a page's outline: headings, ids, sections, and the lines that belong to them."""

import itertools
import re
from collections.abc import Iterator

from methodbook.checks.patterns import identifiers
from methodbook.checks.rule import Hit, at, nearest, repeated, rule
from methodbook.checks.sources import Page, Tree
from methodbook.page.markdown import Heading
from methodbook.page.markup import GRADES

NEEDED = {"method": ("steps",)}
"""Sections that a page of a kind must have."""
ORDER = {
    "method": ("steps", "related"),
    "case": ("about", "idea", "course", "anchoring", "success", "municipality", "barriers", "well-done", "lesson"),
}
"""The order of those sections that a page has."""


@rule("top-heading")
def top_heading(page: Page) -> Iterator[Hit]:
    tops = [heading for heading in page.document.headings if heading.level == 1]
    if not tops:
        yield at(page.document.body_line, count=0)
    yield from (at(heading.line, count=len(tops)) for heading in tops[1:])


@rule("heading-skipped")
def heading_skipped(page: Page) -> Iterator[Hit]:
    above = 1
    for heading in page.document.headings:
        if heading.level > above + 1:
            yield at(heading.line, heading=heading.text, level=heading.level, above=above)
        above = heading.level


@rule("heading-id")
def heading_id(page: Page) -> Iterator[Hit]:
    headings = (heading for heading in page.document.headings if heading.level in (2, 3) and not heading.id)
    yield from (at(heading.line, heading=heading.text) for heading in headings if "{" not in heading.text)


@rule("heading-twice")
def heading_twice(page: Page) -> Iterator[Hit]:
    seen = set[tuple[str, ...]]()
    trail: list[Heading] = []
    for heading in page.document.headings:
        trail = [*(one for one in trail if one.level < heading.level), heading]
        place = tuple(one.text.casefold() for one in trail)
        if place in seen:
            yield at(heading.line, found=heading.text)
        seen.add(place)


@rule("section-empty")
def section_empty(page: Page) -> Iterator[Hit]:
    headings = page.document.headings
    for heading, following in itertools.zip_longest(headings, headings[1:]):
        end, level = (following.line - 1, following.level) if following else (len(page.lines), 0)
        text = "\n".join(page.lines[heading.line : end]).strip()
        only_missing = following and re.fullmatch(r"///[ \t]*missing[ \t]*\n[^/]*\n///", text)
        if level <= heading.level and (not text or only_missing):
            yield at(heading.line, found=heading.text)


@rule("id-twice")
def id_twice(page: Page) -> Iterator[Hit]:
    for identifier, line, first in repeated((identifier, line) for line, identifier in identifiers(page)):
        yield at(line, id=identifier, first=first)


@rule("grade-unknown")
def grade_unknown(page: Page) -> Iterator[Hit]:
    for heading in page.document.headings:
        if heading.grade is not None and heading.grade not in GRADES:
            near = nearest(heading.grade, GRADES)
            yield at(heading.line, value=heading.grade, allowed=", ".join(GRADES), near=near)


@rule("lead-missing")
def lead_missing(page: Page) -> Iterator[Hit]:
    for top in [heading for heading in page.document.headings if heading.level == 1][:1]:
        below = (line.strip() for number, line in page.body_lines if number > top.line)
        first = next(filter(None, below), "")
        if not first or re.match(r"[#|>]|///|[-*+]\s|\d+[.)]\s", first):
            yield at(top.line)


@rule("section-order")
def section_order(page: Page) -> Iterator[Hit]:
    order = ORDER.get(page.kind, ())
    headings = [heading for heading in page.document.headings if heading.level == 2]
    for name in {*NEEDED.get(page.kind, ())} - {heading.id for heading in headings}:
        yield at(page.document.body_line, id=name, order=", ".join(order))
    known = [heading for heading in headings if heading.id in order]
    wanted = sorted((heading.id or "" for heading in known), key=order.index)
    wrong = ((heading, name) for heading, name in zip(known, wanted, strict=True) if heading.id != name)
    for heading, name in itertools.islice(wrong, 1):
        yield at(heading.line, id=name, order=", ".join(order))


@rule("page-twice")
def page_twice(tree: Tree) -> Iterator[Hit]:
    """Two pages of a language with the same description or main heading."""
    told = [
        ((page.language, name, str(said or "").strip()), page)
        for page in tree.all_pages()
        for name, said in (("description", page.document.meta.get("description")), ("", page.document.heading))
    ]
    named = (((language, name, said.casefold()), (page, said)) for (language, name, said), page in told if said)
    for _, (page, said), (first, _) in repeated(named):
        yield at(1, page.path, found=said, other=first.path)
