"""Rules about what is easy to read: advice."""

from __future__ import annotations

from collections.abc import Iterator

from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page
from methodbook.page import prose

LONGEST_SENTENCE = 35
LONGEST_PARAGRAPH = 110
MOST_SENTENCES = 7
LONGEST_READING = 8


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
    minutes = reading_minutes(page)
    if minutes > LONGEST_READING:
        yield at(1, minutes=f"{minutes:.1f}".replace(".", ","), limit=LONGEST_READING)


def reading_words(page: Page) -> int:
    """How many words a reader of the page's body reads."""
    return sum(prose.word_count(passage.text) for passage in page.passages if passage.kind != "field")


def reading_minutes(page: Page) -> float:
    """How long a practised reader needs for the page."""
    return reading_words(page) / prose.WORDS_PER_MINUTE
