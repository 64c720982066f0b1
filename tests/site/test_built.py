"""What a browser is given, on every page: one outline, one language, names, and nothing from elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from methodbook.checks.sources import read_tree
from methodbook.languages import LANGUAGES
from tests.conftest import ROOT, Site

FETCHING_LINKS = frozenset({"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"})


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, html.HtmlElement]:
    """Every page by its path from the site's root."""
    paths = sorted(site.folder.rglob("*.html"))
    return {str(path.relative_to(site.folder)): html.document_fromstring(path.read_bytes()) for path in paths}


def fetched(page: html.HtmlElement) -> Iterator[str]:
    """The addresses that a browser fetches by itself."""
    for tag, attribute in (("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src"), ("object", "data")):
        yield from (str(element.get(attribute)) for element in page.iter(tag) if element.get(attribute))
    for link in page.iter("link"):
        if FETCHING_LINKS.intersection(str(link.get("rel")).split()):
            yield str(link.get("href"))


def unnamed(page: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Fields, buttons and links that a screen reader cannot name."""
    labelled = {label.get("for") for label in page.iter("label") if label.text_content().strip()}
    for element in page.iter("input", "select", "textarea", "button", "a"):
        if element.get("type") == "hidden" or (element.tag == "a" and element.get("href") is None):
            continue
        named = any(element.get(name) for name in ("aria-label", "aria-labelledby", "title"))
        inside = element.text_content().strip() or element.xpath("string(.//img/@alt)")
        if not (named or inside or element.getparent().tag == "label" or element.get("id") in labelled):
            yield element


def test_every_page_that_was_written_was_built(site: Site) -> None:
    for page in read_tree(ROOT).all_pages():
        assert (site.folder / page.language / page.document.url / "index.html").is_file(), page.path


def test_every_page_has_a_title_and_its_own_language(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        folder = Path(name).parts[0]
        assert (page.findtext(".//title") or "").strip(), name
        assert page.get("lang") == (folder if folder in LANGUAGES else page.get("lang") or "missing"), name


def test_every_page_has_one_outline_without_holes(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        article = next(page.iter("article"), page)
        levels = [int(element.tag[1]) for element in article.iter("h1", "h2", "h3", "h4", "h5", "h6")]
        if levels:
            assert levels.count(1) == 1, name
        assert all(below <= above + 1 for above, below in itertools.pairwise(levels)), name


def test_no_id_stands_twice_on_a_page(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name


def test_everything_has_a_name(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        assert [html.tostring(element) for element in unnamed(page)] == [], name
        assert page.xpath("//img[not(@alt)]") == [], name


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        assert {urlsplit(address).netloc for address in fetched(page)} <= {""}, name


def test_nothing_in_an_article_runs(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        for article in page.iter("article"):
            scripts = [script for script in article.iter("script") if "json" not in str(script.get("type"))]
            handlers = [a for element in article.iter() for a in element.keys() if a.startswith("on")]  # noqa: SIM118
            assert (scripts, handlers) == ([], []), name
