"""Queries made from the pages themselves: a rare word, as it stands, mistyped, without its letters, or split."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from bench.search import Query
from methodbook.search.articles import Article
from methodbook.search.words import forms

SHORTEST, MOST_PAGES = 6, 3
"""A known item is a word of at least so many letters that stands on at most so many pages."""
NOT_MEANT = ("glossary/", "contribute")
"""Pages that are no hits, shown apart or last on purpose."""
PLAIN = str.maketrans({"ø": "o", "æ": "ae", "å": "aa", "ä": "a", "ö": "o"})


def places(articles: Iterable[Article]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for section in article.sections:
            for form in forms(f"{section.heading}\n{section.text}"):
                found[form].add(article.url)
    return found


def generated(articles: Iterable[Article], language: str, count: int) -> list[Query]:
    """At most `count` queries of each kind; the same for the same articles."""
    where = places(one for one in articles if one.language == language and not one.url.startswith(NOT_MEANT))
    items = sorted(w for w, urls in where.items() if len(w) >= SHORTEST and w.isalpha() and len(urls) <= MOST_PAGES)
    dice = random.Random(f"{language} {len(items)}")  # noqa: S311 - a benchmark, not a secret
    dice.shuffle(items)
    made: dict[str, list[Query]] = defaultdict(list)
    for item in items:
        for kind, text in variants(item, where, dice):
            if len(made[kind]) < count:
                made[kind].append(Query(text, language, kind, frozenset(where[item])))
    return [query for queries in made.values() for query in queries]


def variants(item: str, where: Mapping[str, set[str]], dice: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, text) of the queries for one word; none that is itself another known word."""
    yield "exact", item
    cut = dice.randrange(1, len(item) - 1)
    swapped = item[:cut] + item[cut + 1] + item[cut] + item[cut + 2 :]
    slips = {item[:cut] + item[cut + 1 :], item[:cut] + item[cut] + item[cut:], swapped} - {item}
    yield from (("typo", slip) for slip in [dice.choice(sorted(slips))] if slip not in where)
    if (plain := item.translate(PLAIN)) != item and plain not in where:
        yield "folded", plain
    for end in range(4, len(item) - 3):
        left, right = item[:end], item[end:]
        if right in where and (known := next((w for w in (left, left.removesuffix("s")) if w in where), "")):
            yield "split", f"{known} {right}"
            return
