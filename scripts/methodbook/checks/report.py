"""Findings as text for people, as JSON for programs, as annotations for GitHub."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from methodbook.checks.findings import Finding, Level
from methodbook.checks.messages import labels, language_of, message
from methodbook.languages import LANGUAGES

RULES_PAGE = "contribute/rules/"
"""Address, below a language's root, of the page that explains the rules."""

FALLBACK = LANGUAGES[0]
"""Language of the explanations for messages in English: the site has no English pages."""

GITHUB_LEVELS = {Level.ERROR: "error", Level.ADVICE: "notice"}


def explanation(finding: Finding, language: str, site: str) -> str:
    """The address at which the finding's rule is explained. `site` is the site's address, with a trailing slash."""
    return f"{site}{FALLBACK if language == 'en' else language}/{RULES_PAGE}#{finding.rule}"


def shown(text: object) -> str:
    """`text` fit for any terminal and file: what cannot be encoded is replaced."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def as_text(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One paragraph a finding; `language` None means the language of each file."""
    return "\n".join(paragraph(finding, language or language_of(finding), site) for finding in findings)


def paragraph(finding: Finding, language: str, site: str) -> str:
    """A finding as a person reads it: place and what, why, what to do, where to read more."""
    said, words = message(finding, language), labels(language)
    level = f" [{words['advice']}]" if finding.level is Level.ADVICE else ""
    lines = [
        f"{finding.path}:{finding.line}:{level} {said.what}",
        f"    {words['why']} {said.why}",
        f"    {words['mend']} {said.mend}",
        f"    {words['more']} {explanation(finding, language, site)}",
    ]
    return shown("\n".join(lines)) + "\n"


def as_json(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """A JSON list; each finding with its place, rule, level and words."""
    found = [record(finding, language or language_of(finding), site) for finding in findings]
    return json.dumps(found, ensure_ascii=False, indent=2)


def record(finding: Finding, language: str, site: str) -> Mapping[str, Any]:
    """A finding as plain data."""
    said = message(finding, language)
    return {
        "path": shown(finding.path),
        "line": finding.line,
        "rule": finding.rule,
        "level": finding.level.value,
        "language": language,
        "what": shown(said.what),
        "why": said.why,
        "mend": said.mend,
        "more": explanation(finding, language, site),
        "fixable": finding.fixable,
    }


def as_github(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One workflow command a finding: GitHub shows it on the line it is about."""
    return "\n".join(annotation(finding, language or language_of(finding), site) for finding in findings)


def annotation(finding: Finding, language: str, site: str) -> str:
    """A finding as a workflow command."""
    said, words = message(finding, language), labels(language)
    more = explanation(finding, language, site)
    body = f"{said.what}\n{words['why']} {said.why}\n{words['mend']} {said.mend}\n{words['more']} {more}"
    place = f"file={property_value(shown(finding.path))},line={finding.line},title={property_value(said.title)}"
    return f"::{GITHUB_LEVELS[finding.level]} {place}::{command_value(shown(body))}"


def command_value(text: str) -> str:
    """Text as GitHub's workflow commands want it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    """Text for a property of a workflow command."""
    return command_value(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One item of a list a finding, for the summary of a workflow run; empty when there are none.

    GitHub shows ten findings of a kind on their lines, and no more; here are all.
    """
    return "".join(item(finding, language or language_of(finding), site) for finding in findings)


def item(finding: Finding, language: str, site: str) -> str:
    """A finding as an item of a list in Markdown."""
    said, words = message(finding, language), labels(language)
    level = f" [{words['advice']}]" if finding.level is Level.ADVICE else ""
    what = markdown_value(f"{finding.path}:{finding.line}:{level} {said.what}")
    lines = [
        f"- **{what}**  ",
        f"  {markdown_value(words['mend'])} {markdown_value(said.mend)}  ",
        f"  {words['more']} <{explanation(finding, language, site)}>",
    ]
    return "\n".join(lines) + "\n"


def markdown_value(text: str) -> str:
    """Text on one line that means nothing else in Markdown, whatever a writer has written."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&@])", r"\\\1", " ".join(shown(text).split()))


FORMATS: Mapping[str, Callable[[Iterable[Finding], str | None, str], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
