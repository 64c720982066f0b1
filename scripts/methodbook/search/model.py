"""What the search knows of a language's pages, and the data files it rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from methodbook.search.articles import Section

Postings = Mapping[str, Mapping[int, int]]
"""Word form -> section number -> place in the section (see `index`)."""


@dataclass(frozen=True)
class Document:
    """What is found as one hit: a page, or an entry of the glossary. `trail` holds the titles of the pages above."""

    url: str
    title: str
    kind: str
    language: str
    trail: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, eq=False)
class Collected:
    """What the articles of one language hold: documents, postings, and the stem length of each word form."""

    language: str
    documents: tuple[Document, ...]
    postings: Postings
    stems: Mapping[str, int]

    @property
    def sections(self) -> Iterator[tuple[Document, Section]]:
        """All sections in the order of their numbers, each with its document."""
        return ((document, section) for document in self.documents for section in document.sections)


@dataclass(frozen=True, eq=False)
class Words:
    """The data files, as parsed. `stop_words` and `synonyms` are by language; stop words weigh little in a query."""

    terms: Collection[Mapping[str, Any]]
    names: Collection[Mapping[str, Any]]
    false_friends: Collection[Mapping[str, Any]]
    synonyms: Mapping[str, Collection[Collection[str]]]
    stop_words: Mapping[str, frozenset[str]]
