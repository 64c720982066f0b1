"""What a rule is: an id, a level, and a search through the handbook that yields findings.

The words of a rule (title, what, why, how to mend) stand in `data/checks.yaml` under its id, in four languages.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import ClassVar

from methodbook.checks.findings import Finding, Level
from methodbook.checks.sources import DOCS, File, Page, Tree
from methodbook.page.prose import line_of


class Rule(ABC):
    """One kind of mistake. `group` is the heading it stands under on the page that explains the rules."""

    id: ClassVar[str]
    group: ClassVar[str]
    level: ClassVar[Level] = Level.ERROR
    fixable: ClassVar[bool] = False

    @abstractmethod
    def find(self, tree: Tree) -> Iterator[Finding]:
        """All places in `tree` where the mistake stands."""

    def finding(self, path: PurePosixPath, line: int, /, **details: object) -> Finding:
        """A finding of this rule; `details` are quoted in its message."""
        words = tuple((name, str(value)) for name, value in details.items())
        return Finding(path, max(line, 1), self.id, words, self.level, self.fixable)


class FileRule(Rule):
    """A rule about single files below `docs/`, read or not."""

    def find(self, tree: Tree) -> Iterator[Finding]:
        for file in tree.files:
            yield from self.find_in(file)

    @abstractmethod
    def find_in(self, file: File) -> Iterator[Finding]:
        """The mistakes in one file."""

    def at(self, file: File, line: int = 1, /, **details: object) -> Finding:
        """A finding in `file`."""
        return self.finding(DOCS / file.path, line, **details)


@dataclass(frozen=True)
class Edit:
    """A replacement in a file: the characters from `start` to `end` become `new`. `new` is None when none is safe."""

    start: int
    end: int
    new: str | None


class FileEditRule(FileRule):
    """A rule about the text of any text file that knows what should stand there instead."""

    fixable = True

    def find_in(self, file: File) -> Iterator[Finding]:
        text = file.text or ""
        for edit in self.edits(text):
            yield self.at(file, line_of(text, edit.start))

    @abstractmethod
    def edits(self, text: str) -> Iterator[Edit]:
        """What to replace in the text."""


class PageRule(Rule):
    """A rule about single pages."""

    def find(self, tree: Tree) -> Iterator[Finding]:
        for page in tree.all_pages():
            yield from self.find_in(page, tree)

    @abstractmethod
    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        """The mistakes on one page; `tree` for what it must agree with."""


class TranslationRule(Rule):
    """A rule about what a translation must share with its original."""

    def find(self, tree: Tree) -> Iterator[Finding]:
        for original, translation in tree.translations():
            yield from self.compare(original, translation)

    @abstractmethod
    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        """Where `translation` differs; findings stand in the translation."""


class EditRule(PageRule):
    """A rule that knows what should stand there instead, so that `--fix` can put it there."""

    fixable = True

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for edit in self.edits(page, tree):
            yield self.edit_finding(page, edit)

    def edit_finding(self, page: Page, edit: Edit) -> Finding:
        """The finding that `edit` mends: it quotes what stands there and what should."""
        old = page.document.text[edit.start : edit.end]
        line = page.line_of(edit.start)
        found = self.finding(page.path, line, old=visible(old), new=visible(edit.new or ""))
        return found if edit.new is not None else replace(found, fixable=False)

    @abstractmethod
    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        """What to replace in the page's text."""


def visible(text: str) -> str:
    """`text` on one line, with the hard space shown."""
    return text.replace("\n", "⏎").replace("\u00a0", "\u237d")


def nearest(word: str, known: list[str] | tuple[str, ...] | set[str] | frozenset[str]) -> str:
    """The known word most like `word`, empty when none is."""
    return next(iter(get_close_matches(word, sorted(known), n=1, cutoff=0.6)), "")
