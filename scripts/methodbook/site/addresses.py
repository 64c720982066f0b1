"""Addresses: of pages in the site, and of their files in the repository."""

import os
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Self
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from methodbook.languages import BOOK_NAME, words
from methodbook.page import history
from methodbook.page.markdown import Document

LONGEST_ADDRESS = 7500
"""GitHub answers addresses up to some 8 000 characters."""


@dataclass(frozen=True)
class Repository:
    """The repository contributors edit; `address` is empty where none is known, `folder` is the handbook's in it."""

    address: str
    branch: str
    folder: str = ""

    @classmethod
    def known(cls, address: str, branch: str, root: Path) -> Self:
        """The repository given in the configuration, else the one GitHub Actions runs for."""
        if not address and "GITHUB_REPOSITORY" in os.environ:
            server = os.environ.get("GITHUB_SERVER_URL", "https://github.com")
            address = f"{server}/{os.environ['GITHUB_REPOSITORY']}"
        return cls(address.rstrip("/"), branch, history.folder_of(root))

    def link(self, what: str, path: str) -> str:
        """The address at which GitHub does `what` (edit, new, blob) with `path`, counted from the handbook's folder."""
        return f"{self.address}/{what}/{quote(self.branch)}/{quote(self.folder + path)}"

    def edit(self, page: Document) -> str:
        """Where to edit what `page` shows, its own file or the book's terms; empty where no repository is known."""
        is_glossary = any(block.name == "glossary" for block in page.blocks)
        path = f"{BOOK_NAME}/terms.yaml" if is_glossary else f"docs/{page.language}/{page.path}"
        return self.link("edit", path) if self.address else ""

    def translate(self, page: Document, language: str) -> str:
        """Where to begin a translation of `page` into `language`, in a new file that holds the original.

        Empty where no repository is known. GitHub refuses addresses that are too long: then the new file holds the
        first sections and a link to the rest.
        """
        if not self.address:
            return ""
        folder = PurePosixPath("docs", language, page.path).parent
        start = f"{self.link('new', str(folder))}?filename={quote(page.path.name)}&value="
        source = self.link("blob", f"docs/{page.language}/{page.path}")
        rest = f"[{words(language)['rest-of-original']}]({source})"
        return start + quote(beginning(page, LONGEST_ADDRESS - len(start), rest))


def ascii_address(address: str) -> str:
    """`address` as programs write it: its host in IDNA, the rest percent-encoded.

    Raises ValueError, with a message for people, when it is no address.
    """
    parts = urlsplit(address)
    try:
        host = (parts.hostname or "").encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"{address}: {parts.hostname} is no name of a host") from error
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, host + port, quote(parts.path, safe="/%"), "", ""))


def beginning(page: Document, room: int, rest: str) -> str:
    """The text of `page` as far as it fits, quoted, into `room` characters: all, or whole sections and then `rest`."""
    if len(quote(page.text)) <= room:
        return page.text
    parts = re.split(r"(?m)^(?=## )", page.text)
    while len(parts) > 1 and len(quote("".join([*parts, rest, "\n"]))) > room:
        parts.pop()
    text = "".join([*parts, rest, "\n"])
    return text if len(quote(text)) <= room else f"{rest}\n"


def relative(target: str, page_url: str) -> str:
    """`target` (address from the site's root) as seen from the page at `page_url`; works from any base address."""
    folder = page_url if page_url.endswith("/") else posixpath.dirname(page_url)
    path = posixpath.relpath("/" + target, "/" + folder)
    return f"{path}/" if target.endswith("/") or not target else path


def resolve(href: str, page_url: str) -> str:
    """The address from the site's root that the relative `href` on the page at `page_url` leads to, no fragment."""
    return urljoin(f"http://site/{page_url}", href).removeprefix("http://site/").partition("#")[0]
