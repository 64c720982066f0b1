"""Pages that are not there yet: the handbook grown to any size, to see what becomes of the search.

A page of filler is made like the real ones: the same number of sections and words, the words that stand on many real
pages as often as they stand there, and a topic of its own in new compounds of the handbook's words.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.queries import FILLER
from methodbook.search.articles import Article, Section
from methodbook.search.words import forms

COMMON = 0.1
"""Share of the real pages a word must stand on to be used in filler: the rest are words of a topic."""
TOPIC_WORDS = 40
TOPIC_SHARE = 0.25
"""Share of the words of a page that belong to its topic."""
SECTION_WORDS = (30, 110)
PARAGRAPH_WORDS = 18


@dataclass(frozen=True)
class Stock:
    """What filler is made of: common words with their frequencies, and parts for compounds."""

    common: tuple[str, ...]
    weights: tuple[int, ...]
    parts: tuple[str, ...]
    sections: tuple[int, ...]


def stock_of(articles: Sequence[Article]) -> Stock:
    """The stock that real `articles` give."""
    counted: Counter[str] = Counter()
    pages: Counter[str] = Counter()
    for article in articles:
        words = [form for section in article.sections for form in forms(section.text)]
        counted.update(words)
        pages.update(set(words))
    common = sorted(word for word in pages if pages[word] >= COMMON * len(articles))
    parts = sorted(word for word in pages if 4 <= len(word) <= 9 and word.isalpha())
    sections = tuple(min(len(article.sections), 30) for article in articles)
    return Stock(tuple(common), tuple(counted[word] for word in common), tuple(parts), sections)


def filler(articles: Sequence[Article], count: int, language: str, seed: int = 7) -> Iterator[Article]:
    """`count` pages of filler in `language`; the same for the same articles."""
    stock = stock_of(articles)
    for place in range(count):
        dice = random.Random(f"{seed} {language} {place}")  # noqa: S311 - a benchmark, not a secret
        topic = [dice.choice(stock.parts) + dice.choice(stock.parts) for _ in range(TOPIC_WORDS)]
        sections = tuple(
            Section(
                f"s{number}" if number else "",
                heading(stock, topic, dice),
                2 if number else 1,
                text(stock, topic, dice),
            )
            for number in range(dice.choice(stock.sections))
        )
        yield Article(f"{FILLER}{language}-{place}/", sections[0].heading, "page", language, (), sections)


def heading(stock: Stock, topic: Sequence[str], dice: random.Random) -> str:
    """A heading: two to four words, one of them of the topic."""
    words = [*dice.choices(stock.common, stock.weights, k=dice.randint(1, 3)), dice.choice(topic)]
    dice.shuffle(words)
    return " ".join(words).capitalize()


def text(stock: Stock, topic: Sequence[str], dice: random.Random) -> str:
    """The text of a section, in lines of a sentence's length."""
    length = dice.randint(*SECTION_WORDS)
    words = [
        dice.choice(topic) if dice.random() < TOPIC_SHARE else dice.choices(stock.common, stock.weights)[0]
        for _ in range(length)
    ]
    lines = (words[start : start + PARAGRAPH_WORDS] for start in range(0, length, PARAGRAPH_WORDS))
    return "\n".join(" ".join(line) for line in lines)
