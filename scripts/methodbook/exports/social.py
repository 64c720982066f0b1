"""The pictures that other sites show beside a link to the handbook: one for each method and language.

Drawn at build time and lettered with the heading face; the same page and language give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from methodbook.exports import icons
from methodbook.exports.icons import Emblem
from methodbook.page.markdown import Document

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
FINER = 3
"""Lines are drawn so much larger, and made smaller again, for smooth edges."""
COLOURS = 48
GROUND, LINE, WARM, QUIET = "#0b3545", "#ffffff", "#f3bd86", "#c9dde1"
TITLE_SIZES = (88, 76, 66, 58)
HIGHEST = 370
LEADING = 1.15
FOLDER = "assets/social"
START = "start"
PARTS = ("inclusion-day", "development-workshops", "municipal-guide", "council", "cases")


def of_page(url: str) -> str:
    """The name of the picture for the page at `url` (below the language's root): its part's, else the handbook's."""
    parts = url.strip("/").split("/")
    if icons.GUIDE in parts and parts[-1][:1].isdigit():
        return parts[-1]
    return next((part for part in reversed(parts) if part in PARTS), START)


def write(site: Path, language: str, pages: Iterable[Document], site_name: str, faces: Path) -> None:
    """Write the picture of every part among `pages` (as a reader of `language` sees them) into the built `site`."""
    for page in pages:
        name = page.url.strip("/").rpartition("/")[2] or START
        if of_page(page.url) == name:
            target = site / FOLDER / language / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(picture(page.url, page.heading, site_name, faces))


@cache
def picture(url: str, heading: str, site_name: str, faces: Path) -> bytes:
    """The PNG for the part at `url`: its emblem, its heading, and the handbook's name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    paste_emblem(image, icons.emblem(icons.PLAIN), MARGIN, MARGIN - 16, 72)
    draw.text((MARGIN + 92, MARGIN + 20), site_name, QUIET, face(faces, 40), anchor="lm")
    paste_emblem(image, icons.of_page(url), WIDTH - MARGIN - 300, 210, 300)
    size, lines = fitted(heading, faces, WIDTH - 3 * MARGIN - 300)
    top = HEIGHT - MARGIN - round(LEADING * size * len(lines))
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + round(LEADING * size * number)), line, LINE, face(faces, size))
    saved = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(saved, "PNG")
    return saved.getvalue()


@cache
def face(faces: Path, size: int) -> ImageFont.FreeTypeFont:
    """The heading face at `size` pixels."""
    return ImageFont.truetype(str(faces / "schibsted-grotesk-bold.woff2"), size)


def fitted(heading: str, faces: Path, width: int) -> tuple[int, list[str]]:
    """The largest size at which `heading` fits `width` in a few lines, and those lines."""
    for size in TITLE_SIZES:
        lines = broken(heading, face(faces, size), width)
        is_low = size * LEADING * len(lines) <= HIGHEST
        if is_low and all(face(faces, size).getlength(line) <= width for line in lines):
            return size, lines
    return TITLE_SIZES[-1], broken(heading, face(faces, TITLE_SIZES[-1]), width)


def broken(text: str, letters: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """`text` in lines of whole words, each at most `width` pixels (a single longer word stays whole)."""
    lines: list[str] = []
    for word in text.split():
        if lines and letters.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def paste_emblem(image: Image.Image, emblem: Emblem, left: int, top: int, size: int) -> None:
    """Draw `emblem` into the square of `size` pixels at (left, top)."""
    scale = size * FINER / icons.SIZE
    layer = Image.new("RGB", (size * FINER, size * FINER), GROUND)
    draw = ImageDraw.Draw(layer)
    stroke = round(2.6 * scale)
    for line in emblem.lines:
        draw.line([(x * scale, y * scale) for x, y in line], LINE, stroke, joint="curve")
    fills: Mapping[str, str] = {"open": GROUND, "full": LINE, "warm": WARM}
    for stop in emblem.stops:
        radius = (stop.radius + 1.3) * scale
        box = [stop.x * scale - radius, stop.y * scale - radius, stop.x * scale + radius, stop.y * scale + radius]
        draw.ellipse(box, fills[stop.kind], WARM if stop.kind == "warm" else LINE, stroke)
    image.paste(layer.resize((size, size), Image.Resampling.LANCZOS), (left, top))
