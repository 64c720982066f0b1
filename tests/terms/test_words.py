"""The interface's catalogue is whole: three languages in every entry, and the same blanks to fill in."""

from __future__ import annotations

import string

import pytest
from mkdocs.config import load_config

from methodbook import languages
from methodbook.languages import KNOWN, LANGUAGES, NAMES, DataError, data, nearest, words
from tests.conftest import ROOT


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


def test_the_configuration_builds_every_language() -> None:
    settings = load_config(str(ROOT / "mkdocs.yml")).plugins["i18n"].config.languages
    assert [one.locale for one in settings if not one.default] == list(LANGUAGES)
    assert [one.name for one in settings if not one.default] == list(NAMES.values())
    assert [one.site_name for one in settings if not one.default] == [words(code)["site-name"] for code in LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_its_months_and_days(language: str) -> None:
    known = KNOWN[language]
    assert len(words(language)["months"].split()) == 12
    assert len(known.days.split()) == 7
    assert words(language)["date"].format(day=3, month="mai", year=2026).split()[-1] == "2026"


def test_a_field_that_is_missing_or_misspelt_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {key: value for key, value in data("languages/nb.yaml").items() if key != "quotes"} | {"qoutes": []}
    monkeypatch.setattr(languages, "data", lambda _: given)
    with pytest.raises(DataError, match=r"languages/nb\.yaml: missing or not known: qoutes, quotes"):
        languages.read_language("nb")


def test_what_a_language_lacks_is_taken_from_the_nearest() -> None:
    assert nearest({"da": "dansk", "nb": "norsk"}, "da") == "dansk"
    assert nearest({"nb": "norsk", "sv": "svensk"}, "da") == "norsk"
    with pytest.raises(KeyError):
        nearest({}, "da")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("fi")
