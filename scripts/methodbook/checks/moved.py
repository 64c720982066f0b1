"""Rules about pages that moved: others link to a published page for years, so its address leads on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.rule import Hit, at, nearest, rule
from methodbook.checks.sources import CONFIGURATION, Tree
from methodbook.languages import DataError
from methodbook.page import moved


def present(tree: Tree) -> frozenset[str]:
    """The addresses of the pages that some language has, read or not."""
    paths = (path for path in tree.names if path.suffix == ".md" and len(path.parts) > 1)
    return frozenset(moved.address(PurePosixPath(*path.parts[1:])) for path in paths)


@rule("redirect-missing")
def redirect_missing(tree: Tree) -> Iterator[Hit]:
    try:
        published = moved.published(tree.root)
    except DataError:
        return
    leads = {one.old for one in moved.redirects(tree.root / CONFIGURATION)}
    there = present(tree)
    for address in sorted(published - there - leads):
        yield at(1, CONFIGURATION, address=address, near=nearest(address, there))


@rule("redirect-wrong")
def redirect_wrong(tree: Tree) -> Iterator[Hit]:
    there = present(tree)
    for one in moved.redirects(tree.root / CONFIGURATION):
        target = one.new.partition("#")[0]
        if one.old in there or target not in there or not moved.ADDRESS.fullmatch(one.old):
            yield at(one.line, CONFIGURATION, old=one.old, new=one.new)
