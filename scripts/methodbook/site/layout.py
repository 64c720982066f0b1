"""The article's layout: parts that stand together on the start page and in the finder, and a method's way at a glance.

Markdown gives a flat run of headings and text; a page that lays its parts side by side, or narrows them, needs each
heading and what follows it in one element.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import html

from methodbook.languages import Words
from methodbook.page.markdown import Document

START = ""
FINDER = ".//nav[@data-finder]"


def lay_out(article: html.HtmlElement, page: Document, words: Words) -> None:
    """Give `article`, the text of `page`, the structure its layout needs."""
    if page.url == START or article.xpath(FINDER):
        group_parts(article)
    if page.url == START:
        open_start(article)
    if page.meta.get("kind") == "method":
        show_way(article, words)
    prepare_steps(article, words)


def scripts(article: html.HtmlElement) -> list[str]:
    """The modules that what stands in `article` asks for; each only adds to what works without it."""
    wanted = {"cases": ".//div[@data-cases]", "finder": FINDER}
    return [name for name, what in wanted.items() if article.xpath(what)]


def group_parts(article: html.HtmlElement, level: int = 2) -> None:
    """Put each heading of `level` with what follows it into `<section class="part" data-part="id">`."""
    part = None
    for child in list(article):
        if child.tag == f"h{level}":
            part = html.Element("section", {"class": "part", "data-part": child.get("id", "")})
            child.addprevious(part)
        if part is not None:
            part.append(child)
    if level == 2:
        for section in article.findall("section"):
            group_parts(section, 3)


def open_start(article: html.HtmlElement) -> None:
    """Set the start page's opening beside its first part, the question where to begin."""
    opening = html.Element("div", {"class": "opening opening-start"})
    inner = html.Element("div", {"class": "inner"})
    lead = html.Element("div")
    opening.append(inner)
    inner.append(lead)
    for child in list(article):
        if child.tag == "section":
            child.set("class", "begin")
            inner.append(child)
            break
        lead.append(child)
    article.insert(0, opening)


def show_way(article: html.HtmlElement, words: Words) -> None:
    """Repeat the steps of a method's way below its facts, so that they are seen before anything is scrolled."""
    steps = article.xpath(".//*[@id='way']/following::ol[contains(@class, 'steps-plain')]")
    facts = article.find("div[@class='facts']")
    if not steps or facts is None:
        return
    way = html.Element("nav", {"class": "way", "aria-labelledby": "way-title"})
    title = html.Element("p", {"class": "way-title", "id": "way-title"})
    title.text = words["way-title"].format(count=len(steps[0].findall("li")))
    way.append(title)
    way.append(deepcopy(steps[0]))
    way.tail, facts.tail = facts.tail, None
    facts.addnext(way)


def prepare_steps(article: html.HtmlElement, words: Words) -> None:
    """Where a page has the steps and the checklist of a method, make room to say that a step is done."""
    headings = set(article.xpath(".//*[starts-with(@id, 'check-')]/@id"))
    for line in article.xpath(".//ol[@class='steps']"):
        steps = {h: h.get("id", "").replace("step-", "check-", 1) for h in line.findall("li/h3")}
        if headings.isdisjoint(steps.values()):
            continue
        line.set("data-done", words["steps-done"])
        for heading in steps:
            told = html.Element("span", {"class": "unseen", "data-told": ""})
            told.tail, heading.tail = heading.tail, None
            heading.addnext(told)
