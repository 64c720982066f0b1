"""The colours of tokens.css: text at least 7:1 on every ground, lines of controls and focus rings at least 3:1."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.conftest import ROOT

SOURCE = (ROOT / "overrides/assets/tokens.css").read_text(encoding="utf-8")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
SCHEMES = ("light", "dark")
COLOURS = {
    scheme: {name: values[place] for name, *values in PAIR.findall(SOURCE)} for place, scheme in enumerate(SCHEMES)
}
GROUNDS = ("ground", "ground-raised", "ground-accent", "ground-warm")


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_seven_to_one_on_every_ground(scheme: str) -> None:
    colours = COLOURS[scheme]
    for text, ground in product(("text", "text-quiet", "accent", "warm"), GROUNDS):
        assert contrast(colours[text], colours[ground]) >= 7, f"{text} on {ground}"
    assert contrast(colours["accent-text"], colours["accent"]) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_of_controls_and_focus_have_three_to_one(scheme: str) -> None:
    colours = COLOURS[scheme]
    for line, ground in product(("line-strong", "focus-page", "accent"), GROUNDS):
        assert contrast(colours[line], colours[ground]) >= 3, f"{line} on {ground}"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_band_carries_its_text_and_focus(scheme: str) -> None:
    single = dict(re.findall(r"--(band-quiet|band-warm|focus-band|band-line): (#\w{6})", SOURCE))
    band = COLOURS[scheme]["band"]
    assert contrast("#ffffff", band) >= 7
    assert contrast(single["band-quiet"], band) >= 7
    assert contrast(single["focus-band"], band) >= 3
    assert contrast(single["band-warm"], band) >= 3


def test_colours_stand_in_the_tokens_only() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    for name in ("handbook.css", "book.css"):
        sheet = (ROOT / "overrides/assets" / name).read_text(encoding="utf-8")
        found = re.findall(r"#[0-9a-f]{6}\b", sheet)
        assert found == [], name
