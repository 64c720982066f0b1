"""Rules about the built site: what a browser is given, whatever made it. They say nothing when no site was built."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.built import BuiltPage
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Tree
from methodbook.languages import LANGUAGES

SITE = PurePosixPath("site")


@rule("site-link")
def site_link(tree: Tree) -> Iterator[Hit]:
    for built in tree.site.pages if tree.site else ():
        for address in dict.fromkeys(built.addresses):
            if tree.site and not tree.site.answers(address):
                target = f"/{address.target}#{address.section}".rstrip("#")
                yield source_hit(built, tree, address.words, target=target, words=address.words)


@rule("site-marks")
def site_marks(tree: Tree) -> Iterator[Hit]:
    for built in tree.site.pages if tree.site else ():
        yield from (source_hit(built, tree, text, text=text) for text in built.marks_left)


def source_hit(built: BuiltPage, tree: Tree, text: str, /, **details: object) -> Hit:
    """A hit at the page that a built page was made from, as its readers see it: the line that holds `text`, if any.

    The front door and the like are made from none: there the hit is at the built page.
    """
    language, _, url = built.url.partition("/")
    bare = url.rstrip("/")
    names = (f"{bare}.md", f"{bare}/index.md") if bare else ("index.md",)
    found = (tree.shown(language, PurePosixPath(name)) for name in names if language in LANGUAGES)
    page = next(filter(None, found), None)
    if page is None:
        return at(1, SITE / built.path, **details)
    line = next((n for n, typed in enumerate(page.lines, 1) if text and text in typed), 1)
    return at(line, page.path, **details)
