"""The search index of one language, as the files that the browser fetches.

    vocabulary.json     what is known of the whole: word forms with their stems, aliases, how sections make up documents
    <folder>/w<n>.json  rare word forms, by the letters they or their parts begin with (only in large vocabularies)
    <folder>/p<n>.json  postings: for each word form the sections that hold it, and where in the section
    <folder>/t<n>.json  texts: addresses, headings and text of some sections, for the hits that are shown
    <folder>/n<n>.json  aliases for words that the pages lack, by their first letters, fetched when a word is not known
    <folder>/e<n>.json  what only the neighbours' pages speak of, by the first letters, fetched when nothing is found

`<folder>` is named after the contents, so that a reader never mixes two builds. Building is linear in the text, and
the same articles give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from methodbook.cache import remembered
from methodbook.search import learnt as learnt_module
from methodbook.search import other_languages
from methodbook.search import synonyms as other_words
from methodbook.search.articles import Article, Section
from methodbook.search.vocabulary import Form, Levels, encode_forms, number, split_levels
from methodbook.search.words import fold, forms, stem_length

IN_ITEM, IN_HEADING, IN_HEADING_ALONE = 3, 4, 5
"""Where a word stands in a section; 0, 1, 2 say that it stands in the text once, twice, or more often."""
PLACES = 6
POSTINGS_SIZE = 1_500
"""Bytes of postings in a file, before compression: small, since a query needs few words out of all."""
TEXT_SIZE = 2_500
"""Letters of text in a file: a hit needs one section out of a page."""
KINDS = {"method": "m", "chapter": "m", "checklist": "c", "case": "e", "glossary": "g"}
"""Letters for the kinds of document that the results name; all others are `p`."""

ALWAYS = 1_000_000
"""Weight by which a form belongs to the common vocabulary in any case."""
EVERYWHERE = 0.25
"""Share of all sections from which on a stop word is sought only in a query of nothing else: its places are long to
fetch and tell nothing."""

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
    """The data files of all languages that the search rests on. `stop_words` weigh little in a query."""

    base: other_words.TermBase
    stop_words: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Index:
    """The files of a language's index by name, and the counts that the benchmark prints."""

    files: Mapping[str, bytes]
    documents: int
    sections: int
    forms: int


def build(articles: Mapping[str, Sequence[Article]], words: Words) -> dict[str, Index]:
    """The index of each language whose `articles` are given; the languages learn words from one another."""
    collected = {language: collect(tuple(own), language) for language, own in articles.items()}
    return {
        language: write(own, learnt_module.learn(own, collected, words), words, only_elsewhere(own, collected))
        for language, own in collected.items()
    }


def only_elsewhere(own: Collected, collected: Mapping[str, Collected]) -> tuple[other_languages.File, ...]:
    """What only the pages of the other languages speak of."""
    others = {language: other.stems for language, other in collected.items() if other is not own}
    return other_languages.files(own.stems, others)


@remembered
def collect(articles: tuple[Article, ...], language: str) -> Collected:
    """What `articles`, shown to readers of `language`, hold."""
    documents = tuple(document for article in articles for document in documents_of(article))
    postings: dict[str, dict[int, int]] = defaultdict(dict)
    sections = ((document, section) for document in documents for section in document.sections)
    for place, (document, section) in enumerate(sections):
        title = document.title if section is document.sections[0] else ""
        for form, standing in standings(section, title).items():
            postings[form][place] = standing
    return Collected(language, documents, postings, stem_lengths(postings, documents, language))


def write(
    own: Collected, learnt: Sequence[other_words.Alias], words: Words, others: Sequence[other_languages.File]
) -> Index:
    """The files of one language."""
    inner, told = files_of(own, learnt, words)
    inner = {**inner, **{f"e{place}.json": as_json(dict(file.stems)) for place, file in enumerate(others)}}
    folder, files = in_folder(inner)
    files["vocabulary.json"] = as_json({**told, "folder": folder, "elsewhere": [file.start for file in others]})
    return Index(files, len(own.documents), sum(len(document.sections) for document in own.documents), len(own.stems))


