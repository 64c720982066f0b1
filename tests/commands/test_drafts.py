"""A page, a method, a case: begun from one title in three languages, and valid at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path, PurePosixPath

import pytest

from methodbook import checks
from methodbook.commands import drafts
from methodbook.commands.drafts import DraftError, Kind
from methodbook.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 21)
RULES = [rule for rule in checks.RULES if rule.group != "site"]


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    """A copy of what `new` and `check` work on."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def before() -> set[tuple[str, str]]:
    """What check finds before anything is begun."""
    return found(ROOT)


def found(root: Path) -> set[tuple[str, str]]:
    """What check finds, as (rule, path)."""
    findings = checks.check(checks.read_tree(root, TODAY), (*RULES, checks.SPELLING))
    return {(finding.rule, str(finding.path)) for finding in findings}


@pytest.mark.parametrize(
    ("kind", "title", "language", "folder"),
    [
        (Kind.METHOD, "Velkomstmøte for nyankomne", "nb", ""),
        (Kind.METHOD, "Møde på tværs af foreninger", "da", ""),
        (Kind.CASE, "Sykkelverkstedet på Løkka", "nb", ""),
        (Kind.PAGE, "Frivillighet: råd og tips", "nb", "methods/council"),
        (Kind.PAGE, "Medborgarskap", "sv", ""),
    ],
)
def test_what_is_begun_is_valid_but_for_the_translation(
    handbook: Path, before: set[tuple[str, str]], kind: Kind, title: str, language: str, folder: str
) -> None:
    begun = drafts.begin(handbook, kind, title, language, folder, TODAY)
    drafts.write(handbook, begun)
    pages = [draft for draft in begun if drafts.slug(title) in str(draft.path)]
    foreign = {("not-translated", str(page.path)) for page in pages if page.path.parts[1] != language}
    assert found(handbook) - before == foreign
    assert len(pages) == (6 if kind is Kind.METHOD else 3)


def test_new_pages_stand_in_the_menu_beside_their_kin(handbook: Path) -> None:
    drafts.write(handbook, drafts.begin(handbook, Kind.METHOD, "Velkomstmøte", "nb", "", TODAY))
    drafts.write(handbook, drafts.begin(handbook, Kind.CASE, "Sykkelverkstedet", "nb", "", TODAY))
    tree = checks.read_tree(handbook, TODAY)
    places = {str(entry.path): entry.depth for entry in tree.menu}
    assert places["methods/velkomstmote/index.md"] == places["methods/council/index.md"]
    assert places["methods/velkomstmote/checklist.md"] == places["methods/council/checklist.md"]
    assert places["cases/sykkelverkstedet.md"] == places["cases/gatelag.md"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("", "made of letters"),
        ("  \n ", "made of letters"),
        ("Et **sterkt** møte", "made of letters"),
        ("<script>", "made of letters"),
        ("../../../etc/passwd", "made of letters"),
        ("{#id}", "made of letters"),
        ("a" * 61, "61 characters"),
        ("Привет", "no letter"),
    ],
)
def test_a_title_that_will_not_do_is_refused_and_nothing_is_written(handbook: Path, title: str, reason: str) -> None:
    with pytest.raises(DraftError, match=reason):
        drafts.begin(handbook, Kind.PAGE, title, "nb", "", TODAY)


def test_nothing_is_overwritten(handbook: Path) -> None:
    with pytest.raises(DraftError, match="is there already"):
        drafts.begin(handbook, Kind.CASE, "Gatelag", "nb", "", TODAY)


@pytest.mark.parametrize("folder", ["methods/no-such", "../outside", "/etc"])
def test_a_folder_that_the_menu_lacks_is_refused(handbook: Path, folder: str) -> None:
    with pytest.raises(DraftError, match="the menu"):
        drafts.begin(handbook, Kind.PAGE, "Velkommen", "nb", folder, TODAY)


def test_a_slug_keeps_to_english_letters() -> None:
    assert drafts.slug("Bli kjent på Øya – år 2!") == "bli-kjent-pa-oya-ar-2"
    assert drafts.slug("Værested & kafé") == "vaerested-kafe"


def test_every_draft_has_its_three_languages() -> None:
    for name in ("page", "method", "checklist", "case"):
        ids = {language: drafts.template(name, language).get_identifiers() for language in ("nb", "da", "sv")}
        assert len({frozenset(found) for found in ids.values()}) == 1, name


def test_a_title_with_a_colon_is_quoted_for_yaml() -> None:
    (page, *_) = drafts.new_pages(Kind.PAGE, "Råd: ta det rolig", "nb", "", TODAY)
    assert 'title: "Råd: ta det rolig"' in page.text
    assert page.path == PurePosixPath("docs/nb/rad-ta-det-rolig.md")


def test_new_then_check_then_build_in_a_fresh_clone(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)

    def handbook_py(*arguments: str) -> str:
        command = [sys.executable, "-m", "methodbook", *arguments]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    handbook_py("new", "method", "Velkomstmøte for nyankomne", "--language", "nb")
    assert "velkomstmote" in handbook_py("check", "--format", "json")
    handbook_py("build")
    for language in LANGUAGES:
        page = next((clone / "site" / language / "methods").glob("velkomstmote*/index.html"))
        assert "Velkomstmøte for nyankomne" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", ["Yes", "null"])
def test_a_title_is_read_as_words(handbook: Path, before: set[tuple[str, str]], title: str) -> None:
    drafts.write(handbook, drafts.begin(handbook, Kind.PAGE, title, "nb", "", TODAY))
    # An English word is no Norwegian one; that is another finding.
    assert {rule for rule, _ in found(handbook) - before} - {"spelling"} == {"not-translated"}


@pytest.mark.parametrize("title", ["Con", "AUX", "Com1"])
def test_a_name_that_windows_keeps_for_itself_is_refused(handbook: Path, title: str) -> None:
    with pytest.raises(DraftError, match="Windows allows no file called"):
        drafts.begin(handbook, Kind.PAGE, title, "nb", "", TODAY)
