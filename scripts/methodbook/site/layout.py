"""The article's layout: parts that stand together on the start page, in the finder and on a template.

Markdown gives a flat run of headings and text; a page that lays its parts side by side, or narrows them, needs each
heading and what follows it in one element.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree, html

from methodbook.page.markdown import Document

Context = Mapping[str, Any]
"""What the page's template is given; also `environment`, the templates' own."""

FINDER = ".//nav[@data-finder]"
SCRIPTS = {
    "cases": ".//div[@data-cases]",
    "compare": ".//table[@class='compare']",
    "finder": FINDER,
    "glossary": ".//dl[@class='glossary']",
}
"""Modules by what asks for them; each only adds to what works without it."""


def elements(name: str, context: Context) -> list[html.HtmlElement]:
    source = context["environment"].get_template(f"{name}.html").render(context)
    return [part for part in html.fragments_fromstring(source) if isinstance(part, html.HtmlElement)]


def inner_html(element: html.HtmlElement) -> str:
    parts = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return "".join([element.text or "", *parts])


def lay_out(article: html.HtmlElement, page: Document) -> None:
    if page.url == "" or article.xpath(FINDER):
        group_parts(article)
    if page.url == "":
        open_start(article)


def group_parts(article: html.HtmlElement, level: int = 2) -> None:
    """Put each heading of `level` with what follows it into `<section class="part" data-part="id">`."""
    part = None
    for child in list(article):
        heading = child.find(f"h{level}") if child.get("class") == "heading" else None
        if heading is not None or child.tag == f"h{level}":
            name = child.get("id", "") if heading is None else heading.get("id", "")
            part = html.Element("section", {"class": "part", "data-part": name})
            child.addprevious(part)
        if part is not None:
            part.append(child)
    if level == 2:
        for section in article.findall("section"):
            group_parts(section, 3)


def open_start(article: html.HtmlElement) -> None:
    """Set the start page's opening beside its first part, the question where to begin."""
    opening = html.Element("div", {"class": "opening opening-start"})
    inner = etree.SubElement(opening, "div", {"class": "inner"})
    lead = etree.SubElement(inner, "div")
    for child in list(article):
        if child.tag == "section":
            child.set("class", "begin")
            inner.append(child)
            break
        lead.append(child)
    article.insert(0, opening)


def place_contents(article: html.HtmlElement) -> None:
    """Mark where a narrow screen has the contents, folded: below the lead and what stands with it."""
    above = article.find("div[@class='sheet']")
    last = (article if above is None else above).find("h1")
    if last is None:
        return
    while (part := last.getnext()) is not None and part.tag == "p":
        last = part
        if last.get("class") is None and above is None:
            last.set("class", "lead")
            break
    last.addnext(html.HtmlComment("contents"))