@remembered
def files_of(
    own: Collected, learnt: Sequence[other_words.Alias], words: Words
) -> tuple[Mapping[str, bytes], Mapping[str, Any]]:
    """The files that follow from a language's own pages, by name, and what `vocabulary.json` tells of them."""
    stop_words = words.stop_words[own.language] & own.postings.keys()
    everywhere = stop_words_everywhere(own, stop_words)
    levels = split_levels(weighed_forms(own, stop_words, everywhere))
    known = {fold(form[:length]) for form, length in own.stems.items()}
    postings, texts = posting_chunks(own.postings, levels), text_chunks(own.documents)
    inner: dict[str, Any] = {f"w{place}": group.encoded() for place, group in enumerate(levels.rare)}
    inner |= {f"p{place}": chunk for place, chunk in enumerate(postings)}
    inner |= {f"t{place}": text_file(chunk, own.documents) for place, chunk in enumerate(texts)}
    found = other_words.aliases(words.base, own.language, known, words.stop_words[own.language])
    shelves = other_words.shelved([*(alias for alias in found if not alias.is_of(known)), *learnt])
    inner |= {f"n{place}": other_words.encode(shelf) for place, shelf in enumerate(shelves.values())}
    told = {
        "kinds": "".join(KINDS.get(document.kind, "p") for document in own.documents),
        "sections": [len(document.sections) for document in own.documents],
        "texts": [len(chunk) for chunk in texts],
        "postings": [chunk.count("\n") + 1 for chunk in postings],
        "rare": [group.start for group in levels.rare],
        "aliases": other_words.encode(alias for alias in found if alias.is_of(known)),
        "neighbours": list(shelves),
        "stop": " ".join(sorted(words.stop_words[own.language] - stop_words)),
        "stops": [len(everywhere), len(stop_words)],
        "forms": encode_forms(levels.common),
    }
    return {f"{name}.json": as_json(content) for name, content in inner.items()}, told


def documents_of(article: Article) -> Iterator[Document]:
    """An article as documents: itself, and each of its glossary entries on its own."""
    own = tuple(section for section in article.sections if not section.is_term)
    yield Document(article.url, article.title, article.kind, article.language, article.trail, own)
    trail = (*article.trail, article.title)
    for section in article.sections:
        if section.is_term:
            yield Document(article.url, section.heading, "glossary", article.language, trail, (section,))


@remembered
def standings(section: Section, title: str = "") -> Mapping[str, int]:
    """For each word form of a section, and of the page's title if it is the first, the best place it stands in."""
    counted = Counter(forms(section.text))
    found = {form: min(count, 3) - 1 for form, count in counted.items()}
    found |= dict.fromkeys(forms("\n".join(section.items)), IN_ITEM)
    for heading in (section.heading, title):
        words = list(forms(heading))
        place = IN_HEADING_ALONE if len(words) == 1 else IN_HEADING
        found |= {word: max(place, found.get(word, 0)) for word in words}
    return found


def stem_lengths(postings: Postings, documents: Sequence[Document], language: str) -> dict[str, int]:
    """Stem length of every form; that of the reader's language, unless only foreign documents hold the form."""
    languages = [document.language for document in documents for _ in document.sections]
    found = {}
    for form, places in postings.items():
        in_own = any(languages[place] == language for place in places)
        found[form] = stem_length(form, language if in_own else languages[min(places)])
    return found


def stop_words_everywhere(own: Collected, stop_words: Collection[str]) -> frozenset[str]:
    """Those of the stop words that stand in more than the share EVERYWHERE of all sections."""
    most = EVERYWHERE * sum(len(document.sections) for document in own.documents)
    return frozenset(form for form in stop_words if len(own.postings[form]) > most)


def weighed_forms(own: Collected, stop_words: Collection[str], everywhere: Collection[str]) -> list[Form]:
    """All word forms by the alphabet, after the stop words: these come together in questions, and so in few files.
    First of all are those that stand everywhere."""
    ordered = sorted(
        own.postings.items(), key=lambda item: (item[0] not in everywhere, item[0] not in stop_words, item[0])
    )
    return [
        Form(form, own.stems[form], weight(places) + (ALWAYS if form in stop_words else 0)) for form, places in ordered
    ]


def weight(places: Mapping[int, int]) -> int:
    """How much a form belongs to the common vocabulary: by headings and items first, then by number of sections."""
    return len(places) + (1000 if max(places.values()) >= IN_ITEM else 0)


def in_folder(inner: Mapping[str, bytes]) -> tuple[str, dict[str, bytes]]:
    """A folder named after what is in it, and the files by their paths."""
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
