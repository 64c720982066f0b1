"""Rules about the built site: what a browser is given, whatever made it. They say nothing when no site was built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.built import Address, BuiltPage, Site
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES

SITE = PurePosixPath("site")


@rule("site-link")
def site_link(tree: Tree) -> Iterator[Hit]:
    for built, address in addresses(tree):
        if tree.site and not is_there(address.target, tree.site):
            yield source_hit(built, tree, address.words, target=f"/{address.target}", words=address.words)


@rule("site-section")
def site_section(tree: Tree) -> Iterator[Hit]:
    for built, address in addresses(tree):
        known = tree.site.ids.get(address.target) if tree.site else None
        if known is not None and address.section and address.section not in known:
            yield source_hit(built, tree, address.words, target=f"/{address.target}#{address.section}")


@rule("site-marks")
def site_marks(tree: Tree) -> Iterator[Hit]:
    for built in tree.site.pages if tree.site else ():
        yield from (source_hit(built, tree, text, text=text) for text in built.marks_left)


def addresses(tree: Tree) -> Iterator[tuple[BuiltPage, Address]]:
    """The different addresses on each built page that lead to a place on the site."""
    for built in tree.site.pages if tree.site else ():
        for address in sorted(set(built.addresses), key=lambda found: (found.target, found.section)):
            if not address.host:
                yield built, address


def is_there(target: str, site: Site) -> bool:
    """Whether a file answers at `target`."""
    return (f"{target}index.html" if target.endswith("/") or not target else target) in site.files


def source_hit(built: BuiltPage, tree: Tree, text: str, /, **details: object) -> Hit:
    """A hit at the source of a built page: the line that holds `text` when one does."""
    page = source_of(built, tree)
    if page is None:
        return at(1, SITE / built.path, **details)
    line = next((n for n, typed in enumerate(page.lines, 1) if text and text in typed), 1)
    return at(line, page.path, **details)


def source_of(built: BuiltPage, tree: Tree) -> Page | None:
    """The page a built page was made from, as its readers see it; None for the front door and the like."""
    language, _, url = built.url.partition("/")
    if language not in LANGUAGES:
        return None
    bare = url.rstrip("/")
    names = (f"{bare}.md", f"{bare}/index.md") if bare else ("index.md",)
    found = (tree.shown(language, PurePosixPath(name)) for name in names)
    return next((page for page in found if page is not None), None)
