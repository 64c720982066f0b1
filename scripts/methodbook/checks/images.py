"""Rules about images: that everyone gets what they say, and that nobody waits for them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from methodbook.checks.findings import Finding
from methodbook.checks.links import external_links
from methodbook.checks.rule import FileRule, PageRule, Rule
from methodbook.checks.sources import DOCS, File, Page, Tree

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
HEAVIEST = {".svg": 100_000, ".png": 300_000, ".jpg": 300_000, ".jpeg": 300_000, ".webp": 300_000}
WIDEST = 2400
HEAVIEST_OTHER = 500_000


class ImageAlternative(PageRule):
    """An image without words for those who cannot see it."""

    id = "image-alternative"
    group = "images"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in page.document.links:
            if link.is_image and not re.search(r"\w", link.text):
                yield self.finding(page.path, link.line, target=link.target)


class ImageElsewhere(PageRule):
    """An image fetched from another site: it tells that site who reads the page."""

    id = "image-elsewhere"
    group = "images"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in external_links(page):
            if link.is_image:
                yield self.finding(page.path, link.line, target=link.target[:80])


class FileWeight(FileRule):
    """An image or another file that makes readers wait."""

    id = "file-weight"
    group = "images"

    def find_in(self, file: File) -> Iterator[Finding]:
        limit = HEAVIEST.get(file.path.suffix, HEAVIEST_OTHER)
        if file.size > limit:
            yield self.at(file, size=kilobytes(file.size), limit=kilobytes(limit))


def kilobytes(size: int) -> str:
    """A size in words."""
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


class ImageFormat(Rule):
    """A file that is not what its name says, or cannot be read as an image."""

    id = "image-format"
    group = "images"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for file, image in images(tree):
            found = image.format or "" if image else ""
            if found != FORMATS[file.path.suffix]:
                yield self.finding(DOCS / file.path, 1, wanted=FORMATS[file.path.suffix], found=found or "–")


class ImageSize(Rule):
    """An image with far more points than any screen shows."""

    id = "image-size"
    group = "images"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for file, image in images(tree):
            if image and image.width > WIDEST:
                yield self.finding(DOCS / file.path, 1, width=image.width, limit=WIDEST)


def images(tree: Tree) -> Iterator[tuple[File, Image.Image | None]]:
    """The images made of points below `docs/`, each opened as far as its header; None when that fails."""
    for file in tree.files:
        if file.path.suffix in FORMATS and file.link is None and file.regular and not file.error:
            yield file, opened(tree, file)


def opened(tree: Tree, file: File) -> Image.Image | None:
    """An image with its format and size read."""
    try:
        with Image.open(io.BytesIO((tree.root / DOCS / file.path).read_bytes())) as image:
            return image
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


UNSAFE_ELEMENTS = frozenset({"script", "foreignobject", "iframe", "style", "handler", "set", "animate"})
SVG = "http://www.w3.org/2000/svg"
ELSEWHERE = re.compile(r"url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)
"""A value that fetches something; `url(#id)` names a part of the drawing itself."""


class DrawingUnsafe(FileRule):
    """A drawing that is broken, runs a script, or fetches something from elsewhere."""

    id = "drawing-unsafe"
    group = "images"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.path.suffix != ".svg" or file.text is None:
            return
        try:
            drawing = parsed(file.text.encode())
        except (etree.XMLSyntaxError, ValueError) as error:
            yield self.at(file, line_of_error(error), what="XML")
            return
        for line, reason in unsafe_parts(drawing):
            yield self.at(file, line, what=reason)


def parsed(source: bytes) -> etree._Element:
    """A drawing, with nothing fetched and no entity filled in. Raises XMLSyntaxError or ValueError."""
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))


def line_of_error(error: Exception) -> int:
    """The line at which XML could not be read on; 1 when the parser does not say."""
    return int(error.lineno or 1) if isinstance(error, etree.XMLSyntaxError) else 1


def line_of_element(element: etree._Element) -> int:
    """The line an element begins on; 1 when the parser has lost it."""
    line = element.sourceline
    return line if isinstance(line, int) else 1


def is_safe_drawing(source: bytes) -> bool:
    """Whether a drawing can be opened by itself: well-formed, and nothing in it runs or fetches anything."""
    try:
        drawing = parsed(source)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return next(unsafe_parts(drawing), None) is None


def unsafe_parts(drawing: etree._Element) -> Iterator[tuple[int, str]]:
    """What in a drawing runs or fetches something, with its line."""
    tree = drawing.getroottree()
    if tree.docinfo.internalDTD is not None:
        yield 1, "<!DOCTYPE>"
    # Style sheets can fetch; drawings get their colours from the page.
    instructions: Any = tree.xpath("//processing-instruction()")
    for instruction in instructions:
        yield line_of_element(instruction), "<?…?>"
    for element in drawing.iter():
        if reason := unsafe(element):
            yield line_of_element(element), reason


def unsafe(element: etree._Element) -> str:
    """What in an element of a drawing runs or fetches something; empty when nothing does.

    Drawings stand in pages too, where HTML reads them: there the case of letters does not matter.
    """
    if not isinstance(element.tag, str):
        return ""
    tag = etree.QName(element)
    if tag.localname.lower() in UNSAFE_ELEMENTS or tag.namespace not in {SVG, None}:
        return f"<{tag.localname}>"
    for name, value in element.attrib.items():
        bare = etree.QName(str(name)).localname.lower()
        if bare.startswith("on") or bare in {"srcset", "base", "style"}:
            return bare
        if (bare in {"href", "src"} and not str(value).startswith("#")) or ELSEWHERE.search(str(value)):
            return bare
    return ""


RULES: tuple[Rule, ...] = (
    ImageAlternative(),
    ImageElsewhere(),
    FileWeight(),
    ImageFormat(),
    ImageSize(),
    DrawingUnsafe(),
)
