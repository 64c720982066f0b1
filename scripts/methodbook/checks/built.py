"""What the rules need of the built site: one small record a page, read from its HTML and from nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html

HOST = "http://site"
QUIET = frozenset({"code", "pre", "script", "style", "svg", "noscript"})
MARKS = re.compile(r"(?:^|\s)///|\{[:#]\s?[\w-]|\[[ xX]?\](?=\s)|\*\*|\]\(|\[\^|!!! |^#{1,6}\s|\|\s*-{3,}")


@dataclass(frozen=True, slots=True)
class Address:
    """An address on a built page that leads to the same host: the page or file, its section, the link's words.

    `target` is counted from the site's root; it begins with `/` when it lies beside the site.
    """

    target: str
    section: str
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

    def answers(self, address: Address) -> bool:
        """Whether there is a file at an address, and its section on that page."""
        target = address.target
        file = f"{target}index.html" if target.endswith("/") or not target else target
        return file in self.files and (not address.section or address.section in self.ids.get(target, address.section))


def read_site(folder: Path) -> Site:
    """Read the site built into `folder`. Raises FileNotFoundError when there is none."""
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(folder)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    root = root_path(folder)
    pages = tuple(read_page(folder, PurePosixPath(name), root) for name in files if name.endswith(".html"))
    return Site(pages, frozenset(files))


def parsed(file: Path) -> html.HtmlElement:
    source = file.read_bytes() or b"<html></html>"
    return html.document_fromstring(source, parser=html.HTMLParser(encoding="utf-8"))


def root_path(folder: Path) -> str:
    """Where on its host the site is to stand, as its front door says: `/`, or `/handbook/` for a project's site.

    Addresses that begin at the host's root, as those of 404.html do, begin with it.
    """
    links = parsed(folder / "index.html").iter("link")
    return urlsplit(next((str(link.get("href")) for link in links if link.get("rel") == "canonical"), "")).path or "/"


def read_page(folder: Path, path: PurePosixPath, site_root: str) -> BuiltPage:
    """The record of one HTML file of a site that is to stand at `site_root` on its host."""
    root = parsed(folder / path)
    base = HOST + site_root + str(path).removesuffix("index.html")
    return BuiltPage(
        path,
        ids=tuple(map(str, root.xpath("//@id"))),
        addresses=tuple(addresses(root, base, site_root)),
        marks_left=tuple(marks_left(next(root.iter("article"), root))),
    )


def addresses(root: html.HtmlElement, base: str, site_root: str) -> Iterator[Address]:
    for element, _, value, _ in root.iterlinks():
        try:
            parts = urlsplit(urljoin(base, value.strip()))
        except ValueError:
            continue
        if f"{parts.scheme}://{parts.netloc}" == HOST:
            words = " ".join("".join(map(str, element.itertext())).split()) if element.tag == "a" else ""
            yield Address(unquote(parts.path.removeprefix(site_root)), unquote(parts.fragment), words)


def marks_left(article: html.HtmlElement) -> Iterator[str]:
    for element in article.iter():
        if not isinstance(element.tag, str) or element.tag in QUIET:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and (found := MARKS.search(text)):
                yield " ".join(text[max(found.start() - 20, 0) : found.end() + 20].split())
