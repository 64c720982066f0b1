"""The search index of each language, written when the pages of all of them are."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from methodbook.cache import remembered
from methodbook.languages import KNOWN, LANGUAGES, book, data
from methodbook.languages import Words as InterfaceWords
from methodbook.page.handbook import Handbook
from methodbook.search import index
from methodbook.search.articles import Article, read_article, with_asks
from methodbook.search.model import Words

FOLDER = "search/index"
"""Where the index stands, below the language's root: beside the page that lists everything."""
WORDS_OF_THE_PAGE = tuple(f"language-{code}" for code in LANGUAGES)


@cache
def word_files() -> Words:
    terms, friends = book("terms.yaml"), data("false_friends.yaml")["entries"]
    stop_words = {code: frozenset(language.stop_words.split()) for code, language in KNOWN.items()}
    return Words(terms["terms"], terms["keep_original"], friends, book("search_synonyms.yaml"), stop_words)


def write_indexes(site: Path, handbook: Handbook, languages: Sequence[str] = LANGUAGES) -> None:
    articles = {language: read_articles(site / language, handbook) for language in languages}
    for language, one in index.build(articles, word_files()).items():
        for name, content in one.files.items():
            target = site / language / FOLDER / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def read_articles(folder: Path, handbook: Handbook | None = None) -> list[Article]:
    """The articles of the built pages below `folder`, with the questions that `handbook` says they answer."""
    found = []
    for path in sorted(folder.rglob("index.html")):
        url = f"{path.parent.relative_to(folder).as_posix()}/".removeprefix("./")
        if article := article_in(searched_part(path.read_text(encoding="utf-8")), url):
            page = handbook.at(folder.name, url) if handbook else None
            asks = page.meta.get("asks") if page else None
            found.append(with_asks(article, asks) if isinstance(asks, dict) else article)
    return found


article_in = remembered(read_article)


def searched_part(page: str) -> str:
    """What `read_article` looks at in a page: its main part and its word to robots. The menus change far more often."""
    start, end = page.find("<main"), page.rfind("</main>")
    robots = re.search('<meta name="robots"[^>]*>', page[: max(start, 0)])
    return page if start < 0 else f"{robots[0] if robots else ''}{page[start:end]}</main>"


def dialog_words(words: InterfaceWords) -> dict[str, Any]:
    needed = {key: word for key, word in words.items() if key.startswith("search-") or key in WORDS_OF_THE_PAGE}
    return {"languages": LANGUAGES, **needed}
