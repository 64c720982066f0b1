"""Words and phrases that a language does not use."""

from __future__ import annotations

import pytest

from methodbook.languages import LANGUAGES, data
from methodbook.terms import terms

ROWS = [(code, row) for code in LANGUAGES for row in data("false_friends.yaml")["phrases"][code]]


@pytest.mark.parametrize(("language", "row"), ROWS)
def test_a_phrase_is_found_in_its_example_and_not_in_what_to_say(language: str, row: dict[str, str]) -> None:
    phrase = next(one for one in terms.phrases(language) if one.say == row["say"] and one.pattern.search(row["ex"]))
    assert not phrase.pattern.search(row["say"])


def test_the_term_base_is_whole() -> None:
    assert list(terms.problems()) == []
