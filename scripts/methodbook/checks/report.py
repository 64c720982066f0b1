"""Findings as text for people, as JSON for programs, as annotations and a summary for GitHub."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict

from methodbook.checks.findings import Finding, Level
from methodbook.checks.messages import labels, language_of, message
from methodbook.languages import LANGUAGES

RULES_PAGE = "contribute/rules/"
"""Address, below a language's root, of the page that explains the rules."""
GITHUB_LEVELS = {Level.ERROR: "error", Level.ADVICE: "notice"}


def shown(text: object) -> str:
    """`text` fit for any terminal and file: what cannot be encoded is replaced."""
    return str(text).encode("utf-8", "replace").decode("utf-8")


def spoken(finding: Finding, language: str | None, site: str) -> dict[str, str]:
    """All that is said of a finding, in `language` or that of its file, by key; `head` is its place and what.

    The explanations of messages in English are in the first language: the site, at `site`, has no English pages.
    """
    code = language or language_of(finding)
    said, words = message(finding, code), labels(code)
    level = f" [{words['advice']}]" if finding.level is Level.ADVICE else ""
    more = f"{site}{code if code in LANGUAGES else LANGUAGES[0]}/{RULES_PAGE}#{finding.rule}"
    return {
        **{name: shown(part) for name, part in asdict(said).items()},
        **{f"label-{key}": words[key] for key in ("why", "mend", "more")},
        "language": code,
        "path": shown(finding.path),
        "head": shown(f"{finding.path}:{finding.line}:{level} {said.what}"),
        "more": more,
    }


PARAGRAPH = "{head}\n    {label-why} {why}\n    {label-mend} {mend}\n    {label-more} {more}\n"
ANNOTATION = "{what}\n{label-why} {why}\n{label-mend} {mend}\n{label-more} {more}"


def as_text(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One paragraph a finding; `language` None means the language of each file."""
    return "\n".join(PARAGRAPH.format(**spoken(finding, language, site)) for finding in findings)


def as_json(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """A JSON list; each finding with its place, rule, level and words."""
    keys = ("path", "language", "what", "why", "mend", "more")
    found = []
    for finding in findings:
        said = spoken(finding, language, site)
        own = {name: getattr(finding, name) for name in ("line", "rule", "level", "fixable")}
        found.append({key: said[key] for key in keys} | own)
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_github(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One workflow command a finding: GitHub shows it on the line it is about."""
    lines = []
    for finding in findings:
        said = spoken(finding, language, site)
        place = f"file={property_value(said['path'])},line={finding.line},title={property_value(said['title'])}"
        lines.append(f"::{GITHUB_LEVELS[finding.level]} {place}::{command_value(ANNOTATION.format(**said))}")
    return "\n".join(lines)


def command_value(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    return command_value(text).replace(":", "%3A").replace(",", "%2C")


def as_markdown(findings: Iterable[Finding], language: str | None, site: str) -> str:
    """One item of a list a finding, for the summary of a workflow run; empty when there are none.

    GitHub shows ten findings of a kind on their lines, and no more; here are all.
    """
    items = []
    for finding in findings:
        said = spoken(finding, language, site)
        head, mend = markdown_value(said["head"]), markdown_value(f"{said['label-mend']} {said['mend']}")
        items.append(f"- **{head}**  \n  {mend}  \n  {said['label-more']} <{said['more']}>\n")
    return "".join(items)


def markdown_value(text: str) -> str:
    """Text on one line that means nothing else in Markdown, whatever a writer has written."""
    return re.sub(r"([\\`*_{}\[\]<>#|~!&@])", r"\\\1", " ".join(shown(text).split()))


FORMATS: Mapping[str, Callable[[Iterable[Finding], str | None, str], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
}
