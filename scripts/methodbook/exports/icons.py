"""The handbook's emblems: one sign for each part, made of lines and stops, for pages (SVG) and pictures alike.

The drawings stand in `data/emblems.yaml`, on a grid of SIZE x SIZE. Colours come from the page's CSS through classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from markupsafe import Markup

from methodbook.languages import data

SIZE = 48
GUIDE = "municipal-guide"
PLAIN = "brand"


@dataclass(frozen=True)
class Stop:
    """A circle on a line. `kind` is open, full or warm."""

    x: float
    y: float
    radius: float
    kind: str


@dataclass(frozen=True)
class Emblem:
    """Lines (each a tuple of points) and the stops on top of them."""

    lines: tuple[tuple[tuple[float, float], ...], ...]
    stops: tuple[Stop, ...]


@cache
def emblem(name: str) -> Emblem:
    """The emblem of the part `name`. Raises KeyError when there is none."""
    drawing = data("emblems.yaml")[name]
    lines = tuple(tuple(zip(line[::2], line[1::2], strict=True)) for line in drawing["lines"])
    return Emblem(lines, tuple(Stop(*stop) for stop in drawing["stops"]))


def names() -> frozenset[str]:
    """The parts that have an emblem."""
    return frozenset(data("emblems.yaml"))


def of_page(url: str) -> Emblem:
    """The emblem of the page at `url` (below the language's root): that of its part, else the handbook's own.

    The Danish guide's numbered methods share one emblem, a route of six stops, with their own stop marked.
    """
    parts = [part for part in reversed(url.strip("/").split("/")) if part in names()]
    found = emblem(parts[0] if parts else PLAIN)
    number = next((int(part[0]) for part in url.split("/") if part[:1].isdigit()), 0)
    return at_stop(found, number) if GUIDE in parts and number else found


def on_card(url: str) -> Markup:
    """The emblem (SVG) on a card: for pages at `url` that are a part or a numbered method; else empty."""
    last = url.strip("/").rpartition("/")[2]
    return svg(of_page(url)) if last in names() or last[:1].isdigit() else Markup()


def at_stop(drawing: Emblem, number: int) -> Emblem:
    """`drawing` with the stops before `number` (from 1) filled and that one marked."""
    kinds = ["full"] * (number - 1) + ["warm"] + ["open"] * (len(drawing.stops) - number)
    stops = tuple(replace(stop, kind=kind) for stop, kind in zip(drawing.stops, kinds, strict=True))
    return replace(drawing, stops=stops)


def svg(drawing: Emblem) -> Markup:
    """The emblem as an inline SVG that assistive technology passes over; numbers and our own classes only."""
    inside = "".join(shapes(drawing))
    return Markup(f'<svg class="emblem" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">{inside}</svg>')  # noqa: S704


def shapes(drawing: Emblem) -> Iterator[str]:
    """The emblem's SVG elements: one path for the lines, then a circle for each stop."""
    if drawing.lines:
        path = "".join("M" + " ".join(f"{x:g} {y:g}" for x, y in line) for line in drawing.lines)
        yield f'<path d="{path}"/>'
    for stop in drawing.stops:
        yield f'<circle class="{stop.kind}" cx="{stop.x:g}" cy="{stop.y:g}" r="{stop.radius:g}"/>'
