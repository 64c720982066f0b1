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
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB".replace(".", ",")


@rule("image-format")
def image_format(file: File, tree: Tree) -> Iterator[Hit]:
    wanted = FORMATS.get(file.path.suffix)
    if wanted is None or file.link is not None or not file.regular or file.error:
        return
    try:
        with Image.open(io.BytesIO((tree.root / DOCS / file.path).read_bytes())) as image:
            found, width = image.format or "", image.width
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        found, width = "–", 0
    if found != wanted or width > WIDEST:
        yield at(1, wanted=wanted, found=found, width=width, limit=WIDEST)


UNSAFE_ELEMENTS = frozenset({"script", "foreignobject", "iframe", "style", "handler", "set", "animate"})
SVG = "http://www.w3.org/2000/svg"
ELSEWHERE = re.compile(r"url\(\s*[\"']?\s*(?!#)", re.IGNORECASE)
"""A value that fetches something; `url(#id)` names a part of the drawing itself."""


@rule("drawing-unsafe")
def drawing_unsafe(file: File) -> Iterator[Hit]:
    if file.path.suffix == ".svg" and file.text is not None:
        yield from (at(line, what=reason) for line, reason in unsafe_parts(file.text.encode()))


def is_safe_drawing(source: bytes) -> bool:
    """Whether a drawing can be opened by itself: well-formed, and nothing in it runs or fetches anything."""
    return next(unsafe_parts(source), None) is None


def unsafe_parts(source: bytes) -> Iterator[tuple[int, str]]:
    """What in a drawing runs or fetches something, with its line; `XML` when it is not well-formed."""
    try:
        drawing = etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        yield getattr(error, "lineno", None) or 1, "XML"
        return
    tree = drawing.getroottree()
    if tree.docinfo.internalDTD is not None:
        yield 1, "<!DOCTYPE>"
    # Style sheets can fetch; drawings get their colours from the page.
    instructions: Any = tree.xpath("//processing-instruction()")
    reasons = [*((one, "<?…?>") for one in instructions), *((one, unsafe(one)) for one in drawing.iter())]
    yield from ((element.sourceline or 1, reason) for element, reason in reasons if reason)


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
        fetches = (bare in {"href", "src"} and not str(value).startswith("#")) or ELSEWHERE.search(str(value))
        if fetches or bare.startswith("on") or bare in {"srcset", "base", "style"}:
            return bare
    return ""
