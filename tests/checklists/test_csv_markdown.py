"""The blank list as CSV and Markdown."""

from __future__ import annotations

import csv
import io

import pytest

from methodbook.checklists import csv_markdown
from methodbook.languages import LANGUAGES, words
from tests.checklists.pages import awkward
from tests.conftest import Site


def rows(text: str) -> list[list[str]]:
    """The table as Python's csv reads it, the byte order mark taken off."""
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_the_table_read_back_gives_the_same_rows() -> None:
    assert rows(csv_markdown.table(awkward(), words("nb"))) == [
        ["Del", "Punkt", "Status", "Hvem", "Når", "Notat"],
        ["Før", 'Spør: «Hvem er med?»; skriv "alle" ned.', "", "", "", ""],
        ["Før", "Å gjøre på øya: æøåäö.", "", "", "", ""],
        ["'=SUM(A1)", "'+47 er ikke et punkt.", "", "", "", ""],
        ["'=SUM(A1)", "Komma, strek – og & samt <b>.", "", "", "", ""],
    ]


def test_the_table_has_windows_line_ends() -> None:
    text = csv_markdown.table(awkward(), words("sv"))
    assert text.count("\r\n") == text.count("\n") == 5


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_no_cell_is_taken_for_a_formula(sign: str) -> None:
    assert csv_markdown.harmless(f"{sign}1") == f"'{sign}1"
    assert csv_markdown.harmless(f"1{sign}") == f"1{sign}"


def test_markdown() -> None:
    assert csv_markdown.markdown(awkward()) == (
        "# Prøveliste\n"
        "\n## Før\n\n"
        '- [ ] Spør: «Hvem er med?»; skriv "alle" ned.\n'
        "  Både små og store; også «stille».\n"
        "- [ ] Å gjøre på øya: æøåäö.\n"
        "\n## =SUM(A1)\n\n"
        "- [ ] +47 er ikke et punkt.\n"
        "- [ ] Komma, strek – og & samt <b>.\n"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_holds_the_files_of_every_list(site: Site, language: str) -> None:
    folder = site.folder / language / "methods/inclusion-day/checklist"
    table = rows((folder / "inclusion-day.csv").read_bytes().decode("utf-8"))
    assert len(table) == 21
    assert (folder / "inclusion-day.md").read_text(encoding="utf-8").count("- [ ] ") == 20
    for ending in ("docx", "csv", "md"):
        assert f"inclusion-day.{ending}" in site.html(f"{language}/methods/inclusion-day/checklist/")
