"""The words of the findings: what stands there, why it matters to the reader, how to mend it.

They stand in `data/checks/<group>.yaml`, in Norwegian, Danish, Swedish and English, under the rule's id. Only `what`
has particulars in curly brackets; the rest explains the rule on the site as well. This catalogue is the list of rules.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from methodbook.checks.findings import Finding
from methodbook.languages import LANGUAGES, data, in_language, nearest

SPOKEN = (*LANGUAGES, "en")
"""Languages of the messages."""

PARTS = ("title", "what", "why", "mend")
GROUPS = (
    "files",
    "front-matter",
    "structure",
    "markdown",
    "links",
    "images",
    "checklists",
    "languages",
    "words",
    "typography",
    "proofreading",
    "readability",
    "personal",
    "menu",
    "safety",
    "site",
)
SPOKEN_DETAILS = frozenset({"language", "allowed"})
"""Particulars that hold a key of the labels, such as a language's code, and are said in words."""


@dataclass(frozen=True)
class Message:
    """A finding in words. `what` is one or two sentences, its particulars filled in."""

    title: str
    what: str
    why: str
    mend: str


@cache
def entries() -> Mapping[str, Mapping[str, Any]]:
    """All rules with their messages, in order: id -> language -> part -> words; a row's pattern stands there too."""
    return {rule: entry for group in GROUPS for rule, entry in data(f"checks/{group}.yaml").items()}


@cache
def labels(language: str) -> Mapping[str, str]:
    """The words around the findings, by key."""
    return in_language("checks/labels.yaml", language)


def message(finding: Finding, language: str) -> Message:
    """The words of `finding` in `language` (nb, da, sv or en)."""
    entry = nearest(entries()[finding.rule], language)
    words = labels(language)
    details = {
        name: words.get(f"{name}-{value}", value) if name in SPOKEN_DETAILS else value
        for name, value in finding.details
    }
    what = entry["what"].format(**details)
    if near := details.get("near"):
        what = f"{what} {words['near'].format(near=near)}"
    return Message(entry["title"], what, entry["why"], entry["mend"])


def group_of(rule: str) -> str:
    """The group a rule's words stand in."""
    return next(group for group in GROUPS if rule in data(f"checks/{group}.yaml"))


def explained(rule: str, language: str) -> Message:
    """The words of a rule for those who meet it without a finding: `what` is left out."""
    entry = nearest(entries()[rule], language)
    return Message(entry["title"], "", entry["why"], entry["mend"])


def language_of(finding: Finding) -> str:
    """The language a finding is told in: that of the folder its file stands in, else English."""
    parts = finding.path.parts
    return parts[1] if len(parts) > 2 and parts[0] == "docs" and parts[1] in LANGUAGES else "en"


def placeholders(text: str) -> frozenset[str]:
    """The names in curly brackets in a message."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def problems(functions: Collection[str]) -> Iterator[str]:
    """What is wrong in the catalogue, for people who write code; `functions` are the ids of the rules without a row."""
    known = entries()
    yield from (f"{rule}: no words" for rule in sorted(set(functions) - set(known)))
    for rule, entry in known.items():
        if ("where" in entry) == (rule in functions):
            yield f"{rule}: a rule is either a row or a function"
        for language in SPOKEN:
            words = entry.get(language, {})
            yield from (f"{rule} {language}: no {part}" for part in PARTS if not words.get(part))
            if placeholders(words.get("what", "")) != placeholders(entry["en"]["what"]):
                yield f"{rule} {language}: other particulars than in English"
    headings = data("checks/labels.yaml")
    yield from (f"labels: no group-{group}" for group in GROUPS if f"group-{group}" not in headings)
    for key, words in headings.items():
        yield from (f"labels {key}: no {language}" for language in SPOKEN if not words.get(language))
