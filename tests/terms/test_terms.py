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


def test_every_entry_has_an_id_of_its_own_and_a_word_in_every_language() -> None:
    entries = terms.base()["terms"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert [entry["id"] for entry in entries if not all(entry[code].get("term") for code in LANGUAGES)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_uses_a_word_that_the_language_may_not(language: str) -> None:
    found: list[terms.Use] = []
    for entry in terms.base()["terms"]:
        definition, own = entry["def"][language], entry[language]
        assert definition.endswith("."), entry["id"]
        found += terms.uses(definition, language, "forbidden")
        for word in (own["term"], *own.get("also", ())):
            found += terms.uses(word, language, "forbidden", quotes=True)
    assert found == []
