"""Which neighbours may know a word: their indexes are fetched for no other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from methodbook.search import index
from tests.search.conftest import Engine, page_of, term_base

pytestmark = pytest.mark.browser


@pytest.fixture
def neighbours(engine: Engine) -> Engine:
    """The index of a Norwegian page, beside a Danish and a Swedish one."""
    pages = {"nb": "kommune møte", "da": "kommune kontaktperson", "sv": "kommun ömsesidighet"}
    articles = {code: [page_of("p/", text, language=code)] for code, text in pages.items()}
    engine.files = dict(index.build(articles, term_base(stop_words="og"))["nb"].files)
    engine.asked.clear()
    return engine


def asked(engine: Engine, query: str) -> Any:
    rule = """async (engine, search, query) => {
      const mayKnow = await search.elsewhere(query);
      return ["da", "sv"].filter(mayKnow);
    }"""
    return engine.run(rule, query)


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


def test_one_small_file_answers(neighbours: Engine) -> None:
    asked(neighbours, "kontaktperson")
    names = [name.rpartition("/")[2] for name in neighbours.asked]
    assert names == ["vocabulary.json", "n0.json"]
    assert json.loads(neighbours.files[neighbours.asked[1]])["da"]
