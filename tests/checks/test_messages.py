"""The words of the rules: complete, in four languages, with the same particulars."""

from __future__ import annotations

from string import Formatter

import pytest

from methodbook.checks.messages import GROUPS, SPOKEN, entries
from methodbook.checks.rule import RULES
from methodbook.languages import DATA, data

PARTS = ("title", "what", "why", "mend")


def particulars(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_rule_is_either_a_row_or_a_function() -> None:
    assert RULES.keys() == {name for name, entry in entries().items() if not {"where", "rows"} & entry.keys()}


@pytest.mark.parametrize("language", SPOKEN)
def test_every_rule_has_its_words_with_the_same_particulars(language: str) -> None:
    for name, entry in entries().items():
        assert all(entry[language].get(part) for part in PARTS), name
        assert particulars(entry[language]["what"]) == particulars(entry["en"]["what"]), name


@pytest.mark.parametrize("language", SPOKEN)
def test_every_label_has_its_words(language: str) -> None:
    assert [key for key, words in data("checks/labels.yaml").items() if not words.get(language)] == []


def test_every_group_of_rules_has_a_heading() -> None:
    folder = DATA / "checks"
    assert sorted(GROUPS) == sorted(path.stem for path in folder.glob("*.yaml") if path.stem != "labels")


def test_what_makes_a_finding_needless_is_a_rule() -> None:
    keys = ("explained-by", "explained-in-file")
    others = {other for entry in entries().values() for key in keys for other in entry.get(key, ())}
    assert others
    assert others <= entries().keys()
