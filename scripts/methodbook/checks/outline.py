"""Rules about a page's outline: headings, ids, sections, and the lines that belong to them."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from methodbook.checks.patterns import identifiers
from methodbook.checks.rule import Edit, Hit, at, nearest, rule
from methodbook.checks.sources import Page, Tree
from methodbook.page.markdown import Heading
from methodbook.page.markup import GRADES

TAKEN = frozenset(
    (
        *("book-contents", "by-method", "by-use", "carry-on-title", "checklist-words", "contents-title"),
        *("finder-title", "form-others", "glossary-filter", "item-fields", "list-about", "list-keep"),
        *("list-question", "list-take", "list-tools", "main", "menu", "moved", "print", "search-count"),
        *("search-dialog", "search-field", "search-title", "methods-compared", "situation-all", "take", "top"),
    )
)
"""The ids in the templates of pages."""
NEEDED = {"method": ("steps",)}
"""Sections that a page of a kind must have."""
ORDER = {
    "method": ("steps", "related"),
    "case": ("about", "idea", "course", "anchoring", "success", "municipality", "barriers", "well-done", "lesson"),
}
"""The order of those sections that a page has."""
MARK_AT_END = re.compile(r"(#{1,6}[ \t]+.*?[^.…])([.:;,])(?=[ \t]*(?:\{[^{}]*\})?[ \t]*$)")


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


@rule("heading-form", fixable=True)
def heading_form(page: Page) -> Iterator[Hit | Edit]:
    for start, line in body_with_offsets(page):
        if found := re.match(r" {0,3}(#{1,6})(?=[^#\s])| {1,3}(#{1,6})[ \t]+", line):
            new = f"{found[1] or found[2]} "
            yield Edit(start, start + found.end(), new, at(page.line_of(start), heading=line.strip()))
    for (number, above), (_, line) in itertools.pairwise(page.body_lines):
        if re.fullmatch(r"(=+|-+)[ \t]*", line) and re.match(r"[^\s|#>/:*+-]", above):
            yield at(number, heading=above.strip())


@rule("heading-marks", fixable=True)
def heading_marks(page: Page) -> Iterator[Hit | Edit]:
    lines = page.document.text.split("\n")
    for heading in page.document.headings:
        if re.search(r"\*\*|__", lines[heading.line - 1]):
            yield at(heading.line, found=heading.text)
    for start, line in body_with_offsets(page):
        if found := MARK_AT_END.match(line):
            hit = at(page.line_of(start), found=line.lstrip("#").partition("{")[0].strip())
            yield Edit(start + found.start(2), start + found.end(2), "", hit)
    title = str(page.document.meta.get("title") or "")
    if re.search(r"[.:;,]$", title):
        yield at(page.document.meta_lines.get("title", 1), found=title)


@rule("heading-id")
def heading_id(page: Page) -> Iterator[Hit]:
    for heading in page.document.headings:
        if heading.level in (2, 3) and not heading.id and "{" not in heading.text:
            yield at(heading.line, heading=heading.text)


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
    seen: dict[str, int] = {}
    for line, identifier in identifiers(page):
        if identifier in seen:
            yield at(line, id=identifier, first=seen[identifier])
        seen.setdefault(identifier, line)


@rule("id-taken")
def id_taken(page: Page) -> Iterator[Hit]:
    yield from (at(line, id=identifier) for line, identifier in identifiers(page) if identifier in TAKEN)


@rule("grade-unknown")
def grade_unknown(page: Page) -> Iterator[Hit]:
    for heading in page.document.headings:
        if heading.grade is not None and heading.grade not in GRADES:
            near = nearest(heading.grade, GRADES)
            yield at(heading.line, value=heading.grade, allowed=", ".join(GRADES), near=near)


@rule("attribute-form")
def attribute_form(page: Page) -> Iterator[Hit]:
    for passage in page.passages:
        if passage.kind != "field" and (found := re.search(r"[{}]", page.masked[passage.start : passage.end])):
            line = page.line_of(passage.start + found.start())
            yield at(line, text=page.lines[line - 1].strip()[-40:])


@rule("lead-missing")
def lead_missing(page: Page) -> Iterator[Hit]:
    top = next((heading for heading in page.document.headings if heading.level == 1), None)
    if top is None:
        return
    below = (line.strip() for number, line in page.body_lines if number > top.line)
    first = next((line for line in below if line), "")
    if not first or re.match(r"[#|>]|///|[-*+]\s|\d+[.)]\s", first):
        yield at(top.line)


@rule("section-order")
def section_order(page: Page) -> Iterator[Hit]:
    kind = str(page.document.meta.get("kind"))
    headings = [heading for heading in page.document.headings if heading.level == 2]
    order = ORDER.get(kind, ())
    present = [heading.id for heading in headings]
    for name in NEEDED.get(kind, ()):
        if name not in present:
            yield at(page.document.body_line, id=name, order=", ".join(order))
    known = [heading for heading in headings if heading.id in order]
    for heading, name in zip(known, sorted((one.id or "" for one in known), key=order.index), strict=True):
        if heading.id != name:
            yield at(heading.line, id=name, order=", ".join(order))
            break


@rule("page-twice")
def page_twice(tree: Tree) -> Iterator[Hit]:
    for pages in tree.pages.values():
        yield from shared(pages.values(), lambda page: str(page.document.meta.get("description") or ""))
        yield from shared(pages.values(), lambda page: page.document.heading)


def shared(pages: Iterable[Page], said: Callable[[Page], str]) -> Iterator[Hit]:
    """The pages that say what one before them says."""
    by_words: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if words := said(page).strip().casefold():
            by_words[words].append(page)
    for first, *others in by_words.values():
        yield from (at(1, page.path, found=said(page), other=first.path) for page in others)


def body_with_offsets(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of the body, code emptied, each with its offset in the file."""
    offset = len(page.document.text) - len(page.document.body)
    lines = page.document.body.split("\n")
    for line, (_, shown) in zip(lines, page.body_lines, strict=True):
        yield offset, shown
        offset += len(line) + 1
