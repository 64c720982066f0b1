"""Which neighbours may know a word: their indexes are fetched for no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from methodbook.languages import LANGUAGES
from methodbook.search import index, other_languages
from methodbook.search.other_languages import File
from tests.search.conftest import NO_TERMS, Engine, page_of

OWN = {"kommune": 7, "møte": 3}
OTHERS = {"da": {"kommune": 7, "forening": 8, "foreninger": 8, "et": 2}, "sv": {"förening": 8, "ömsesidig": 9}}


def test_only_what_the_own_pages_lack_is_listed_by_language() -> None:
    assert other_languages.files(OWN, OTHERS) == (File("", (("da", "forening"), ("sv", "forening\nomsesidig"))),)
    assert other_languages.files(OWN, {"da": OWN}) == ()


def test_files_are_cut_between_first_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_languages, "FILE_SIZE", 20)
    stems = {word: len(word) for word in ("aktiv", "aktør", "bolig", "bydel", "bygge")}
    found = other_languages.files({}, {"da": stems})
    assert found == (File("", (("da", "aktiv\naktor\nbolig"),)), File("by", (("da", "bydel\nbygge"),)))


@pytest.fixture
def neighbours(engine: Engine) -> Engine:
    """The index of a Norwegian page, beside a Danish and a Swedish one."""
    pages = {"nb": "kommune møte", "da": "kommune kontaktperson", "sv": "kommun ömsesidighet"}
    words = index.Words(NO_TERMS, {code: frozenset({"og"}) for code in LANGUAGES})
    articles = {code: [page_of("p/", text, language=code)] for code, text in pages.items()}
    engine.files = dict(index.build(articles, words)["nb"].files)
    engine.asked.clear()
    return engine


def asked(engine: Engine, query: str) -> Any:
    rule = """async (engine, search, query) => {
      const mayKnow = await search.elsewhere(query);
      return ["da", "sv"].filter(mayKnow);
    }"""
    return engine.run(rule, query)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "languages"),
    [
        ("kontaktperson", ["da"]),
        ("kontaktpersonerne", ["da"]),
        ("person", ["da"]),
        ("omsesidighet", ["sv"]),
        ("qwertyuiop", []),
        ("og", []),
        ("møte", ["da", "sv"]),  # known here: whether they know it as well, only they can tell
    ],
)
def test_a_neighbour_is_asked_only_when_it_may_know_a_word(
    neighbours: Engine, query: str, languages: list[str]
) -> None:
    assert asked(neighbours, query) == languages


@pytest.mark.browser
def test_one_small_file_answers(neighbours: Engine) -> None:
    asked(neighbours, "kontaktperson")
    names = [name.rpartition("/")[2] for name in neighbours.asked]
    assert names == ["vocabulary.json", "e0.json"]
    assert json.loads(neighbours.files[neighbours.asked[1]])["da"]
