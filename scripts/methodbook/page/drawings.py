"""Drawings with words: one SVG for a figure, filled with the words of the page's language.

A drawing marks the place of a text as `<text data-words="key" data-width="240" .../>`: `data-width` is the room its
lines have, in units of the drawing; the lines are set around the given `y`, or from it downwards with
`data-flow="down"`. Drawings are 320 units wide and their letters 16 high, so that on a narrow phone words are as large
as running text. Colours come from the page's CSS through classes.
"""

from collections.abc import Callable

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
PLACES = f".//{SVG}text[@data-words]"
LINE_HEIGHT = 1.25
BASELINE = 0.35
"""How far below the middle of a line its letters stand, in em."""
DEFAULT_WIDTH = 300
LETTER_SIZE = 16
BOLD = 1.12
LETTER_WIDTHS = (
    (" ',.Iijl", 0.32),
    ("-/:;f|", 0.36),
    ("!()rt‹›J", 0.41),
    ("?csz–", 0.54),
    ("Lkvxyé", 0.6),
    ("AKVÅÄ", 0.68),
    ("BCRXZ", 0.7),
    ("DGHNU&", 0.77),
    ("OQwÖØ", 0.82),
    ("M", 0.87),
    ("Wmæ%—…Æ", 1.0),
)
OTHER_LETTERS = 0.62
"""Letter widths in em, of the widest common sans serif (DejaVu Sans), so that words fit whatever font there is."""


class DrawingError(ValueError):
    """A drawing is not well-formed SVG, or lacks words for one of its places."""


def draw(source: str, labels: dict[str, str], identifier: str) -> str:
    """The SVG `source` with `labels` (words by key) in their places, described by the caption `<identifier>-text`.

    Raises DrawingError when the SVG cannot be read or a place has no words.
    """
    drawing = parsed(source)
    drawing.set("role", "img")
    drawing.set("aria-labelledby", f"{identifier}-text")
    for place in drawing.findall(PLACES):
        key = place.get("data-words", "")
        if key not in labels:
            raise DrawingError(f"no words for {key!r}")
        set_lines(place, labels[key])
    return etree.tostring(drawing, encoding="unicode")


def parsed(source: str) -> etree._Element:
    """The drawing, with nothing fetched and no entity filled in. Raises DrawingError when it is not well-formed."""
    try:
        return etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise DrawingError(str(error)) from error


def set_lines(place: etree._Element, text: str) -> None:
    weight = BOLD if "strong" in place.get("class", "").split() else 1.0
    lines = break_lines(text, float(place.get("data-width", DEFAULT_WIDTH)) / weight)
    first = 0.0 if place.get("data-flow") == "down" else -(len(lines) - 1) / 2 * LINE_HEIGHT
    for name in ("data-width", "data-flow", "data-words"):
        place.attrib.pop(name, "")
    place.text = None
    for number, line in enumerate(lines):
        down = BASELINE + first if number == 0 else LINE_HEIGHT
        etree.SubElement(place, f"{SVG}tspan", x=place.get("x", "0"), dy=f"{down:.3g}em").text = line


def text_width(text: str) -> float:
    """About how wide `text` is in a common sans serif, in units."""
    widths = {letter: width for letters, width in LETTER_WIDTHS for letter in letters}
    return LETTER_SIZE * sum(widths.get(letter, OTHER_LETTERS) for letter in text)


def break_lines(text: str, width: float, measure: Callable[[str], float] = text_width) -> list[str]:
    """`text` as lines of whole words, each at most `width` wide as `measure` has it (a longer word stays whole)."""
    lines: list[str] = []
    for word in text.split():
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def keys(source: str) -> tuple[str, ...]:
    """The keys of the words a drawing needs, sorted. Raises DrawingError when the SVG cannot be read."""
    return tuple(sorted({place.get("data-words", "") for place in parsed(source).findall(PLACES)} - {""}))
