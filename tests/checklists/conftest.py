"""A page that holds the checklists' pure modules, and a reader's view of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.checklists.reader import Reader
from tests.conftest import ROOT, Site

ASSETS = ROOT / "overrides/assets"
ORIGIN = "http://modules.test/"
HOLDER = """<!doctype html><title>Modules</title><script type="module">
import * as state from "./checklist-state.js";
import * as output from "./checklist-export.js";
import { word } from "./word.js";
window.modules = { ...state, ...output, word };
</script>"""

Call = Callable[..., Any]


def serve_module(route: Route) -> None:
    """Answer with a module as it stands in the source, or with the page that loads them."""
    name = route.request.url.removeprefix(ORIGIN)
    if name:
        route.fulfill(body=(ASSETS / name).read_bytes(), content_type="text/javascript")
    else:
        route.fulfill(body=HOLDER, content_type="text/html")


@pytest.fixture(scope="session")
def call(browser: Browser) -> Iterator[Call]:
    """Runs JavaScript with the pure functions as `m` and the given arguments as `a`: `call("m.merge(...a)", x, y)`."""
    context = browser.new_context()
    page = context.new_page()
    page.route(f"{ORIGIN}**", serve_module)
    page.goto(ORIGIN)
    page.wait_for_function("window.modules")

    def run(code: str, *arguments: Any) -> Any:
        return page.evaluate(f"(a) => {{ const m = window.modules; return {code}; }}", list(arguments))

    yield run
    context.close()


@pytest.fixture
def reader(page: Page, site: Site) -> Reader:
    """Somebody with an empty browser and the handbook before them."""
    return Reader(page, site.address)


@pytest.fixture
def new_reader(browser: Browser, site: Site) -> Iterator[Callable[..., Reader]]:
    """Makes readers whose browsers differ: options of a browser context, and a script that runs before every page."""
    made: list[BrowserContext] = []

    def make(before: str = "", **options: Any) -> Reader:
        context = browser.new_context(**{"locale": "nb-NO", "viewport": {"width": 1280, "height": 800}, **options})
        if before:
            context.add_init_script(before)
        made.append(context)
        return Reader(context.new_page(), site.address)

    yield make
    for context in made:
        context.close()
