"""The emblems: one sign for each part, the same for pages and pictures."""

from __future__ import annotations

import pytest
from lxml import etree

from methodbook.exports import icons


@pytest.mark.parametrize("name", sorted(icons.names()))
def test_every_emblem_is_an_svg_that_stays_on_its_grid(name: str) -> None:
    drawing = icons.emblem(name)
    tree = etree.fromstring(icons.svg(drawing))
    assert tree.get("aria-hidden") == "true"
    assert len(tree.findall("circle")) == len(drawing.stops)
    for stop in drawing.stops:
        assert stop.kind in {"open", "full", "warm"}
        assert all(
            middle - stop.radius - 1.25 >= 0 and middle + stop.radius + 1.25 <= icons.SIZE
            for middle in (stop.x, stop.y)
        )


def test_a_numbered_method_is_a_stop_on_the_guide_s_route() -> None:
    kinds = [stop.kind for stop in icons.of_page("methods/municipal-guide/3-show-the-way/").stops]
    assert kinds == ["full", "full", "warm", "open", "open", "open"]


@pytest.mark.parametrize(
    ("url", "name"),
    [("methods/council/roles/", "council"), ("cases/gatelag/", "cases"), ("", "brand"), ("x/", "brand")],
)
def test_a_page_has_the_emblem_of_its_part(url: str, name: str) -> None:
    assert icons.of_page(url) == icons.emblem(name)


@pytest.mark.parametrize(("url", "has_one"), [("methods/council/", True), ("methods/council/roles/", False)])
def test_only_parts_and_numbered_methods_show_theirs_on_a_card(url: str, has_one: bool) -> None:
    assert bool(icons.on_card(url)) is has_one
