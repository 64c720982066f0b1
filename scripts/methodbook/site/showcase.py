"""The designers' and testers' page: every component in every state, from the same Markdown, blocks and templates as any
page. It stands beside the front door, in no language's menu, search or sitemap; its samples are in Norwegian.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from lxml import html
from mkdocs.structure.pages import Page

from methodbook.exports import icons
from methodbook.page import markdown
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document
from methodbook.site import addresses, blocks

KIND = "components"
LANGUAGE = "nb"
CARDS = ("methods/council/", "methods/municipal-guide/3-show-the-way/", "about/")
"""A method, a numbered method and a common page: the three kinds of cards."""


def is_showcase(page: Page) -> bool:
    """Whether `page` is the page that shows the components."""
    return page.meta.get("kind") == KIND


def document(page: Page) -> Document:
    """The page as read; its samples make it a Norwegian one."""
    source = Path(page.file.abs_src_path or "").read_text(encoding="utf-8")
    return markdown.parse_document(source, LANGUAGE, PurePosixPath(page.file.src_uri).relative_to("en"))


def context(page: Page, handbook: Handbook) -> dict[str, Any]:
    """What its template needs beside the article."""
    shown = {url: handbook.at(LANGUAGE, url) for url in CARDS}
    cards = [
        blocks.Card(addresses.relative(f"{LANGUAGE}/{url}", page.url), found, markdown.facts(found)[: blocks.ON_A_CARD])
        for url, found in shown.items()
        if found is not None
    ]
    return {"cards": cards, "emblem_names": sorted(icons.names())}


def drop_downloads(article: html.HtmlElement) -> None:
    """Take out the sample list's files: they are made for real lists only."""
    for link in article.cssselect("a[download]"):
        link.drop_tree()
