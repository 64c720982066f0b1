"""A translation's state is told from words alone: no date, no commit, no line break."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from methodbook.page import history, translations
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import parse_document
from methodbook.page.translations import Kind, State
from tests.checks.cases import GOOD

COUNCIL = PurePosixPath("council.md")
ORIGINAL = Path("docs/sv/council.md")
TRANSLATION = Path("docs/da/council.md")


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of the small handbook that is well; its Danish council page matches the Swedish."""
    return Path(shutil.copytree(GOOD, tmp_path / "handbook"))


def state_of(root: Path) -> translations.Status:
    """The state of the Danish council page."""
    return translations.status(Handbook.read(root / "docs"), COUNCIL, "da")


def change(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there, in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def rewrapped(text: str) -> str:
    """The text with its paragraphs wrapped at the third space."""
    return re.sub(r"(?m)^([A-ZÅÄÖ]\S* \S+ \S+) ", r"\1\n", text)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "wrapped lines": rewrapped,
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "other list marks": lambda text: text.replace("1. ", "1) ").replace("2. ", "5. "),
    "wider table": lambda text: text.replace("| Nivå | Vem |", "|  Nivå   |    Vem   |"),
    "emphasis": lambda text: text.replace("gemensamt råd", "**gemensamt** *råd*"),
    "a link": lambda text: text.replace("ett behov", "[ett behov](checklist.md)"),
    "hard space": lambda text: text.replace("År 2014", "År\u00a02014"),
    "more empty lines": lambda text: text.replace("\n\n", "\n\n\n"),
    "another id for the figure": lambda text: text.replace("| levels", "| stages"),
    "reviewed again": lambda text: text.replace("2026-11-01", "2026-11-20"),
}

FACTS = {
    "a year": ("gäller 2014", "gäller 2015", "way"),
    "a number in words": ("fyra gånger", "fem gånger", "way"),
    "a negation": ("är ingen regel", "är en regel", "way"),
    "a cell": ("Elva ledamöter", "Tolv ledamöter", "levels"),
    "a step": ("2. Sök pengar till en förstudie.\n", "", "way"),
    "the lead": ("föreningar och myndigheter i", "föreningar i", "_top"),
    "the description": ("i Skåne 2014, steg", "i Skåne 2013, steg", "_top"),
    "the words of a figure": ("- above: Rådet", "- above: Styrelsen", "levels"),
    "a heading": ("## Två nivåer", "## Tre nivåer", "levels"),
    "a note": ("/// note | Bara ett exempel", "/// note | En regel", "way"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_reformatted_original_makes_nothing_old(handbook: Path, layout: str) -> None:
    before = (handbook / ORIGINAL).read_text(encoding="utf-8")
    after = LAYOUTS[layout](before)
    assert after != before
    (handbook / ORIGINAL).write_text(after, encoding="utf-8", newline="")
    assert state_of(handbook).state is State.CURRENT


@pytest.mark.parametrize("fact", FACTS)
def test_a_changed_fact_in_the_original_makes_the_translation_old(handbook: Path, fact: str) -> None:
    old, new, section = FACTS[fact]
    change(handbook / ORIGINAL, old, new)
    found = state_of(handbook)
    assert found.state is State.OUTDATED
    assert [change.section for change in found.changes] == [section]


def test_a_typo_mended_in_the_translation_makes_nothing_old(handbook: Path) -> None:
    change(handbook / TRANSLATION, "fælles råd", "fælles raad")
    change(handbook / TRANSLATION, "fælles raad", "fælles råd, som")
    assert state_of(handbook).state is State.CURRENT


def test_a_new_section_and_a_lost_one_are_named(handbook: Path) -> None:
    change(handbook / ORIGINAL, "## Två nivåer {#levels}", "## Två nivåer {#two-levels}")
    found = {(change.section, change.kind) for change in state_of(handbook).changes}
    assert found == {("two-levels", Kind.ADDED), ("levels", Kind.REMOVED)}


def test_without_a_fingerprint_a_page_counts_as_not_yet_translated(handbook: Path) -> None:
    page = handbook / TRANSLATION
    page.write_text(re.sub(r"fingerprint:\n(?: .*\n)+", "", page.read_text(encoding="utf-8")), encoding="utf-8")
    assert state_of(handbook).state is State.UNTRANSLATED


def test_a_page_that_is_not_there_is_missing(handbook: Path) -> None:
    (handbook / TRANSLATION).unlink()
    assert state_of(handbook).state is State.MISSING


def test_recording_changes_the_fingerprint_and_nothing_else(handbook: Path) -> None:
    change(handbook / ORIGINAL, "fyra gånger", "fem gånger")
    original = parse_document((handbook / ORIGINAL).read_text(encoding="utf-8"), "sv", COUNCIL)
    before = (handbook / TRANSLATION).read_text(encoding="utf-8")
    after = translations.confirmed(before, original)
    assert translations.confirmed(after, original) == after
    kept = [line for line in after.split("\n") if line not in before.split("\n")]
    assert [line.partition(":")[0] for line in kept] == ["  way"]
    (handbook / TRANSLATION).write_text(after, encoding="utf-8")
    assert state_of(handbook).state is State.CURRENT


def test_a_fingerprint_reads_back_as_text() -> None:
    prints = [translations.digest(str(number)) for number in range(2000)]
    assert len(set(prints)) == len(prints)
    assert all(re.fullmatch(r"[b-df-hj-np-t]{8}", found) for found in prints)


def git(root: Path, *arguments: str) -> str:
    """Run git in `root`, as somebody."""
    who = ["-c", "user.name=Kari", "-c", "user.email=kari@localhost", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def repository(handbook: Path) -> Path:
    """The handbook under git: made, its original changed twice, its translation touched once."""
    git(handbook, "init", "-q", "-b", "main")
    git(handbook, "add", ".")
    git(handbook, "commit", "-qm", "Begin")
    change(handbook / ORIGINAL, "fyra gånger", "fem gånger")
    git(handbook, "commit", "-qam", "Five meetings")
    change(handbook / TRANSLATION, "fælles råd", "fælles, godt råd")
    git(handbook, "commit", "-qam", "A word")
    change(handbook / ORIGINAL, "fem gånger", "sex gånger")
    git(handbook, "commit", "-qam", "Six meetings")
    return handbook


def test_history_shows_how_the_original_read_when_it_was_translated(repository: Path) -> None:
    read = Handbook.read(repository / "docs")
    original, kept = read.pages["sv"][COUNCIL], translations.recorded(read.pages["da"][COUNCIL])
    (found,) = translations.differences(repository, original, kept or {})
    assert "[-fyra-] {+sex+}" in translations.marked_up(found.before or "", found.after)


@pytest.mark.parametrize("how", ["squash", "shallow"])
def test_a_squash_and_a_shallow_clone_change_no_verdict(repository: Path, tmp_path: Path, how: str) -> None:
    before = state_of(repository)
    if how == "squash":
        git(repository, "reset", "-q", "--soft", "HEAD~3")
        git(repository, "commit", "-q", "--amend", "-m", "All in one")
    else:
        git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "clone")
        repository = tmp_path / "clone"
    assert state_of(repository) == before
    read = Handbook.read(repository / "docs")
    kept = translations.recorded(read.pages["da"][COUNCIL]) or {}
    (found,) = translations.differences(repository, read.pages["sv"][COUNCIL], kept)
    assert found.before is None
    assert "sex gånger" in found.after


def test_without_git_there_is_no_history_and_no_error(handbook: Path) -> None:
    assert list(history.versions(handbook, "docs/sv/council.md")) == []
