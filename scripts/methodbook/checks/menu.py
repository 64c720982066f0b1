"""Rules about finding pages: the menu, and links from other pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.findings import Finding
from methodbook.checks.links import file_of, internal_links
from methodbook.checks.rule import Rule, nearest
from methodbook.checks.tree import CONFIGURATION, Tree

LISTED_BY_THE_SITE = frozenset({"case"})
"""Kinds of pages that the site links to by itself, on the page that lists them."""


class MenuPage(Rule):
    """A page in the menu that no language has."""

    id = "menu-page"
    group = "menu"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for entry in tree.menu:
            if entry.path not in tree.page_paths:
                near = nearest(str(entry.path), tuple(map(str, tree.page_paths)))
                yield self.finding(CONFIGURATION, entry.line, target=entry.path, near=near)


class MenuTwice(Rule):
    """A page that stands twice in the menu."""

    id = "menu-twice"
    group = "menu"

    def find(self, tree: Tree) -> Iterator[Finding]:
        seen: set[PurePosixPath] = set()
        for entry in tree.menu:
            if entry.path in seen:
                yield self.finding(CONFIGURATION, entry.line, target=entry.path)
            seen.add(entry.path)


class NotInMenu(Rule):
    """A page the menu does not have."""

    id = "not-in-menu"
    group = "menu"

    def find(self, tree: Tree) -> Iterator[Finding]:
        listed = {entry.path for entry in tree.menu}
        for page in tree.all_pages() if listed else ():
            if page.document.path not in listed and not page.document.is_translation:
                yield self.finding(page.path, 1, path=page.document.path)


class Orphan(Rule):
    """A page no other page links to."""

    id = "orphan"
    group = "menu"

    def find(self, tree: Tree) -> Iterator[Finding]:
        start = PurePosixPath("index.md")
        for pages in tree.pages.values():
            if start not in pages:
                continue
            linked = {
                PurePosixPath(*file_of(page, link).parts[1:])
                for page in pages.values()
                for link in internal_links(page)
                if file_of(page, link) != PurePosixPath(page.language, page.document.path)
            }
            for path, page in pages.items():
                by_site = page.document.meta.get("kind") in LISTED_BY_THE_SITE
                if path not in linked and path != start and not by_site and not page.document.is_translation:
                    yield self.finding(page.path, 1)


RULES: tuple[Rule, ...] = (MenuPage(), MenuTwice(), NotInMenu(), Orphan())
