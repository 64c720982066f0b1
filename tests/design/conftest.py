"""One visit to every page of the site, whose findings the tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

import pytest
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from bench.pages import Visit, Visitor
from tests.conftest import ROOT, Site, build_site, served
from tests.design.axe import findings_in_both
from tests.design.small import small_site
from tests.site.small_handbook import small_handbook

OFFSCREEN = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width && box.right > innerWidth + 1 && !element.closest(".table-frame, .unseen, .menu, svg");
}).map((element) => element.outerHTML.slice(0, 90))"""
# A word in a sentence is as high as its line (WCAG 2.5.8 excepts it).
SMALL = """() => [...document.querySelectorAll(
  "button:not(.term), select, .button, .tool, .route a, .switch a, .sections a"
)].filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 43.5)
  .map((control) => control.outerHTML.slice(0, 90))"""

LONG = ("/print/", "/glossary/", "/contribute/rules/")
"""Pages that axe-core needs up to two minutes for."""


@dataclass(frozen=True)
class Seen:
    """What was seen on one page: its first view, axe-core's findings, and what is wrong 320 px wide."""

    visit: Visit
    axe: list[str]
    sticking_out: list[str]
    small_controls: list[str]


GUIDE = ("1-discover", "2-match", "3-show-the-way", "4-complement", "5-minority-associations", "6-csr")
METHODS = ("inclusion-day", "development-workshops", "council", *(f"municipal-guide/{name}" for name in GUIDE))
"""The nine methods, by their addresses below `methods/`."""


def chosen(site: Site) -> list[str]:
    """The pages to look at: all of them once a week; those changed since HANDBOOK_SINCE, with the front pages, before a
    change of words is published; else one of each kind, the longest (LONG) left to the weekly test."""
    if os.environ.get("HANDBOOK_WEEKLY") == "1":
        return site.pages()
    if since := os.environ.get("HANDBOOK_SINCE"):
        return [page for page in site.pages() if page.count("/") < 2 or page in changed(since)]
    kinds: dict[tuple[str, ...], dict[str, str]] = {}
    for page in reversed(site.pages()):
        if not page.endswith(LONG):
            language, *kind = shape(site.tree(page), page)
            kinds.setdefault(tuple(kind), {})[language] = page
    # One language after the other, so that each run sees all of them.
    return sorted([*pages.values()][place % len(pages)] for place, pages in enumerate(kinds.values()))


def changed(since: str) -> set[str]:
    """The addresses of the pages whose files differ from the commit `since`."""
    command = ["git", "diff", "--name-only", "-z", since, "--", "docs"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    pages = (PurePosixPath(file).relative_to("docs") for file in files if file.endswith(".md"))
    return {f"{page.parent if page.name == 'index.md' else page.with_suffix('')}/" for page in pages}


def shape(tree: HtmlElement, page: str) -> tuple[str, ...]:
    """What a page shares with those made alike: its language and kind; pages of no kind are told by their blocks."""
    kind = "".join(tree.xpath("//article/@data-kind")) or page
    blocks = tree.xpath("//article/*[not(self::p)]/@class") if kind == "page" else []
    return (page.partition("/")[0], kind, *sorted(set(blocks)))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A small handbook with a page of each kind."""
    with small_site(tmp_path_factory.mktemp("small")) as site:
        yield site


@pytest.fixture(scope="session")
def seen(browser: Browser, site: Site) -> Iterator[dict[str, Seen]]:
    """The pages looked at, by address."""
    visitor = Visitor(browser, site.folder, site.address)
    page = visitor.page
    result = {}
    for address in chosen(site):
        page.set_viewport_size({"width": 1280, "height": 900})
        page.emulate_media(color_scheme="light")
        visit = visitor.visit(address)
        axe = findings_in_both(page, address)
        page.set_viewport_size({"width": 320, "height": 640})
        result[address] = Seen(visit, axe, page.evaluate(OFFSCREEN), page.evaluate(SMALL))
    yield result
    visitor.context.close()


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that shows every component in every state, for designers and testers; in no real site."""
    project = small_handbook(tmp_path_factory.mktemp("components") / "handbook")
    shutil.copy(ROOT / "tests/data/pages/components.md", project / "docs/nb/components.md")
    with served(build_site(project / "site", project, PYTHONPATH=str(project / "scripts"))) as address:
        yield f"{address}nb/components/"
