"""The search index of one language, as the files that the browser fetches.

    vocabulary.json     what is known of the whole: word forms with their stems, aliases, how sections make up documents
    <folder>/p<n>.json  postings: for each word form the sections that hold it, and where in the section
    <folder>/t<n>.json  texts: addresses, headings and text of some sections, for the hits that are shown
    <folder>/n<n>.json  for words that the pages lack, by their first letters: aliases, and stems only neighbours have

`<folder>` is named after the contents, so that a reader never mixes two builds. Building is linear in the text, and
the same articles give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from methodbook.cache import remembered
from methodbook.search import learnt as learnt_words
from methodbook.search import synonyms
from methodbook.search.articles import Article, Section
from methodbook.search.model import Collected, Document, Postings, Words
from methodbook.search.synonyms import Alias
from methodbook.search.vocabulary import encode_forms, number
from methodbook.search.words import fold, forms, stem_length

IN_ITEM, IN_HEADING, IN_HEADING_ALONE, IN_ASKS = 3, 4, 5, 6
"""Where a word stands in a section; 0, 1, 2 say that it stands in the text once, twice, or more often."""
PLACES = 7
POSTINGS_SIZE = 1_500
"""Bytes of postings in a file, before compression: small, since a query needs few words out of all."""
TEXT_SIZE = 2_500
"""Letters of text in a file: a hit needs one section out of a page."""
NEIGHBOUR_SIZE = 6_000
"""Letters in a file for words that the pages lack."""
LETTERS = 2
"""First letters of a word that name the file it may be in."""
KINDS = {"method": "m", "chapter": "m", "checklist": "c", "case": "e", "template": "t", "term": "g", "writers": "w"}
"""Letters for the kinds of document that the browser knows apart; all others are `p`."""
WRITERS = "contribute"
"""Where the pages for those who write are: found last."""
EVERYWHERE = 0.25
"""Share of all sections from which on a stop word is sought only in a query of nothing else: its places are long to
fetch and tell nothing."""


T = TypeVar("T")


@dataclass(frozen=True)
class Index:
    """The files of a language's index by name, and the counts that the benchmark prints."""

    files: Mapping[str, bytes]
    documents: int
    sections: int
    forms: int


def build(articles: Mapping[str, Sequence[Article]], words: Words) -> dict[str, Index]:
    """The index of each language whose `articles` are given; the languages learn words from one another."""
    collected = {language: collect(tuple(own), language, words) for language, own in articles.items()}
    return {language: write(own, collected, words) for language, own in collected.items()}


@remembered
def collect(articles: tuple[Article, ...], language: str, words: Words) -> Collected:
    """What `articles`, shown to readers of `language`, hold."""
    documents = tuple(document for article in articles for document in documents_of(article))
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    sections = ((document, section) for document in documents for section in document.sections)
    for place, (document, section) in enumerate(sections):
        title = document.title if section is document.sections[0] else ""
        for form, standing in standings(section, title, words.stop_words[document.language]).items():
            postings[form][place] = standing
    return Collected(language, documents, postings, stem_lengths(postings, documents, language))


def documents_of(article: Article) -> Iterator[Document]:
    """An article as documents: itself, and each of its glossary entries on its own."""
    own = tuple(section for section in article.sections if not section.is_term)
    kind = "writers" if article.url.startswith(WRITERS) else article.kind
    yield Document(article.url, article.title, kind, article.language, article.trail, own)
    trail = (*article.trail, article.title)
    for section in article.sections:
        if section.is_term:
            yield Document(article.url, section.heading, "term", article.language, trail, (section,))


@remembered
def standings(section: Section, title: str, stop_words: frozenset[str]) -> Mapping[str, int]:
    """For each word form of a section, and of the page's title if it is the first, the best place it stands in."""
    found = {form: min(count, 3) - 1 for form, count in Counter(forms(section.text)).items()}
    found |= dict.fromkeys(forms("\n".join(section.items)), IN_ITEM)
    for heading in (section.heading, title):
        words = list(forms(heading))
        place = IN_HEADING_ALONE if len(words) == 1 else IN_HEADING
        found |= {word: max(place, found.get(word, 0)) for word in words}
    asked = (form for form in forms("\n".join(section.asks)) if form not in stop_words)
    return found | {form: IN_ASKS for form in asked if found.get(form, 0) < IN_HEADING}


def stem_lengths(postings: Postings, documents: Sequence[Document], language: str) -> dict[str, int]:
    """Stem length of every form; that of the reader's language, unless only foreign documents hold the form."""
    languages = [document.language for document in documents for _ in document.sections]
    found = {}
    for form, places in postings.items():
        in_own = any(languages[place] == language for place in places)
        found[form] = stem_length(form, language if in_own else languages[min(places)])
    return found


