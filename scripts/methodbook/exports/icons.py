"""The handbook's icons: an SVG for each part in `overrides/.icons/handbook/`, for pages and social cards alike.

Colours come from the page's CSS through the classes `open`, `full` and `warm`.
"""

import re
from itertools import chain, repeat
from pathlib import Path

from markupsafe import Markup

from methodbook.languages import book

FOLDER = ".icons/handbook"
"""Where the icons are, below the folder of the templates."""
SIZE = 48
PLAIN = "brand"
CARDS = "assets/social"
"""Where the social cards are, below the site's root."""
START_CARD = "start"


def icon(templates: Path, name: str, stop: int = 0) -> Markup:
    """The SVG `name`; with a `stop` (from 1), the stops before it on the route are filled and that one is marked.

    Raises OSError when there is no such icon.
    """
    source = (templates / FOLDER / f"{name}.svg").read_text(encoding="utf-8").strip()
    kinds = chain(repeat("full", stop - 1), ["warm"], repeat("open"))
    marked = re.sub('class="open"', lambda _: f'class="{next(kinds)}"', source) if stop else source
    return Markup(marked)  # noqa: S704 - our own drawings


def name_of(templates: Path, url: str) -> str:
    """The icon of the page at `url` (below the language's root): that of its part, else the handbook's own."""
    parts = reversed(url.strip("/").split("/"))
    return next((part for part in parts if part and (templates / FOLDER / f"{part}.svg").is_file()), PLAIN)


def of_page(templates: Path, url: str) -> Markup:
    """The SVG of the page at `url`; the numbered methods of a folder share one, with their own stop marked."""
    number = next((int(part[0]) for part in url.split("/") if part[:1].isdigit()), 0)
    return icon(templates, name_of(templates, url), number)


def on_card(templates: Path, url: str) -> Markup:
    """The SVG on a card for pages at `url` that are a part or a numbered method; else empty."""
    last = url.strip("/").rpartition("/")[2]
    is_part = last == name_of(templates, url) or last[:1].isdigit()
    return of_page(templates, url) if is_part else Markup()


def card_name(url: str) -> str:
    """The name of the social card of the page at `url` (below the language's root): its part's, else the handbook's.

    A part is what follows a source of its own; a numbered method has a card too.
    """
    parts = url.strip("/").split("/")
    if parts[-1][:1].isdigit():
        return parts[-1]
    return next((part for part in reversed(parts) if part in book("sources.yaml")), START_CARD)
