"""The query engine in a real browser, over indexes that a test makes of its own words."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from methodbook.languages import LANGUAGES
from methodbook.search import index
from methodbook.search.articles import Article, Section
from methodbook.search.model import Words

ASSETS = Path(__file__).resolve().parents[2] / "overrides" / "assets"
MODULES = sorted(path.name for path in ASSETS.glob("search-*.js"))
HOST = "http://engine.test/"
KINDS = {".js": "text/javascript", ".json": "application/json"}


def term_base(
    terms: Collection[Mapping[str, Any]] = (),
    names: Collection[Mapping[str, Any]] = (),
    friends: Collection[Mapping[str, Any]] = (),
    synonyms: Mapping[str, Any] = MappingProxyType({}),
    stop_words: str = "",
) -> Words:
    """Data files that hold this and no more."""
    return Words(terms, names, friends, synonyms, {code: frozenset(stop_words.split()) for code in LANGUAGES})


NO_TERMS = term_base()

RULE = """async ([rule, given, base, modules]) => {
  const engine = Object.assign({}, ...(await Promise.all(modules.map((name) => import(`/${name}`)))));
  const search = await engine.openIndex(base);
  const result = await new Function("engine", "search", "given", `return (${rule})(engine, search, given)`)(
    engine, search, given);
  const named = (matches) => Object.fromEntries([...matches].map(([id, weight]) =>
    [search.vocabulary.forms[id], Math.round(weight * 1000) / 1000]));
  return result instanceof Map ? named(result) : result;
}"""


class Engine:
    """The engine with one index at a time."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        page.route(HOST + "**", self.serve)
        page.goto(HOST)

    def serve(self, route: Route) -> None:
        """Answer the page's requests from memory."""
        name = route.request.url.removeprefix(HOST)
        if name.endswith(".js"):
            route.fulfill(body=(ASSETS / name).read_text(encoding="utf-8"), content_type=KINDS[".js"])
        elif name in self.files:
            self.asked.append(name)
            route.fulfill(body=self.files[name], content_type=KINDS[".json"])
        else:
            status = 404 if name else 200
            route.fulfill(status=status, body="<!doctype html><title>Test</title>", content_type="text/html")

    def index(self, *articles: Article, base: Words = NO_TERMS, stop_words: str = "", language: str = "nb") -> None:
        """Serve the index of `articles`."""
        words = replace(base, stop_words={code: frozenset(stop_words.split()) for code in LANGUAGES})
        self.files = dict(index.build({language: articles}, words)[language].files)
        self.asked.clear()

    def words(self, text: str, **options: Any) -> None:
        """Serve the index of one page that holds `text`."""
        self.index(page_of("p/", text), **options)

    def run(self, rule: str, given: Any = None) -> Any:
        """What the JavaScript function `rule` (engine, search, given) returns.

        `search` is the opened index; a Map of matches comes as {form: weight}.
        """
        return self.page.evaluate(RULE, [rule, given, HOST, MODULES])

    def found(self, query: str, **options: Any) -> list[str]:
        """Addresses (with anchors) that `query` finds, best first."""
        rule = """async (engine, search, [query, options]) => {
          const { [options.part ?? "hits"]: hits } = await search.search(query, options);
          const texts = await Promise.all(hits.map((hit) => search.sectionText(hit.sections[0][0])));
          return texts.map(({ url, anchor }) => url + (anchor ? "#" + anchor : ""));
        }"""
        result: list[str] = self.run(rule, [query, options])
        return result

    def manifest(self) -> dict[str, Any]:
        """The index's manifest."""
        loaded: dict[str, Any] = json.loads(self.files["vocabulary.json"])
        return loaded


def page_of(url: str, text: str, heading: str = "", **fields: Any) -> Article:
    """A page with one section."""
    section = Section("", heading, 1, text, items=tuple(fields.pop("items", ())), asks=tuple(fields.pop("asks", ())))
    article: Mapping[str, Any] = {"title": heading, "kind": "page", "language": "nb", "trail": ()} | fields
    return Article(url=url, sections=(section,), **article)


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Engine]:
    """The engine on a page of its own."""
    context = browser.new_context()
    yield Engine(context.new_page())
    context.close()
