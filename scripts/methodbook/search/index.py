"""The search index of one language, as the files that the browser fetches.

    vocabulary.json     what is known of the whole: word forms with their stems, aliases, how sections make up documents
    <folder>/w<n>.json  rare word forms, by the letters they or their parts begin with (only in large vocabularies)
    <folder>/p<n>.json  postings: for each word form the sections that hold it, and where in the section
    <folder>/t<n>.json  texts: addresses, headings and text of some sections, for the hits that are shown

`<folder>` is named after the contents, so that a reader never mixes two builds. Building is linear in the text, and
the same articles give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from methodbook.search import aliases as other_words
from methodbook.search.articles import Article, Section
from methodbook.search.vocabulary import Form, Levels, encode_forms, number, split_levels
from methodbook.search.words import fold, forms, stem_length

IN_ITEM, IN_HEADING = 3, 4
"""Where a word stands in a section; 0, 1, 2 say that it stands in the text once, twice, or more often."""
PLACES = 5
POSTINGS_SIZE = 12_000
"""Bytes of postings in a file, before compression: small, since a query needs few words out of all."""
TEXT_SIZE = 5_000
"""Letters of text in a file: a hit needs one section out of a page."""
KINDS = {"method": "m", "checklist": "c", "case": "e", "glossary": "g"}
"""Letters for the kinds of document that the results name; all others are `p`."""

Postings = Mapping[str, Mapping[int, int]]
"""Word form -> section number -> place."""


@dataclass(frozen=True)
class Document:
    """What is found as one hit: a page, or an entry of the glossary. `trail` holds the titles of the pages above."""

    url: str
    title: str
    kind: str
    language: str
    trail: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Index:
    """The files of a language's index by name, and the counts that the benchmark prints."""

    files: Mapping[str, bytes]
    documents: int
    sections: int
    forms: int


def build(articles: Sequence[Article], language: str, base: other_words.TermBase, stop_words: str = "") -> Index:
    """The index of `articles` for readers of `language`. `stop_words` weigh little in a query (divided by spaces)."""
    documents = [document for article in articles for document in documents_of(article)]
    postings = collect(documents)
    stems = stem_lengths(postings, documents, language)
    levels = split_levels([Form(form, stems[form], weight(places)) for form, places in sorted(postings.items())])
    folder, files = inner_files(documents, postings, levels)
    known = {fold(form[:length]) for form, length in stems.items()}
    found = other_words.aliases(base, language, known)
    manifest: dict[str, Any] = {
        "folder": folder,
        "kinds": "".join(KINDS.get(document.kind, "p") for document in documents),
        "sections": [len(document.sections) for document in documents],
        "texts": [len(chunk) for chunk in text_chunks(documents)],
        "postings": [chunk.count("\n") + 1 for chunk in posting_chunks(postings, levels)],
        "rare": [group.start for group in levels.rare],
        "aliases": other_words.encode(found),
        "stop": " ".join(sorted(set(stop_words.split()))),
        "forms": encode_forms(levels.common),
    }
    files["vocabulary.json"] = as_json(manifest)
    return Index(files, len(documents), sum(manifest["sections"]), len(postings))


def documents_of(article: Article) -> Iterator[Document]:
    """An article as documents: itself, and each of its glossary entries on its own."""
    own = tuple(section for section in article.sections if not section.is_term)
    yield Document(article.url, article.title, article.kind, article.language, article.trail, own)
    trail = (*article.trail, article.title)
    for section in article.sections:
        if section.is_term:
            yield Document(article.url, section.heading, "glossary", article.language, trail, (section,))


def collect(documents: Sequence[Document]) -> dict[str, dict[int, int]]:
    """The postings of all sections, numbered through."""
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    sections = ((document, section) for document in documents for section in document.sections)
    for place, (document, section) in enumerate(sections):
        title = document.title if section is document.sections[0] else ""
        for form, standing in standings(section, title).items():
            postings[form][place] = standing
    return postings


def standings(section: Section, title: str = "") -> dict[str, int]:
    """For each word form of a section, and of the page's title if it is the first, the best place it stands in."""
    counted = Counter(forms(section.text))
    found = {form: min(count, 3) - 1 for form, count in counted.items()}
    found |= dict.fromkeys(forms("\n".join(section.items)), IN_ITEM)
    return found | dict.fromkeys(forms(f"{section.heading}\n{title}"), IN_HEADING)


def stem_lengths(postings: Postings, documents: Sequence[Document], language: str) -> dict[str, int]:
    """Stem length of every form; that of the reader's language, unless only foreign documents hold the form."""
    languages = [document.language for document in documents for _ in document.sections]
    found = {}
    for form, places in postings.items():
        in_own = any(languages[place] == language for place in places)
        found[form] = stem_length(form, language if in_own else languages[min(places)])
    return found


def weight(places: Mapping[int, int]) -> int:
    """How much a form belongs to the common vocabulary: by headings and items first, then by number of sections."""
    return len(places) + (1000 if max(places.values()) >= IN_ITEM else 0)


def inner_files(documents: Sequence[Document], postings: Postings, levels: Levels) -> tuple[str, dict[str, bytes]]:
    """Name of the folder, and the files in it by path."""
    inner = {f"w{n}.json": as_json(group.encoded()) for n, group in enumerate(levels.rare)}
    inner |= {f"p{n}.json": as_json(chunk) for n, chunk in enumerate(posting_chunks(postings, levels))}
    inner |= {f"t{n}.json": as_json(text_file(chunk, documents)) for n, chunk in enumerate(text_chunks(documents))}
    digest = hashlib.sha256(b"".join(name.encode() + inner[name] for name in sorted(inner)))
    folder = digest.hexdigest()[:12]
    return folder, {f"{folder}/{name}": content for name, content in inner.items()}


def posting_chunks(postings: Postings, levels: Levels) -> list[str]:
    """The postings of all forms in the order of their numbers, cut into files; a line for each form."""
    chunks: list[list[str]] = [[]]
    size = 0
    for form in levels.in_order():
        if size > POSTINGS_SIZE:
            chunks.append([])
            size = 0
        chunks[-1].append(encode_postings(postings[form.text]))
        size += len(chunks[-1][-1]) + 1
    return ["\n".join(chunk) for chunk in chunks]


def encode_postings(places: Mapping[int, int]) -> str:
    """Sections and places of one form as text: each the distance from the section before, and the place."""
    encoded, last = [], -1
    for section in sorted(places):
        encoded.append(number((section - last - 1) * PLACES + places[section]))
        last = section
    return "".join(encoded)


Place = tuple[int, Section]
"""Number of a document, and one of its sections."""


def text_chunks(documents: Sequence[Document]) -> list[list[Place]]:
    """All sections in order, cut into files of about TEXT_SIZE letters."""
    chunks: list[list[Place]] = [[]]
    size = 0
    for document_number, document in enumerate(documents):
        for section in document.sections:
            if size and size + len(section.text) > TEXT_SIZE:
                chunks.append([])
                size = 0
            chunks[-1].append((document_number, section))
            size += len(section.text)
    return chunks


def text_file(chunk: Sequence[Place], documents: Sequence[Document]) -> dict[str, Any]:
    """One file of texts: sections as [anchor, heading, text], and the documents they belong to."""
    named = {
        str(place): [documents[place].url, documents[place].title, documents[place].language, documents[place].trail]
        for place in sorted({place for place, _ in chunk})
    }
    return {"documents": named, "sections": [[s.anchor, s.heading, s.text] for _, s in chunk]}


def as_json(content: Any) -> bytes:
    """Compact JSON with a fixed order of keys."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
