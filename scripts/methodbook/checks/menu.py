"""Rules about finding pages: the menu, links from other pages, and redirects from where a page was.

Others link to a published page for years, so its address leads on when it moves.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.links import file_of, internal_links
from methodbook.checks.rule import Hit, at, nearest, repeated, rule
from methodbook.checks.sources import CONFIGURATION, Page, Tree
from methodbook.page import moved

NEAR = 2
"""Entries of the menu's first levels stand on every page; deeper ones show only where one already is."""


@rule("menu-page")
def menu_page(tree: Tree) -> Iterator[Hit]:
    for entry in tree.menu:
        if entry.path not in tree.page_paths:
            near = nearest(str(entry.path), map(str, tree.page_paths))
            yield at(entry.line, CONFIGURATION, target=entry.path, near=near)


@rule("menu-twice")
def menu_twice(tree: Tree) -> Iterator[Hit]:
    for path, entry, _ in repeated((entry.path, entry) for entry in tree.menu):
        yield at(entry.line, CONFIGURATION, target=path)


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
        found = near.union(*(linked_from(page, tree) for page in pages.values()))
        for path, page in pages.items():
            # The site itself links to each case, on the page that lists them; a page not read may link to this one.
            is_linked = path in found or page.kind == "case" or path.name in tree.unread
            if not is_linked and not page.document.is_translation:
                yield at(1, page.path)


def linked_from(page: Page, tree: Tree) -> Iterator[PurePosixPath]:
    here = PurePosixPath(page.language, page.document.path)
    targets = (file_of(page, link) for link in internal_links(page))
    yield from (PurePosixPath(*target.parts[1:]) for target in targets if target != here)
    yield from (tree.holders[door.argument] for door in page.blocks("checklist") if door.argument in tree.holders)


def present(tree: Tree) -> frozenset[str]:
    """The addresses of the pages that some language has, read or not."""
    paths = (path for path in tree.names if path.suffix == ".md" and len(path.parts) > 1)
    return frozenset(moved.address(PurePosixPath(*path.parts[1:])) for path in paths)


@rule("redirect-missing")
def redirect_missing(tree: Tree) -> Iterator[Hit]:
    leads = {one.old for one in moved.redirects(tree.root / CONFIGURATION)}
    there = present(tree)
    for address in sorted(moved.published(tree.root) - there - leads):
        yield at(1, CONFIGURATION, address=address, near=nearest(address, there))


@rule("redirect-wrong")
def redirect_wrong(tree: Tree) -> Iterator[Hit]:
    there = present(tree)
    for one in moved.redirects(tree.root / CONFIGURATION):
        target = one.new.partition("#")[0]
        if one.old in there or target not in there or not moved.ADDRESS.fullmatch(one.old):
            yield at(one.line, CONFIGURATION, old=one.old, new=one.new)
