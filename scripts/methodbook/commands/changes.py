"""What a proposed change comes to: pages changed in each language, translations it makes old, sizes."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from methodbook.languages import LANGUAGES, NAMES
from methodbook.page import translations
from methodbook.page.handbook import Handbook
from methodbook.page.history import git
from methodbook.page.translations import State, Status

WORDS = {"A": "new", "D": "deleted"}
"""What git's letter for a file means; everything else is a change."""


class UnknownBaseError(Exception):
    """What changed cannot be told; the message says why, for people."""


def changed_files(root: Path, base: str) -> list[tuple[str, PurePosixPath]]:
    """(letter, path) of each file that differs from where the change began: A added, D deleted, else changed.

    Raises UnknownBaseError when the history here does not hold `base`, or nothing that it and the newest commit share.
    """
    begun = git(root, "merge-base", "--end-of-options", base, "HEAD").strip()
    if not begun:
        raise UnknownBaseError(f"{base} is no commit that this branch began at; a shallow clone lacks older ones")
    parts = git(root, "diff", "--name-status", "--no-renames", "-z", begun, "HEAD").split("\0")
    return [(letter, PurePosixPath(path)) for letter, path in zip(parts[::2], parts[1::2], strict=False)]


def summary(root: Path, base: str) -> str:
    """The change since `base` in Markdown, for the summary of a workflow run. Raises UnknownBaseError."""
    files = changed_files(root, base)
    handbook = Handbook.read(root / "docs")
    touched = {PurePosixPath(*path.parts[2:]) for _, path in files if path.parts[:1] == ("docs",)}
    outdated = [
        status
        for status in translations.statuses(handbook)
        if status.path in touched and status.state in (State.OUTDATED, State.UNTRANSLATED, State.MISSING)
    ]
    parts = [*pages_changed(files), *translations_left(outdated), *sizes(root / "site")]
    return "\n".join(parts) + "\n"


def pages_changed(files: list[tuple[str, PurePosixPath]]) -> Iterator[str]:
    """The changed pages of each language, and how many other files changed."""
    pages = [(letter, path) for letter, path in files if path.parts[:1] == ("docs",) and path.suffix == ".md"]
    yield "## Pages"
    yield ""
    for language in LANGUAGES:
        own = [
            f"`{PurePosixPath(*path.parts[2:])}` ({WORDS.get(letter, 'changed')})"
            for letter, path in pages
            if path.parts[1] == language
        ]
        yield f"- {NAMES[language]}: {', '.join(own) or '–'}"
    yield f"- Other files: {len(files) - len(pages)}"
    yield ""


def translations_left(found: list[Status]) -> Iterator[str]:
    """The translations of changed pages that are now behind, with the sections."""
    yield "## Translations left to do"
    yield ""
    for status in found:
        sections = ", ".join(change.heading for change in status.changes)
        yield f"- `docs/{status.language}/{status.path}`: {status.state.value}{f' – {sections}' if sections else ''}"
    if not found:
        yield "None: every translation of what changed matches its original."
    yield ""


def sizes(site: Path) -> Iterator[str]:
    """How large the built site is; nothing when it is not built."""
    files = [path for path in site.rglob("*") if path.is_file()] if site.is_dir() else []
    if not files:
        return
    yield "## Sizes"
    yield ""
    yield "| | files | kB | kB compressed |"
    yield "|---|---|---|---|"
    for suffix in (".html", ".css", ".js", ".json", ".svg"):
        own = [path.read_bytes() for path in files if path.suffix == suffix]
        packed = sum(len(gzip.compress(data, 6)) for data in own)
        yield f"| {suffix} | {len(own)} | {sum(map(len, own)) // 1000} | {packed // 1000} |"
    yield ""
