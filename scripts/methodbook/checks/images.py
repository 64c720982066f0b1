"""Rules about images: that everyone gets what they say, and that nobody waits for them."""

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from PIL import Image, UnidentifiedImageError

from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import DOCS, File, Page, Tree

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
HEAVIEST = {".svg": 100_000, ".png": 300_000, ".jpg": 300_000, ".jpeg": 300_000, ".webp": 300_000}
WIDEST = 2400
HEAVIEST_OTHER = 500_000


@rule("image-alternative")
def image_alternative(page: Page) -> Iterator[Hit]:
    for link in page.document.links:
        if link.is_image and not re.search(r"\w", link.text):
            yield at(link.line, target=link.target)


@rule("file-weight")
def file_weight(file: File) -> Iterator[Hit]:
    limit = HEAVIEST.get(file.path.suffix, HEAVIEST_OTHER)
    if file.size > limit:
        yield at(1, size=kilobytes(file.size), limit=kilobytes(limit))


def kilobytes(size: int) -> str:
    """A size in words."""
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


@rule("image-format")
def image_format(file: File, tree: Tree) -> Iterator[Hit]:
    wanted = FORMATS.get(file.path.suffix)
    if wanted is None or file.link is not None or not file.regular or file.error:
        return
    image = opened(tree, file)
    found = image.format or "" if image else "–"
    if image is None or found != wanted or image.width > WIDEST:
        yield at(1, wanted=wanted, found=found, width=image.width if image else 0, limit=WIDEST)


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


@rule("drawing-unsafe")
def drawing_unsafe(file: File) -> Iterator[Hit]:
    if file.path.suffix != ".svg" or file.text is None:
        return
    try:
        drawing = parsed(file.text.encode())
    except (etree.XMLSyntaxError, ValueError) as error:
        yield at(int(error.lineno or 1) if isinstance(error, etree.XMLSyntaxError) else 1, what="XML")
        return
    yield from (at(line, what=reason) for line, reason in unsafe_parts(drawing))


def parsed(source: bytes) -> etree._Element:
    """A drawing, with nothing fetched and no entity filled in. Raises XMLSyntaxError or ValueError."""
    return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))


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
