"""The neighbours' everyday words, learnt from the pages themselves.

The same sections stand in three languages. A word of a neighbour that stands in just the sections where a word of one's
own stands says, as a rule, the same: *lektiehjælp* and *leksehjelp*. The term base has the terms; this has the rest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from operator import itemgetter

from methodbook.cache import remembered
from methodbook.languages import LANGUAGES
from methodbook.search.model import Collected, Words
from methodbook.search.synonyms import Alias
from methodbook.search.words import fold

Place = tuple[str, str]
"""A section of the handbook: address of its page, and its anchor; the same in all languages."""
SHORTEST = 5
"""Letters of a stem that is worth learning; its counterpart may have one less."""
MOST_PLACES = 40
"""Sections a word may stand in: more, and it is a word of every page."""
SAME_PLACES = 0.6
"""How much the places of two words must agree (Dice, 0-1)."""
LIKE = {1: 0.5, 2: 0.35}
"""How alike two words must be (0-1) that meet in one or two sections only; chance often brings strangers together."""


class Stems:
    """Where the stems of a language stand in its own pages, and the most frequent form of each."""

    def __init__(self, collected: Collected) -> None:
        sections = [
            (document.url, section.anchor) if document.language == collected.language else None
            for document, section in collected.sections
        ]
        self.places: dict[str, set[Place]] = defaultdict(set)
        forms: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for form, found in collected.postings.items():
            stem = fold(form[: collected.stems[form]])
            self.places[stem].update(place for number in found if (place := sections[number]))
            forms[stem].append((-len(found), form))
        self.form_of = {stem: min(found)[1] for stem, found in forms.items()}
        self.stems_in: dict[Place, list[tuple[int, str]]] = defaultdict(list)
        for stem, places in self.places.items():
            if len(stem) >= SHORTEST - 1 and len(places) <= MOST_PLACES * 2:
                for place in places:
                    self.stems_in[place].append((len(places), stem))
        for stems in self.stems_in.values():
            stems.sort()

    def standing_in(self, place: Place, most: int) -> Iterator[str]:
        """The stems that stand in `place` and in at most `most` places."""
        stems = self.stems_in.get(place, [])
        return (stem for _, stem in stems[: bisect_right(stems, most, key=itemgetter(0))])


def learn(own: Collected, everything: Mapping[str, Collected], words: Words) -> tuple[Alias, ...]:
    """Aliases from the words of the other languages in `everything` to words of `own`, sorted."""
    stop_words = words.stop_words[own.language]
    found: dict[str, dict[str, None]] = {}
    for language in sorted(set(everything) - {own.language}):
        for stem, meant in learnt_from(everything[language], own):
            if meant not in stop_words:
                found.setdefault(stem, {})[meant] = None
    return tuple(Alias(stem, tuple(found[stem])) for stem in sorted(found))


@remembered
def learnt_from(neighbour: Collected, own: Collected) -> tuple[tuple[str, str], ...]:
    """Stems that `own` lacks, sorted, each with the own form it seems to mean."""
    stems = stems_of(own)
    met = (
        (stem, stems.form_of.get(counterpart(stem, places, stems)))
        for stem, places in sorted(stems_of(neighbour).places.items())
        if stem not in stems.places and len(stem) >= SHORTEST and stem.isalpha() and len(places) <= MOST_PLACES
    )
    return tuple((stem, meant) for stem, meant in met if meant)


@lru_cache(maxsize=2 * len(LANGUAGES))
def stems_of(collected: Collected) -> Stems:
    """The stems of a language, worked out once for all its neighbours; those of this build and the last are kept."""
    return Stems(collected)


def counterpart(stem: str, places: set[Place], own: Stems) -> str:
    """The own stem that stands where a neighbour's `stem` stands; empty when none stands out."""
    met: Counter[str] = Counter()
    most = int(len(places) * (2 / SAME_PLACES - 1)) + 1  # who stands in more cannot agree
    for place in places:
        met.update(own.standing_in(place, most))
    sure = [
        (agreement * (0.5 + 0.5 * alike), other)
        for other, count in met.items()
        if (agreement := 2 * count / (len(places) + len(own.places[other]))) >= SAME_PLACES
        and (alike := likeness(stem, other)) >= LIKE.get(count, 0)
    ]
    return max(sure)[1] if sure else ""


def likeness(one: str, other: str) -> float:
    """How many pairs of neighbouring letters two words share (Dice, 0-1)."""
    first, second = pairs(one), pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


@cache
def pairs(word: str) -> frozenset[str]:
    """The pairs of neighbouring letters of a word."""
    return frozenset(word[place : place + 2] for place in range(len(word) - 1))
