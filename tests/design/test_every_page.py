"""Every page of the site: no finding of axe-core in light and dark, light, still, and whole on a narrow screen."""

from __future__ import annotations

import pytest

from bench.pages import heaviest
from tests.design.conftest import METHODS, Seen

pytestmark = [pytest.mark.browser, pytest.mark.words]

LARGEST, MOST_REQUESTS = 40_000, 9
METHOD_LARGEST, METHOD_REQUESTS = 27_000, 6
NO_FIRST_VIEWS = ("print/",)
"""The whole handbook: nobody arrives there."""


def test_axe_finds_nothing_on_any_page_in_light_and_dark(seen: dict[str, Seen]) -> None:
    print(f"\naxe-core: {2 * len(seen)} page states")
    assert seen
    assert [finding for page in seen.values() for finding in page.axe] == []


def test_nothing_sticks_out_and_controls_are_large_on_a_narrow_screen(seen: dict[str, Seen]) -> None:
    assert {address: page.sticking_out for address, page in seen.items() if page.sticking_out} == {}
    assert {address: page.small_controls for address, page in seen.items() if page.small_controls} == {}


def test_no_page_shifts_or_complains(seen: dict[str, Seen]) -> None:
    assert {address: page.visit.shift for address, page in seen.items() if page.visit.shift > 0} == {}
    assert {address: page.visit.errors for address, page in seen.items() if page.visit.errors} == {}


def test_every_page_is_light(seen: dict[str, Seen]) -> None:
    visits = [page.visit for page in seen.values()]
    print(f"\n{len(visits)} pages: {heaviest(visits)}")
    first_views = [visit for visit in visits if not visit.page.endswith(NO_FIRST_VIEWS)]
    assert {v.page: v.size for v in first_views if v.size > LARGEST} == {}
    assert {v.page: v.files for v in first_views if len(v.files) > MOST_REQUESTS} == {}
    methods = [v for v in first_views if v.page[3:].removeprefix("methods/").strip("/") in METHODS]
    assert methods
    assert {v.page: v.size for v in methods if v.size > METHOD_LARGEST} == {}
    assert {v.page: v.files for v in methods if len(v.files) > METHOD_REQUESTS} == {}
