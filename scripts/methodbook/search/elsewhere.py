"""What the neighbours' pages speak of and ours do not: so that a word nobody knows asks no other language's index.

A browser that finds nothing looks here first, in a file of a few kilobytes, and opens the index of a neighbour (some
fifteen) only when the neighbour may know the word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


def files(own: Stems, others: Mapping[str, Stems]) -> dict[str, dict[str, str]]:
    """The files: for each the letters from which on it serves, and in it the folded stems by language, one a line."""
    known = set(folded(own))
    missing = sorted((stem, code) for code, stems in others.items() for stem in {*folded(stems)} - known)
    found: dict[str, dict[str, list[str]]] = {}
    start, size = "", 0
    for letters, group in groupby(missing, key=lambda entry: entry[0][:FIRST_LETTERS]):
        entries = list(group)
        length = sum(len(stem) + 1 for stem, _ in entries)
        if size and size + length > FILE_SIZE:
            start, size = letters, 0
        size += length
        for stem, code in entries:
            found.setdefault(start, {}).setdefault(code, []).append(stem)
    return {start: {code: "\n".join(stems) for code, stems in by.items()} for start, by in found.items()}


def folded(stems: Stems) -> Iterator[str]:
    """The stems as the search compares them, those that are long enough."""
    cut = (fold(form[:length]) for form, length in stems.items())
    return (stem for stem in cut if len(stem) >= SHORTEST)
