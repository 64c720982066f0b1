"""The interface's catalogue is whole: three languages in every entry, and the same blanks to fill in."""

from __future__ import annotations

import string

import pytest

from methodbook.languages import LANGUAGES, data, words


def blanks(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", sorted(data("interface.yaml")))
def test_an_entry_speaks_all_three_languages(key: str) -> None:
    entry = data("interface.yaml")[key]
    # A comma in an unquoted text would cut it and leave the rest as a key of its own.
    assert tuple(entry) == LANGUAGES
    assert all(isinstance(text, str) and text.strip() == text != "" for text in entry.values())
    assert len({frozenset(blanks(text)) for text in entry.values()}) == 1


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("fi")
