"""What a proposed change comes to: pages changed in each language, translations it makes outdated, sizes."""

import gzip
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from methodbook.checks.report import markdown_value
from methodbook.commands import CommandError
from methodbook.languages import LANGUAGES, NAMES
from methodbook.page import translations
from methodbook.page.handbook import Handbook
from methodbook.page.history import git
from methodbook.page.translations import State

WORDS = {"A": "new", "D": "deleted"}
"""What git's letter for a file means; everything else is a change."""
Changed = list[tuple[str, PurePosixPath]]


def changed_files(root: Path, base: str) -> Changed:
    """(letter, path) of each file that differs from where the change began: A added, D deleted, else changed.

    Raises CommandError when the history here does not hold `base`, or nothing that it and the newest commit share.
    """
    begun = git(root, "merge-base", "--end-of-options", base, "HEAD").strip()
    if not begun:
        raise CommandError(f"{base} is no commit that this branch began at; a shallow clone lacks older ones")
    parts = git(root, "diff", "--name-status", "--no-renames", "-z", begun, "HEAD").split("\0")
    return [(letter, PurePosixPath(path)) for letter, path in zip(parts[::2], parts[1::2], strict=False)]


def summary(root: Path, base: str) -> str:
    """The change since `base` in Markdown, for the summary of a workflow run. Raises CommandError."""
    files = changed_files(root, base)
    return "\n".join([*pages_changed(files), *translations_left(root, files), *sizes(root / "site")]) + "\n"


def pages_changed(files: Changed) -> Iterator[str]:
    """The changed pages of each language, and how many other files changed."""
    pages = [(letter, path) for letter, path in files if path.parts[:1] == ("docs",) and path.suffix == ".md"]
    yield "## Pages\n"
    for language in LANGUAGES:
        own = [(letter, PurePosixPath(*path.parts[2:])) for letter, path in pages if path.parts[1] == language]
        names = [f"{markdown_value(str(path))} ({WORDS.get(letter, 'changed')})" for letter, path in own]
        yield f"- {NAMES[language]}: {', '.join(names) or '–'}"
    yield f"- Other files: {len(files) - len(pages)}\n"


def translations_left(root: Path, files: Changed) -> Iterator[str]:
    """The translations of changed pages that are now behind, with the sections."""
    touched = {PurePosixPath(*path.parts[2:]) for _, path in files if path.parts[:1] == ("docs",)}
    behind = (State.OUTDATED, State.UNTRANSLATED, State.MISSING)
    found = translations.statuses(Handbook.read(root / "docs"))
    left = [status for status in found if status.path in touched and status.state in behind]
    yield "## Translations left to do\n"
    for status in left:
        name = markdown_value(f"docs/{status.language}/{status.path}: {status.state.value}")
        sections = markdown_value(", ".join(change.heading for change in status.changes))
        yield f"- {name}{f' – {sections}' if sections else ''}"
    yield "" if left else "None: every translation of what changed matches its original.\n"


def sizes(site: Path) -> Iterator[str]:
    """How large the built site is; nothing when it is not built."""
    files = [path for path in site.rglob("*") if path.is_file()] if site.is_dir() else []
    if not files:
        return
    yield "## Sizes\n"
    yield "| | files | kB | kB compressed |"
    yield "|---|---|---|---|"
    for suffix in (".html", ".css", ".js", ".json", ".svg"):
        own = [path.read_bytes() for path in files if path.suffix == suffix]
        packed = sum(len(gzip.compress(content, 6)) for content in own)
        yield f"| {suffix} | {len(own)} | {sum(map(len, own)) // 1000} | {packed // 1000} |"
