"""Rules about links and images as typed: where they lead, in which language, and what they are called."""

import posixpath
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from methodbook.checks.rule import Edit, Hit, at, nearest, rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES
from methodbook.page.inline import Link

SAFE_SCHEMES = frozenset({"http", "https"})
PERSONAL_SCHEMES = frozenset({"mailto", "tel", "sms"})
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
HOST = re.compile(r"(?:(?![Xx][Nn]--)[A-Za-z0-9æøåäöÆØÅÄÖ-]+\.)+[A-Za-z]{2,}(?::\d+)?")
"""A host in letters that Nordic readers tell apart; others can be drawn so that they look like these."""
TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|msclkid|igshid)", re.IGNORECASE)


def internal_links(page: Page) -> Iterator[Link]:
    """The links that should lead to a place in the handbook."""
    return (link for link in page.document.links if not link.is_external and not link.target.startswith("/"))


def external_links(page: Page) -> Iterator[tuple[Link, SplitResult | None]]:
    """The links that lead away from the handbook, and the parts of their addresses: None if it has none."""
    for link in page.document.links:
        if link.is_external:
            parts = None
            with suppress(ValueError):
                parts = urlsplit(link.target)
            yield link, parts


def file_of(page: Page, link: Link) -> PurePosixPath:
    """The file below `docs/` that a relative link leads to (without its section); may lead out of it."""
    name = unquote(link.target.partition("#")[0].partition("?")[0])
    here = PurePosixPath(page.language, page.document.path)
    return PurePosixPath(posixpath.normpath(posixpath.join(here.parent, name))) if name else here


@rule("link-page")
def link_page(page: Page, tree: Tree) -> Iterator[Hit]:
    for link in internal_links(page):
        target = file_of(page, link)
        if link.target and target.suffix and not leads_somewhere(page, target, tree):
            yield at(link.line, target=link.target, near=likeliest_page(page, link.target, target, tree))


def likeliest_page(page: Page, typed: str, target: PurePosixPath, tree: Tree) -> str:
    """The likeliest page meant, as a link from here; empty when none is near."""
    if typed.startswith("www."):
        return f"https://{typed}"
    paths = [PurePosixPath(page.language, path) for path in tree.page_paths]
    same_name = [str(path) for path in paths if path.name == target.name and target.name != "index.md"]
    found = same_name[0] if len(same_name) == 1 else nearest(str(target), map(str, paths))
    _, mark, section = typed.partition("#")
    here = PurePosixPath(page.language, page.document.path).parent
    return f"{posixpath.relpath(found, here)}{mark}{section}" if found else ""


def leads_somewhere(page: Page, target: PurePosixPath, tree: Tree) -> bool:
    """Whether there is a file at `target`; a page may be there in another language only."""
    inside = target.parts[:1] == (page.language,)
    return target in tree.names or (inside and PurePosixPath(*target.parts[1:]) in tree.page_paths)


@rule("link-folder", fixable=True)
def link_folder(page: Page, tree: Tree) -> Iterator[Edit]:
    for link in internal_links(page):
        path, mark, section = link.target.partition("#")
        if path and not file_of(page, link).suffix:
            bare = path.rstrip("/")
            names = (f"{bare}.md", f"{bare}/index.md")
            fits = (name for name in names if leads_somewhere(page, file_of(page, Link(1, "", name)), tree))
            name = next(fits, "")
            yield target_edit(page, link, f"{name}{mark}{section}" if name else None)


def target_edit(page: Page, link: Link, new: str | None) -> Edit:
    line_start = sum(len(line) + 1 for line in page.lines[: link.line - 1])
    start = page.document.text.index(link.target, page.document.text.index("](", line_start))
    return Edit(start, start + len(link.target), new)


@rule("link-section")
def link_section(page: Page, tree: Tree) -> Iterator[Hit]:
    for link in internal_links(page):
        section, target = unquote(link.target.partition("#")[2]), file_of(page, link)
        shown = tree.shown(page.language, PurePosixPath(*target.parts[1:])) if target.suffix == ".md" else None
        if section and shown:
            known = {*shown.document.ids, *(f"figure-{block.argument}" for block in shown.blocks("figure"))}
            if section not in known:
                near = nearest(section, known)
                yield at(link.line, section=section, target=target, near=near and f"#{near}")


@rule("link-language")
def link_language(page: Page) -> Iterator[Hit]:
    for link in internal_links(page):
        first = "".join(file_of(page, link).parts[:1])
        if first in LANGUAGES and first != page.language:
            yield at(link.line, target=link.target, language=first)


@rule("link-outside")
def link_outside(page: Page) -> Iterator[Hit]:
    for link in (link for link in page.document.links if not link.is_external):
        if link.target.startswith("/") or file_of(page, link).parts[:1] == ("..",):
            yield at(link.line, target=link.target)


@rule("link-empty")
def link_empty(page: Page) -> Iterator[Hit]:
    for link in page.document.links:
        if not link.target.strip("#") or (not link.is_image and not re.search(r"\w", link.text)):
            yield at(link.line, text=link.text, target=link.target)


@rule("link-scheme")
def link_scheme(page: Page) -> Iterator[Hit]:
    typed = [(link.line, link.target) for link in page.document.links]
    typed += [(number, found) for number, line in page.body_lines for found in AUTOMATIC.findall(line)]
    for line, target in typed:
        # What a browser makes of it: entities are letters, and control characters are passed over.
        scheme = SCHEME.match(re.sub(r"[\x00-\x20]", "", unescape(target)))
        if scheme and scheme[1].lower() not in SAFE_SCHEMES | PERSONAL_SCHEMES:
            yield at(line, target=target[:60])


@rule("link-malformed")
def link_malformed(page: Page) -> Iterator[Hit]:
    for link, parts in external_links(page):
        is_web = link.target.startswith("//") or link.target.partition(":")[0].lower() in SAFE_SCHEMES
        if is_web and not (parts and parts.scheme and HOST.fullmatch(parts.netloc)):
            yield at(link.line, target=link.target[:80])


@rule("link-tracking", fixable=True)
def link_tracking(page: Page) -> Iterator[Edit]:
    for link, address in external_links(page):
        if address and any(TRACKING.fullmatch(name) for name, _ in parse_qsl(address.query, True)):
            kept = [part for part in address.query.split("&") if not TRACKING.fullmatch(part.partition("=")[0])]
            yield target_edit(page, link, address._replace(query="&".join(kept)).geturl())
