"""The checks: one small class a rule, findings that a person who is no programmer can act on.

`check` runs the rules over a `Tree` (see `tree.read_tree`) and returns what they find, sorted by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from methodbook.checks import (
    checklists,
    fields,
    files,
    images,
    languages,
    links,
    markdown,
    menu,
    personal,
    proofreading,
    readability,
    safety,
    site,
    structure,
    translated,
    typography,
    words,
)
from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import PageRule, Rule
from methodbook.checks.sources import Tree, read_tree

__all__ = ["RULES", "SPELLING", "Finding", "Level", "Rule", "Tree", "catalogue", "check", "read_tree"]

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *fields.RULES,
    *structure.RULES,
    *markdown.RULES,
    *links.RULES,
    *images.RULES,
    *checklists.RULES,
    *languages.RULES,
    *translated.RULES,
    *words.RULES,
    *typography.RULES,
    *proofreading.RULES,
    *readability.RULES,
    *personal.RULES,
    *menu.RULES,
    *safety.RULES,
    *site.RULES,
)
"""Every rule but spelling, in the order of the page that explains them."""

SPELLING = words.SPELLING
"""Spelling: it needs hunspell, and takes longer than all the others together."""


ECHOES = {
    "spelling": frozenset({"wrong-language", "term-forbidden", "garbled", "unfinished"}),
    "sentence-form": frozenset({"list-by-hand", "unfinished", "raw-html"}),
    "page-twice": frozenset({"address-twice"}),
    "character-code": frozenset({"marks-left"}),
    "term-forbidden": frozenset({"wrong-language"}),
    "term-avoid": frozenset({"wrong-language", "term-forbidden"}),
}
"""Rules whose findings say little new beside a finding of these others on the same line."""


def check(tree: Tree, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """All that `rules` find in `tree`, each place once, sorted by file, line and rule."""
    of_pages, others = split_rules(rules)
    found = {finding for rule in others for finding in rule.find(tree)}
    # Page by page, for what is worked out about a page (several times its text) is then needed no more.
    for page in tree.all_pages():
        found.update(finding for rule in of_pages for finding in rule.find_in(page, tree))
        page.forget()
    return sorted(without_echoes(found))


def split_rules(rules: Iterable[Rule]) -> tuple[list[PageRule], list[Rule]]:
    """The rules that look at one page at a time, and those that go through the handbook in their own way."""
    of_pages, others = list[PageRule](), list[Rule]()
    for rule in rules:
        if isinstance(rule, PageRule) and type(rule).find is PageRule.find:
            of_pages.append(rule)
        else:
            others.append(rule)
    return of_pages, others


def without_echoes(findings: set[Finding]) -> Iterator[Finding]:
    """The findings without those that another one on the same line explains: mending that one mends them too."""
    rules_on: dict[tuple[PurePosixPath, int], set[str]] = {}
    for finding in findings:
        rules_on.setdefault((finding.path, finding.line), set()).add(finding.rule)
    for finding in findings:
        if not ECHOES.get(finding.rule, frozenset()) & rules_on[finding.path, finding.line]:
            yield finding
