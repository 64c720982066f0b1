"""The bad inputs in `tests/data/bad`: each a few files laid over the small handbook in `tests/data/good`.

`expected.yaml` in each says what `check` must find beside what it finds in the good one, as `path:line rule`; and what
cannot stand in a repository: files to `remove`, symbolic `links` to make.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from methodbook import checks
from methodbook.checks import Finding, Rule

DATA = Path(__file__).resolve().parent.parent / "data"
GOOD = DATA / "good"
BAD = DATA / "bad"
TODAY = date(2026, 11, 21)


def names() -> list[str]:
    """All cases."""
    return sorted(path.name for path in BAD.iterdir())


def plan(case: Path) -> Any:
    """What `expected.yaml` says."""
    return yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8")) or {}


def rules_of_injections() -> set[str]:
    """The rules that the injections of `tests/data/injections` are refused by."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (DATA / "injections").glob("*.yaml")]
    return {entry["rule"] for entries in files for entry in entries.values() if "rule" in entry}


def lay(case: Path, target: Path) -> Path:
    """The good handbook with the case laid over it, in `target`."""
    shutil.copytree(GOOD, target)
    shutil.copytree(case, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.yaml"))
    for name in plan(case).get("remove", ()):
        (target / name).unlink()
    for name, aim in plan(case).get("links", {}).items():
        (target / name).symlink_to(aim)
    return target


def rules() -> Sequence[Rule]:
    """All rules."""
    return (*checks.RULES, checks.SPELLING)


def findings_of(root: Path) -> list[Finding]:
    """What all rules find in the handbook in `root`."""
    return checks.check(checks.read_tree(root, TODAY), rules())


@cache
def good_findings() -> frozenset[Finding]:
    """What is found in the good handbook: advice on its one page without translations."""
    return frozenset(findings_of(GOOD))


@cache
def found_in(case: Path) -> tuple[Finding, ...]:
    """What is found in a case and not in the good handbook."""
    with tempfile.TemporaryDirectory() as folder:
        root = lay(case, Path(folder) / "handbook")
        return tuple(finding for finding in findings_of(root) if finding not in good_findings())
