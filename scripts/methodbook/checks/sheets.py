"""Rules about the two kinds of page one works from: the method, a sheet to follow, and the template, to fill in."""

from collections.abc import Iterator

from methodbook.checks.rule import Hit, at, nearest, rule
from methodbook.checks.sources import Page
from methodbook.languages import words
from methodbook.page import markdown
from methodbook.page.prose import word_count

NEEDED_FACTS = ("fact-time", "fact-cost")
"""What every method says, if only that its source does not: how much time it takes, what it costs."""
MOST_WORDS = 160
FROM_A_SOURCE = frozenset({"recommends", "observed"})


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
