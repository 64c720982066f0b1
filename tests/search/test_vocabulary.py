"""The word forms as text, and the second level of files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from methodbook.search import vocabulary
from methodbook.search.vocabulary import BASE, DIGITS, Form, number, split_levels


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
    lines = vocabulary.encode_forms([Form("kommune", 6), Form("kommunen", 6), Form("møte", 3)]).split("\n")
    assert [line[2:] for line in lines] == ["kommune", "n", "møte"]
    assert [value(line[0]) for line in lines] == [0, 7, 0]
    assert [value(line[1]) for line in lines] == [1, 2, 1]


def forms(*texts: str) -> list[Form]:
    return [Form(text, len(text), weight) for weight, text in enumerate(sorted(texts))]


def test_small_vocabularies_travel_whole() -> None:
    levels = split_levels(forms("a1", "b2", "c3"), limit=3)
    assert len(levels.common) == 3
    assert levels.rare == ()


def test_the_rarest_forms_go_into_files_of_their_own() -> None:
    levels = split_levels(forms("aabenbar", "barnehage", "kommune", "vedtak"), limit=2)
    assert [form.text for form in levels.common] == ["kommune", "vedtak"]
    assert [form.text for form in levels.in_order()] == ["kommune", "vedtak", "aabenbar", "barnehage"]
    assert {place for group in levels.rare for place, _ in group.members} == {2, 3}


def test_a_rare_compound_is_filed_under_its_parts_too() -> None:
    texts = ["kommunestyremøte", "møte", "styre", "kommune"]
    words = [Form(text, len(text), 0 if text == "kommunestyremøte" else 9) for text in sorted(texts)]
    shelves = set(vocabulary.beginnings("kommunestyremote", {"mote", "styre", "kommune"}))
    assert {"kommunestyremote", "styremote", "mote"} <= shelves
    levels = split_levels(words, limit=3)
    assert [form.text for group in levels.rare for _, form in group.members] == ["kommunestyremøte"]


def test_groups_cover_the_alphabet_without_gaps() -> None:
    many = [
        Form(f"{first}{second}{third}x{n}", 4)
        for first in "bcd"
        for second in "dfg"
        for third in "ghi"
        for n in range(200)
    ]
    levels = split_levels(sorted(many, key=lambda form: form.text), limit=100)
    starts = [group.start for group in levels.rare]
    assert starts[0] == ""
    assert starts == sorted(set(starts))
    assert len(starts) > 2
    for group, following in zip(levels.rare, [*starts[1:], "zzz"], strict=True):
        assert all(group.start <= form.text[:3] < following for _, form in group.members)


def test_a_group_can_be_read_back() -> None:
    group = vocabulary.Group("", ((70, Form("møte", 3)), (2100, Form("møtet", 3))))
    first, second = group.encoded().split("\n")
    assert value(first[:2]) == 70
    assert value(second[:3]) == 2030
    assert (first[4:], second[5:]) == ("møte", "t")
