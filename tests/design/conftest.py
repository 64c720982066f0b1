"""One visit to every page of the site, whose findings the tests share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from bench.pages import Visit, Visitor
from tests.conftest import ROOT, Site, build_site
from tests.design.axe import findings_in_both
from tests.site.small_handbook import small_handbook

OFFSCREEN = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !element.closest(".table-frame, .unseen, .menu, svg");
}).map((element) => element.outerHTML.slice(0, 90))"""
SMALL = """() => [...document.querySelectorAll("button, select, .button, .tool, .route a, .switch a, .sections a")]
  .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 43.5)
  .map((control) => control.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class Seen:
    """What was seen on one page: its first view, axe-core's findings, and what is wrong 320 px wide."""

    visit: Visit
    axe: list[str]
    sticking_out: list[str]
    small_controls: list[str]


@pytest.fixture(scope="session")
def seen(browser: Browser, site: Site) -> Iterator[dict[str, Seen]]:
    """Every page of the site, by address."""
    visitor = Visitor(browser, site.folder, site.address)
    page = visitor.page
    result = {}
    for address in site.pages():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        visit = visitor.visit(address)
        axe = findings_in_both(page, address)
        page.set_viewport_size({"width": 320, "height": 640})
        result[address] = Seen(visit, axe, page.evaluate(OFFSCREEN), page.evaluate(SMALL))
    yield result
    visitor.context.close()


@pytest.fixture(scope="module")
def components(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that shows every component in every state, for designers and testers; in no real site."""
    project = small_handbook(tmp_path_factory.mktemp("components") / "handbook")
    shutil.copy(ROOT / "tests/data/pages/components.md", project / "docs/nb/components.md")
    built = build_site(project / "site", project, PYTHONPATH=str(project / "scripts"))
    place = site.folder / "nb/components"
    shutil.copytree(built / "nb/components", place)
    yield f"{site.address}nb/components/"
    shutil.rmtree(place)
