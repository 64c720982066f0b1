"""Synonyms and the neighbours' words."""

from __future__ import annotations

from typing import Any

import pytest

from methodbook.languages import LANGUAGES
from methodbook.search.model import Words
from methodbook.search.synonyms import Alias, aliases, encode
from methodbook.search.words import fold, forms, stem_length
from methodbook.site.search import word_files
from tests.search.conftest import term_base

TERM: dict[str, Any] = {
    "nb": {"term": "samarbeidsråd", "also": ["råd"]},
    "nn": {"term": "samarbeidsråd"},
    "da": {"term": "samarbejdsråd"},
    "sv": {"term": "samverkansråd (i Skåne)"},
    "forbidden": {"nb": ["samverkan*"], "da": ["=RÅD"]},
}
FRIEND = {
    "forms": {"nb": "praksis", "da": "praksis", "sv": "praxis"},
    "say": {"nb": "praksis", "da": "praktik (placement) / praksis", "sv": "praktik / arbetssätt; –"},
}
NAME = {"name": "IMDi", "full": "Integrerings- og mangfoldsdirektoratet"}


def found(base: Words, language: str, known: str = "") -> dict[str, tuple[str, ...]]:
    """The aliases by key; the index knows the words of `known`."""
    stems = {fold(form[: stem_length(form, language)]) for form in forms(known)}
    return {alias.key: alias.targets for alias in aliases(base, language, stems)}


def test_neighbours_words_and_avoided_forms_lead_to_the_own_term() -> None:
    result = found(term_base([TERM], [], [], {}), "nb", "samarbeidsråd")
    assert result["samarbejdsrad"] == ("samarbeidsråd",)
    assert result["samverkansrad"] == ("samarbeidsråd",)
    assert result["samverkan*"] == ("samarbeidsråd",)
    assert result["rad"] == ("samarbeidsråd",)


def test_a_word_does_not_lead_to_itself() -> None:
    assert "samarbeidsrad" not in found(term_base([TERM], [], [], {}), "nb", "samarbeidsråd")


def test_a_word_the_index_lacks_is_no_target() -> None:
    assert found(term_base([TERM], [], [], {}), "sv") == {}


def test_false_friends_lead_to_what_to_say_instead() -> None:
    result = found(term_base([], [], [FRIEND], {}), "sv", "praktik arbetssätt")
    assert result == {"praksis": ("praktik", "arbetssätt")}


def test_names_lead_both_ways() -> None:
    result = found(term_base([], [NAME], [], {}), "nb", "IMDi Integrerings- og mangfoldsdirektoratet")
    assert result["imdi"] == ("integrerings- og mangfoldsdirektoratet",)
    assert result["integrering og mangfoldsdirektorat"] == ("imdi",)


def test_synonyms_lead_to_one_another() -> None:
    result = found(term_base([], [], [], {"da": [["kontrakt", "aftale"]]}), "da", "kontrakt aftaler")
    assert result == {"kontrak": ("aftale",), "aftal": ("kontrakt",)}


def test_stop_words_are_neither_typed_nor_meant() -> None:
    friend = {
        "forms": {"nb": "skal", "da": "skal", "sv": "ska"},
        "say": {"nb": "skal", "da": "skal", "sv": "måste / ska"},
    }
    known = {fold(form[: stem_length(form, "sv")]) for form in ("måste", "ska", "skal")}
    base = term_base([], [], [friend], {"sv": [["ska", "bör"]]}, "ska måste bör")
    assert aliases(base, "sv", known) == ()


def test_encoding_groups_by_targets() -> None:
    text = encode([Alias("a", ("x", "y")), Alias("b", ("z",)), Alias("c", ("x", "y"))])
    assert text == "x|y\ta|c\nz\tb"


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_term_base_gives_each_language_aliases(language: str) -> None:
    words = " ".join(term[language]["term"] for term in word_files().terms)
    result = found(word_files(), language, words)
    assert len(result) > 300
    assert any(key.endswith("*") for key in result)
