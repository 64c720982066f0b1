"""The record of published ids: what it refuses, and how it grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.checklists.record import Kind
from methodbook.languages import DataError
from methodbook.page.handbook import Handbook
from tests.checklists.pages import made
from tests.conftest import ROOT

BODY = "## A {#a}\n\n- [ ] Ett. {#one}\n- [ ] To. {#two was=deux}\n"
PUBLISHED = {"trial": {"one": "published", "two": "published", "deux": "published"}}


def kinds(recorded: record.Record, body: str = BODY) -> list[tuple[str, str, int]]:
    return [(fault.kind.value, fault.id, fault.line) for fault in record.faults(recorded, [made(body)])]


def test_pages_and_record_agree() -> None:
    assert kinds(PUBLISHED) == []


def test_an_id_that_vanishes_is_refused() -> None:
    line = made(BODY).items[0].line
    assert kinds({"trial": {**PUBLISHED["trial"], "gone": "published"}}) == [("item-vanished", "gone", line)]


def test_a_successor_is_enough() -> None:
    assert kinds(PUBLISHED, BODY.replace("{#one}", "{#first was=one}"))[0][:2] == ("item-unrecorded", "first")
    assert len(kinds(PUBLISHED, BODY.replace("{#one}", "{#first was=one}"))) == 1


def test_an_item_not_on_record_is_told_with_its_line() -> None:
    checklist = made(BODY)
    found = list(record.faults({"trial": {"two": "published", "deux": "published"}}, [checklist]))
    assert [(fault.kind, fault.id, fault.line) for fault in found] == [
        (Kind.UNRECORDED, "one", checklist.items[0].line)
    ]


def test_a_retired_id_may_be_gone_but_never_come_back() -> None:
    recorded = {"trial": {**PUBLISHED["trial"], "three": "retired"}}
    assert kinds(recorded) == []
    assert kinds(recorded, BODY + "- [ ] Tre. {#three}\n")[0][:2] == ("item-retired", "three")


def test_a_whole_list_that_vanishes_is_refused() -> None:
    found = list(record.faults({**PUBLISHED, "other": {"x": "published", "y": "retired"}}, [made(BODY)]))
    assert [(fault.kind, fault.checklist, fault.id, fault.version) for fault in found] == [
        (Kind.VANISHED, "other", "x", None)
    ]


def test_an_id_is_told_once_however_many_languages_lack_it() -> None:
    versions = [made(BODY, language=language) for language in ("da", "nb", "sv")]
    found = list(record.faults({"trial": {**PUBLISHED["trial"], "gone": "published"}}, versions))
    assert [(fault.id, fault.version and fault.version.page.language) for fault in found] == [("gone", "nb")]
    assert list(record.faults({"trial": {"one": "published", "two": "published"}}, versions)) != []


def test_an_id_that_one_language_still_has_has_not_vanished() -> None:
    fewer = made("## A {#a}\n\n- [ ] Ett. {#one}\n", language="sv")
    assert list(record.faults(PUBLISHED, [made(BODY), fewer])) == []


def test_renewing_adds_and_never_takes_away(tmp_path: Path) -> None:
    before = {"trial": {"gone": "retired"}, "other": {"x": "published"}}
    after = record.renewed(before, [made(BODY)])
    assert after == {"trial": {**PUBLISHED["trial"], "gone": "retired"}, "other": {"x": "published"}}
    record.write(tmp_path / record.NAME, after)
    assert record.read(tmp_path / record.NAME) == after
    assert (tmp_path / record.NAME).read_text(encoding="utf-8").startswith("# Every checklist item")


def test_writing_is_stable(tmp_path: Path) -> None:
    record.write(tmp_path / "a", {"b": {"z": "published", "a": "published"}, "a": {"c": "retired"}})
    record.write(tmp_path / "b", {"a": {"c": "retired"}, "b": {"a": "published", "z": "published"}})
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [", 2), ("- a\n", 1), ("a: {b: kept}\n", 1), ("a: b\n", 1), ("x: {y: published}\nb: *c\n", 2)],
)
def test_a_broken_record_says_where(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "checklists.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        record.read(path)
    assert caught.value.line == line
    assert record.NAME in str(caught.value)


def test_a_record_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checklists.yaml"
    path.write_bytes(b"a: {\xe5: published}\n")
    with pytest.raises(DataError, match="utf-8"):
        record.read(path)


def test_no_record_yet_is_an_empty_one(tmp_path: Path) -> None:
    assert record.read(tmp_path / record.NAME) == {}


def test_the_handbook_agrees_with_its_record() -> None:
    recorded = record.read(ROOT / record.NAME)
    handbook = Handbook.read(ROOT / "docs")
    pages = [page for pages in handbook.pages.values() for page in pages.values()]
    assert recorded
    assert list(record.faults(recorded, filter(None, map(checklist_on, pages)))) == []
