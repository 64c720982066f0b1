"""Every bad input is told exactly as it should be, and the good one not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from methodbook import checks
from methodbook.checks import Level, fix, messages
from methodbook.languages import DataError
from tests.checks import cases
from tests.conftest import ROOT

SITE_RULES = {rule.id for rule in checks.RULES if rule.group == "site"}
NOT_AS_A_FILE = {"file-unreadable"}
"""Rules that need something no repository can hold (a file nobody may read); tested by themselves."""


@pytest.mark.parametrize("name", cases.names())
def test_a_bad_input_is_found_and_nothing_else(name: str) -> None:
    case = cases.BAD / name
    found = [f"{finding.path}:{finding.line} {finding.rule}" for finding in cases.found_in(case)]
    assert found == cases.plan(case)["findings"]


def test_the_good_handbook_has_no_errors() -> None:
    found = cases.good_findings()
    assert {finding.level for finding in found} == {Level.ADVICE}
    assert {finding.rule for finding in found} == {"page-missing", "asks-missing"}


def test_every_rule_about_the_sources_has_a_bad_input() -> None:
    told = {line.rpartition(" ")[2] for name in cases.names() for line in cases.plan(cases.BAD / name)["findings"]}
    told |= cases.rules_of_injections()
    rules = {rule.id for rule in cases.rules()} - SITE_RULES - NOT_AS_A_FILE
    assert rules - told == set()


@pytest.mark.parametrize("name", cases.names())
def test_a_finding_is_told_in_every_language(name: str) -> None:
    for finding in cases.found_in(cases.BAD / name):
        for language in messages.SPOKEN:
            said = messages.message(finding, language)
            assert all((said.title, said.what, said.why, said.mend))
            assert "{}" not in said.what


def test_mending_ends_what_it_can_and_puts_nothing_wrong(tmp_path: Path) -> None:
    found = {name: cases.found_in(cases.BAD / name) for name in cases.names()}
    mendable = {name: before for name, before in found.items() if any(finding.fixable for finding in before)}
    assert len(mendable) > 25
    for name, before in mendable.items():
        root = cases.lay(cases.BAD / name, tmp_path / name)
        for mended in fix.mend(checks.read_tree(root, cases.TODAY), checks.RULES):
            fix.write(root, mended)
        after = checks.read_tree(root, cases.TODAY)
        left = checks.check(after)
        assert [finding for finding in left if finding.fixable] == [], name
        assert fix.mend(after, checks.RULES) == [], name
        allowed = {finding.rule for finding in (*before, *cases.good_findings())}
        assert {finding.rule for finding in left} <= allowed, name


def test_the_ids_of_the_templates_are_taken() -> None:
    beside = {"print.html"}
    templates = [path for path in (ROOT / "overrides").rglob("*.html") if path.name not in beside]
    own = {found for path in templates for found in re.findall(r'\bid="([a-z-]+)"', path.read_text(encoding="utf-8"))}
    assert own
    taken = re.compile(messages.entries()["id-taken"]["pattern"])
    assert own == set(filter(taken.fullmatch, own))


def test_a_changed_original_blocks_nobody() -> None:
    assert {finding.level for finding in cases.found_in(cases.BAD / "original-changed")} == {Level.ADVICE}


@pytest.mark.parametrize(
    ("name", "rule", "said"),
    [
        (
            "field-original-no",
            "field-value",
            "Feltet «original» kan ikke være «no». Det skal være: nb, da, sv. Mente du «nb»?",
        ),
        ("field-sources-word", "field-value", "Mente du «[council]»?"),
        ("asks-form", "field-value", "korte spørsmål uten spørsmålstegn"),
        ("link-suggestions", "link-page", "Mente du «https://www.malmo.se»?"),
        ("link-suggestions", "link-page", "Mente du «council.md#way»?"),
        ("link-suggestions", "link-form", "«Les [rådet](council.md #way) først.»"),
        ("field-invisible", "field-markup", "U+202E"),
        ("configuration-unknown", "configuration", "«naav:»"),
        ("link-form", "link-form", "«[rådet] (council.md)»"),
    ],
)
def test_a_message_quotes_what_was_written_and_suggests_what_is_right(name: str, rule: str, said: str) -> None:
    found = [finding for finding in cases.found_in(cases.BAD / name) if finding.rule == rule]
    assert any(said in messages.message(finding, "nb").what for finding in found), found


def test_a_broken_data_file_is_a_finding_and_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:  # noqa: ARG001
        raise DataError("docs/_data/terms.yaml", 7, "found a tab")

    monkeypatch.setattr("methodbook.terms.terms.uses", fail)
    found = {f"{finding.path}:{finding.line} {finding.rule}" for finding in cases.findings_of(cases.GOOD)}
    assert "docs/_data/terms.yaml:7 data-broken" in found
