"""Numbers and word forms as text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from methodbook.search.vocabulary import BASE, DIGITS, encode_forms, number


def value(text: str) -> int:
    """The number that `number` wrote."""
    digits = [DIGITS.index(c) for c in text]
    return sum((digit - (BASE if digit >= BASE else 0)) * BASE**place for place, digit in enumerate(digits))


@given(st.integers(min_value=0, max_value=10**9))
def test_numbers_can_be_read_back(given_number: int) -> None:
    text = number(given_number)
    assert value(text) == given_number
    assert all(DIGITS.index(c) < BASE for c in text[:-1])
    assert DIGITS.index(text[-1]) >= BASE


def test_digits_need_no_escape_in_json() -> None:
    assert not set(DIGITS) & set('"\\')
    assert len(DIGITS) == len(set(DIGITS)) == 91


def test_forms_share_their_beginnings() -> None:
    lines = encode_forms(["kommune", "kommunen", "møte"], {"kommune": 6, "kommunen": 6, "møte": 3}).split("\n")
    assert [line[2:] for line in lines] == ["kommune", "n", "møte"]
    assert [value(line[0]) for line in lines] == [0, 7, 0]
    assert [value(line[1]) for line in lines] == [1, 2, 1]
