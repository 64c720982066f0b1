"""What the rules need of the built site: one small record a page, read from its HTML and from nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from sys import intern
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

HOST = "http://site"
ADDRESSES = (("a", "href"), ("img", "src"), ("script", "src"), ("link", "href"), ("source", "src"), ("iframe", "src"))
LOADED_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"})
QUIET = frozenset({"code", "pre", "script", "style", "svg", "noscript"})
MARKS = re.compile(r"(?:^|\s)///|\{[:#]\s?[\w-]|\[[ xX]?\](?=\s)|\*\*|\]\(|\[\^|!!! |^#{1,6}\s|\|\s*-{3,}")


@dataclass(frozen=True, slots=True)
class Address:
    """An address on a built page: the page or file it leads to (from the site's root), its section, and its words.

    `host` is set when it leads to another site.
    """

    target: str
    section: str
    host: str
    words: str


@dataclass(frozen=True)
class BuiltPage:
    """One HTML file of the site. `path` is counted from the site's root."""

    path: PurePosixPath
    ids: tuple[str, ...]
    addresses: tuple[Address, ...]
    marks_left: tuple[str, ...]

    @property
    def url(self) -> str:
        """The page's address from the site's root: `nb/methods/`."""
        return str(self.path).removesuffix("index.html")


@dataclass(frozen=True)
class Site:
    """The built site: its pages, and the paths of all its files."""

    pages: tuple[BuiltPage, ...]
    files: frozenset[str]

    @cached_property
    def ids(self) -> dict[str, frozenset[str]]:
        """The ids on each page, by its address."""
        return {page.url: frozenset(page.ids) for page in self.pages}


def read_site(folder: Path) -> Site:
    """Read the site built into `folder`. Raises FileNotFoundError when there is none."""
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(folder)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    root = root_path(folder)
    same: dict[Address, Address] = {}  # the menu's addresses are on every page
    pages = tuple(read_page(folder, PurePosixPath(name), root, same) for name in files if name.endswith(".html"))
    return Site(pages, frozenset(files))


def root_path(folder: Path) -> str:
    """Where on its host the site is to stand, as its front door says: `/`, or `/handbook/` for a project's site.

    Addresses that begin at the host's root, as those of 404.html do, begin with it.
    """
    door = html.document_fromstring((folder / "index.html").read_bytes() or b"<html></html>")
    canonical = (str(link.get("href")) for link in door.iter("link") if link.get("rel") == "canonical")
    return urlsplit(next(canonical, "")).path or "/"


def read_page(folder: Path, path: PurePosixPath, site_root: str, same: dict[Address, Address]) -> BuiltPage:
    """The record of one HTML file of a site that is to stand at `site_root` on its host."""
    source = (folder / path).read_bytes()
    root = html.document_fromstring(source or b"<html></html>", parser=html.HTMLParser(encoding="utf-8"))
    article = next(root.iter("article"), root)
    url = str(path).removesuffix("index.html")
    return BuiltPage(
        path,
        ids=tuple(intern(str(element.get("id"))) for element in root.iter() if element.get("id") is not None),
        addresses=tuple(same.setdefault(address, address) for address in addresses(root, url, site_root)),
        marks_left=tuple(marks_left(article)),
    )


def words(element: html.HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def addresses(root: html.HtmlElement, url: str, site_root: str) -> Iterator[Address]:
    """Every address on the page at `url` (from `site_root`)."""
    for tag, attribute in ADDRESSES:
        for element in root.iter(tag):
            value = element.get(attribute)
            if value is not None and (tag != "link" or is_loaded(element)):
                yield resolved(value, url, site_root, words(element) if tag == "a" else "")


def is_loaded(link: html.HtmlElement) -> bool:
    """Whether the browser fetches what a `<link>` names without being asked."""
    return bool(LOADED_LINKS.intersection(str(link.get("rel") or "").split()))


def resolved(value: str, url: str, site_root: str, text: str) -> Address:
    """An address as typed, seen from the site's root; with its `/` when it leads beside the site on its host."""
    try:
        parts = urlsplit(urljoin(HOST + site_root + url, value.strip()))
    except ValueError:
        return Address(value, "", "?", text)
    if f"{parts.scheme}://{parts.netloc}" != HOST:
        return Address(value, "", parts.netloc or parts.scheme, text)
    return Address(unquote(parts.path.removeprefix(site_root)), unquote(parts.fragment), "", text)


def marks_left(article: html.HtmlElement) -> Iterator[str]:
    """Markdown that was not understood and stands in the text."""
    for element in article.iter():
        if not isinstance(element.tag, str) or element.tag in QUIET:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and (found := MARKS.search(text)):
                yield " ".join(text[max(found.start() - 20, 0) : found.end() + 20].split())
