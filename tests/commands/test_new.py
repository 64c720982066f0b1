"""A page, a method, a case, a template: begun in three languages from one title, and taken away again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from pathlib import Path, PurePosixPath

import pytest

from methodbook import checks
from methodbook.checks import Finding
from methodbook.commands import CommandError, new
from methodbook.commands import translations as commands
from methodbook.commands.new import Kind, Wanted
from methodbook.languages import LANGUAGES
from methodbook.page.drafts import draft, placeholders
from tests.conftest import ROOT

RULES = [rule for rule in checks.RULES if rule.group != "site"]
TITLE = "Velkomstmøte for nyankomne"


@pytest.fixture
def handbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what `new` and `check` work on, in a repository of its own."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    if "templates/index.md" not in (tmp_path / "mkdocs.yml").read_text(encoding="utf-8"):
        with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as menu:
            menu.write("  - templates:\n      - templates/index.md\n")
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*name, "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def texts(root: Path) -> dict[str, bytes]:
    """All files but git's, by path."""
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def findings(root: Path) -> Iterator[Finding]:
    """What check finds, the order of rules aside."""
    yield from checks.check(checks.read_tree(root), RULES)


WANTED = [
    Wanted(Kind.METHOD, TITLE),
    Wanted(Kind.METHOD, "Møde på tværs af foreninger", "da", name="meeting-across"),
    Wanted(Kind.CASE, "Sykkelverkstedet på Løkka"),
    Wanted(Kind.PAGE, "Frivillighet: råd og tips", folder="methods/council"),
    Wanted(Kind.PAGE, "Medborgarskap", "sv"),
    Wanted(Kind.TEMPLATE, "Invitasjon til møte", name="invitation"),
]


@pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: f"{wanted.kind} {wanted.title}")
def test_what_is_begun_can_be_taken_away_again(
    handbook: Path, wanted: Wanted, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts(handbook)
    new.new(handbook, wanted)
    said = capsys.readouterr()
    after = texts(handbook)
    pages = [f"docs/{code}/{wanted.path}" for code in (wanted.language, *set(LANGUAGES) - {wanted.language})]
    assert set(after) - set(before) == set(pages)
    assert said.out.splitlines()[0] == pages[0], "the original comes first"
    assert set(said.out.splitlines()) == {name for name in after if after[name] != before.get(name)}
    assert str(wanted.path).encode() in after["mkdocs.yml"]
    new.undo(handbook, said.err.rpartition("--undo ")[2].strip())
    assert texts(handbook) == before


def test_begun_pages_can_be_read_and_are_not_ready(handbook: Path) -> None:
    known = {(one.rule, one.path) for one in findings(handbook)}
    for wanted in WANTED:
        new.new(handbook, wanted)
    found = {(one.rule, one.path) for one in findings(handbook)} - known
    assert not {(rule, path) for rule, path in found if rule.startswith(("front-matter", "block-", "id-"))}
    assert {("placeholder", f"docs/{code}/{wanted.path}") for code, wanted in product(LANGUAGES, WANTED)} <= {
        (rule, str(path)) for rule, path in found
    }
    assert not {path for _, path in found if str(path).startswith("docs/_data")}, "no id is on record, none is missing"
    for wanted, language in product(WANTED, LANGUAGES):
        name = f"docs/{language}/{wanted.path}"
        page = (handbook / name).read_text(encoding="utf-8")
        assert next(placeholders(page, language), None), "there is something to write"
        if language != wanted.language:
            assert ("not-translated", PurePosixPath(name)) in found
            with pytest.raises(CommandError, match="still has sentences from `new`"):
                commands.confirm(handbook, [handbook / name])


def test_placeholders_are_given_with_their_lines() -> None:
    text = draft("page", "nb").substitute(title="A", heading="A", name="a", original="nb", today="2026-01-01")
    lines = text.split("\n")
    found = list(placeholders(text, "nb"))
    assert len(found) == 4
    assert all(sentence in lines[number - 1] for number, sentence in found)
    assert list(placeholders("Skriv et brev til kommunen.", "nb")) == [], "a writer may use the word"


def test_new_pages_stand_in_the_menu_beside_their_kin(handbook: Path) -> None:
    for wanted in (Wanted(Kind.METHOD, "Velkomstmøte"), Wanted(Kind.CASE, "Sykkelverkstedet")):
        new.new(handbook, wanted)
    places = {str(entry.path): entry.depth for entry in checks.read_tree(handbook).menu}
    assert places["methods/velkomstmote/index.md"] == places["methods/council/index.md"]
    assert places["cases/sykkelverkstedet.md"] == places["cases/gatelag.md"]
    menu = (handbook / "mkdocs.yml").read_text(encoding="utf-8")
    assert menu.index("methods/council/index.md") < menu.index("methods/velkomstmote/index.md") < menu.index("- cases:")


def test_the_writer_is_told_what_only_a_person_can_fill_in(handbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new.new(handbook, Wanted(Kind.METHOD, "Felles kjøkkenbord for foreninger og kommune", name="kitchen-table"))
    said = capsys.readouterr().err
    assert "docs/*/choose.md" in said
    assert "docs/*/index.md" in said
    assert "The menu shows 'Felles kjøkkenbord for foreninger og'" in said
    assert "To take it away again: new --undo methods/kitchen-table" in said


def test_what_somebody_has_written_is_not_taken_away(handbook: Path) -> None:
    new.new(handbook, Wanted(Kind.CASE, "Sykkelverkstedet"))
    page = handbook / "docs/da/cases/sykkelverkstedet.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nEn sætning.\n", encoding="utf-8")
    before = texts(handbook)
    with pytest.raises(CommandError, match=r"docs/da/cases/sykkelverkstedet\.md has been written in"):
        new.undo(handbook, "cases/sykkelverkstedet")
    with pytest.raises(CommandError, match="is part of the handbook's history"):
        new.undo(handbook, "cases/gatelag")
    with pytest.raises(CommandError, match="there is no page cases/nothing"):
        new.undo(handbook, "cases/nothing")
    assert texts(handbook) == before


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(Kind.PAGE, ""), "made of letters"),
        (Wanted(Kind.PAGE, "  \n "), "made of letters"),
        (Wanted(Kind.PAGE, "Et **sterkt** møte"), "made of letters"),
        (Wanted(Kind.PAGE, "<script>"), "made of letters"),
        (Wanted(Kind.PAGE, "../../../etc/passwd"), "made of letters"),
        (Wanted(Kind.PAGE, "{#id}"), "made of letters"),
        (Wanted(Kind.PAGE, "a" * 61), "61 characters"),
        (Wanted(Kind.PAGE, "Привет"), "give one in English with --path"),
        (Wanted(Kind.PAGE, "Con"), "give one in English with --path"),
        (Wanted(Kind.PAGE, "Velkommen", name="aux"), "cannot be a name in an address"),
        (Wanted(Kind.PAGE, "Velkommen", name="../x"), "cannot be a name in an address"),
        (Wanted(Kind.PAGE, "Velkommen", name="Å"), "cannot be a name in an address"),
        (Wanted(Kind.PAGE, "Velkommen", folder="methods/no-such"), "the menu"),
        (Wanted(Kind.PAGE, "Velkommen", folder="../outside"), "the menu"),
        (Wanted(Kind.PAGE, "Velkommen", folder="/etc"), "the menu"),
        (Wanted(Kind.CASE, "Gatelag"), "is there already"),
    ],
)
def test_what_will_not_do_is_refused_and_nothing_is_written(handbook: Path, wanted: Wanted, reason: str) -> None:
    before = texts(handbook)
    with pytest.raises(CommandError, match=reason):
        new.new(handbook, wanted)
    assert texts(handbook) == before


def test_a_slug_keeps_to_english_letters() -> None:
    assert new.slug("Bli kjent på Øya – år 2!") == "bli-kjent-pa-oya-ar-2"
    assert new.slug("Værested & kafé") == "vaerested-kafe"


@pytest.mark.parametrize("title", ["Yes", "null", "Råd: ta det rolig", "2026 i tall"])
def test_a_title_is_read_as_words(handbook: Path, title: str) -> None:
    wanted = Wanted(Kind.PAGE, title, name="a-page")
    new.new(handbook, wanted)
    assert checks.read_tree(handbook).pages["nb"][wanted.path].document.title == title


def test_every_draft_has_its_three_languages() -> None:
    for kind in Kind:
        ids = {language: draft(kind, language).get_identifiers() for language in LANGUAGES}
        assert len({frozenset(found) for found in ids.values()}) == 1, kind


def test_new_then_check_then_build_in_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)

    def handbook_py(*arguments: str, most: int = 0) -> str:
        command = [sys.executable, "-m", "methodbook", *arguments]
        alone = {**os.environ, "HANDBOOK_BUILD_DA": "false", "HANDBOOK_BUILD_SV": "false"}
        done = subprocess.run(command, cwd=clone, env=alone, capture_output=True, text=True, check=False)
        assert done.returncode <= most, done.stdout + done.stderr
        return done.stdout

    handbook_py("new", "method", TITLE, "--path", "welcome-meeting")
    assert "welcome-meeting" in handbook_py("check", "--no-spelling", "--no-site", "--format", "json", most=1)
    handbook_py("build")
    assert TITLE in (clone / "site/nb/methods/welcome-meeting/index.html").read_text(encoding="utf-8")
