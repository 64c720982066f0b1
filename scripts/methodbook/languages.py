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

Words = MappingProxyType[str, str]

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""YAML's safe loader, the one in C where it is there: some ten times faster."""


@cache
def data(name: str) -> Any:
    """The YAML data file `name` of the toolbox, parsed once."""
    source = (DATA / name).read_text(encoding="utf-8")
    return yaml.load(source, Loader)  # noqa: S506 - the safe loader


@cache
def words(language: str) -> Words:
    """The interface's words in `language` (nb, da or sv), by key.

    Raises KeyError for a language the handbook does not have, or when an entry lacks it.
    """
    if language not in LANGUAGES:
        raise KeyError(language)
    return MappingProxyType({key: entry[language] for key, entry in data("interface.yaml").items()})