def write(own: Collected, collected: Mapping[str, Collected], words: Words) -> Index:
    """The files of one language of those `collected`."""
    known = {fold(form[:length]) for form, length in own.stems.items()}
    found = synonyms.aliases(words, own.language, known)
    own_aliases = [alias for alias in found if alias.is_of(known)]
    rest = [alias for alias in found if not alias.is_of(known)]
    shelves = shelved([*rest, *learnt_words.learn(own, collected, words)], only_elsewhere(own, collected))
    kept, told = files_of(own, words)
    inner = {**kept, **{f"n{place}.json": as_json(shelf) for place, shelf in enumerate(shelves.values())}}
    folder = hashlib.sha256(b"".join(name.encode() + inner[name] for name in sorted(inner))).hexdigest()[:12]
    neighbours = {"aliases": synonyms.encode(own_aliases), "neighbours": list(shelves), "folder": folder}
    files = {f"{folder}/{name}": content for name, content in inner.items()}
    files["vocabulary.json"] = as_json({**told, **neighbours})
    return Index(files, len(own.documents), sum(len(document.sections) for document in own.documents), len(own.stems))


@remembered
def files_of(own: Collected, words: Words) -> tuple[Mapping[str, bytes], Mapping[str, Any]]:
    """The files that follow from a language's own pages, by name, and what `vocabulary.json` tells of them."""
    stop_words = words.stop_words[own.language] & own.postings.keys()
    most = EVERYWHERE * sum(len(document.sections) for document in own.documents)
    everywhere = frozenset(form for form in stop_words if len(own.postings[form]) > most)
    # Stop words come together in questions, so in few files; first of all those that stand everywhere.
    ordered = sorted(own.postings, key=lambda form: (form not in everywhere, form not in stop_words, form))
    postings = cut([encode_postings(own.postings[form]) for form in ordered], POSTINGS_SIZE, len)
    texts = cut(list(own.sections), TEXT_SIZE, lambda place: len(place[1].text))
    numbers = {id(document): number for number, document in enumerate(own.documents)}
    inner: dict[str, Any] = {f"p{place}": "\n".join(chunk) for place, chunk in enumerate(postings)}
    inner |= {f"t{place}": text_file(chunk, numbers) for place, chunk in enumerate(texts)}
    manifest = {
        "kinds": "".join(KINDS.get(document.kind, "p") for document in own.documents),
        "sections": [len(document.sections) for document in own.documents],
        "texts": [len(chunk) for chunk in texts],
        "postings": [len(chunk) for chunk in postings],
        "stop": " ".join(sorted(words.stop_words[own.language] - stop_words)),
        "stops": [len(everywhere), len(stop_words)],
        "forms": encode_forms(ordered, own.stems),
    }
    return {f"{name}.json": as_json(content) for name, content in inner.items()}, manifest


def cut(things: Sequence[T], most: int, size: Callable[[T], int]) -> list[list[T]]:
    """`things` in order, in lists of about `most` letters each."""
    chunks, filled = list[list[T]]([[]]), 0
    for thing in things:
        if filled and filled + size(thing) > most:
            chunks.append([])
            filled = 0
        chunks[-1].append(thing)
        filled += size(thing)
    return chunks


def encode_postings(places: Mapping[int, int]) -> str:
    """Sections and places of one form as text: each the distance from the section before, and the place."""
    sections = sorted(places)
    return "".join(
        number((section - before - 1) * PLACES + places[section])
        for before, section in zip([-1, *sections], sections, strict=False)
    )


def text_file(chunk: Sequence[tuple[Document, Section]], numbers: Mapping[int, int]) -> dict[str, Any]:
    """One file of texts: sections as [anchor, heading, text], and the documents they belong to, by number."""
    named = {str(numbers[id(own)]): [own.url, own.title, own.language, own.trail] for own, _ in chunk}
    return {"documents": named, "sections": [[s.anchor, s.heading, s.text] for _, s in chunk]}


def only_elsewhere(own: Collected, collected: Mapping[str, Collected]) -> dict[str, Collection[str]]:
    """For each other language the folded stems that only its pages hold."""
    stems = {code: {fold(form[:length]) for form, length in one.stems.items()} for code, one in collected.items()}
    return {code: found - stems[own.language] for code, found in stems.items() if code != own.language}


def shelved(aliases: Sequence[Alias], elsewhere: Mapping[str, Collection[str]]) -> dict[str, dict[str, str]]:
    """What is fetched for words that the pages lack, by the two letters from which on a file serves.

    A file holds `aliases` as text, and for each language the stems that only its pages hold, one a line.
    """
    entries: list[tuple[str, str, Alias | None]] = [(alias.key.rstrip("*"), "", alias) for alias in aliases]
    entries += [(stem, code, None) for code, stems in elsewhere.items() for stem in stems if len(stem) > LETTERS]
    entries.sort(key=lambda entry: entry[:2])
    groups = [list(group) for _, group in groupby(entries, key=lambda entry: entry[0][:LETTERS])]
    shelves: dict[str, dict[str, str]] = {}
    for chunk in cut(groups, NEIGHBOUR_SIZE, lambda group: sum(len(key) + 12 * (not code) for key, code, _ in group)):
        inside = [entry for group in chunk for entry in group]
        stems = {code: [key for key, of, _ in inside if of == code] for code in elsewhere}
        found = {"aliases": synonyms.encode(alias for _, _, alias in inside if alias)}
        start = inside[0][0][:LETTERS] if shelves and inside else ""
        shelves[start] = found | {code: "\n".join(keys) for code, keys in stems.items() if keys}
    return shelves


def as_json(content: Any) -> bytes:
    """Compact JSON with a fixed order of keys."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
