"""The whole handbook of one language as a PDF: tagged, with bookmarks and language, printed by a headless browser.

Printed from the page that holds the whole handbook, twice: the first print tells on which page each chapter begins, the
second carries those numbers in its contents.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdf
from lxml import etree, html
from pypdf.generic import NameObject, TextStringObject

from methodbook.exports import programs
from methodbook.exports.print_book import FOLDER

OPTIONS = (
    *programs.BROWSER_OPTIONS,
    "--headless",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
)
PART_NAME = re.compile(rb"\(node\d{8}\)")
DATES = ("/CreationDate", "/ModDate")
PATIENCE = 300
"""Seconds a browser may take to print."""
PRINTS = 3
"""How often the numbers in the contents may move the chapters they count."""


class PdfError(Exception):
    """The PDF cannot be made; the message says why, for people."""


def write(site: Path, address: str, language: str, target: Path, moment: int) -> None:  # noqa: ARG001
    """Write the PDF of `language` to `target`, dated `moment` (seconds since 1970; 0: not dated).

    Raises PdfError when there is no browser, when it fails, or when the contents never come to rest.
    """
    page = f"{language}/{FOLDER}/"
    source = (site / page / "index.html").read_text(encoding="utf-8")
    changed: dict[str, bytes] = {}
    numbers: Mapping[str, int] = {}
    with programs.served(site, changed) as root:
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
    found = ((name, reader.get_destination_page_number(place)) for name, place in reader.named_destinations.items())
    return {name.lstrip("/"): number + 1 for name, number in found if number is not None}


def numbered(source: str, numbers: Mapping[str, int]) -> str:
    page = html.document_fromstring(source)
    for link in page.cssselect(".book-contents a"):
        number = numbers.get(str(link.get("href")).removeprefix("#"))
        etree.SubElement(link, "span", {"class": "page-number"}).text = str(number or "000")
    return str(html.tostring(page, encoding="unicode", doctype="<!doctype html>"))


def finish(path: Path, source: str, moment: int) -> None:
    """Fix the PDF of the page `source`: its bookmarks, which the browser garbles where it moves a heading to the next
    sheet, and its dates and names of parts, so that equal handbooks give equal files."""
    writer = pypdf.PdfWriter(clone_from=path)
    page: html.HtmlElement = html.document_fromstring(source)
    headings = page.cssselect(", ".join(f"main h{level}" for level in range(1, 7)))
    marks = list(bookmarks(writer.root_object["/Outlines"])) if "/Outlines" in writer.root_object else []
    if len(marks) == len(headings):
        for mark, heading in zip(marks, headings, strict=True):
            mark[NameObject("/Title")] = TextStringObject(" ".join(heading.text_content().split()))
    stamp = {name: datetime.fromtimestamp(moment, UTC).strftime("D:%Y%m%d%H%M%SZ") for name in DATES if moment}
    kept = {name: value for name, value in (writer.metadata or {}).items() if name not in DATES}
    writer.metadata = {**kept, "/Creator": "methodbook", **stamp}
    writer.write(path)
    # The browser counts names on from wherever it is; they keep length and order, so no place in the file moves.
    content = path.read_bytes()
    names = {name: rank for rank, name in enumerate(sorted(set(PART_NAME.findall(content))))}
    path.write_bytes(PART_NAME.sub(lambda found: b"(node%08d)" % names[found[0]], content))


def bookmarks(parent: Any) -> Iterator[Any]:
    entry = parent.get_object().get("/First")
    while entry is not None:
        yield entry.get_object()
        yield from bookmarks(entry)
        entry = entry.get_object().get("/Next")
