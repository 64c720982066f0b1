"""The searches that are compared: the handbook's own, Material's stock search, and Pagefind, on the same pages.

Each answers queries in a real browser, from files as they would be published.
"""

from __future__ import annotations

import html
import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser

from bench.measures import Answered
from bench.queries import Query
from bench.serving import files_below, served
from methodbook.search import index
from methodbook.search.articles import Article, Section

FOUND = 10
"""Hits that are looked at."""
Articles = Mapping[str, Sequence[Article]]
Answer = Callable[[Browser, str, Sequence[Query]], list[Answered]]

OWN = """async ([base, queries]) => {
  const { openIndex } = await import("/search-engine.js");
  const search = await openIndex(base);
  const answers = [];
  for (const query of queries) {
    const answer = await search.search(query);
    answers.push(answer.hits.slice(0, 10).map((hit) => hit.document));
  }
  return answers;
}"""
MATERIAL = """async ([worker, indexUrl, queries]) => {
  const search = new Worker(worker);
  const ask = (message) => new Promise((resolve, reject) => {
    search.onmessage = (event) => resolve(event.data);
    search.onerror = (event) => reject(new Error(event.message));
    search.postMessage(message);
  });
  const index = await (await fetch(indexUrl)).json();
  await ask({ type: 0, data: { ...index, options: { suggest: false } } });
  const answers = [];
  for (const query of queries) {
    const { data } = await ask({ type: 2, data: query });
    answers.push(data.items.slice(0, 10).map((group) => group[0].location));
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


class PeerError(Exception):
    """A peer could not be set up; the message says why."""


def own(articles: Articles, built: Mapping[str, index.Index], modules: Mapping[str, bytes]) -> Answer:
    """The handbook's own search over `built` indexes; `modules` are the scripts that read them, by name."""
    files = {f"{code}/{name}": content for code, one in built.items() for name, content in one.files.items()}
    files |= modules

    def answer(browser: Browser, language: str, queries: Sequence[Query]) -> list[Answered]:
        documents = [document for article in articles[language] for document in index.documents_of(article)]
        found = ask(browser, files, OWN, f"/{language}/", queries)
        return [
            answered(query, [documents[place] for place in places])
            for query, places in zip(queries, found, strict=True)
        ]

    return answer


def answered(query: Query, found: Sequence[index.Document]) -> Answered:
    """What the handbook's search found. A page shown for want of a translation counts as foreign, labelled or not."""
    foreign = sum(document.language != query.language for document in found)
    return Answered(query, tuple(document.url for document in found), foreign)


def material(articles: Articles, folder: Path) -> Answer:
    """Material's stock search: an ordinary Material site for each language, built in `folder`."""

    def answer(browser: Browser, language: str, queries: Sequence[Query]) -> list[Answered]:
        site = build_material(articles[language], language, folder / language)
        files = files_below(site)
        worker = next(name for name in files if "/workers/search." in name and name.endswith(".js"))
        found = ask(browser, files, MATERIAL, f"/{worker}", queries, "/search/search_index.json")
        return [Answered(q, tuple(page_of(url) for url in urls)) for q, urls in zip(queries, found, strict=True)]

    return answer


def build_material(articles: Sequence[Article], language: str, folder: Path) -> Path:
    """Build a Material site of `articles` as it comes; the folder of the site. Raises PeerError when it fails."""
    for article in articles:
        target = folder / "docs" / article.url / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f"---\ntitle: {json.dumps(article.title)}\n---\n\n<div>\n{as_html(article)}\n</div>\n", "utf-8"
        )
    settings = {
        "site_name": "Handbook",
        "theme": {"name": "material", "language": language, "font": False},
        "plugins": ["search"],
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError(f"Material could not build its site: {done.stderr.strip()[-300:]}")
    return folder / "site"


def pagefind(articles: Articles, folder: Path) -> Answer:
    """Plain Pagefind; its program is fetched into `folder` with npm. Raises PeerError when that cannot be done."""
    program = install_pagefind(folder / "npm")

    def answer(browser: Browser, language: str, queries: Sequence[Query]) -> list[Answered]:
        site = build_pagefind(program, articles[language], language, folder / language)
        found = ask(browser, files_below(site), PAGEFIND, "/", queries)
        return [Answered(q, tuple(page_of(url) for url in urls)) for q, urls in zip(queries, found, strict=True)]

    return answer


def install_pagefind(folder: Path) -> Path:
    """Fetch Pagefind from the npm registry into `folder`; its program."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text("{}", "utf-8")
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "pagefind"]
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        raise PeerError(f"npm could not fetch pagefind ({type(error).__name__})") from error
    return folder / "node_modules" / ".bin" / "pagefind"


def build_pagefind(program: Path, articles: Sequence[Article], language: str, folder: Path) -> Path:
    """Write `articles` as plain pages and index them; the folder of the site. Raises PeerError when it fails."""
    for article in articles:
        target = folder / article.url / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        head = f"<!doctype html><html lang={article.language}><head><title>{html.escape(article.title)}</title></head>"
        target.write_text(f"{head}<body><main data-pagefind-body>{as_html(article)}</main></body></html>", "utf-8")
    command = [str(program), "--site", str(folder), "--force-language", language]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PeerError(f"Pagefind could not index the pages: {done.stderr.strip()[-300:]}")
    return folder


def as_html(article: Article) -> str:
    """The article's sections as plain HTML: what each search gets to read is the same."""
    return "\n".join(section_html(section) for section in article.sections)


def section_html(section: Section) -> str:
    """One section: its heading with its id, and its lines as paragraphs."""
    anchor = f' id="{html.escape(section.anchor)}"' if section.anchor else ""
    heading = f"<h{section.level}{anchor}>{html.escape(section.heading)}</h{section.level}>"
    return heading + "".join(f"<p>{html.escape(line)}</p>" for line in section.text.split("\n"))


def ask(
    browser: Browser, files: Mapping[str, bytes], script: str, where: str, queries: Sequence[Query], *more: str
) -> list[list[Any]]:
    """Run `script` on a page that serves `files`; for each query what it found."""
    with served({name: content for name, content in files.items() if name != "index.html"}) as address:
        page = browser.new_page()
        page.goto(address)
        found: list[list[Any]] = page.evaluate(script, [where, *more, [query.text for query in queries]])
        page.close()
    return found


def page_of(url: str) -> str:
    """The page's address below the root, of a hit's address with or without host and fragment."""
    path = urlsplit(url).path.removeprefix("/")
    return path.removesuffix("index.html")


def engine_modules(overrides: Path) -> dict[str, bytes]:
    """The modules that read the index, as they stand in `overrides`, by name."""
    return {path.name: path.read_bytes() for path in sorted((overrides / "assets").glob("search-*.js"))}
