"""Other words for the same thing: synonyms, the neighbours' words, and words the handbook avoids but readers type.

They come from the term base (`docs/_data/terms.yaml`: terms, synonyms, forbidden and avoided forms of all languages),
from the false friends (`data/false_friends.yaml`: what to say instead) and from `docs/_data/search_synonyms.yaml`
(readers' words that are no terms). An alias leads from what a reader may type to the words of the reader's own
language.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from methodbook.languages import LANGUAGES, nearest
from methodbook.search.model import Words
from methodbook.search.words import fold, folded_stem, forms

STEMMED_AS = {"nn": "nb"}
"""Languages of the term base that the stemmer does not know, and the one whose endings come nearest."""


@dataclass(frozen=True)
class Alias:
    """What may be typed (`key`: folded stems, `*` at the end for any continuation) and the words it stands for."""

    key: str
    targets: tuple[str, ...]

    def is_of(self, known: Collection[str]) -> bool:
        """Whether what may be typed consists of words that the index knows."""
        return all(stem in known for stem in self.key.split(" "))


def aliases(words: Words, language: str, known: Collection[str]) -> tuple[Alias, ...]:
    """All aliases for readers of `language`, sorted. `known` holds the folded stems the index knows.

    An alias is kept only when it leads to a known word and not merely to itself; never for or to a stop word alone.
    """
    stop_words = words.stop_words[language]
    found: dict[str, dict[str, None]] = {}
    for typed, typed_in, wanted in pairs(words, language):
        key = key_of(typed, typed_in)
        if not key or only_stop_words(typed, stop_words):
            continue
        for target in wanted:
            if leads_on(key, target, language, known) and not only_stop_words(target, stop_words):
                found.setdefault(key, {})[target.lower()] = None
    return tuple(Alias(key, tuple(found[key])) for key in sorted(found))


def pairs(words: Words, language: str) -> Iterator[tuple[str, str, list[str]]]:
    """(what is typed, its language, what is meant) from all sources."""
    for term in words.terms:
        yield from pairs_of_term(term, language)
    for friend in words.false_friends:
        yield from pairs_of_friend(friend, language)
    for name in words.names:
        yield from both_ways([name["name"], name.get("full") or name["name"]], language)
    for group in words.synonyms.get(language, ()):
        yield from both_ways(list(group), language)


def pairs_of_term(term: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, list[str]]]:
    """A term's synonyms among themselves, the other languages' words for it, and the forms that are avoided."""
    own = words_of(nearest(term, language))
    yield from both_ways(own, language)
    for other in dict.fromkeys((*LANGUAGES, *STEMMED_AS)):
        if other != language and other in term:
            for typed in words_of(term[other]):
                yield typed, other if other in LANGUAGES else STEMMED_AS[other], own
    for avoided in ("forbidden", "avoid"):
        for typed in (term.get(avoided) or {}).get(language, ()):
            yield typed.removeprefix("="), language, own


def words_of(entry: Mapping[str, Any]) -> list[str]:
    """The preferred term of an entry and its synonyms, explanations in brackets left out."""
    return [re.sub(r"\s*\([^)]*\)", "", word) for word in (entry["term"], *entry.get("also", ()))]


def pairs_of_friend(friend: Mapping[str, Any], language: str) -> Iterator[tuple[str, str, list[str]]]:
    """A look-alike of another language, and what to say for it in this one."""
    said = re.sub(r"\([^)]*\)", "", nearest(friend["say"], language))
    wanted = [word.strip() for word in re.split(r"[/,;]", said) if re.search(r"\w", word)]
    for other in LANGUAGES:
        if other != language and re.search(r"\w", friend["forms"].get(other, "")):
            yield friend["forms"][other], other, wanted


def both_ways(words: list[str], language: str) -> Iterator[tuple[str, str, list[str]]]:
    """Each word of a group leads to all the others."""
    for word in words:
        yield word, language, [other for other in words if other != word]


def key_of(typed: str, language: str) -> str:
    """The folded stems of the words typed, in a form that the browser can match without a stemmer."""
    if typed.endswith("*"):
        return fold(typed[:-1]) + "*"
    return " ".join(folded_stem(form, language) for form in plain_forms(typed))


def plain_forms(text: str) -> list[str]:
    """The word forms of a short text, words with hyphens only as a whole."""
    return list(forms(re.sub(r"(?<=\w)[-‐‑](?=\w)", "", text)))


def only_stop_words(text: str, stop_words: Collection[str]) -> bool:
    """Whether `text` says nothing but question and function words."""
    return all(form in stop_words for form in plain_forms(text))


def leads_on(key: str, target: str, language: str, known: Collection[str]) -> bool:
    """Whether `target` is known to the index and says something else than the key itself."""
    stems = [folded_stem(form, language) for form in plain_forms(target)]
    return bool(stems) and all(stem in known for stem in stems) and " ".join(stems) != key.rstrip("*")


def encode(found: Iterable[Alias]) -> str:
    """The aliases as text: a line for each group of targets, `target|target<TAB>key|key`."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for alias in found:
        groups.setdefault(alias.targets, []).append(alias.key)
    return "\n".join(sorted("|".join(targets) + "\t" + "|".join(keys) for targets, keys in groups.items()))
