"""Screenshots to look at, in `test-output/screens/`: components and five pages in every language, scheme and width."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from methodbook.languages import LANGUAGES
from tests.conftest import ROOT, Site
from tests.design.axe import findings_in_both

pytestmark = pytest.mark.browser

OUTPUT = ROOT / "test-output/screens"
PAGES = {
    "start": "",
    "finder": "choose/",
    "method": "methods/council/",
    "checklist": "methods/inclusion-day/",
    "cases": "cases/",
}
FORCED = (".card-title a", ".button", ".tool", ".choice input", ".route a", ".neighbour", ".item-box", "article p a")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_in_every_language(browser: Browser, site: Site, components: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    OUTPUT.mkdir(parents=True, exist_ok=True)
    addresses = {f"{n}-{code}": f"{site.address}{code}/{place}" for n, place in PAGES.items() for code in LANGUAGES}
    for name, address in {**addresses, "components": components}.items():
        page.goto(address)
        target = OUTPUT / f"{name}-{scheme}-{width}.png"
        page.screenshot(path=target, full_page=name.startswith("components"))
        assert target.stat().st_size > 5_000
    context.close()


def test_components_under_pointer_and_keyboard(browser: Browser, components: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(components)
    session = context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for state in ("hover", "focus"):
        classes = [state, "focus-visible"] if state == "focus" else [state]
        for selector in FORCED:
            nodes = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": f"main {selector}"})["nodeIds"]
            assert nodes, selector
            for node in nodes[:3]:
                session.send("CSS.forcePseudoState", {"nodeId": node, "forcedPseudoClasses": classes})
        page.screenshot(path=OUTPUT / f"components-{state}.png", full_page=True)
    context.close()


def test_forced_colours_keep_what_colours_told(browser: Browser, components: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, forced_colors="active")
    page = context.new_page()
    page.goto(components)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / "components-forced-colours.png", full_page=True)
    borders = "element => parseFloat(getComputedStyle(element).borderTopWidth)"
    for selector in (".button", ".box.note", ".narrow", ".finder"):
        assert page.locator(f"main {selector}").first.evaluate(borders) > 0, selector
    done, to_come = (page.locator(f"main ol:has(> [data-is-done]) > li:nth-child({place})") for place in (1, 3))
    ground = "element => getComputedStyle(element, '::before').backgroundColor"
    assert done.evaluate(ground) != to_come.evaluate(ground)
    context.close()


def test_axe_finds_nothing_in_any_component(page: Page, components: str) -> None:
    page.goto(components)
    assert findings_in_both(page, components) == []
