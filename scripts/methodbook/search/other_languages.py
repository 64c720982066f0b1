"""What the neighbours' pages speak of and ours do not: so that a word nobody knows asks no other language's index.

A browser that finds nothing looks here first, in a file of a few kilobytes, and opens the index of a neighbour (some
fifteen) only when the neighbour may know the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from methodbook.search.words import fold

SHORTEST = 3
"""Letters of a stem that tells anything."""
FIRST_LETTERS = 2
"""Letters that all stems beginning with them share a file by."""
FILE_SIZE = 4_000
"""Letters of stems in a file, before compression."""

Stems = Mapping[str, int]
"""Word form -> length of its stem."""


@dataclass(frozen=True)
class File:
    """One file: the letters from which on it serves, and the folded stems by language, one a line."""

    start: str
    stems: tuple[tuple[str, str], ...]


def files(own: Stems, others: Mapping[str, Stems]) -> tuple[File, ...]:
    """What `others` (by language) hold and `own` lacks, in files by the alphabet."""
    known = set(folded(own))
    missing = sorted((stem, code) for code, stems in others.items() for stem in {*folded(stems)} - known)
    return tuple(File(start, by_language(entries)) for start, entries in shelved(missing))


def shelved(missing: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The sorted (stem, language) cut into files between first letters, each with the letters it starts from."""
    start, size, shelf = "", 0, list[tuple[str, str]]()
    for letters, group in groupby(missing, key=lambda entry: entry[0][:FIRST_LETTERS]):
        entries = list(group)
        length = sum(len(stem) + 1 for stem, _ in entries)
        if size and size + length > FILE_SIZE:
            yield start, shelf
            start, size, shelf = letters, 0, []
        size += length
        shelf.extend(entries)
    if shelf:
        yield start, shelf


def by_language(entries: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The stems of each language, one a line."""
    found: dict[str, list[str]] = {}
    for stem, code in entries:
        found.setdefault(code, []).append(stem)
    return tuple((code, "\n".join(stems)) for code, stems in found.items())


def folded(stems: Stems) -> Iterator[str]:
    """The stems as the search compares them, those that are long enough."""
    cut = (fold(form[:length]) for form, length in stems.items())
    return (stem for stem in cut if len(stem) >= SHORTEST)
