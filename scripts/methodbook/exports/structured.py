"""What search engines are told of a page in their own form (JSON-LD, schema.org): where it stands, and its steps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from methodbook.page.markdown import Document

STEP = "step-"
LEAST_STEPS = 2


def page_data(page: Document, address: str, trail: Sequence[tuple[str, str]], site_name: str, root: str) -> str:
    """The data of `page` at `address` as JSON for a script block.

    `trail` leads to it as (title, address), the start page first; `root` is the address of the handbook.
    """
    described: dict[str, Any] = {
        "@type": "HowTo" if steps(page, address) else "WebPage",
        "@id": address,
        "url": address,
        "name": page.heading,
        "description": str(page.meta.get("description", "")),
        "inLanguage": page.language,
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isPartOf": {"@type": "WebSite", "name": site_name, "url": root},
    }
    if page.meta.get("reviewed"):
        described["dateModified"] = str(page.meta["reviewed"])
    if found := steps(page, address):
        described["step"] = found
    graph = [described, *([breadcrumb(trail)] if len(trail) > 1 else [])]
    whole = {"@context": "https://schema.org", "@graph": graph}
    # `</` would end the script block wherever it stands.
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def breadcrumb(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The way to the page from the start page."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "item": address}
        for place, (title, address) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def steps(page: Document, address: str) -> list[dict[str, Any]]:
    """The steps to take that the page describes, if it does: its headings with an id for a step.

    The steps of a case are what others did, and one step alone is no way to do anything.
    """
    found = [heading for heading in page.headings if (heading.id or "").startswith(STEP)]
    if page.meta.get("kind") == "case" or len(found) < LEAST_STEPS:
        return []
    return [
        {"@type": "HowToStep", "position": place, "name": heading.text, "url": f"{address}#{heading.id}"}
        for place, heading in enumerate(found, 1)
    ]
