"""Taking text apart into word forms, folding their letters, and finding their stems.

`fold` and `forms` have twins in `overrides/assets/search-words.js`; a browser test holds them against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import snowballstemmer

from methodbook.languages import KNOWN

WORD = re.compile(r"[^\W_]+(?:[-‐‑'’][^\W_]+)*")
HYPHEN, APOSTROPHE = re.compile("[-‐‑]"), re.compile("['’]")
DOUBLE_A, DOUBLE_O = re.compile("a[ae]"), re.compile("oe")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Letters that are not seen: soft hyphen, and what joins or parts words without a space."""
STEMMERS = {"en": "english", **{code: known.stemmer for code, known in KNOWN.items()}}
SHORTEST, LONGEST = 2, 40
"""Lengths of a word form (letters) that are kept."""


def forms(text: str) -> Iterator[str]:
    """The word forms of `text` in lower case; a word with hyphens whole (hyphens dropped), then each of its parts."""
    for word in WORD.findall(unicodedata.normalize("NFC", INVISIBLE.sub("", text)).lower()):
        parts = HYPHEN.split(APOSTROPHE.sub("", word))
        for form in ["".join(parts), *parts] if len(parts) > 1 else parts:
            if SHORTEST <= len(form) <= LONGEST:
                yield form


@cache
def fold(text: str) -> str:
    """One spelling for å/aa, æ/ä/ae, ø/ö/oe and all accents, in lower case."""
    bare = text.lower()
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
        bare = bare.replace("ø", "o").replace("æ", "a")
    return DOUBLE_O.sub("o", DOUBLE_A.sub("a", bare))


@cache
def stemmer(language: str) -> snowballstemmer.stemmer:
    """The Snowball stemmer of `language`. Raises KeyError for a language the search does not know."""
    return snowballstemmer.stemmer(STEMMERS[language])


@cache
def stem_length(form: str, language: str) -> int:
    """How many letters of `form` are its stem, at least two.

    The index holds only this length, so that the browser needs no stemmer. That rests on stems being beginnings of
    their words, which Snowball's Scandinavian stems are; a form for which it does not hold counts as its own stem.
    """
    stem = stemmer(language).stemWord(form)
    return max(len(stem), SHORTEST) if form.startswith(stem) else len(form)


def folded_stem(form: str, language: str) -> str:
    """The stem of `form` as the search compares it."""
    return fold(form[: stem_length(form, language)])
