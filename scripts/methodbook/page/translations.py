"""Whether a translation matches its original, told from the text itself.

A translation keeps, section by section, a fingerprint of the original it was made from (`fingerprint:` in its front
matter). Dates and commits would lie after a corrected typo, a squash or a shallow clone; the text does not. Only words
and figures count: line breaks, list marks, quotation marks and link targets may change without making anything old.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from pathlib import Path, PurePosixPath

from methodbook.languages import LANGUAGES
from methodbook.page.code import blank_code
from methodbook.page.front_matter import FRONT_MATTER, ContentError, normalized
from methodbook.page.handbook import Handbook
from methodbook.page.history import versions
from methodbook.page.inline import LINK
from methodbook.page.markdown import Document, parse_document
from methodbook.page.points import FIELD_KINDS
from methodbook.page.prose import SPOKEN_FIELDS

TOP = "_top"
"""Name of what stands above the first section: title, description, heading, lead, facts. No id can be called so."""

LIST_MARK = rf"\d{{1,3}}[.)]|[-*+](?:[ \t]+\[(?:{'|'.join(FIELD_KINDS)})\])?"
MARKS = re.compile(rf"^[ \t]*(?:///+[ \t]+(?!note\b)[\w-]+.*|(?:{LIST_MARK}|///+[ \t]*[\w-]*)(?=\s|$))", re.MULTILINE)
"""List marks and kinds of fields, and block marks with their arguments; only a note's argument is something to read."""

TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+|[%§]")
LETTERS = str.maketrans("0123456789abcdef", "bcdfghjklmnpqrst")
"""A fingerprint is written in consonants, so that YAML never reads it as a number and nobody reads it as a word."""

LENGTH = 8
UNCHANGED_SHOWN = 16
"""Words between two changes that are shown whole."""


class State(StrEnum):
    """How far a page is in a language."""

    ORIGINAL = "original"
    CURRENT = "current"
    OUTDATED = "outdated"
    UNTRANSLATED = "untranslated"
    MISSING = "missing"


