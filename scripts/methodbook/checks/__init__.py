"""The checks: rules, and findings that a person who is no programmer can act on.

`check` runs the rules over a `Tree` (see `sources.read_tree`) and returns what they find, sorted by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from methodbook.checks import (
    blocks,
    checklists,
    data_files,
    drafts,
    fields,
    files,
    images,
    languages,
    links,
    markdown,
    menu,
    messages,
    moved,
    outline,
    patterns,
    proofreading,
    readability,
    safety,
    sheets,
    site,
    typography,
    words,
)
from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import RULES as FUNCTIONS
from methodbook.checks.rule import Rule
from methodbook.checks.sources import Page, Tree, read_tree
from methodbook.languages import DataError

__all__ = ["RULES", "SPELLING", "Finding", "Level", "Rule", "Tree", "check", "findings_in", "read_tree"]

MODULES = (
    blocks,
    checklists,
    data_files,
    drafts,
    fields,
    files,
    images,
    languages,
    links,
    markdown,
    menu,
    moved,
    outline,
)
MORE_MODULES = (proofreading, readability, safety, sheets, site, typography, words)
"""Where the rules that are functions stand: each registers itself when its module is imported."""


def all_rules() -> Iterator[Rule]:
    """Every rule, in the order of the catalogue and so of the page that explains them."""
    rules = FUNCTIONS | {rule.id: rule for rule in patterns.rows()}
    return (rules[name] for name in messages.entries())


SPELLING = FUNCTIONS["spelling"]
"""Spelling: it needs hunspell, and takes longer than all the others together."""

RULES = tuple(rule for rule in all_rules() if rule is not SPELLING)
"""Every rule but spelling."""

ECHOES = {
    "spelling": frozenset(
        {"wrong-language", "term-forbidden", "garbled", "unfinished", "decomposed-letter", "mixed-letters"}
    ),
    "sentence-form": frozenset({"list-by-hand", "unfinished", "raw-html"}),
    "marks-doubled": frozenset({"link-form"}),
    "page-twice": frozenset({"address-twice"}),
    "term-forbidden": frozenset({"wrong-language"}),
    "term-avoid": frozenset({"wrong-language", "term-forbidden"}),
}
"""Rules whose findings say little new beside a finding of these others on the same line."""


LAST = "read-otherwise"
"""The rule for whatever no other rule knows: said only of files in which nothing else is an error."""


def check(tree: Tree, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """All that `rules` find in `tree`, each place once, sorted by file, line and rule."""
    rules = tuple(rules)
    of_pages = [rule for rule in rules if rule.scope == "page"]
    found = {finding for rule in rules if rule.scope != "page" for finding in run(rule.find(tree))}
    # Page by page, for what is worked out about a page (several times its text) is then needed no more.
    for page in tree.all_pages():
        found.update(finding for rule in of_pages for finding in run(rule.find_in(page=page, tree=tree)))
        page.forget()
    return sorted(without_echoes(found))


def run(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a rule; none further when a data file it needs is broken, which another rule reports."""
    try:
        yield from findings
    except DataError as error:
        yield Finding(PurePosixPath(error.file), max(error.line, 1), "data-broken", (("found", error.message),))


def findings_in(tree: Tree, path: PurePosixPath) -> list[Finding]:
    """What the rules about single files and pages find in the file `path` (below `docs/`), sorted."""
    page: Page | None = tree.pages.get(path.parts[0], {}).get(PurePosixPath(*path.parts[1:]))
    file = next((file for file in tree.files if file.path == path), None)
    given = {"page": page, "file": file}
    rules = (rule for rule in RULES if given.get(rule.scope) is not None)
    return sorted({finding for rule in rules for finding in run(rule.find_in(tree=tree, **given))})


def without_echoes(findings: set[Finding]) -> Iterator[Finding]:
    """The findings without those that another one on the same line explains: fixing that one fixes them too."""
    rules_on: dict[tuple[PurePosixPath, int], set[str]] = {}
    for finding in findings:
        rules_on.setdefault((finding.path, finding.line), set()).add(finding.rule)
    spoilt = {finding.path for finding in findings if finding.level is Level.ERROR and finding.rule != LAST}
    for finding in findings:
        if finding.rule == LAST and finding.path in spoilt:
            continue
        if not ECHOES.get(finding.rule, frozenset()) & rules_on[finding.path, finding.line]:
            yield finding
