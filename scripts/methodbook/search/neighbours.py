"""The neighbours' everyday words, learnt from the pages themselves.

The same sections stand in three languages. A word of a neighbour that stands in just the sections where a word of one's
own stands says, as a rule, the same: *lektiehjælp* and *leksehjelp*. The term base has the terms; this has the rest.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from methodbook.search.aliases import Alias
from methodbook.search.words import fold

if TYPE_CHECKING:
    from methodbook.search.index import Collected, Words

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
        self.stems_in: dict[Place, list[str]] = defaultdict(list)
        for stem, places in self.places.items():
            if len(stem) >= SHORTEST - 1 and len(places) <= MOST_PLACES * 2:
                for place in places:
                    self.stems_in[place].append(stem)


def learn(own: Collected, everything: Mapping[str, Collected], words: Words) -> tuple[Alias, ...]:
    """Aliases from the words of the other languages in `everything` to words of `own`, sorted."""
    stems = Stems(own)
    stop_words = words.stop_words[own.language]
    found: dict[str, dict[str, None]] = {}
    for language in sorted(set(everything) - {own.language}):
        neighbour = Stems(everything[language])
        for stem, places in sorted(neighbour.places.items()):
            if stem not in stems.places and len(stem) >= SHORTEST and stem.isalpha() and len(places) <= MOST_PLACES:
                meant = stems.form_of.get(counterpart(stem, places, stems))
                if meant and meant not in stop_words:
                    found.setdefault(stem, {})[meant] = None
    return tuple(Alias(stem, tuple(found[stem])) for stem in sorted(found))


def counterpart(stem: str, places: set[Place], own: Stems) -> str:
    """The own stem that stands where a neighbour's `stem` stands; empty when none stands out."""
    met: Counter[str] = Counter()
    for place in places:
        met.update(own.stems_in.get(place, ()))
    sure = [
        (agreement * (0.5 + 0.5 * likeness(stem, other)), other)
        for other, count in met.items()
        if (agreement := 2 * count / (len(places) + len(own.places[other]))) >= SAME_PLACES
        and likeness(stem, other) >= LIKE.get(count, 0)
    ]
    return max(sure)[1] if sure else ""


def likeness(one: str, other: str) -> float:
    """How many pairs of neighbouring letters two words share (Dice, 0-1)."""
    first, second = pairs(one), pairs(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def pairs(word: str) -> set[str]:
    """The pairs of neighbouring letters of a word."""
    return {word[place : place + 2] for place in range(len(word) - 1)}
