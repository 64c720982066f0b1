"""Asking axe-core about a page: every rule of WCAG 2.2 A and AA, its best practices, and AAA contrast for text.

The stricter contrast rule (7:1, 4.5:1 for large text) takes the place of the AA one, which it includes.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SOURCE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
COLOUR_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""What can differ between light and dark: nothing but colours does."""


def findings(page: Page, state: str, options: dict[str, Any] = ALL_RULES) -> list[str]:
    """What axe-core finds on the page as it is now, as `state: rule: first element (number)`."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{state}: {v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])})" for v in found]


def findings_in_both(page: Page, state: str) -> list[str]:
    """What axe-core finds in light and in dark."""
    page.emulate_media(color_scheme="light")
    light = findings(page, f"{state} (light)")
    page.emulate_media(color_scheme="dark")
    return light + findings(page, f"{state} (dark)", COLOUR_RULES)
