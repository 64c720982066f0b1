"""Rules about what is easy to read: advice, but for the reading time of a page."""

from __future__ import annotations

from collections.abc import Iterator

from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import PageRule, Rule
from methodbook.checks.sources import Page, Tree
from methodbook.page import prose

LONGEST_SENTENCE = 35
LONGEST_PARAGRAPH = 110
MOST_SENTENCES = 7
LONGEST_READING = 8


class LongSentence(PageRule):
    """A sentence one has to read twice."""

    id = "long-sentence"
    group = "readability"
    level = Level.ADVICE

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            for sentence in prose.sentences(passage.text):
                count = prose.word_count(sentence)
                if count > LONGEST_SENTENCE:
                    details = {"words": count, "limit": LONGEST_SENTENCE, "text": " ".join(sentence.split()[:6])}
                    yield self.finding(page.path, passage.line, **details)


class LongParagraph(PageRule):
    """A paragraph with more than one message."""

    id = "long-paragraph"
    group = "readability"
    level = Level.ADVICE

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            count = prose.word_count(passage.text)
            sentences = len(list(prose.sentences(passage.text)))
            if count > LONGEST_PARAGRAPH or sentences > MOST_SENTENCES:
                details = {"words": count, "sentences": sentences, "limit": LONGEST_PARAGRAPH, "most": MOST_SENTENCES}
                yield self.finding(page.path, passage.line, **details)


class ReadingTime(PageRule):
    """A page nobody with ten minutes can read."""

    id = "reading-time"
    group = "readability"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        minutes = reading_minutes(page)
        if minutes > LONGEST_READING:
            details = {"minutes": f"{minutes:.1f}".replace(".", ","), "limit": LONGEST_READING}
            yield self.finding(page.path, 1, **details)


def reading_words(page: Page) -> int:
    """How many words a reader of the page's body reads."""
    return sum(prose.word_count(passage.text) for passage in page.passages if passage.kind != "field")


def reading_minutes(page: Page) -> float:
    """How long a practised reader needs for the page."""
    return reading_words(page) / prose.WORDS_PER_MINUTE


RULES: tuple[Rule, ...] = (LongSentence(), LongParagraph(), ReadingTime())
