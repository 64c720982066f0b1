"""Findings as people, programs and GitHub read them."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

from methodbook.checks import Finding, Level, report

SITE = "https://example.org/handbook/"
FOUND = Finding(PurePosixPath("docs/da/page.md"), 7, "link-page", (("target", "counsil.md"), ("near", "council.md")))
ADVICE = Finding(
    PurePosixPath("mkdocs.yml"), 3, "long-sentence", (("text", "a"), ("words", "40"), ("limit", "35")), Level.ADVICE
)


def test_a_finding_is_told_in_the_language_of_its_file() -> None:
    text = report.as_text([FOUND], None, SITE)
    assert text.startswith("docs/da/page.md:7: Linket fører til »counsil.md«, som ikke findes. Mente du »council.md«?")
    assert "Hvorfor: Læseren kommer til en fejlside." in text
    assert "Læs mere: https://example.org/handbook/da/contribute/rules/#link-page" in text


def test_elsewhere_it_is_told_in_english_and_in_the_language_asked_for() -> None:
    assert "[advice] The sentence" in report.as_text([ADVICE], None, SITE)
    assert "[råd] Meningen" in report.as_text([ADVICE], "sv", SITE)


def test_json_holds_all_a_program_needs() -> None:
    (record,) = json.loads(report.as_json([FOUND], "nb", SITE))
    assert record["path"] == "docs/da/page.md"
    assert (record["line"], record["rule"], record["level"], record["fixable"]) == (7, "link-page", "error", False)
    assert record["what"].startswith("Lenken fører til «counsil.md»")


def test_github_gets_one_command_a_finding_with_everything_escaped() -> None:
    tricky = Finding(PurePosixPath("docs/nb/a,b:c.md"), 1, "raw-html", (("found", "100%\n::error::x"),))
    lines = report.as_github([FOUND, ADVICE, tricky], None, SITE).split("\n")
    assert len(lines) == 3
    assert lines[0].startswith("::error file=docs/da/page.md,line=7,title=Et link til en side%2C der ikke findes::")
    assert lines[1].startswith("::notice file=mkdocs.yml,line=3,")
    assert "file=docs/nb/a%2Cb%3Ac.md" in lines[2]
    assert "100%25%0A::error::x" in lines[2]


def test_the_summary_holds_every_finding_and_nothing_a_writer_wrote_means_something_there() -> None:
    tricky = Finding(PurePosixPath("docs/nb/a.md"), 1, "raw-html", (("found", "</b>\n# <img src=x> [a](b) @all"),))
    text = report.as_markdown([FOUND] * 30 + [ADVICE, tricky], None, SITE)
    assert text.count("- **docs/da/page.md:7: Linket fører til »counsil.md«") == 30
    assert "- **mkdocs.yml:3: \\[advice\\] The sentence" in text
    assert "\\</b\\> \\# \\<img src=x\\> \\[a\\](b) \\@all" in text
    assert "Læs mere: <https://example.org/handbook/da/contribute/rules/#link-page>" in text
    assert report.as_markdown([], None, SITE) == ""
