"""Rules about links and images as typed: where they lead, in which language, and what they are called."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from methodbook.checks.findings import Finding
from methodbook.checks.rule import Edit, EditRule, PageRule, Rule, nearest
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES
from methodbook.page.inline import Link

SAFE_SCHEMES = frozenset({"http", "https"})
PERSONAL_SCHEMES = frozenset({"mailto", "tel", "sms"})
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
HOST = re.compile(r"(?:(?![Xx][Nn]--)[A-Za-z0-9æøåäöÆØÅÄÖ-]+\.)+[A-Za-z]{2,}(?::\d+)?")
"""A host in letters that Nordic readers tell apart; others can be drawn so that they look like these."""
PRIVATE = re.compile(
    r"(?:^|\.)(?:sharepoint\.com|docs\.google\.com|drive\.google\.com|onedrive\.live\.com|1drv\.ms|teams\.microsoft\.com"
    r"|dropbox\.com|safelinks\.protection\.outlook\.com)$|^(?:intra|intranett?|innsida|insidan)\b"
)
TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|msclkid|igshid)", re.IGNORECASE)
VAGUE = {
    "nb": ("her", "klikk her", "denne siden", "lenke", "link", "les mer", "mer", "se her"),
    "da": ("her", "klik her", "denne side", "link", "læs mere", "mere", "se her"),
    "sv": ("här", "klicka här", "den här sidan", "länk", "läs mer", "mer", "se här"),
}


def split(target: str) -> SplitResult | None:
    """The parts of an address; None when it cannot be taken apart."""
    try:
        return urlsplit(target)
    except ValueError:
        return None


def internal_links(page: Page) -> Iterator[Link]:
    """The links that should lead to a place in the handbook."""
    return (link for link in page.document.links if not link.is_external and not link.target.startswith("/"))


def file_of(page: Page, link: Link) -> PurePosixPath:
    """The file below `docs/` that a relative link leads to (without its section); may lead out of it."""
    name = unquote(link.target.partition("#")[0].partition("?")[0])
    here = PurePosixPath(page.language, page.document.path)
    return PurePosixPath(posixpath.normpath(posixpath.join(here.parent, name))) if name else here


class LinkPage(PageRule):
    """A link to a page or file that is not there."""

    id = "link-page"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in internal_links(page):
            target = file_of(page, link)
            if link.target and is_file_name(target) and not leads_somewhere(page, target, tree):
                yield self.finding(page.path, link.line, target=link.target, near=self.near(page, target, tree))

    def near(self, page: Page, target: PurePosixPath, tree: Tree) -> str:
        """The likeliest page meant, as a link from here."""
        paths = [PurePosixPath(page.language, path) for path in tree.page_paths]
        same_name = [path for path in paths if path.name == target.name and target.name != "index.md"]
        found = same_name[0] if len(same_name) == 1 else nearest(str(target), tuple(map(str, paths)))
        here = PurePosixPath(page.language, page.document.path).parent
        return posixpath.relpath(str(found), str(here)) if found else ""


def is_file_name(target: PurePosixPath) -> bool:
    """Whether a link names a file (and not a folder)."""
    return bool(target.suffix)


def leads_somewhere(page: Page, target: PurePosixPath, tree: Tree) -> bool:
    """Whether there is a file at `target`; a page may be there in another language only."""
    if target in tree.names:
        return True
    inside = target.parts[:1] == (page.language,)
    return inside and PurePosixPath(*target.parts[1:]) in tree.page_paths


class LinkFolder(EditRule):
    """A link to a folder or an address instead of a file."""

    id = "link-folder"
    group = "links"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for link in internal_links(page):
            path, mark, section = link.target.partition("#")
            if path and not is_file_name(file_of(page, link)):
                name = self.page_meant(page, path.rstrip("/"), tree)
                yield target_edit(page, link, f"{name}{mark}{section}" if name else None)

    def page_meant(self, page: Page, path: str, tree: Tree) -> str:
        """The page of that name, or the first page of that folder, as a link from here; empty when there is none."""
        names = (f"{path}.md", f"{path}/index.md")
        return next((name for name in names if leads_somewhere(page, file_of(page, Link(1, "", name)), tree)), "")


def target_edit(page: Page, link: Link, new: str | None) -> Edit:
    """The edit that gives a link another target."""
    line_start = sum(len(line) + 1 for line in page.lines[: link.line - 1])
    start = page.document.text.index(link.target, page.document.text.index("](", line_start))
    return Edit(start, start + len(link.target), new)


class LinkSection(PageRule):
    """A link to a section that the page does not have."""

    id = "link-section"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in internal_links(page):
            section = unquote(link.target.partition("#")[2])
            target = file_of(page, link)
            if not section or target.suffix != ".md":
                continue
            shown = tree.shown(page.language, PurePosixPath(*target.parts[1:])) if len(target.parts) > 1 else None
            if shown is not None and section not in known_ids(shown):
                near = nearest(section, known_ids(shown))
                yield self.finding(page.path, link.line, section=section, target=target, near=near and f"#{near}")


def known_ids(page: Page) -> frozenset[str]:
    """The ids a link may lead to: headings, items and figures."""
    drawn = {f"figure-{block.argument}" for block in page.document.blocks if block.name == "figure"}
    return frozenset({*page.document.ids, *drawn})


class LinkLanguage(PageRule):
    """A link that takes the reader into another language."""

    id = "link-language"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in internal_links(page):
            first = file_of(page, link).parts[:1]
            if first and first[0] in LANGUAGES and first[0] != page.language:
                yield self.finding(page.path, link.line, target=link.target, language=first[0])


class LinkOutside(PageRule):
    """A link that leads out of the folder that is published."""

    id = "link-outside"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in page.document.links:
            leads_out = not link.is_external and (
                link.target.startswith("/") or file_of(page, link).parts[:1] == ("..",)
            )
            if leads_out:
                yield self.finding(page.path, link.line, target=link.target)


class LinkEmpty(PageRule):
    """A link without a target or without words."""

    id = "link-empty"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in page.document.links:
            if not link.target.strip("#") or (not link.is_image and not re.search(r"\w", link.text)):
                yield self.finding(page.path, link.line, text=link.text, target=link.target)


class LinkVague(PageRule):
    """A link whose words do not tell where it leads."""

    id = "link-vague"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in page.document.links:
            if not link.is_image and link.text.strip(" .:…").lower() in VAGUE[page.language]:
                yield self.finding(page.path, link.line, text=link.text)


class LinkScheme(PageRule):
    """An address that a browser would run or open elsewhere (`javascript:`, `file:`)."""

    id = "link-scheme"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        typed = [(link.line, link.target) for link in page.document.links]
        typed += [(number, found) for number, line in page.body_lines for found in AUTOMATIC.findall(line)]
        for line, target in typed:
            # What a browser makes of it: entities are letters, and control characters are passed over.
            scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", unescape(target)))
            if scheme and scheme[1].lower() not in SAFE_SCHEMES | PERSONAL_SCHEMES:
                yield self.finding(page.path, line, target=target[:60])


class LinkMalformed(PageRule):
    """An external address that cannot be one."""

    id = "link-malformed"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in external_links(page):
            scheme = link.target.partition(":")[0].lower()
            if (link.target.startswith("//") or scheme in SAFE_SCHEMES) and not is_whole(split(link.target)):
                yield self.finding(page.path, link.line, target=link.target[:80])


def external_links(page: Page) -> Iterator[Link]:
    """The links that lead away from the handbook."""
    return (link for link in page.document.links if link.is_external)


def is_whole(address: SplitResult | None) -> bool:
    """Whether an external address has a scheme and a host that can exist."""
    if address is None or not address.scheme:
        return False
    return bool(HOST.fullmatch(address.netloc))


class LinkInsecure(PageRule):
    """An external address that is not encrypted."""

    id = "link-insecure"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in external_links(page):
            if link.target.lower().startswith("http:"):
                yield self.finding(page.path, link.line, target=link.target[:80])


class LinkTracking(EditRule):
    """An external address with marks that follow the reader."""

    id = "link-tracking"
    group = "links"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for link in external_links(page):
            address = split(link.target)
            if address and any(TRACKING.fullmatch(name) for name, _ in parse_qsl(address.query, True)):
                kept = [part for part in address.query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
                yield target_edit(page, link, address._replace(query="&".join(kept)).geturl())


class LinkPrivate(PageRule):
    """An address behind somebody's log-in, or one that is good on one desk only."""

    id = "link-private"
    group = "links"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in external_links(page):
            address = split(link.target)
            if address and PRIVATE.search(address.hostname or ""):
                yield self.finding(page.path, link.line, target=link.target[:80], host=address.hostname)


RULES: tuple[Rule, ...] = (
    LinkPage(),
    LinkSection(),
    LinkFolder(),
    LinkLanguage(),
    LinkOutside(),
    LinkEmpty(),
    LinkVague(),
    LinkScheme(),
    LinkMalformed(),
    LinkInsecure(),
    LinkTracking(),
    LinkPrivate(),
)
