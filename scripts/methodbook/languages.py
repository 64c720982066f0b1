"""The handbook's languages, the words of its interface, and reading data files.

A language is a file, `data/languages/<code>.yaml`; nothing else names the languages. The words a reader sees outside
the pages (buttons, notices, labels) stand in `data/interface.yaml`, one entry with its languages beside each other, so
that a missing or forgotten one is seen at once; those of a language that came later may stand in its own file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

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
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - the safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise DataError(name, line, error.problem or "this is no YAML") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(name, 0, str(error)) from error
    if not isinstance(loaded, (dict, list)):
        raise DataError(name, 1, "there are no entries in this file")
    return loaded


@dataclass(frozen=True)
class Language:
    """What is known of a language; its file says what each field means. Pairs are opening and closing marks."""

    order: int
    name: str
    readers: list[str]
    fallback: list[str]
    quotes: list[str]
    inner_quotes: list[str]
    thousands: str
    range: str
    days: str
    short_forms: Mapping[str, str]
    short_forms_in_tables: bool
    alphabet: str
    dictionary: str
    package: str
    stemmer: str
    stop_words: str
    interface: Mapping[str, str]
    labels: Mapping[str, str]


def read_language(code: str) -> Language:
    """The language `code` as its file has it. Raises DataError when a field is missing or not known."""
    name = f"languages/{code}.yaml"
    given = {"labels": {}, **{key.replace("-", "_"): value for key, value in data(name).items()}}
    odd = {field.name for field in fields(Language)} ^ given.keys()
    if odd:
        raise DataError(f"{DATA_NAME}/{name}", 0, f"missing or not known: {', '.join(sorted(odd))}")
    return Language(**given)


def read_languages() -> Mapping[str, Language]:
    """All languages by code (BCP 47), in the order in which they are offered."""
    found = {path.stem: read_language(path.stem) for path in (DATA / "languages").glob("*.yaml")}
    return MappingProxyType(dict(sorted(found.items(), key=lambda entry: entry[1].order)))


KNOWN = read_languages()
LANGUAGES = tuple(KNOWN)
"""Language codes (BCP 47), in the order in which they are offered."""

NAMES = MappingProxyType({code: language.name for code, language in KNOWN.items()})
"""Each language's name in itself."""

Value = TypeVar("Value")


def nearest(entry: Mapping[str, Value], language: str) -> Value:
    """What `entry` (by language) has for `language`, else for what its readers are shown instead of it, else the first.

    Raises KeyError when it has nothing at all.
    """
    known = KNOWN[language].fallback if language in KNOWN else []
    found = next((code for code in (language, *known, *LANGUAGES) if code in entry), None)
    if found is None:
        raise KeyError(language)
    return entry[found]


@cache
def words(language: str) -> Words:
    """The interface's words in `language` (a code), by key.

    Raises KeyError for a language the handbook does not have, DataError when an entry lacks it.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return MappingProxyType(in_language("interface.yaml", language))


def in_language(name: str, language: str) -> dict[str, str]:
    """The words in `language` of the data file `name`, which holds entries with a field for each language.

    Those in the language's own file, in the section called as the data file, are added or come before them; what it
    lacks is said in the languages it falls back on.

    Raises DataError when an entry lacks the language.
    """
    near = [*KNOWN[language].fallback, language] if language in KNOWN else [language]
    found: dict[str, str] = {}
    for code in near:
        found |= {key: entry[code] for key, entry in data(name).items() if isinstance(entry, dict) and code in entry}
        found |= getattr(KNOWN.get(code), Path(name).stem, {})
    for key in data(name):
        if not isinstance(found.get(key), str):
            lacking = f"{key} has no words in {NAMES.get(language, language)}"
            raise DataError(f"{DATA_NAME}/{name}", line_of(key, name), lacking)
    return found


def line_of(key: str, name: str) -> int:
    """The line on which the entry `key` of the data file `name` begins, 0 when it is not found."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 0)
