"""The icons: one sign for each part, the same for pages and social cards."""

from __future__ import annotations

import pytest
from lxml import etree

from methodbook.exports import icons
from tests.conftest import ROOT

TEMPLATES = ROOT / "overrides"
FILES = sorted((TEMPLATES / icons.FOLDER).glob("*.svg"))


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_every_icon_stays_on_its_grid_and_says_nothing(name: str) -> None:
    tree = etree.fromstring(icons.icon(TEMPLATES, name))
    assert tree.get("aria-hidden") == "true"
    assert tree.get("viewBox") == f"0 0 {icons.SIZE} {icons.SIZE}"
    stops = tree.findall("circle")
    assert stops
    for stop in stops:
        assert stop.get("class") in {"open", "full", "warm"}
        x, y, radius = (float(stop.get(part, "")) for part in ("cx", "cy", "r"))
        assert all(middle - radius - 1.25 >= 0 and middle + radius + 1.25 <= icons.SIZE for middle in (x, y))


def test_a_numbered_method_is_a_stop_on_the_guide_s_route() -> None:
    tree = etree.fromstring(icons.of_page(TEMPLATES, "methods/municipal-guide/3-show-the-way/"))
    kinds = [stop.get("class") for stop in tree.findall("circle")]
    assert kinds == ["full", "full", "warm", "open", "open", "open"]


@pytest.mark.parametrize(
    ("url", "name"),
    [("methods/council/roles/", "council"), ("cases/gatelag/", "cases"), ("", "brand"), ("x/", "brand")],
)
def test_a_page_has_the_icon_of_its_part(url: str, name: str) -> None:
    assert icons.of_page(TEMPLATES, url) == icons.icon(TEMPLATES, name)


@pytest.mark.parametrize(("url", "has_one"), [("methods/council/", True), ("methods/council/roles/", False)])
def test_only_parts_and_numbered_methods_show_theirs_on_a_card(url: str, has_one: bool) -> None:
    assert bool(icons.on_card(TEMPLATES, url)) is has_one


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "start"),
        ("choose/", "start"),
        ("methods/council/", "council"),
        ("methods/council/roles/", "council"),
        ("methods/municipal-guide/2-match/", "2-match"),
        ("methods/municipal-guide/agreements/", "municipal-guide"),
        ("cases/gatelag/", "cases"),
    ],
)
def test_a_page_goes_by_its_part_s_card(url: str, name: str) -> None:
    assert icons.card_name(url) == name
