"""The word forms of an index as text: sorted, front-coded, each with the length of its stem.

Small vocabularies travel whole. Beyond COMMON_LIMIT forms the rarer ones go into files of their own, of which a query
fetches the one that its word's first letters name; a compound is filed under each of its parts as well, so that its
last part finds it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from methodbook.search.words import fold

DIGITS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""91 characters that need no escape in JSON. The lower BASE of them say that more of the number follows."""
BASE = 45
COMMON_LIMIT = 12_000
"""Forms that travel with the first query."""
RARE_SIZE = 1_500
"""Forms in a file of rare ones, about."""
LETTERS = 3
"""Letters of a (folded) word by which the files of rare forms are divided."""
SHORTEST_PART = 4
"""Letters a word's part must have to be sought inside a compound."""


@dataclass(frozen=True)
class Form:
    """A word form, the length of its stem in letters, and how much it belongs to the common vocabulary."""

    text: str
    stem: int
    weight: int = 0


@dataclass(frozen=True)
class Group:
    """A file of rare forms with their numbers; it serves words whose folded letters are not before `start`."""

    start: str
    members: tuple[tuple[int, Form], ...]

    def encoded(self) -> str:
        """The group as text, a line for each form: distance of its number from the one before, then the form."""
        numbers = [place for place, _ in self.members]
        gaps = [number(place - before) for place, before in zip(numbers, [0, *numbers], strict=False)]
        lines = encode_forms([form for _, form in self.members]).split("\n")
        return "\n".join(gap + line for gap, line in zip(gaps, lines, strict=True))


@dataclass(frozen=True)
class Levels:
    """A vocabulary: forms are numbered through, first the common ones, then the rare ones, each by the alphabet."""

    common: tuple[Form, ...]
    uncommon: tuple[Form, ...]
    rare: tuple[Group, ...]

    def in_order(self) -> Iterator[Form]:
        """All forms in the order of their numbers."""
        yield from self.common
        yield from self.uncommon


def number(value: int) -> str:
    """A number of zero or more as text, the low digits first; the last digit comes from the upper half of DIGITS."""
    digits = ""
    while value >= BASE:
        digits += DIGITS[value % BASE]
        value //= BASE
    return digits + DIGITS[BASE + value]


def encode_forms(forms: Sequence[Form]) -> str:
    """Forms as text, a line each: letters shared with the form before, letters after the stem, the other letters."""
    lines, before = [], ""
    for form in forms:
        shared = shared_letters(form.text, before)
        lines.append(number(shared) + number(len(form.text) - form.stem) + form.text[shared:])
        before = form.text
    return "\n".join(lines)


def shared_letters(one: str, other: str) -> int:
    """How many letters two words have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def split_levels(forms: Sequence[Form], limit: int = COMMON_LIMIT) -> Levels:
    """The forms (sorted) as a vocabulary of at most `limit` common ones and, if there are more, groups of rare ones."""
    by_weight = sorted(forms, key=lambda form: (-form.weight, form.text))
    chosen = {form.text for form in by_weight[:limit]}
    common = tuple(form for form in forms if form.text in chosen)
    uncommon = tuple(form for form in forms if form.text not in chosen)
    parts = {fold(form.text[: form.stem]) for form in forms}
    return Levels(common, uncommon, tuple(grouped(uncommon, len(common), parts)))


def grouped(forms: Sequence[Form], first: int, parts: Collection[str]) -> Iterator[Group]:
    """The rare forms, numbered from `first`, in files by the beginnings of themselves and of their parts."""
    shelves: dict[str, list[tuple[int, Form]]] = defaultdict(list)
    for place, form in enumerate(forms, first):
        for shelf in sorted({key[:LETTERS] for key in beginnings(fold(form.text), parts)}):
            shelves[shelf].append((place, form))
    start, members = "", set[tuple[int, Form]]()
    for shelf in sorted(shelves):
        if members and len(members) + len(shelves[shelf]) > RARE_SIZE:
            yield as_group(start, members)
            start, members = shelf, set()
        members |= set(shelves[shelf])
    if members:
        yield as_group(start, members)


def as_group(start: str, members: Collection[tuple[int, Form]]) -> Group:
    """The members of a group in the order of their numbers."""
    return Group(start, tuple(sorted(members, key=lambda member: member[0])))


def beginnings(key: str, parts: Collection[str]) -> Iterator[str]:
    """The folded form itself, and the rest of it from each place where a known part may begin."""
    yield key
    for place in range(LETTERS, len(key) - SHORTEST_PART + 1):
        if any(key[place:end] in parts for end in range(place + SHORTEST_PART, len(key) + 1)):
            yield key[place:]
