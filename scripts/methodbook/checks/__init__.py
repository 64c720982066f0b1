"""The checks: rules, and findings that a person who is no programmer can act on.

`check` runs the rules over a `Tree` (see `sources.read_tree`) and returns what they find, sorted by place.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import PurePosixPath
from pkgutil import iter_modules

from methodbook.checks import messages, patterns
from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import RULES as FUNCTIONS
from methodbook.checks.rule import Rule
from methodbook.checks.sources import File, Page, Tree, read_tree
from methodbook.languages import DataError

__all__ = ["RULES", "SPELLING", "Finding", "Level", "Rule", "Tree", "check", "findings_in", "read_tree"]

for module in iter_modules(__path__, f"{__name__}."):
    import_module(module.name)  # the rules that are functions register themselves

ALL_RULES = FUNCTIONS | {rule.id: rule for rule in patterns.rows()}

SPELLING = FUNCTIONS["spelling"]
"""Spelling: it needs hunspell, and takes longer than all the others together."""

RULES = tuple(ALL_RULES[name] for name in messages.entries() if name != SPELLING.id)
"""Every rule but spelling, in the order of the catalogue and so of the page that explains them."""

LAST = "read-otherwise"
"""The rule for whatever no other rule knows: said only of files in which nothing else is an error."""


def check(tree: Tree, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """All that `rules` find in `tree`, each place once, sorted by file, line and rule."""
    rules = tuple(rules)
    found = findings_on({}, tree, rules)
    for file in tree.files:
        found |= findings_on({"file": file}, tree, rules)
    for original, translation in tree.translations():
        found |= findings_on({"original": original, "translation": translation}, tree, rules)
    for page in tree.all_pages():
        found |= findings_on({"page": page}, tree, rules)
        page.forget()  # what is worked out about a page (several times its text) is needed no more
    return sorted(without_echoes(found))


def findings_in(tree: Tree, path: PurePosixPath) -> list[Finding]:
    """What the rules about single files and pages find in the file `path` (below `docs/`), sorted."""
    subjects: list[Mapping[str, File | Page]] = [{"file": file} for file in tree.files if file.path == path]
    if page := tree.pages.get(path.parts[0], {}).get(PurePosixPath(*path.parts[1:])):
        subjects.append({"page": page})
    return sorted(set[Finding]().union(*(findings_on(subject, tree, RULES) for subject in subjects)))


def findings_on(subject: Mapping[str, File | Page], tree: Tree, rules: Iterable[Rule]) -> set[Finding]:
    """What those of `rules` find that ask for `subject`, what they look at by the names of their parameters."""
    asked = (rule for rule in rules if rule.asks - {"tree"} == subject.keys())
    return {finding for rule in asked for finding in run(rule.find(tree=tree, **subject))}


def run(findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings of a rule; none further when a data file it needs is broken, which another rule reports."""
    try:
        yield from findings
    except DataError as error:
        yield Finding(PurePosixPath(error.file), max(error.line, 1), "data-broken", (("found", error.message),))


def without_echoes(findings: set[Finding]) -> Iterator[Finding]:
    """The findings without those that another one, on the same line or in the file, explains: its fix ends them too."""
    on_lines = {(finding.path, finding.line, finding.rule) for finding in findings}
    in_files = {(finding.path, finding.rule) for finding in findings}
    spoilt = {finding.path for finding in findings if finding.level is Level.ERROR and finding.rule != LAST}
    for finding in findings:
        entry = messages.entries()[finding.rule]
        is_echo = any((finding.path, finding.line, other) in on_lines for other in entry.get("explained-by", ()))
        is_echo |= any((finding.path, other) in in_files for other in entry.get("explained-in-file", ()))
        if not is_echo and not (finding.rule == LAST and finding.path in spoilt):
            yield finding
