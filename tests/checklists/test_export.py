"""The list as a table and as text, with what the reader ticked and wrote."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from methodbook.languages import words
from tests.checklists.conftest import Call
from tests.checklists.pages import as_script_reads, awkward
from tests.checklists.reader import Reader, text_of
from tests.conftest import examples

pytestmark = pytest.mark.browser
SILENT: dict[str, Any] = {"ticks": {}, "notes": {}}
FORMULA_SIGNS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
WORDS = {key.removeprefix("list."): text for key, text in words("nb").items() if key.startswith("list.")}


def rows(text: str) -> list[list[str]]:
    """The table as Python's csv reads it."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";", strict=True))


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=cells, text=cells, note=st.dictionaries(st.sampled_from(["who", "when", "note"]), cells))
def test_the_table_read_back_gives_the_same_rows(call: Call, title: str, text: str, note: dict[str, str]) -> None:
    one = {"title": "L", "sections": [{"title": title, "items": [{"id": "a", "text": text, "why": ""}]}]}
    written = call("m.csv(...a)", one, {"ticks": {"a": "ticked"}, "notes": {"a": note}}, WORDS)
    expected = [title, text, WORDS["ticked"], *(note.get(field, "") for field in ("who", "when", "note"))]
    assert rows(written)[1:] == [[f"'{cell}" if cell[:1] in FORMULA_SIGNS and cell else cell for cell in expected]]


def test_what_the_reader_said_goes_with_the_table(call: Call) -> None:
    said = {
        "ticks": {"ask": "ticked", "plus": "skipped", "gone": "ticked"},
        "notes": {"letters": {"who": "Åse Ærø", "when": "uke 12; fredag", "note": 'Si "hei"\n=cmd|calc'}},
    }
    table = rows(call("m.csv(...a)", as_script_reads(awkward()), said, WORDS))
    assert [row[2:] for row in table[1:]] == [
        [WORDS["ticked"], "", "", ""],
        ["", "Åse Ærø", "uke 12; fredag", 'Si "hei"\n=cmd|calc'],
        [WORDS["skipped"], "", "", ""],
        ["", "", "", ""],
    ]


def test_a_colleagues_note_does_not_become_a_formula(call: Call) -> None:
    said = {"ticks": {}, "notes": {"ask": {"note": "=HYPERLINK(1)", "who": "@her", "when": "-1"}}}
    assert rows(call("m.csv(...a)", as_script_reads(awkward()), said, WORDS))[1][3:] == [
        "'@her",
        "'-1",
        "'=HYPERLINK(1)",
    ]
    for sign in FORMULA_SIGNS:
        said = {"ticks": {}, "notes": {"ask": {"note": f"{sign}1"}}}
        assert rows(call("m.csv(...a)", as_script_reads(awkward()), said, WORDS))[1][5] == f"'{sign}1"


def test_what_the_reader_said_goes_with_the_markdown(call: Call) -> None:
    said = {
        "ticks": {"ask": "ticked", "plus": "skipped"},
        "notes": {"letters": {"who": "Kari", "note": "Ring\nførst"}},
    }
    text = call("m.markdown(...a)", as_script_reads(awkward()), said, WORDS)
    assert '- [x] Spør: «Hvem er med?»; skriv "alle" ned.\n  Både små og store; også «stille».\n' in text
    assert "- [ ] Å gjøre på øya: æøåäö.\n  Hvem: Kari · Notat: Ring først\n" in text
    assert f"- [ ] +47 er ikke et punkt. ({WORDS['skipped']})\n" in text


def test_the_files_carry_ticks_and_notes(reader: Reader) -> None:
    reader.open()
    reader.tick("ask-about-gap")
    reader.skip("mandate")
    reader.write("list-actors", who="Åse", when="uke 12", note="Først; «så»")
    table = {row[1]: row[2:] for row in rows(text_of(reader.take("csv")))}
    assert table[reader.text("ask-about-gap")][0] == reader.say("ticked")
    assert table[reader.text("mandate")][0] == reader.say("skipped")
    assert table[reader.text("list-actors")] == ["", "Åse", "uke 12", "Først; «så»"]
    assert text_of(reader.take("markdown")).count("- [x] ") == 1


def test_the_text_can_be_copied(new_reader: Any) -> None:
    reader = new_reader(permissions=["clipboard-read", "clipboard-write"]).open()
    reader.tick("ask-about-gap")
    reader.do("copy")
    reader.page.wait_for_function("document.querySelector('.list-notice p').textContent")
    assert reader.notice == reader.say("copied")
    assert reader.page.evaluate("navigator.clipboard.readText()").count("- [x] ") == 1


def test_where_copying_is_refused_the_text_is_shown(new_reader: Any) -> None:
    refuse = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    reader = new_reader(refuse).open()
    reader.do("copy")
    assert reader.say("copy-failed") in reader.dialog
    assert reader.page.input_value(".list-dialog textarea").startswith("# Hold en inkluderingsdag")
