"""Rules about files: what may stand below `docs/`, under which name, and whether it can be read at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.findings import Finding
from methodbook.checks.rule import Edit, FileEditRule, FileRule, Rule
from methodbook.checks.sources import OUTSIDE, File, Tree

FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+")
FOLDER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows keeps for itself: nobody there could fetch the handbook."""
PAGE_TYPES = frozenset({".md"})
SHARED_TYPES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".txt", ".json"})
INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)


class UnreadableRule(FileRule):
    """A file that could not be read; the reason is the rule's own id."""

    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.error and file.error.reason == self.id:
            yield self.at(file, file.error.line, detail=file.error.detail)


class NotUtf8(UnreadableRule):
    """Bytes that are not UTF-8."""

    id = "not-utf-8"


class FileUnreadable(UnreadableRule):
    """The machine refuses to hand the file out."""

    id = "file-unreadable"


class EmptyFile(UnreadableRule):
    """A page with nothing in it."""

    id = "empty-file"


class MergeConflict(FileRule):
    """Marks that git leaves where two people changed the same lines."""

    id = "merge-conflict"
    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        found = CONFLICT.search(file.text or "")
        if found:
            yield self.at(file, (file.text or "").count("\n", 0, found.start()) + 1)


class SymbolicLink(FileRule):
    """A link to another file: its target would be published, wherever it lies."""

    id = "symbolic-link"
    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.link is not None:
            yield self.at(file, target=file.link)


class FileName(FileRule):
    """Names that do not survive every system and every address."""

    id = "file-name"
    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        parts = file.path.parts
        is_plain = all(map(FOLDER_NAME.fullmatch, parts[:-1])) and FILE_NAME.fullmatch(parts[-1])
        if not is_plain or any(part.partition(".")[0] in RESERVED for part in parts):
            yield self.at(file, name=visible_name(file.path), better=better_name(file.path))


def visible_name(path: PurePosixPath) -> str:
    """The path, with what cannot be shown replaced."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def better_name(path: PurePosixPath) -> str:
    """The nearest name that is allowed."""
    letters = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "é": "e", " ": "-", "_": "-"})
    plain = unicodedata.normalize("NFC", str(path)).lower().translate(letters)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    parts = [re.sub(r"-{2,}", "-", re.sub(r"[^a-z0-9.-]", "", part)).strip("-.") for part in plain.split("/")]
    kept = [re.sub(rf"^({'|'.join(sorted(RESERVED))})(?=\.|$)", r"\1-page", part) for part in parts]
    return "/".join(kept)


class FileType(FileRule):
    """Kinds of files that have no place on the site."""

    id = "file-type"
    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.link is None and not (file.regular and is_allowed(file)):
            yield self.at(file, kind=file.path.suffix or file.path.name)


def is_allowed(file: File) -> bool:
    """Whether a file of this kind may stand where it stands."""
    if file.path.suffix in PAGE_TYPES:
        return True
    return file.path.parts[0] == "assets" and file.path.suffix in SHARED_TYPES


class MisplacedPage(FileRule):
    """A page outside the language folders: nobody would find it."""

    id = "misplaced-page"
    group = "files"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.path.suffix in PAGE_TYPES and file.language is None and file.path not in OUTSIDE:
            yield self.at(file)


class NameTwice(Rule):
    """`roles.md` beside `roles/index.md`: two pages at one address."""

    id = "address-twice"
    group = "files"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for page in tree.all_pages():
            path = page.document.path
            twin = path.with_suffix("") / "index.md"
            if path.name != "index.md" and twin in tree.pages[page.language]:
                yield self.finding(page.path, 1, other=twin)


class InvisibleCharacter(FileEditRule):
    """Characters that nobody sees: they break words for search, screen readers and spelling."""

    id = "invisible-character"
    group = "files"

    def edits(self, text: str) -> Iterator[Edit]:
        for found in INVISIBLE.finditer(text):
            yield Edit(found.start(), found.end(), "")


class DecomposedLetter(FileEditRule):
    """Letters made of two characters (`a` + ring), as some systems paste them."""

    id = "decomposed-letter"
    group = "files"

    def edits(self, text: str) -> Iterator[Edit]:
        if text.isascii():
            return
        for found in re.finditer("[A-Za-z][\u0300-\u036f]+", text):
            composed = unicodedata.normalize("NFC", found[0])
            if composed != found[0]:
                yield Edit(found.start(), found.end(), composed)


class LineEndings(FileEditRule):
    """Windows line ends: every line would count as changed."""

    id = "line-endings"
    group = "files"

    def edits(self, text: str) -> Iterator[Edit]:
        if "\r" in text:
            for found in re.finditer(r"\r\n?", text):
                yield Edit(found.start(), found.end(), "\n")

    def find_in(self, file: File) -> Iterator[Finding]:
        return iter(list(super().find_in(file))[:1])


class TrailingSpace(FileEditRule):
    """Spaces at the end of a line: two of them are a line break in Markdown."""

    id = "trailing-space"
    group = "files"

    def edits(self, text: str) -> Iterator[Edit]:
        for found in re.finditer(r"[ \t\u00a0]+(?=\r?\n|\Z)", text):
            yield Edit(found.start(), found.end(), "")


class FinalNewline(FileEditRule):
    """A last line without an end, or empty lines at the end."""

    id = "final-newline"
    group = "files"

    def edits(self, text: str) -> Iterator[Edit]:
        end = len(text.rstrip("\r\n"))
        if text.strip() and text[end:] not in ("\n", "\r\n", "\r"):
            yield Edit(end, len(text), "\n")


RULES: tuple[Rule, ...] = (
    NotUtf8(),
    FileUnreadable(),
    EmptyFile(),
    MergeConflict(),
    SymbolicLink(),
    FileName(),
    FileType(),
    MisplacedPage(),
    NameTwice(),
    InvisibleCharacter(),
    DecomposedLetter(),
    LineEndings(),
    TrailingSpace(),
    FinalNewline(),
)
