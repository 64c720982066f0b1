"""Words learnt from parallel pages."""

from __future__ import annotations

import pytest

from methodbook.search import learnt
from methodbook.search.articles import Article, Section
from methodbook.search.index import collect
from tests.search.conftest import term_base

WORDS = term_base(stop_words="også")


def learn(own: list[str], other: list[str]) -> dict[str, tuple[str, ...]]:
    """What Norwegian learns from Danish; each line is a section, parallel in both."""
    collected = {
        code: collect(
            tuple(Article(f"p{n}/", "", "page", code, (), (Section("", "", 1, li),)) for n, li in enumerate(lines)),
            code,
            WORDS,
        )
        for code, lines in (("nb", own), ("da", other))
    }
    return {alias.key: alias.targets for alias in learnt.learn(collected["nb"], collected, WORDS)}


def test_words_that_stand_in_the_same_places_say_the_same() -> None:
    found = learn(
        ["barnehage nord", "barnehage sør", "barnehage vest", "skole"],
        ["børnehave nord", "børnehave syd", "børnehave vest", "skole"],
    )
    assert found["bornehav"] == ("barnehage",)


def test_unlike_words_need_three_places() -> None:
    own, other = ["bedrift x", "bedrift y", "z"], ["virksomhed x", "virksomhed y", "z"]
    assert "virksom" not in learn(own, other)
    assert learn([*own, "bedrift w"], [*other, "virksomhed w"])["virksom"] == ("bedrift",)


def test_known_words_and_stop_words_are_not_learnt() -> None:
    found = learn(["også skole", "også hus", "også vei"], ["ogsaa skole", "ogsaa hus", "ogsaa vej"])
    assert "skol" not in found
    assert "ogsa" not in found


def test_pages_shown_for_want_of_a_translation_teach_nothing() -> None:
    danish = Article("p/", "", "page", "da", (), (Section("", "", 1, "lektiehjælp"),))
    norwegian = Article("p/", "", "page", "nb", (), (Section("", "", 1, "leksehjelp"),))
    collected = {"nb": collect((norwegian,), "nb", WORDS), "da": collect((norwegian,), "da", WORDS)}
    assert learnt.learn(collected["nb"], collected, WORDS) == ()
    collected["da"] = collect((danish,), "da", WORDS)
    assert len(learnt.learn(collected["nb"], collected, WORDS)) == 1


@pytest.mark.parametrize(("one", "other", "least"), [("leksehjelp", "lektiehjalp", 0.5), ("avtal", "avtal", 1)])
def test_likeness(one: str, other: str, least: float) -> None:
    assert learnt.likeness(one, other) >= least
    assert learnt.likeness(one, "xyz") == 0
    assert learnt.likeness("a", "b") == 0
