"""The search index of each language, written when the pages of all of them are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from methodbook.cache import remembered
from methodbook.languages import LANGUAGES, Words, book, data
from methodbook.search import index
from methodbook.search.articles import Article, read_article
from methodbook.search.synonyms import TermBase

FOLDER = "search/index"
"""Where the index stands, below the language's root: beside the page that lists everything."""
WORDS_OF_THE_PAGE = ("language-nb", "language-da", "language-sv")


@cache
def word_files() -> index.Words:
    """The data files the search rests on, read once."""
    terms = book("terms.yaml")
    friends = data("false_friends.yaml")["entries"]
    base = TermBase(terms["terms"], terms["keep_original"], friends, book("search_synonyms.yaml"))
    stop_words = {language: frozenset(words.split()) for language, words in data("stop_words.yaml").items()}
    return index.Words(base, stop_words)


def write_indexes(site: Path, languages: Sequence[str] = LANGUAGES) -> dict[str, index.Index]:
    """Write the index of the built pages of each of `languages` below `site`; what was written."""
    articles = {language: read_articles(site / language) for language in languages}
    built = index.build(articles, word_files())
    for language, one in built.items():
        for name, content in one.files.items():
            target = site / language / FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return built


def read_articles(folder: Path) -> list[Article]:
    """The articles of all built pages below `folder`, by address."""
    found = ((path.parent.relative_to(folder).as_posix(), path) for path in sorted(folder.rglob("index.html")))
    read = (
        article_in(searched_part(path.read_text(encoding="utf-8")), "" if place == "." else f"{place}/")
        for place, path in found
    )
    return [article for article in read if article is not None]


article_in = remembered(read_article)


def searched_part(page: str) -> str:
    """What `read_article` looks at in a page: its main part and its word to robots. The menus change far more often."""
    start, end = page.find("<main"), page.rfind("</main>")
    robots = re.search('<meta name="robots"[^>]*>', page[: max(start, 0)])
    return page if start < 0 else f"{robots[0] if robots else ''}{page[start:end]}</main>"


def dialog_words(words: Words) -> str:
    """The words the dialog's script needs, as JSON."""
    needed = {key: word for key, word in words.items() if key.startswith("search-") or key in WORDS_OF_THE_PAGE}
    return json.dumps(needed, ensure_ascii=False, separators=(",", ":"))
