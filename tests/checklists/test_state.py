"""The state of checklists as pure functions: what must hold for every state, not only for examples."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checklists.conftest import Call
from tests.conftest import examples

pytestmark = pytest.mark.browser
many = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

ids = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,12}\Z") | st.sampled_from(["constructor", "tostring", "a", "b"])
marks = st.sampled_from(["ticked", "skipped"])
ticks = st.dictionaries(ids, marks, max_size=12)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
notes = st.dictionaries(st.sampled_from(["who", "when", "note"]), words, min_size=1)
part: Callable[..., Any] = lambda value: st.dictionaries(ids, st.dictionaries(ids, value, min_size=1), max_size=3)  # noqa: E731
filled = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
states = st.fixed_dictionaries({"ticks": part(marks), "notes": part(notes), "fields": part(filled)})

EMPTY: dict[str, Any] = {"ticks": {}, "notes": {}, "fields": {}}


def test_an_empty_state_says_nothing(call: Call) -> None:
    assert call("m.EMPTY") == EMPTY
    assert call("m.totals(m.EMPTY)") == {"ticked": 0, "skipped": 0, "noted": 0, "filled": 0}


@many
@given(a=states, b=states, c=states)
def test_merging_ticks_is_commutative_associative_and_idempotent(call: Call, a: Any, b: Any, c: Any) -> None:
    merged = call(
        """[m.merge(a[0], a[1]), m.merge(a[1], a[0]), m.merge(m.merge(a[0], a[1]), a[2]),
            m.merge(a[0], m.merge(a[1], a[2])), m.merge(a[0], a[0])].map((state) => state.ticks)""",
        a,
        b,
        c,
    )
    assert merged[0] == merged[1]
    assert merged[2] == merged[3]
    assert merged[4] == a["ticks"]


@many
@given(a=states, b=states)
def test_merging_loses_no_mark_and_no_word(call: Call, a: Any, b: Any) -> None:
    merged = call("m.merge(...a)", a, b)
    for side in (a, b):
        for name, items in side["ticks"].items():
            assert (
                items.items() <= {**merged["ticks"][name], **{k: v for k, v in items.items() if v == "skipped"}}.items()
            )
        for name, items in side["notes"].items():
            for item, note in items.items():
                for field, text in note.items():
                    assert text[:30] in merged["notes"][name][item][field]
    assert call("m.merge(m.merge(...a), a[1])", a, b) == merged


def test_a_tick_wins_over_not_relevant(call: Call) -> None:
    mine, theirs = {**EMPTY, "ticks": {"l": {"a": "ticked"}}}, {**EMPTY, "ticks": {"l": {"a": "skipped"}}}
    assert call("m.merge(...a).ticks", mine, theirs) == {"l": {"a": "ticked"}}


@many
@given(state=states)
def test_what_is_saved_is_what_is_read(call: Call, state: Any) -> None:
    assert call("m.parse(m.serialise(m.merge(a[0], m.EMPTY)))", state) == state


@many
@given(name=ids, marked=ticks)
def test_a_link_carries_every_set_of_ids(call: Call, name: str, marked: dict[str, str]) -> None:
    found = call("m.decode(m.encode(...a))", name, marked)
    assert found == {"list": name, "state": {"ticks": {name: marked} if marked else {}, "notes": {}, "fields": {}}}


@many
@given(marked=ticks, added=st.sets(ids), removed=st.data())
def test_a_link_outlives_items_that_come_and_go(
    call: Call, marked: dict[str, str], added: set[str], removed: Any
) -> None:
    gone = removed.draw(st.sets(st.sampled_from(sorted(marked) or ["a"])))
    items = sorted((set(marked) | added) - gone)
    # The page that opens the link has other items than the page that made it: what it knows is counted right, and
    # what it does not know is still there for the next link.
    counted, again = call(
        "(() => { const { state } = m.decode(m.encode('l', a[0])); const own = m.merge(m.EMPTY, state);"
        " return [m.count(own.ticks.l, a[1]), m.decode(m.encode('l', own.ticks.l)).state.ticks.l ?? {}]; })()",
        marked,
        items,
    )
    known = [marked[item] for item in items if item in marked]
    skipped = known.count("skipped")
    assert counted == {"ticked": known.count("ticked"), "skipped": skipped, "all": len(items) - skipped}
    assert again == marked


@many
@given(marked=ticks, notes=part(notes))
def test_a_link_never_carries_a_note(call: Call, marked: dict[str, str], notes: Any) -> None:
    assert call("m.encode('l', a[0])", marked) == call(
        "m.encode('l', m.merge({ticks: {l: a[0]}, notes: {}}, {ticks: {}, notes: a[1]}).ticks.l)", marked, notes
    )


@many
@given(
    marked=ticks.filter(bool), cut=st.integers(1, 40), place=st.integers(0, 400), sign=st.characters(categories=["Ll"])
)
def test_a_link_that_was_cut_or_altered_is_told(
    call: Call, marked: dict[str, str], cut: int, place: int, sign: str
) -> None:
    link = call("m.encode('l', a[0])", marked)
    body = len("#checklist=")
    at = body + place % (len(link) - body)
    broken = [link[: max(body, len(link) - cut)], link[:at] + sign + link[at + 1 :]]
    for text in broken:
        if text != link:
            assert refusal(call, "decode", text) in ("cut", "invalid", "newer")


def refusal(call: Call, function: str, text: str) -> str | None:
    """Why `function` refuses `text`, None when it does not."""
    attempt = "try { m[a[0]](a[1]); return null; }"
    reason = "e instanceof m.Refusal ? e.message : `threw ${e}`"
    found: str | None = call(f"(() => {{ {attempt} catch (e) {{ return {reason}; }} }})()", function, text)
    return found


def test_a_link_survives_programs_that_escape_the_tilde(call: Call) -> None:
    assert call("m.decode(m.encode('l', {a: 'ticked'}).replaceAll('~', '%7E')).state.ticks") == {"l": {"a": "ticked"}}


def test_other_fragments_are_none_of_our_business(call: Call) -> None:
    assert [call("m.decode(a[0])", text) for text in ("", "#fund", "#checklist")] == [None] * 3


@many
@given(text=st.text(max_size=80) | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(str))
def test_reading_anything_refuses_or_reads_but_never_breaks(call: Call, text: str) -> None:
    assert not (refusal(call, "parse", text) or "").startswith("threw")


@many
@given(version=st.integers() | st.text(max_size=12) | st.none() | st.booleans() | st.lists(st.integers(), max_size=2))
def test_no_version_but_ours_and_older_is_read(call: Call, version: Any) -> None:
    data = json.dumps({"format": "methodbook-checklists", "version": version, "ticks": {}, "notes": {}, "fields": {}})
    if version not in (0, 1, 2) or isinstance(version, bool):
        assert refusal(call, "parse", data) in ("invalid", "newer")


def test_an_older_version_is_migrated(call: Call) -> None:
    old = json.dumps({"format": "methodbook-checklists", "version": 0, "lists": {"l": ["a", "b"]}})
    assert call("m.parse(a[0])", old) == {"ticks": {"l": {"a": "ticked", "b": "ticked"}}, "notes": {}, "fields": {}}


def test_the_version_without_fields_is_migrated(call: Call) -> None:
    old = json.dumps({"format": "methodbook-checklists", "version": 1, "ticks": {"l": {"a": "ticked"}}, "notes": {}})
    assert call("m.parse(a[0])", old) == {**EMPTY, "ticks": {"l": {"a": "ticked"}}}


def test_the_list_changed_last_comes_last(call: Call) -> None:
    made = "['b', 'a', 'b'].reduce((state, list, at) => m.mark(state, list, `i${at}`, 'ticked'), m.EMPTY)"
    assert call(f"Object.keys(m.parse(m.serialise({made})).ticks)") == ["a", "b"]


@many
@given(marked=st.dictionaries(ids, marks, max_size=5), noted=st.dictionaries(ids, notes, max_size=5), name=ids)
def test_a_link_carries_names_and_dates_where_asked_for_and_never_a_note(
    call: Call, marked: Any, noted: Any, name: str
) -> None:
    found = call("m.decode(m.encode(...a))", name, marked, noted)
    kept = {item: {key: text for key, text in note.items() if key != "note"} for item, note in noted.items()}
    kept = {item: note for item, note in kept.items() if note}
    assert found["state"] == {
        "ticks": {name: marked} if marked else {},
        "notes": {name: kept} if kept else {},
        "fields": {},
    }
    assert call("m.decode(m.encode(...a)).state.notes", name, marked) == {}


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ("a\tb\nc\td", "c\td\ne\tf", "a\tb\nc\td\ne\tf"),
        ("Mål", "Mål og midler", "Mål og midler"),
        ("Kari", "Ola", "Kari / Ola"),
        ("Én\nto", "to\ntre", "Én\nto\ntre"),
        ("2026-12-01", "2027-01-01", "2026-12-01"),
    ],
)
def test_two_versions_of_a_field_are_both_kept(call: Call, mine: str, theirs: str, both: str) -> None:
    made = "m.merge(m.fill(m.EMPTY, 't', 'f', a[0]), m.fill(m.EMPTY, 't', 'f', a[1])).fields.t.f"
    assert call(made, mine, theirs) == both


def test_an_emptied_field_leaves_no_trace(call: Call) -> None:
    assert call("m.fill(m.fill(m.EMPTY, 't', 'f', 'x'), 't', 'f', '')") == EMPTY


@pytest.mark.parametrize("version", ["pop", "shift", "fill", "push", "reverse", "length"])
def test_what_every_array_has_is_no_version_and_does_no_harm(call: Call, version: str) -> None:
    data = json.dumps({"format": "methodbook-checklists", "version": version, "ticks": {}, "notes": {}, "fields": {}})
    assert refusal(call, "parse", data) == "invalid"
    test_an_older_version_is_migrated(call)


def test_an_id_may_be_as_long_as_a_page_has_it(call: Call) -> None:
    long = "-".join(["word"] * 60)
    assert call("m.parse(m.serialise(m.mark(m.EMPTY, a[0], a[0], 'ticked')))", long)["ticks"] == {
        long: {long: "ticked"}
    }


@many
@given(before=states, after=states)
def test_taking_a_change_back_gives_what_was_before(call: Call, before: Any, after: Any) -> None:
    assert call("m.revert(a[1], a[0], a[1])", before, after) == before


@many
@given(before=states, after=states, mark=marks)
def test_taking_a_change_back_leaves_what_was_said_since(call: Call, before: Any, after: Any, mark: str) -> None:
    reverted = call(
        "m.revert(m.annotate(m.mark(a[1], 'since', 'a', a[2]), 'since', 'a', {who: 'Kari'}), a[0], a[1])",
        before,
        after,
        mark,
    )
    assert reverted == {
        "ticks": {**before["ticks"], "since": {"a": mark}},
        "notes": {**before["notes"], "since": {"a": {"who": "Kari"}}},
        "fields": before["fields"],
    }


@many
@given(state=states, name=ids)
def test_renaming_moves_what_is_said_and_nothing_else(call: Call, state: Any, name: str) -> None:
    renamed = call("m.rename(a[0], a[1], new Map([['a', 'new-a'], ['b', 'new-a']]))", state, name)
    for key in ("ticks", "notes", "fields"):
        before, after = state[key].get(name, {}), renamed[key].get(name, {})
        assert {k: v for k, v in after.items() if k != "new-a"} == {
            k: v for k, v in before.items() if k not in ("a", "b", "new-a")
        }
        assert ("new-a" in after) == bool({"a", "b", "new-a"} & set(before))
        assert {k: v for k, v in renamed[key].items() if k != name} == {
            k: v for k, v in state[key].items() if k != name
        }
    assert call("m.rename(a[0], a[1], new Map([['a', 'new-a'], ['b', 'new-a']]))", renamed, name) == renamed


@many
@given(state=states, other=states, chosen=st.lists(ids, max_size=3))
def test_replacing_touches_only_the_chosen_lists(call: Call, state: Any, other: Any, chosen: list[str]) -> None:
    replaced = call("m.replace(...a)", state, other, chosen)
    for key in ("ticks", "notes", "fields"):
        expected = {k: v for k, v in state[key].items() if k not in chosen}
        expected |= {k: v for k, v in other[key].items() if k in chosen}
        assert replaced[key] == expected


def test_a_link_replaces_ticks_but_keeps_own_notes(call: Call) -> None:
    mine = {"ticks": {"l": {"a": "ticked"}}, "notes": {"l": {"a": {"who": "Kari"}}}, "fields": {}}
    theirs = {"ticks": {"l": {"b": "ticked"}}, "notes": {}, "fields": {}}
    assert call("m.replace(a[0], a[1], ['l'], ['ticks'])", mine, theirs) == {**mine, "ticks": {"l": {"b": "ticked"}}}


def test_marking_and_unmarking_leaves_no_trace(call: Call) -> None:
    assert call("m.mark(m.mark(m.EMPTY, 'l', 'a', 'ticked'), 'l', 'a', null)") == EMPTY
    assert call("m.annotate(m.annotate(m.EMPTY, 'l', 'a', {who: 'x'}), 'l', 'a', {who: ''})") == EMPTY


def test_no_id_is_taken_for_what_every_object_has(call: Call) -> None:
    made = "m.mark(m.EMPTY, 'l', 'a', 'ticked')"
    records = f"[m.EMPTY.ticks, {made}.ticks, {made}.ticks.l]"
    assert call(f"{records}.map((record) => typeof record.constructor)") == ["undefined"] * 3
