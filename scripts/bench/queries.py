"""Queries with the pages that answer them: by hand, and generated from the pages themselves.

Half of each set is held out: it is never looked at while tuning, and its figures are given apart.
"""

from __future__ import annotations

import random
import string
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from methodbook.languages import book
from methodbook.search.index import Document
from methodbook.search.words import fold, forms, stem_length

FILLER = "filler/"
"""Addresses of pages that are not real: they may answer a query, but no query is made for them."""
SHORTEST_WORD = 6
MOST_PAGES = 3
"""A known item is a word that stands on at most this many pages."""
ENDINGS = {
    "nb": ("en", "et", "ene", "er", "e", "a", "s"),
    "da": ("en", "et", "ene", "erne", "er", "e", "s"),
    "sv": ("en", "et", "erna", "arna", "er", "ar", "s"),
}
NEIGHBOURS = {
    "a": "sqz", "b": "vgn", "c": "xvd", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jlo", "l": "køp", "m": "njk", "n": "bmh", "o": "ipl", "p": "oål", "r": "etf", "s": "adw",
    "t": "ryg", "u": "yij", "v": "cbf", "y": "tuh", "ø": "læp", "æ": "øå", "å": "pøæ", "ä": "öå", "ö": "läp",
}  # fmt: skip
"""Keys beside each other on a Nordic keyboard."""


@dataclass(frozen=True)
class Query:
    """A query, and the addresses of the pages that answer it (below the language's root)."""

    text: str
    language: str
    kind: str
    answers: frozenset[str]
    is_held: bool


def by_hand(language: str) -> list[Query]:
    """The hand-written queries of a language."""
    kinds: Mapping[str, list[dict[str, object]]] = book(f"search_queries/{language}.yaml")
    return [read(entry, kind, language) for kind, entries in kinds.items() for entry in entries]


def read(entry: Mapping[str, object], kind: str, language: str) -> Query:
    """One query of the data file."""
    answers = entry["answers"]
    if not isinstance(answers, list):
        raise TypeError(f"answers of {entry['query']!r} are no list")
    addresses = frozenset("" if answer == "." else f"{answer}/" for answer in answers)
    return Query(str(entry["query"]), language, kind, addresses, bool(entry.get("held")))


@dataclass(frozen=True)
class Pages:
    """Where each word form stands, for making known-item queries."""

    language: str
    documents: Sequence[Document] = field(repr=False)

    @cached_property
    def of_form(self) -> Mapping[str, frozenset[str]]:
        """Word form -> addresses of the pages that hold it."""
        found: dict[str, set[str]] = defaultdict(set)
        for document in self.documents:
            for section in document.sections:
                for form in forms(f"{document.title}\n{section.heading}\n{section.text}"):
                    found[form].add(document.url)
        return {form: frozenset(urls) for form, urls in found.items()}

    @cached_property
    def of_stem(self) -> Mapping[str, frozenset[str]]:
        """Folded stem -> addresses of the pages that hold a word with it."""
        found: dict[str, set[str]] = defaultdict(set)
        for form, urls in self.of_form.items():
            found[self.stem(form)] |= urls
        return {stem: frozenset(urls) for stem, urls in found.items()}

    def stem(self, form: str) -> str:
        """The folded stem of a form."""
        return fold(form[: stem_length(form, self.language)])

    @cached_property
    def items(self) -> list[str]:
        """Forms that can be known items, sorted: long, of letters only, on few pages of the language's own."""
        own = {
            document.url
            for document in self.documents
            if document.language == self.language and not document.url.startswith(FILLER)
        }
        return sorted(
            form
            for form, urls in self.of_form.items()
            if len(form) >= SHORTEST_WORD and form.isalpha() and len(urls) <= MOST_PAGES and urls <= own
        )

    def parts(self, form: str) -> tuple[str, str] | None:
        """A compound as its two parts, both known words of four letters or more; None when it is none."""
        for cut in range(4, len(form) - 3):
            left, right = form[:cut], form[cut:]
            for part in (left, left.removesuffix("s")):
                if len(part) >= 4 and part in self.of_form and right in self.of_form:
                    return part, right
        return None


Maker = Callable[[Pages, str, random.Random], Iterator[Query]]


def generated(pages: Pages, count: int, seed: int = 5) -> list[Query]:
    """`count` known-item queries of each kind, every second one held out; the same for the same pages."""
    made: list[Query] = []
    for kind, maker in MAKERS.items():
        dice = random.Random(f"{seed} {pages.language} {kind}")  # noqa: S311 - a benchmark, not a secret
        items = pages.items[:]
        dice.shuffle(items)
        found = (query for item in items for query in maker(pages, item, dice))
        made += [
            Query(query.text, query.language, kind, query.answers, bool(place % 2))
            for place, query in zip(range(count), found, strict=False)
        ]
    return made


def known_item(pages: Pages, text: str, form: str) -> Query:
    """The query `text` for the pages that hold `form`."""
    return Query(text, pages.language, "", pages.of_form[form], False)


def exact(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:  # noqa: ARG001
    """The word as it stands."""
    yield known_item(pages, form, form)


def typo(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:
    """One slip of the finger: a letter left out, doubled, swapped with the next, or the key beside it."""
    place = dice.randrange(1, len(form) - 1)
    beside = dice.choice(NEIGHBOURS.get(form[place], string.ascii_lowercase))
    slips = [
        form[:place] + form[place + 1 :],
        form[:place] + form[place] + form[place:],
        form[:place] + form[place + 1] + form[place] + form[place + 2 :],
        form[:place] + beside + form[place + 1 :],
    ]
    slip = dice.choice(slips)
    if slip not in pages.of_form and pages.stem(slip) not in pages.of_stem:
        yield known_item(pages, slip, form)


def folded(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:
    """The word on a keyboard without its letters, in one of the usual ways."""
    ways = [
        {"ø": "o", "æ": "a", "å": "a", "ä": "a", "ö": "o", "é": "e"},
        {"ø": "oe", "æ": "ae", "å": "aa", "ä": "ae", "ö": "oe", "é": "e"},
        {"ø": "ö", "æ": "ä", "ä": "æ", "ö": "ø", "å": "aa"},
    ]
    way = str.maketrans(dice.choice(ways))
    if form.translate(way) != form and form.translate(way) not in pages.of_form:
        yield known_item(pages, form.translate(way), form)


def inflected(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:
    """Another form of the word, which no page has."""
    base = form[: stem_length(form, pages.language)]
    others = [base + ending for ending in ENDINGS[pages.language]]
    fitting = [other for other in others if other not in pages.of_form and pages.stem(other) == pages.stem(form)]
    if fitting and len(base) >= 4:
        yield Query(dice.choice(fitting), pages.language, "", pages.of_stem[pages.stem(form)], False)


def split(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:  # noqa: ARG001
    """A compound written apart."""
    found = pages.parts(form)
    if found:
        yield known_item(pages, " ".join(found), form)


def head(pages: Pages, form: str, dice: random.Random) -> Iterator[Query]:  # noqa: ARG001
    """The last part of a compound alone, itself a word on few pages; any page with a compound that ends so answers."""
    found = pages.parts(form)
    right = found[1] if found else ""
    if found and len(pages.of_stem[pages.stem(right)]) <= MOST_PAGES:
        compounds = (urls for other, urls in pages.of_form.items() if other.endswith(right) and other != right)
        yield Query(right, pages.language, "", frozenset().union(*compounds), False)


MAKERS: Mapping[str, Maker] = {
    "exact": exact,
    "typo": typo,
    "folded": folded,
    "inflected": inflected,
    "split": split,
    "head": head,
}
