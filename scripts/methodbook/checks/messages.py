"""The words of the findings: what stands there, why it matters to the reader, how to mend it.

They stand in `data/checks/<group>.yaml`, in Norwegian, Danish, Swedish and English, under the rule's id. Only `what`
has particulars in curly brackets; the rest explains the rule on the site as well. This catalogue is the list of rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from methodbook.checks.findings import Finding
from methodbook.languages import LANGUAGES, data, in_language, nearest

SPOKEN = (*LANGUAGES, "en")
"""Languages of the messages."""

GROUPS = tuple(key.removeprefix("group-") for key in data("checks/labels.yaml") if key.startswith("group-"))
"""The groups of rules, each a file of `data/checks/`, in the order of the page that explains them."""
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
    return in_language("checks/labels.yaml", language)


def message(finding: Finding, language: str) -> Message:
    words = labels(language)
    details = {
        name: words.get(f"{name}-{value}", value) if name in SPOKEN_DETAILS else value
        for name, value in finding.details
    }
    said = explained(finding.rule, language)
    near = details.get("near")
    what = f"{said.what.format(**details)} {words['near'].format(near=near) if near else ''}".rstrip()
    return replace(said, what=what)


def explained(rule: str, language: str) -> Message:
    """The words of a rule in `language` (nb, da, sv or en), the particulars in `what` not filled in."""
    entry = nearest(entries()[rule], language)
    return Message(entry["title"], entry["what"], entry["why"], entry["mend"])


def group_of(rule: str) -> str:
    return str(next(group for group in GROUPS if rule in data(f"checks/{group}.yaml")))


def language_of(finding: Finding) -> str:
    """The language a finding is told in: that of the folder its file stands in, else English."""
    parts = finding.path.parts
    return parts[1] if len(parts) > 2 and parts[0] == "docs" and parts[1] in LANGUAGES else "en"
