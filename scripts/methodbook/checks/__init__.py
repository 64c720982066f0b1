"""The checks: one small class a rule, findings that a person who is no programmer can act on.

`check` runs the rules over a `Tree` (see `tree.read_tree`) and returns what they find, sorted by place.
"""

from __future__ import annotations

from collections.abc import Iterable

from methodbook.checks import (
    files,
    front_matter,
    images,
    links,
    markdown,
    menu,
    parity,
    personal,
    readability,
    site,
    structure,
    translated,
    typography,
    words,
)
from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import Rule
from methodbook.checks.tree import Tree, read_tree

__all__ = ["RULES", "SPELLING", "Finding", "Level", "Rule", "Tree", "check", "read_tree"]

RULES: tuple[Rule, ...] = (
    *files.RULES,
    *front_matter.RULES,
    *structure.RULES,
    *markdown.RULES,
    *links.RULES,
    *images.RULES,
    *parity.RULES,
    *translated.RULES,
    *words.RULES,
    *typography.RULES,
    *readability.RULES,
    *personal.RULES,
    *menu.RULES,
    *site.RULES,
)
"""Every rule but spelling, in the order of the page that explains them."""

SPELLING = words.SPELLING


def check(tree: Tree, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """All that `rules` find in `tree`, each place once, sorted by file, line and rule."""
    return sorted({finding for rule in rules for finding in rule.find(tree)})
