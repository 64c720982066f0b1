"""Synonyms and the neighbours' words."""

from __future__ import annotations

from typing import Any

import pytest

from methodbook.languages import LANGUAGES
from methodbook.search.aliases import Alias, TermBase, aliases, encode
from methodbook.search.words import fold, forms, stem_length
from methodbook.site.search import term_base

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


def found(base: TermBase, language: str, known: str = "") -> dict[str, tuple[str, ...]]:
    """The aliases by key; the index knows the words of `known`."""
    stems = {fold(form[: stem_length(form, language)]) for form in forms(known)}
    return {alias.key: alias.targets for alias in aliases(base, language, stems)}


def test_neighbours_words_and_avoided_forms_lead_to_the_own_term() -> None:
    result = found(TermBase([TERM], [], [], {}), "nb", "samarbeidsråd")
    assert result["samarbejdsrad"] == ("samarbeidsråd",)
    assert result["samverkansrad"] == ("samarbeidsråd",)
    assert result["samverkan*"] == ("samarbeidsråd",)
    assert result["rad"] == ("samarbeidsråd",)


def test_a_word_does_not_lead_to_itself() -> None:
    assert "samarbeidsrad" not in found(TermBase([TERM], [], [], {}), "nb", "samarbeidsråd")


def test_a_word_the_index_lacks_is_no_target() -> None:
    assert found(TermBase([TERM], [], [], {}), "sv") == {}


def test_false_friends_lead_to_what_to_say_instead() -> None:
    result = found(TermBase([], [], [FRIEND], {}), "sv", "praktik arbetssätt")
    assert result == {"praksis": ("praktik", "arbetssätt")}


def test_names_lead_both_ways() -> None:
    result = found(TermBase([], [NAME], [], {}), "nb", "IMDi Integrerings- og mangfoldsdirektoratet")
    assert result["imdi"] == ("integrerings- og mangfoldsdirektoratet",)
    assert result["integrering og mangfoldsdirektorat"] == ("imdi",)


def test_synonyms_lead_to_one_another() -> None:
    result = found(TermBase([], [], [], {"da": [["kontrakt", "aftale"]]}), "da", "kontrakt aftaler")
    assert result == {"kontrak": ("aftale",), "aftal": ("kontrakt",)}


def test_encoding_groups_by_targets() -> None:
    text = encode([Alias("a", ("x", "y")), Alias("b", ("z",)), Alias("c", ("x", "y"))])
    assert text == "x|y\ta|c\nz\tb"


@pytest.mark.parametrize("language", LANGUAGES)
def test_real_term_base_gives_each_language_aliases(language: str) -> None:
    known = {
        "avtal",
        "samarbeidsrad",
        "samarbejdsrad",
        "samverkansrad",
        "foreningsliv",
        "idell",
        "ideell",
        "organisasjon",
    }
    assert len(aliases(term_base(), language, known)) >= 5
