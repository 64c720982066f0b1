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
    is_method = page.document.meta.get("kind") == "method"
    strip = next((block for block in page.document.blocks if block.name == "facts" and block.end), None)
    if strip is None:
        if is_method:
            yield at(page.document.body_line, label="/// facts", allowed=allowed)
        return
    labels = [label for label, _ in markdown.facts(page.document)]
    for label in labels:
        if label not in known:
            inside = range(strip.line + 1, strip.end)
            line = next((n for n in inside if page.lines[n - 1].strip() == label), strip.line)
            yield at(line, label=label, allowed=allowed, near=nearest(label, known))
    for key in NEEDED_FACTS if is_method else ():
        if words(page.language)[key] not in labels:
            yield at(strip.line, label=words(page.language)[key], allowed=allowed)


@rule("sheet-length")
def sheet_length(page: Page) -> Iterator[Hit]:
    steps = [block for block in page.document.blocks if block.name == "steps"]
    if page.document.meta.get("kind") == "method" and steps:
        before = (one for one in page.passages if one.kind != "field" and one.line < steps[0].line)
        count = sum(word_count(one.text) for one in before)
        if count > MOST_WORDS:
            yield at(page.document.body_line, words=count, limit=MOST_WORDS)


@rule("template-grade")
def template_grade(page: Page) -> Iterator[Hit]:
    is_template = page.document.meta.get("kind") == "template"
    named = page.document.meta.get("sources")
    sources = named if isinstance(named, list) else []
    outer = None
    for heading in page.document.headings:
        lacks = is_template and heading.grade in FROM_A_SOURCE and not heading.source
        unknown = heading.source is not None and heading.source not in sources
        if heading.level <= 2:
            outer = heading
        mixed = is_template and outer and heading.grade and heading.grade != outer.grade and heading is not outer
        if lacks or unknown or mixed:
            grade, source = heading.grade or "–", heading.source or "–"
            yield at(heading.line, heading=heading.text, grade=grade, source=source)


@rule("template-field")
def template_field(page: Page) -> Iterator[Hit]:
    is_template = page.document.meta.get("kind") == "template"
    for field in page.document.fields:
        lacks = (field.kind == "choice" and len(field.options) < 2) or (field.kind == "rows" and not field.columns)
        if lacks or not is_template or not field.text:
            yield at(field.line, kind=field.kind, field=field.text)
