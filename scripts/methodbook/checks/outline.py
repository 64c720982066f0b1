"""Rules about how a page is built: headings, ids, sections, and what a method and a template must hold."""

import itertools
import re
from collections.abc import Iterator

from methodbook.checks.patterns import identifiers
from methodbook.checks.rule import Hit, at, nearest, repeated, rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import words
from methodbook.page import markdown
from methodbook.page.markdown import Heading
from methodbook.page.markup import GRADES
from methodbook.page.prose import word_count

ORDER = {
    "method": ("steps", "related"),
    "case": ("about", "idea", "course", "anchoring", "success", "municipality", "barriers", "well-done", "lesson"),
}
"""The order of those sections that a page has."""
NEEDED_FACTS = ("fact-time", "fact-cost")
"""What every method says, if only that its source does not: how much time it takes, what it costs."""
MOST_WORDS = 160
FROM_A_SOURCE = frozenset({"recommends", "observed"})


@rule("top-heading")
def top_heading(page: Page) -> Iterator[Hit]:
    tops = [heading for heading in page.document.headings if heading.level == 1]
    if not tops:
        yield at(page.document.body_line, count=0)
    yield from (at(heading.line, count=len(tops)) for heading in tops[1:])


@rule("heading-skipped")
def heading_skipped(page: Page) -> Iterator[Hit]:
    levels = [1, *(heading.level for heading in page.document.headings)]
    for above, heading in zip(levels, page.document.headings, strict=False):
        if heading.level > above + 1:
            yield at(heading.line, heading=heading.text, level=heading.level, above=above)


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
    if page.kind == "method" and "steps" not in [heading.id for heading in headings]:
        yield at(page.document.body_line, id="steps", order=", ".join(order))
    known = [heading for heading in headings if heading.id in order]
    wanted = sorted((heading.id or "" for heading in known), key=order.index)
    wrong = ((heading, name) for heading, name in zip(known, wanted, strict=True) if heading.id != name)
    for heading, name in itertools.islice(wrong, 1):
        yield at(heading.line, id=name, order=", ".join(order))


@rule("page-twice")
def page_twice(tree: Tree) -> Iterator[Hit]:
    told = [
        ((page.language, name, str(said or "").strip()), page)
        for page in tree.all_pages()
        for name, said in (("description", page.document.meta.get("description")), ("", page.document.heading))
    ]
    named = (((language, name, said.casefold()), (page, said)) for (language, name, said), page in told if said)
    for _, (page, said), (first, _) in repeated(named):
        yield at(1, page.path, found=said, other=first.path)


@rule("fact-strip")
def fact_strip(page: Page) -> Iterator[Hit]:
    known = {word: key for key, word in words(page.language).items() if key.startswith("fact-")}
    allowed = ", ".join(known)
    needed = [words(page.language)[key] for key in NEEDED_FACTS] if page.kind == "method" else []
    strip = next((block for block in page.blocks("facts") if block.end), None)
    if strip is None:
        if needed:
            yield at(page.document.body_line, label="/// facts", allowed=allowed)
        return
    labels = [label for label, _ in markdown.facts(page.document)]
    inside = {page.lines[n - 1].strip(): n for n in range(strip.end - 1, strip.line, -1)}
    for label in (label for label in labels if label not in known):
        yield at(inside.get(label, strip.line), label=label, allowed=allowed, near=nearest(label, known))
    yield from (at(strip.line, label=label, allowed=allowed) for label in needed if label not in labels)


@rule("sheet-length")
def sheet_length(page: Page) -> Iterator[Hit]:
    for steps in [*page.blocks("steps")][:1] if page.kind == "method" else ():
        before = (one for one in page.passages if one.kind != "field" and one.line < steps.line)
        count = sum(word_count(one.text) for one in before)
        if count > MOST_WORDS:
            yield at(page.document.body_line, words=count, limit=MOST_WORDS)


@rule("template-grade")
def template_grade(page: Page) -> Iterator[Hit]:
    is_template = page.kind == "template"
    named = page.document.meta.get("sources")
    outer = None
    for heading in page.document.headings:
        outer = heading if heading.level <= 2 else outer
        lacks = is_template and heading.grade in FROM_A_SOURCE and not heading.source
        unknown = heading.source is not None and not (isinstance(named, list) and heading.source in named)
        mixed = is_template and outer and heading.grade and heading.grade != outer.grade
        if lacks or unknown or mixed:
            yield at(heading.line, heading=heading.text, grade=heading.grade or "–", source=heading.source or "–")


@rule("template-field")
def template_field(page: Page) -> Iterator[Hit]:
    for field in page.document.fields:
        lacks = (field.kind == "choice" and len(field.options) < 2) or (field.kind == "rows" and not field.columns)
        if lacks or page.kind != "template" or not field.text:
            yield at(field.line, kind=field.kind, field=field.text)
