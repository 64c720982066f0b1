"""The article's layout: parts that stand together on the start page, in the finder and on a template.

Markdown gives a flat run of headings and text; a page that lays its parts side by side, or narrows them, needs each
heading and what follows it in one element.
"""

from lxml import html

from methodbook.page.markdown import Document

START = ""
FINDER = ".//nav[@data-finder]"


def lay_out(article: html.HtmlElement, page: Document) -> None:
    """Give `article`, the text of `page`, the structure its layout needs."""
    if page.url == START or article.xpath(FINDER):
        group_parts(article)
    if page.url == START:
        open_start(article)


def scripts(article: html.HtmlElement) -> list[str]:
    """The modules that what stands in `article` asks for; each only adds to what works without it."""
    wanted = {
        "cases": ".//div[@data-cases]",
        "compare": ".//table[@class='compare']",
        "finder": FINDER,
        "glossary": ".//dl[@class='glossary']",
    }
    return [name for name, what in wanted.items() if article.xpath(what)]


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


def place_contents(article: html.HtmlElement) -> None:
    """Mark where a narrow screen has the contents, folded: below the lead and what stands with it."""
    above = article.find("div[@class='sheet']")
    parts = list(article if above is None else above)
    head = next((place for place, part in enumerate(parts) if part.tag == "h1"), None)
    if head is None:
        return
    last = head
    while last + 1 < len(parts) and parts[last + 1].tag == "p":
        last += 1
        if parts[last].get("class") is None and above is None:
            parts[last].set("class", "lead")
            break
    parts[last].addnext(html.HtmlComment("contents"))
