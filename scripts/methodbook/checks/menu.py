"""Rules about finding pages: the menu, and links from other pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.links import file_of, internal_links
from methodbook.checks.rule import Hit, at, nearest, rule
from methodbook.checks.sources import CONFIGURATION, Page, Tree

NEAR = 2
"""Entries of the menu's first levels stand on every page; deeper ones show only where one already is."""

LISTED_BY_THE_SITE = frozenset({"case"})
"""Kinds of pages that the site links to by itself, on the page that lists them."""


@rule("menu-page")
def menu_page(tree: Tree) -> Iterator[Hit]:
    for entry in tree.menu:
        if entry.path not in tree.page_paths:
            near = nearest(str(entry.path), map(str, tree.page_paths))
            yield at(entry.line, CONFIGURATION, target=entry.path, near=near)


@rule("menu-twice")
def menu_twice(tree: Tree) -> Iterator[Hit]:
    seen: set[PurePosixPath] = set()
    for entry in tree.menu:
        if entry.path in seen:
            yield at(entry.line, CONFIGURATION, target=entry.path)
        seen.add(entry.path)


@rule("not-in-menu")
def not_in_menu(tree: Tree) -> Iterator[Hit]:
    listed = {entry.path for entry in tree.menu} | tree.unlisted
    for page in tree.all_pages() if tree.menu else ():
        if page.document.path not in listed and not page.document.is_translation:
            yield at(1, page.path, path=page.document.path)


@rule("orphan")
def orphan(tree: Tree) -> Iterator[Hit]:
    near = {entry.path for entry in tree.menu if entry.depth <= NEAR} | tree.unlisted
    for pages in tree.pages.values() if tree.menu else ():
        linked = {target for page in pages.values() for target in linked_from(page, tree)}
        for path, page in pages.items():
            by_site = str(page.document.meta.get("kind")) in LISTED_BY_THE_SITE
            if (
                path not in linked | near
                and path.name not in tree.unread
                and not by_site
                and not page.document.is_translation
            ):
                yield at(1, page.path)


def linked_from(page: Page, tree: Tree) -> Iterator[PurePosixPath]:
    """The other pages that a page leads to, by its links or by the door to a checklist."""
    here = PurePosixPath(page.language, page.document.path)
    targets = (file_of(page, link) for link in internal_links(page))
    yield from (PurePosixPath(*target.parts[1:]) for target in targets if target != here)
    doors = {block.argument for block in page.document.blocks if block.name == "checklist"}
    yield from (tree.holders[door] for door in doors if door in tree.holders)
