"""Rules about the built site: what a browser is given, whatever made it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.built import BuiltPage, Site
from methodbook.checks.findings import Finding
from methodbook.checks.rule import Rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES

SITE = PurePosixPath("site")


class SiteRule(Rule):
    """A rule about single built pages; it says nothing when no site has been built."""

    group = "site"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for built in tree.site.pages if tree.site else ():
            yield from self.find_in(built, tree.site, tree) if tree.site else ()

    @abstractmethod
    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        """The mistakes on one built page."""

    def on(self, built: BuiltPage, tree: Tree, words: str = "", /, **details: object) -> Finding:
        """A finding at the source of a built page: the line that holds `words` when one does."""
        page = source_of(built, tree)
        if page is None:
            return self.finding(SITE / built.path, 1, **details)
        line = next((n for n, text in enumerate(page.lines, 1) if words and words in text), 1)
        return self.finding(page.path, line, **details)


def source_of(built: BuiltPage, tree: Tree) -> Page | None:
    """The page a built page was made from, as its readers see it; None for the front door and the like."""
    language, _, url = built.url.partition("/")
    if language not in LANGUAGES:
        return None
    bare = url.rstrip("/")
    names = (f"{bare}.md", f"{bare}/index.md") if bare else ("index.md",)
    found = (tree.shown(language, PurePosixPath(name)) for name in names)
    return next((page for page in found if page is not None), None)


class SitePageMissing(Rule):
    """A page that was written and not built."""

    id = "site-page-missing"
    group = "site"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for page in tree.all_pages() if tree.site else ():
            address = f"{page.language}/{page.document.url}index.html"
            if tree.site and address not in tree.site.files:
                yield self.finding(page.path, 1, address=address)


class SiteLink(SiteRule):
    """A link on a built page that leads nowhere."""

    id = "site-link"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for address in sorted(set(built.addresses), key=lambda found: (found.target, found.section)):
            if address.host or is_there(address.target, site):
                continue
            yield self.on(built, tree, address.words, target=f"/{address.target}", words=address.words)


class SiteSection(SiteRule):
    """A link on a built page to a section that is not there."""

    id = "site-section"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for address in sorted(set(built.addresses), key=lambda found: (found.target, found.section)):
            known = site.ids.get(address.target) if not address.host else None
            if known is not None and address.section and address.section not in known:
                yield self.on(built, tree, address.words, target=f"/{address.target}#{address.section}")


def is_there(target: str, site: Site) -> bool:
    """Whether a file answers at `target`."""
    return (f"{target}index.html" if target.endswith("/") or not target else target) in site.files


class SiteIdTwice(SiteRule):
    """The same id twice on a built page."""

    id = "site-id-twice"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for identifier in sorted({identifier for identifier in built.ids if built.ids.count(identifier) > 1}):
            yield self.on(built, tree, identifier, id=identifier)


class SiteHeading(SiteRule):
    """A built page without a first heading, with two, or with a hole in its outline."""

    id = "site-heading"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        levels = [level for level, _ in built.headings]
        holes = [
            text
            for (above, _), (level, text) in zip(built.headings, built.headings[1:], strict=False)
            if level > above + 1
        ]
        if levels.count(1) != 1 or holes:
            yield self.on(
                built, tree, holes[0] if holes else "", count=levels.count(1), heading=holes[0] if holes else "–"
            )


class SiteLanguage(SiteRule):
    """A built page that does not say its language, or says another than its address."""

    id = "site-language"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        folder = built.path.parts[0]
        wanted = folder if folder in LANGUAGES and len(built.path.parts) > 1 else built.lang or "en"
        if built.lang != wanted:
            yield self.on(built, tree, lang=built.lang or "–", wanted=wanted)


class SiteTitle(SiteRule):
    """A built page without a title."""

    id = "site-title"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        if not built.title:
            yield self.on(built, tree)


class SiteOtherHost(SiteRule):
    """Something on a built page that is fetched from another site."""

    id = "site-other-host"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for address in built.addresses:
            if address.loaded and address.host not in {"", "data"}:
                yield self.on(built, tree, address.target, host=address.host, target=address.target[:80])


class SiteImage(SiteRule):
    """An image on a built page without a text alternative."""

    id = "site-image"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for source in built.images_without_text:
            yield self.on(built, tree, PurePosixPath(source).name, target=source)


class SiteName(SiteRule):
    """A field, a button or a link that a screen reader cannot name."""

    id = "site-name"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for element in built.without_name:
            yield self.on(built, tree, element=element)


class SiteMarks(SiteRule):
    """Markdown that was not understood and stands in the text of a built page."""

    id = "site-marks"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for text in built.marks_left:
            yield self.on(built, tree, text, text=text)


class SiteScript(SiteRule):
    """Something inside the text of a built page that a browser would run."""

    id = "site-script"

    def find_in(self, built: BuiltPage, site: Site, tree: Tree) -> Iterator[Finding]:
        for name in built.scripts:
            yield self.on(built, tree, name, what=name)


RULES: tuple[Rule, ...] = (
    SitePageMissing(),
    SiteLink(),
    SiteSection(),
    SiteIdTwice(),
    SiteHeading(),
    SiteLanguage(),
    SiteTitle(),
    SiteOtherHost(),
    SiteImage(),
    SiteName(),
    SiteMarks(),
    SiteScript(),
)