class Kind(StrEnum):
    """What happened to a section of the original since the translation was made."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """A section of the original that is no longer what the translation was made from.

    `heading` is the section's heading in the original, its id when it is gone.
    """

    section: str
    heading: str
    kind: Kind


@dataclass(frozen=True)
class Status:
    """The state of the page `path` (below the language folder) in `language`."""

    path: PurePosixPath
    language: str
    original: str
    state: State
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Section:
    """A section of a page as Markdown: everything from its heading of level 2 to the next."""

    id: str
    heading: str
    text: str


@lru_cache(maxsize=512)
def sections(page: Document) -> tuple[Section, ...]:
    """The page cut at its headings of level 2 that have an id; the first is what stands above them."""
    lines = blank_code(page.body.split("\n"))
    cuts = [heading for heading in page.headings if heading.level == 2 and heading.id]
    starts = [heading.line - page.body_line for heading in cuts]
    fields = [str(page.meta.get(name, "")) for name in SPOKEN_FIELDS]
    found = [Section(TOP, page.heading, "\n".join([*fields, *lines[: starts[0] if starts else None]]))]
    for heading, start, end in zip(cuts, starts, [*starts[1:], len(lines)], strict=False):
        found.append(Section(heading.id or "", heading.text, "\n".join(lines[start:end])))
    return tuple(found)


@lru_cache(maxsize=4096)
def digest(text: str) -> str:
    """Eight consonants that change when a word or a figure of the Markdown `text` does."""
    meaning = " ".join(tokens(text))
    return hashlib.sha256(meaning.encode()).hexdigest()[:LENGTH].translate(LETTERS)


def tokens(text: str) -> list[str]:
    text = unicodedata.normalize("NFC", text)
    text = LINK.sub(lambda found: found[2], text)
    text = re.sub(r"\{[^{}\n]*\}|[*_`\\\u00ad]", "", text)
    text = MARKS.sub("", text)
    text = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", text.replace("–", "-"))
    return TOKEN.findall(text.casefold())


def recorded(page: Document) -> dict[str, str] | None:
    """The fingerprint a translation keeps; None when it keeps none that can be read."""
    kept = page.meta.get("fingerprint")
    if not isinstance(kept, Mapping) or not kept:
        return None
    return {str(name): str(value) for name, value in kept.items()}


def changes(original: Document, kept: Mapping[str, str]) -> tuple[Change, ...]:
    """What has changed in `original` since the fingerprint `kept` was taken, in the order of the page."""
    now = sections(original)
    different = [section for section in now if kept.get(section.id) != digest(section.text)]
    kinds = (Kind.CHANGED if section.id in kept else Kind.ADDED for section in different)
    gone = (name for name in kept if name not in {section.id for section in now})
    return (
        *(Change(section.id, section.heading, kind) for section, kind in zip(different, kinds, strict=True)),
        *(Change(name, name, Kind.REMOVED) for name in gone),
    )


def status(handbook: Handbook, path: PurePosixPath, language: str) -> Status:
    """The state of `path` in `language`. Raises KeyError when no language has the page."""
    shown = handbook.version(path, language)
    own = handbook.pages.get(language, {}).get(path)
    original = handbook.pages.get(shown.original, {}).get(path)
    if own is None:
        return Status(path, language, shown.original, State.MISSING)
    if not own.is_translation:
        return Status(path, language, language, State.ORIGINAL)
    kept = recorded(own)
    if kept is None or original is None:
        return Status(path, language, own.original, State.UNTRANSLATED)
    found = changes(original, kept)
    return Status(path, language, own.original, State.OUTDATED if found else State.CURRENT, found)


def statuses(handbook: Handbook) -> Iterator[Status]:
    for path in sorted({path for pages in handbook.pages.values() for path in pages}):
        for language in LANGUAGES:
            yield status(handbook, path, language)


def confirmed(text: str, original: Document) -> str:
    """The file of a translation with the fingerprint of `original` in its front matter; nothing else changes.

    Raises ContentError when the file has no front matter.
    """
    text = normalized(text)
    front = FRONT_MATTER.match(text)
    if not front:
        raise ContentError("front-matter-missing")
    lines = "".join(f"  {section.id}: {digest(section.text)}\n" for section in sections(original))
    return f"---\n{without_fingerprint(front[1])}fingerprint:\n{lines}---\n{text[front.end() :]}"


def without_fingerprint(fields: str) -> str:
    return re.sub(r"^fingerprint:[^\n]*\n(?:[ \t]+[^\n]*\n)*", "", fields, flags=re.MULTILINE)


@dataclass(frozen=True)
class Difference:
    """How a section of the original changed: the words of then and now. `before` is None when history lacks them."""

    change: Change
    before: str | None
    after: str


def differences(root: Path, original: Document, kept: Mapping[str, str]) -> tuple[Difference, ...]:
    """For each section changed since the translation was made, its text then and now.

    `root` is the repository's root; what its history does not hold (a shallow clone, a squash) is None.
    """
    found = changes(original, kept)
    wanted = {change.section for change in found if change.kind is not Kind.ADDED}
    before = earlier_texts(root, original, kept, wanted)
    after = {section.id: section.text for section in sections(original)}
    return tuple(Difference(change, before.get(change.section), after.get(change.section, "")) for change in found)


def earlier_texts(root: Path, original: Document, kept: Mapping[str, str], wanted: set[str]) -> dict[str, str]:
    """The Markdown of the `wanted` sections as they were when `kept` was taken, as far as history has them."""
    found: dict[str, str] = {}
    for text in versions(root, f"docs/{original.language}/{original.path}"):
        if wanted <= set(found):
            break
        with suppress(ContentError):
            old = sections(parse_document(text, original.language, original.path))
            found |= {s.id: s.text for s in old if s.id in wanted and digest(s.text) == kept[s.id]}
    return found


def marked_up(before: str, after: str) -> str:
    """The words of `after`, those taken out since `before` as [-words-] and those put in as {+words+}."""
    old, new = before.split(), after.split()
    parts: list[str] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":  # the middle of a long run is left out
            parts += new[c:d] if d - c <= UNCHANGED_SHOWN else [*new[c : c + 8], "…", *new[d - 8 : d]]
            continue
        parts += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
        parts += [f"{{+{' '.join(new[c:d])}+}}"] if d > c else []
    return " ".join(parts)
