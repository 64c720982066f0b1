"""The handbook's languages and the words of its interface.

The words a reader sees outside the pages (buttons, notices, labels) stand in `data/interface.yaml`, one entry with its
three languages beside each other, so that a missing or forgotten one is seen at once. Nothing else may hold such words.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

LANGUAGES = ("nb", "da", "sv")
"""Language codes (BCP 47), in the order in which they are offered."""

NAMES = MappingProxyType({"nb": "Norsk bokmål", "da": "Dansk", "sv": "Svenska"})
"""Each language's name in itself."""

DATA = Path(__file__).parent / "data"
"""Folder of the toolbox's data files."""

DATA_NAME = "scripts/methodbook/data"
"""The same, as people know it."""

BOOK_NAME = "docs/_data"
"""Folder of the book's own data: its terms, sources, names, and what else only this book knows."""

Words = MappingProxyType[str, str]

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""YAML's safe loader, the one in C where it is there: some ten times faster."""


class DataError(ValueError):
    """A data file of the toolbox, or a template, is not as it must be. `line` is 1-based, 0 when it is not known."""

    def __init__(self, file: str, line: int, message: str) -> None:
        super().__init__(f"{file}:{line}: {message}" if line else f"{file}: {message}")
        self.file, self.line, self.message = file, line, message


@cache
def data(name: str) -> Any:
    """The YAML data file `name` of the toolbox, parsed once. Raises DataError when it cannot be read."""
    return load(DATA / name, f"{DATA_NAME}/{name}")


def book_folder() -> Path:
    """Folder of the book's data: of the handbook one works in, else of the one the toolbox stands in."""
    here = Path.cwd() / BOOK_NAME
    return here if here.is_dir() else DATA.parents[2] / BOOK_NAME


@cache
def book(name: str) -> Any:
    """The YAML data file `name` of the book, parsed once. Raises DataError when it cannot be read."""
    return load(book_folder() / name, f"{BOOK_NAME}/{name}")


@cache
def book_words(name: str) -> frozenset[str]:
    """The lines of the book's word list `name`, remarks left out; empty when there is no such list.

    Raises DataError when it cannot be read.
    """
    try:
        lines = (book_folder() / name).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{BOOK_NAME}/{name}", 0, str(error)) from error
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def load(path: Path, name: str) -> Any:
    """The YAML file `path`, which people know as `name`. Raises DataError when it cannot be read."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataError(name, line, error.problem or "this is no YAML") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(name, 0, str(error)) from error


@cache
def words(language: str) -> Words:
    """The interface's words in `language` (nb, da or sv), by key.

    Raises KeyError for a language the handbook does not have, DataError when an entry lacks it.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return MappingProxyType(in_language("interface.yaml", language))


def in_language(name: str, language: str) -> dict[str, str]:
    """The words in `language` of the data file `name`, which holds entries with a field for each language.

    Raises DataError when an entry lacks the language.
    """
    entries = data(name)
    for key, entry in entries.items():
        if not isinstance(entry, dict) or not isinstance(entry.get(language), str):
            lacking = f"{key} has no words in {NAMES.get(language, language)}"
            raise DataError(f"{DATA_NAME}/{name}", line_of(key, name), lacking)
    return {key: entry[language] for key, entry in entries.items()}


def line_of(key: str, name: str) -> int:
    """The line on which the entry `key` of the data file `name` begins, 0 when it is not found."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 0)
