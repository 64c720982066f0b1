"""Filling the blocks that need the whole handbook: cards, cases, checklists, glossary, translations.

Markdown leaves `<div data-block="name">`; here each is replaced by its template in `overrides/blocks/`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment
from lxml import etree, html

from methodbook.page.blocks_markup import FILLED_BLOCKS

Context = Mapping[str, Any]
Builder = Callable[[html.HtmlElement, Context], dict[str, Any]]

BUILDERS: dict[str, Builder] = {}


def builder(name: str) -> Callable[[Builder], Builder]:
    """Register the function that gathers what the template of block `name` needs."""

    def register(function: Builder) -> Builder:
        BUILDERS[name] = function
        return function

    return register


def fill(content: str, environment: Environment, context: Context) -> str:
    """The article's HTML with every filled block rendered. `context` is the page's template context."""
    if "data-block=" not in content:
        return content
    article = html.fragment_fromstring(content, create_parent="div")
    for place in article.xpath(".//div[@data-block]"):
        name = str(place.get("data-block"))
        if name in FILLED_BLOCKS:
            replace(place, render(place, name, environment, context))
    return inner_html(article)


def render(place: html.HtmlElement, name: str, environment: Environment, context: Context) -> str:
    """The HTML of one block."""
    gathered = BUILDERS[name](place, context)
    return environment.get_template(f"blocks/{name}.html").render({**context, **gathered})


def replace(place: html.HtmlElement, source: str) -> None:
    """Put the HTML `source` where `place` is, and keep the text behind it."""
    parent = place.getparent()
    new = html.fragment_fromstring(source, create_parent="div")
    new.set("class", f"block block-{place.get('data-block')}")
    new.tail = place.tail
    parent.replace(place, new)


def elements(name: str, environment: Environment, context: Context) -> list[html.HtmlElement]:
    """The elements that the template `overrides/<name>.html` makes."""
    source = environment.get_template(f"{name}.html").render(context)
    return [part for part in html.fragments_fromstring(source) if isinstance(part, html.HtmlElement)]


def inner_html(element: html.HtmlElement) -> str:
    """The HTML inside `element`."""
    parts = [element.text or ""]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)
