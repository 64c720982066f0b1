"""How often a search finds a right page: the handbook's own, and Pagefind on the same built pages."""

import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from bench.measure import BenchmarkError
from methodbook.exports.programs import served
from methodbook.languages import book

NOT_SEARCHED = ("print", "search")
"""Pages that hold the text of others."""
OWN = """async ([base, queries]) => {
  const { openIndex } = await import("/search-engine.js");
  const search = await openIndex(base);
  const answers = [];
  for (const query of queries) {
    const { hits } = await search.search(query);
    const texts = await Promise.all(hits.slice(0, 10).map((hit) => search.sectionText(hit.sections[0][0])));
    answers.push(texts.map(({ url }) => url));
  }
  return answers;
}"""
PAGEFIND = """async ([base, queries]) => {
  const pagefind = await import(base + "pagefind/pagefind.js");
  await pagefind.init();
  const answers = [];
  for (const query of queries) {
    const { results } = await pagefind.search(query);
    const found = await Promise.all(results.slice(0, 10).map((result) => result.data()));
    answers.push(found.map((page) => page.raw_url ?? page.url));
  }
  return answers;
}"""


@dataclass(frozen=True)
class Query:
    """A query, and the addresses of the pages that answer it (below the language's root)."""

    text: str
    language: str
    kind: str
    answers: frozenset[str]


def score(queries: Sequence[Query], found: Sequence[Sequence[str]], most: int = 3) -> float:
    """The share (0-1) of `queries` that find a right page among the first `most` of the addresses each found."""
    hits = (any(url in query.answers for url in urls[:most]) for query, urls in zip(queries, found, strict=True))
    return sum(hits) / max(len(queries), 1)


Search = Callable[[Browser, Sequence[Query]], list[list[str]]]
"""Answers queries of one language: for each the addresses found, best first."""


def by_hand(language: str) -> list[Query]:
    found = []
    for kind, entries in book(f"search_queries/{language}.yaml").items():
        for entry in entries:
            answers = frozenset(f"{answer}/".removeprefix("./") for answer in entry["answers"])
            found.append(Query(entry["query"], language, kind, answers))
    return found


def own(site: Path, assets: Path, folder: Path) -> Search:
    """The handbook's search: the indexes of the built `site`, read by the modules in `assets`; works in `folder`."""
    for module in assets.glob("search-*.js"):
        shutil.copy(module, folder)
    for index in site.glob("*/search/index"):
        shutil.copytree(index, folder / index.parts[-3])
    return lambda browser, queries: ask(browser, folder, OWN, f"/{queries[0].language}/", queries)


def pagefind(site: Path, language: str, folder: Path) -> Search:
    """Pagefind as npm gives it, on the main part of the built pages of `language`; works in `folder`.

    Raises BenchmarkError when it cannot be had.
    """
    pages = folder / "site"
    shutil.copytree(site / language, pages, ignore=shutil.ignore_patterns(*NOT_SEARCHED))
    command = ["npx", "--yes", "pagefind", "--site", str(pages), "--root-selector", "main"]
    command += ["--force-language", language]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        raise BenchmarkError(f"Pagefind cannot be run with npx ({type(error).__name__})") from error
    return lambda browser, queries: ask(browser, pages, PAGEFIND, "/", queries)


def ask(browser: Browser, folder: Path, script: str, base: str, queries: Iterable[Query]) -> list[list[str]]:
    """Run `script` on an empty page served from `folder`; for each query the addresses below the language's root."""
    empty = b"<!doctype html><html lang=en><meta charset=utf-8><title>Benchmark</title>"
    with served(folder, {"/empty": empty}) as address:
        page = browser.new_page()
        page.goto(f"{address}empty")
        found: list[list[str]] = page.evaluate(script, [base, [query.text for query in queries]])
        page.close()
    return [[urlsplit(url).path.removeprefix("/").removesuffix("index.html") for url in urls] for urls in found]
