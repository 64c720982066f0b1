"""The cards that other sites show beside a link to the handbook: one for each method and language, when published.

The same page and language give the same bytes.
"""

import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import cast

from lxml import etree
from PIL import Image, ImageDraw, ImageFont

from methodbook.exports import icons
from methodbook.page.drawings import break_lines
from methodbook.page.markdown import Document

log = logging.getLogger("mkdocs.plugins.methodbook")

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
FINER = 3
"""Lines are drawn so much larger, and made smaller again, for smooth edges."""
COLOURS = 48
GROUND, LINE, WARM, QUIET = "#0b3545", "#ffffff", "#f3bd86", "#c9dde1"
FILLS = {"open": GROUND, "full": LINE, "warm": WARM}
TITLE_SIZES = (88, 76, 66, 58, 48, 40)
HIGHEST = 370
LEADING = 1.15
NO_LETTER = "\ue000"
"""A letter that no font has."""
Font = ImageFont.FreeTypeFont


def write(site: Path, language: str, pages: Iterable[Document], site_name: str, templates: Path) -> None:
    """Write the card of every part among `pages` (as a reader of `language` sees them) into the built `site`."""
    for page in pages:
        name = page.url.strip("/").rpartition("/")[2] or icons.START_CARD
        if icons.card_name(page.url) == name:
            target = site / icons.CARDS / language / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(card(page.url, page.heading, site_name, templates))


def card(url: str, heading: str, site_name: str, templates: Path) -> bytes:
    """The PNG for the part at `url`: its icon, its heading, and the handbook's name."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    paste_icon(image, icons.icon(templates, icons.PLAIN), MARGIN, MARGIN - 16, 72)
    draw.text((MARGIN + 92, MARGIN + 20), site_name, QUIET, face(templates, 40), anchor="lm")
    paste_icon(image, icons.of_page(templates, url), WIDTH - MARGIN - 300, 210, 300)
    size, lines = fitted(drawable(heading, templates), templates, WIDTH - 3 * MARGIN - 300)
    top = HEIGHT - MARGIN - round(LEADING * size * len(lines)) + face(templates, size).getmetrics()[0]
    for number, line in enumerate(lines):
        left = float(MARGIN)
        for text, font in runs(line, templates, size):
            draw.text((left, top + round(LEADING * size * number)), text, LINE, font, anchor="ls")
            left += font.getlength(text)
    saved = io.BytesIO()
    image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(saved, "PNG")
    return saved.getvalue()


@cache
def face(templates: Path, size: int) -> Font:
    return ImageFont.truetype(str(templates / "assets/fonts/schibsted-grotesk-bold.woff2"), size)


@cache
def spare_face(size: int) -> Font:
    """A face with the signs that the heading face lacks (& % + and others)."""
    return cast("Font", ImageFont.load_default(size))


@cache
def has(font: Font, letter: str) -> bool:
    """Whether `font` has `letter`, and would not draw an empty box."""
    missing, found = font.getmask(NO_LETTER), font.getmask(letter)
    return letter == " " or (found.size, bytes(found)) != (missing.size, bytes(missing))


def drawable(heading: str, templates: Path) -> str:
    """`heading` with letters that no face has by their bare letters, or left out; a warning names them."""
    fonts = face(templates, 40), spare_face(40)
    absent = {letter for letter in heading if not any(has(font, letter) for font in fonts)}
    if absent:
        log.warning("the card of %r cannot show %s", heading, " ".join(sorted(absent)))
    bare = {letter: unicodedata.normalize("NFD", letter)[0] for letter in absent}
    known = {letter: other if has(fonts[0], other) else "" for letter, other in bare.items()}
    return "".join(known.get(letter, letter) for letter in heading)


def runs(line: str, templates: Path, size: int) -> Iterator[tuple[str, Font]]:
    own = face(templates, size)
    for is_own, letters in groupby(line, lambda letter: has(own, letter)):
        yield "".join(letters), own if is_own else spare_face(size)


def fitted(heading: str, templates: Path, width: int) -> tuple[int, list[str]]:
    """The largest size at which `heading` fits `width` in a few lines, and those lines; a longer word is cut."""
    for size in TITLE_SIZES:
        measure = face(templates, size).getlength
        lines = break_lines(heading, width, measure)
        is_low = size * LEADING * len(lines) <= HIGHEST
        if is_low and all(measure(line) <= width for line in lines):
            break
    while any(measure(word) > width for word in heading.split()):
        heading = re.sub(r"\S{20,}", lambda word: f"{word[0][:18]}- {word[0][18:]}", heading)
        lines = break_lines(heading, width, measure)
    return size, lines


def paste_icon(image: Image.Image, icon: str, left: int, top: int, size: int) -> None:
    """Draw the SVG `icon` (one path of straight lines, circles) into the square of `size` pixels at (left, top)."""
    scale = size * FINER / icons.SIZE
    layer = Image.new("RGB", (size * FINER, size * FINER), GROUND)
    draw = ImageDraw.Draw(layer)
    stroke = round(2.6 * scale)
    tree = etree.fromstring(icon)
    for line in "".join(path.get("d", "") for path in tree.iter("path")).split("M")[1:]:
        points = [float(number) * scale for number in line.split()]
        draw.line(list(zip(points[::2], points[1::2], strict=True)), LINE, stroke, joint="curve")
    for stop in tree.iter("circle"):
        x, y, radius = (float(stop.get(name, 0)) * scale for name in ("cx", "cy", "r"))
        kind = stop.get("class", "open")
        draw.circle((x, y), radius + 1.3 * scale, FILLS[kind], WARM if kind == "warm" else LINE, stroke)
    image.paste(layer.resize((size, size), Image.Resampling.LANCZOS), (left, top))
