"""The term base: which words a language may not use, and which it had better not.

`docs/_data/terms.yaml` says for each term the forms that are `forbidden` (another language's spelling, a rejected
term) and those to `avoid`. A form may end in `*` (any ending), begin with `=` (capitals count) and hold several words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from methodbook.languages import book, data, nearest
from methodbook.page.prose import BLANK

LETTER = "[a-zA-ZåäöæøéèàóüÅÄÖÆØÉÈÀÓÜ]"
QUOTED = re.compile(
    r"«[^»\n]{1,200}»|»[^«\n]{1,200}«|”[^”\n]{1,200}”|“[^”\n]{1,200}”|\"[^\"\n]{1,200}\"|’[^’\n]{1,80}’|›[^‹\n]{1,80}‹"
)


@dataclass(frozen=True)
class Form:
    """A form to keep out: `pattern` as written in the term base, `term` the id of its entry."""

    pattern: str
    term: str

    @property
    def expression(self) -> str:
        """The form as a regular expression, for use where a word begins and capitals do not count."""
        exact = self.pattern.startswith("=")
        bare = self.pattern.removeprefix("=")
        open_end = bare.endswith("*")
        core = re.escape(bare.rstrip("*")).replace(r"\ ", r"\s+")
        whole = core if open_end else rf"{core}(?!{LETTER})"
        return f"(?-i:{whole})" if exact else whole


@dataclass(frozen=True)
class Use:
    """A form found in a text: where it stands (offsets) and what it is."""

    start: int
    end: int
    form: Form


@cache
def base() -> Any:
    """The term base as it stands in the file."""
    return book("terms.yaml")


@cache
def forms(language: str, kind: str) -> tuple[Form, ...]:
    """The forms of `kind` (`forbidden` or `avoid`) in `language`, the longest first."""
    found = [
        Form(str(form), term["id"]) for term in base()["terms"] for form in (term.get(kind) or {}).get(language, [])
    ]
    return tuple(sorted(found, key=lambda form: (-len(form.pattern), form.pattern)))


@cache
def any_form(language: str, kind: str) -> re.Pattern[str] | None:
    """A pattern that finds any of the forms; None when there are none."""
    found = forms(language, kind)
    forms_only = "|".join(form.expression for form in found)
    return re.compile(rf"(?<!{LETTER})(?<!-)(?:{forms_only})", re.IGNORECASE) if found else None


@cache
def names() -> tuple[str, ...]:
    """Proper names that stand as they are in every language, the longest first."""
    kept = base()["keep_original"]
    found = {str(name["name"]) for name in kept} | {str(name["full"]) for name in kept if "full" in name}
    return tuple(sorted(found, key=lambda name: (-len(name), name)))


@cache
def exempt(language: str) -> re.Pattern[str]:
    """Names and phrases inside which a form is allowed."""
    phrases = (*names(), *base()["meta"]["exempt"].get(language, []))
    return re.compile("|".join(map(re.escape, phrases)))


def uses(text: str, language: str, kind: str, quotes: bool = False) -> Iterator[Use]:
    """The forms of `kind` in `text` (masked prose), in order; names and, unless `quotes`, quoted words are passed over.

    `kind` is `forbidden` or `avoid`.
    """
    pattern = any_form(language, kind)
    if pattern is None:
        return
    text = exempt(language).sub(lambda found: BLANK * len(found[0]), text)
    if not quotes:
        text = unquoted(text)
    for found in pattern.finditer(text):
        yield Use(found.start(), found.end(), form_found(found[0], language, kind))


def form_found(words: str, language: str, kind: str) -> Form:
    """Which form the found `words` are."""
    return next(form for form in forms(language, kind) if re.match(form.expression, words, re.IGNORECASE))


@dataclass(frozen=True)
class Phrase:
    """A phrase made after a neighbouring language: a pattern to look for, and what to say instead."""

    pattern: re.Pattern[str]
    say: str


@cache
def phrases(language: str) -> tuple[Phrase, ...]:
    """The phrases that are not used in `language`, though each of their words is right."""
    listed = data("false_friends.yaml")["phrases"].get(language, ())
    return tuple(Phrase(re.compile(rf"\b(?:{row['phrase']})", re.IGNORECASE), row["say"]) for row in listed)


def unquoted(text: str) -> str:
    """`text` (masked prose) with what stands between quotation marks blanked."""
    return QUOTED.sub(lambda found: BLANK * len(found[0]), text)


@cache
def preferred(language: str) -> dict[str, str]:
    """The preferred word of each entry in `language`, by the entry's id."""
    return {term["id"]: nearest(term, language)["term"] for term in base()["terms"]}
