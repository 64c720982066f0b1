"""The whole handbook of one language as a PDF: tagged, with bookmarks and language, printed by a headless browser.

Printed from the page that holds the whole handbook, twice: the first print tells on which page each chapter begins, the
second carries those numbers in its contents.
"""

from __future__ import annotations

import http.server
import re
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pypdf
from lxml import etree, html
from pypdf.generic import NameObject, TextStringObject

from methodbook.exports import programs
from methodbook.exports.print_book import FOLDER

OPTIONS = (
    "--headless",
    "--no-sandbox",  # the page is our own, and most build machines have none
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
HEADINGS = ", ".join(f"main h{level}" for level in range(1, 7))
PART_NAME = re.compile(rb"\(node\d{8}\)")
PATIENCE = 300
"""Seconds a browser may take to print."""
PRINTS = 3
"""How often the numbers in the contents may move the chapters they count."""


class PdfError(Exception):
    """The PDF cannot be made; the message says why, for people."""


def write(site: Path, address: str, language: str, target: Path, moment: int) -> None:  # noqa: ARG001
    """Write the PDF of `language` to `target`, dated `moment` (seconds since 1970).

    Raises PdfError when there is no browser, when it fails, or when the contents never come to rest.
    """
    page = f"{language}/{FOLDER}/"
    source = (site / page / "index.html").read_text(encoding="utf-8")
    changed: dict[str, bytes] = {}
    numbers: Mapping[str, int] = {}
    with served(site, changed) as root:
        for _ in range(PRINTS):
            changed[f"/{page}"] = numbered(source, numbers).encode()
            print_page(f"{root}{page}", target)
            before, numbers = numbers, chapter_pages(target)
            if numbers == before:
                break
        else:
            raise PdfError(f"the page numbers in the contents of {target.name} do not come to rest")
    finish(target, source, moment)


def print_page(address: str, target: Path) -> None:
    """Let the browser print the page at `address` to `target`."""
    browser = programs.BROWSER.path()
    if browser is None:
        raise PdfError(f"{programs.BROWSER.what} is needed to make {target.name}")
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *OPTIONS, f"--user-data-dir={profile}", f"--print-to-pdf={target}", address]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
        except subprocess.TimeoutExpired as error:
            raise PdfError(f"{browser} did not print {target.name} in {PATIENCE} seconds") from error
    if done.returncode or not target.is_file():
        reason = " ".join(done.stderr.decode(errors="replace").split())[-300:]
        raise PdfError(f"{browser} could not print {target.name}: {reason}")


def chapter_pages(path: Path) -> dict[str, int]:
    """On which page (from 1) each named place of the PDF stands."""
    reader = pypdf.PdfReader(path)
    places = reader.named_destinations.items()
    return {name.lstrip("/"): number + 1 for name, place in places if (number := page_of(reader, place)) is not None}


def page_of(reader: pypdf.PdfReader, place: Any) -> int | None:
    """The page (from 0) that `place` stands on."""
    return reader.get_destination_page_number(place)


def numbered(source: str, numbers: Mapping[str, int]) -> str:
    """The page `source` with the chapters' page numbers in its contents."""
    page = html.document_fromstring(source)
    for link in page.cssselect(".book-contents a"):
        number = numbers.get(str(link.get("href")).removeprefix("#"))
        etree.SubElement(link, "span", {"class": "page-number"}).text = str(number or "000")
    return str(html.tostring(page, encoding="unicode", doctype="<!doctype html>"))


def finish(path: Path, source: str, moment: int) -> None:
    """Mend the PDF of the page `source`: its bookmarks, and its dates, so that equal handbooks give equal files."""
    writer = pypdf.PdfWriter(clone_from=path)
    if "/Outlines" in writer.root_object:
        name_bookmarks(list(bookmarks(writer.root_object["/Outlines"])), headings(source))
    stamp = datetime.fromtimestamp(moment, UTC).strftime("D:%Y%m%d%H%M%SZ")
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp, "/Creator": "methodbook"})
    writer.write(path)
    path.write_bytes(renumbered(path.read_bytes()))


def renumbered(content: bytes) -> bytes:
    """The PDF with the names of its parts counted from 0: the browser counts on from wherever it is.

    Names keep their length and order, so no place in the file moves and their index stays sorted.
    """
    names = {name: rank for rank, name in enumerate(sorted(set(PART_NAME.findall(content))))}
    return PART_NAME.sub(lambda found: b"(node%08d)" % names[found[0]], content)


def headings(source: str) -> list[str]:
    """The texts of the page's headings, in order."""
    page: html.HtmlElement = html.document_fromstring(source)
    return [" ".join(heading.text_content().split()) for heading in page.cssselect(HEADINGS)]


def bookmarks(parent: Any) -> Iterator[Any]:
    """All bookmarks below `parent`, in order."""
    entry = parent.get_object().get("/First")
    while entry is not None:
        yield entry.get_object()
        yield from bookmarks(entry)
        entry = entry.get_object().get("/Next")


def name_bookmarks(marks: list[Any], names: list[str]) -> None:
    """Name each bookmark after its heading: the browser garbles those it moved from one sheet to the next."""
    if len(marks) == len(names):
        for mark, name in zip(marks, names, strict=True):
            mark[NameObject("/Title")] = TextStringObject(name)


@contextmanager
def served(folder: Path, changed: Mapping[str, bytes]) -> Iterator[str]:
    """The address at which this machine serves `folder`, with the pages in `changed` (by path) in place of its own."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in changed:
                return super().do_GET()
            self.send_response(http.HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(changed[self.path])
            return None

        def log_message(self, *_: Any) -> None:
            """Keep the build quiet."""

    handler = partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
