"""Rules about slips that slide in while one types, pastes or leaves a page half done, and no spelling check tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from methodbook.checks.patterns import quoted
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page

UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TBD|XXX+)\b|\blorem ipsum\b|\?{4,}", re.IGNORECASE)
# With a colon it is a blank that whoever publishes the handbook fills in: [Fyll inn: dato].
TO_FILL_IN = re.compile(
    r"\[(?:skriv|fyll|sett inn|indsæt|udfyld|tilføj|infoga|ange|lägg till|insert)\b[^\]:\n]*\](?!\()", re.IGNORECASE
)
SENTENCE_END = re.compile(r"[.!?:…][»«”“\")\]›‹’]*$")
SHORT = 5
"""Words of a paragraph that need not be a sentence."""


@rule("unfinished")
def unfinished(page: Page) -> Iterator[Hit]:
    for found in (*UNFINISHED.finditer(page.masked), *TO_FILL_IN.finditer(page.typed)):
        yield at(page.line_of(found.start()), found=quoted(found))


@rule("bracket-open")
def bracket_open(page: Page) -> Iterator[Hit]:
    yield from (at(passage.line, found=passage.text[:60]) for passage in page.passages if not balanced(passage.text))


def balanced(text: str) -> bool:
    """Whether every bracket has its partner; a bracket behind a single letter or figure, as in a), needs none."""
    depth = 0
    for mark in re.finditer(r"[()]", text):
        if mark[0] == "(":
            depth += 1
        elif depth:
            depth -= 1
        elif not re.search(r"(?:^|\s)\w{1,2}$", text[max(mark.start() - 4, 0) : mark.start()]):
            return False
    return depth == 0


@rule("sentence-form")
def sentence_form(page: Page) -> Iterator[Hit]:
    for passage in page.passages:
        text = passage.text.strip()
        typed = page.document.text[passage.start :].partition("\n\n")[0].rstrip("*_ \n")
        is_term = "\n:" in typed  # a name with its definition below
        is_link = typed.endswith((")", "]", "}", "`"))  # a way to another page is no sentence
        breaks_off = len(text.split()) > SHORT and not is_link and not is_term and not SENTENCE_END.search(text)
        is_byline = text.startswith(("–", "—"))  # who said what is quoted above
        if passage.kind == "paragraph" and not is_byline and (text[:1].islower() or breaks_off):
            yield at(passage.line, found=text[:60])
