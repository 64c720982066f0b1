"""Rules about slips that come while one types, pastes or leaves a page half done, and about what is hard to read."""

import re
from collections.abc import Iterator

from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page
from methodbook.page import prose
from methodbook.page.drafts import placeholders

SENTENCE_END = re.compile(r"[.!?:…][»«”“\")\]›‹’]*$")
SHORT = 5
"""Words of a paragraph that need not be a sentence."""
LONGEST_SENTENCE = 35
LONGEST_PARAGRAPH = 110
MOST_SENTENCES = 7
LONGEST_READING = 8
"""In minutes."""


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


@rule("placeholder")
def placeholder(page: Page) -> Iterator[Hit]:
    for line, sentence in placeholders(page.document.text, page.document.language):
        yield at(line, text=sentence)


@rule("long-sentence")
def long_sentence(page: Page) -> Iterator[Hit]:
    for passage in page.passages:
        for sentence in prose.sentences(passage.text):
            count = prose.word_count(sentence)
            if count > LONGEST_SENTENCE:
                yield at(passage.line, words=count, limit=LONGEST_SENTENCE, text=" ".join(sentence.split()[:6]))


@rule("long-paragraph")
def long_paragraph(page: Page) -> Iterator[Hit]:
    for passage in page.passages:
        count = prose.word_count(passage.text)
        sentences = len(list(prose.sentences(passage.text)))
        if count > LONGEST_PARAGRAPH or sentences > MOST_SENTENCES:
            yield at(passage.line, words=count, sentences=sentences, limit=LONGEST_PARAGRAPH, most=MOST_SENTENCES)


@rule("reading-time")
def reading_time(page: Page) -> Iterator[Hit]:
    words = sum(prose.word_count(passage.text) for passage in page.passages if passage.kind != "field")
    minutes = words / prose.WORDS_PER_MINUTE
    if minutes > LONGEST_READING:
        yield at(1, minutes=f"{minutes:.1f}".replace(".", ","), limit=LONGEST_READING)
