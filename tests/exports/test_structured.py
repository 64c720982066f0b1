"""What search engines are told: valid JSON, the right way to the page, and its steps."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any

from methodbook.exports import structured
from methodbook.languages import LANGUAGES
from methodbook.page.markdown import parse_document
from tests.conftest import Site


def told(site: Site, page: str) -> list[dict[str, Any]]:
    """The graph that `page` carries."""
    (script,) = site.tree(page).cssselect("head script[type='application/ld+json']")
    graph: list[dict[str, Any]] = json.loads(script.text or "")["@graph"]
    return graph


def test_every_page_tells_its_address_language_and_way(site: Site) -> None:
    pages = [page for page in site.pages() if page.startswith(LANGUAGES) and not page.endswith("print/")]
    for page in pages:
        described, *trail = told(site, page)
        assert described["url"] == site.address + page
        assert described["inLanguage"] == page[:2]
        if page[3:]:
            items = trail[0]["itemListElement"]
            assert items[0]["item"] == site.address + page[:3]
            assert items[-1]["item"] == site.address + page
            assert {item["item"].removeprefix(site.address) for item in items} <= set(pages)


def test_a_page_with_steps_is_a_how_to_and_its_steps_are_there(site: Site) -> None:
    page = "nb/methods/municipal-guide/1-discover/"
    described = told(site, page)[0]
    assert described["@type"] == "HowTo"
    tree = site.tree(page)
    for step in described["step"]:
        assert tree.get_element_by_id(step["url"].partition("#")[2]).text_content().startswith(step["name"])
    assert told(site, "nb/about/")[0]["@type"] == "WebPage"


def test_what_others_did_and_a_step_alone_are_no_how_to(site: Site) -> None:
    for page in ("nb/cases/gatelag/", "nb/methods/municipal-guide/roles/"):
        assert [place for place in site.tree(page).xpath("//@id") if str(place).startswith(structured.STEP)]
        described = told(site, page)[0]
        assert described["@type"] == "WebPage"
        assert "step" not in described


def test_a_title_cannot_end_the_script() -> None:
    page = parse_document("---\ntitle: x\n---\n# </script><script>bad()\n", "nb", PurePosixPath("x.md"))
    data = structured.page_data(page, "https://example.org/nb/x/", [], "N", "https://example.org/nb/")
    assert "</script" not in data
    assert json.loads(data)["@graph"][0]["name"] == "</script><script>bad()"
