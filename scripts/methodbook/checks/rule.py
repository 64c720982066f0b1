"""What a rule is: an id, a level, and a function that yields where in the handbook a mistake stands.

A rule's words (title, what, why, what to do) and its level stand in `data/checks/<group>.yaml` under its id. A mistake
that a pattern finds needs no function: its pattern stands there too (see `patterns`). Any other rule is a function
under `@rule`, given what it asks for by the names of its parameters: a `file`, a `page`, an `original` with its
`translation`, or nothing but the `tree`.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import Any, TypeVar

from methodbook.checks.findings import Finding, Level
from methodbook.checks.messages import entries, group_of
from methodbook.checks.sources import DOCS, File, Page
from methodbook.page import translations
from methodbook.page.prose import line_of


@dataclass(frozen=True)
class Hit:
    """A place where a rule is broken. `details` are quoted in its message; `path` is the subject's own if None."""

    line: int
    details: tuple[tuple[str, str], ...] = ()
    path: PurePosixPath | None = None


@dataclass(frozen=True)
class Edit:
    """A replacement in a file: the characters from `start` to `end` become `new`. `new` is None when none is safe.

    `hit` is what to report, unless the place and both texts say it.
    """

    start: int
    end: int
    new: str | None
    hit: Hit | None = None


Found = Iterable[Hit | Edit]
Key = TypeVar("Key")
Value = TypeVar("Value")
Search = TypeVar("Search", bound=Callable[..., Iterable[Hit | Edit]])


def at(line: int, path: PurePosixPath | None = None, /, **details: object) -> Hit:
    """A hit; `details` are quoted in the rule's message."""
    return Hit(line, tuple((name, str(value)) for name, value in details.items()), path)


@dataclass(frozen=True)
class Rule:
    """One kind of mistake. `asks` names what `search` is given; a fixable rule yields edits."""

    id: str
    search: Callable[..., Found]
    asks: frozenset[str]
    fixable: bool = False

    @property
    def group(self) -> str:
        return group_of(self.id)

    @property
    def level(self) -> Level:
        return Level(entries()[self.id].get("level", "error"))

    @property
    def scope(self) -> str:
        """What the rule looks at, one at a time: `file`, `page`, `translation` or `tree`."""
        return next((name for name in ("file", "page", "translation") if name in self.asks), "tree")

    def find(self, **given: Any) -> Iterator[Finding]:
        """The mistakes in one subject: `file=`, `page=` or `translation=` with `original=`, and `tree=`."""
        subject = given[self.scope] if self.scope != "tree" else None
        is_behind = self.scope == "translation" and behind(given["original"], given["translation"])
        level = Level.ADVICE if is_behind else self.level
        for found in self.hits(**given):
            hit = found if isinstance(found, Hit) else found.hit or edit_hit(found, subject)
            own = DOCS / subject.path if isinstance(subject, File) else subject.path if subject else DOCS
            fixable = self.fixable and isinstance(found, Edit) and found.new is not None
            yield Finding(hit.path or own, max(hit.line, 1), self.id, hit.details, level, fixable)

    def hits(self, **given: Any) -> Found:
        return self.search(**{name: given[name] for name in self.asks})


def edit_hit(edit: Edit, subject: Page | File | None) -> Hit:
    """What to report of an edit in a page or a file."""
    text = subject.document.text if isinstance(subject, Page) else (subject and subject.text) or ""
    return at(line_of(text, edit.start), old=visible(text[edit.start : edit.end]), new=visible(edit.new or ""))


def behind(original: Page, translation: Page) -> bool:
    """Whether the original has changed since it was translated: its writer can do no more for other languages."""
    kept = translations.recorded(translation.document)
    return kept is None or bool(translations.changes(original.document, kept))


RULES: dict[str, Rule] = {}
"""The rules that are functions, by id."""


def rule(name: str, /, *, fixable: bool = False) -> Callable[[Search], Search]:
    """Make the decorated function the rule `name`. It yields hits, and edits too when the rule is `fixable`."""

    def register(search: Search) -> Search:
        if name in RULES:
            raise ValueError(f"two rules are called {name}")
        parameters = inspect.signature(search).parameters.values()
        asked = frozenset(one.name for one in parameters if one.default is inspect.Parameter.empty)
        RULES[name] = Rule(name, search, asked, fixable)
        return search

    return register


def repeated(pairs: Iterable[tuple[Key, Value]]) -> Iterator[tuple[Key, Value, Value]]:
    """Each pair whose key came before, with the value it came with first."""
    seen: dict[Key, Value] = {}
    for key, value in pairs:
        if key in seen:
            yield key, value, seen[key]
        seen.setdefault(key, value)


def visible(text: str) -> str:
    """`text` on one line, with the hard space shown."""
    return text.replace("\n", "⏎").replace("\u00a0", "\u237d")


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like `word`, empty when none is."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")
