"""Drawings with words: one SVG for a figure, filled with the words of the page's language.

A drawing marks the place of a text as `<text data-words="key" data-width="18" ...></text>`: `data-width` is the longest
line in characters, and the lines are set around the given `y`. Colours come from the page's CSS through classes.
"""

from __future__ import annotations

import textwrap

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
LINE_HEIGHT = 1.25
DEFAULT_WIDTH = 20


class DrawingError(ValueError):
    """A drawing is not well-formed SVG, or lacks words for one of its places."""


def draw(source: str, labels: dict[str, str], identifier: str) -> str:
    """The SVG `source` with `labels` (words by key) in their places, described by the caption `<identifier>-text`.

    Raises DrawingError when the SVG cannot be read or a place has no words.
    """
    try:
        drawing = etree.fromstring(source.encode())
    except etree.XMLSyntaxError as error:
        raise DrawingError(str(error)) from error
    drawing.set("role", "img")
    drawing.set("aria-labelledby", f"{identifier}-text")
    for place in drawing.iter(f"{SVG}text"):
        key = place.get("data-words")
        if key is None:
            continue
        if key not in labels:
            raise DrawingError(f"no words for {key!r}")
        set_lines(place, str(labels[key]))
    return etree.tostring(drawing, encoding="unicode")


def set_lines(place: etree._Element, text: str) -> None:
    """Break `text` into lines and centre them on the place's y."""
    width = int(place.get("data-width", DEFAULT_WIDTH))
    lines = textwrap.wrap(text, width, break_long_words=False) or [""]
    first = -(len(lines) - 1) / 2 * LINE_HEIGHT
    place.text = None
    for number, line in enumerate(lines):
        span = etree.SubElement(place, f"{SVG}tspan")
        span.set("x", place.get("x", "0"))
        span.set("dy", f"{first if number == 0 else LINE_HEIGHT:.3g}em")
        span.text = line


def keys(source: str) -> tuple[str, ...]:
    """The keys of the words a drawing needs, sorted. Raises DrawingError when the SVG cannot be read."""
    try:
        drawing = etree.fromstring(source.encode())
    except etree.XMLSyntaxError as error:
        raise DrawingError(str(error)) from error
    return tuple(sorted({key for place in drawing.iter(f"{SVG}text") if (key := place.get("data-words"))}))
