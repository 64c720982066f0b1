"""Reading what is searched out of a built page: its article, cut into sections.

An article is `<article lang=…>` inside `<main>`, with the page's description. A section begins at every h1, every h2
and h3 that has an id, and at every glossary entry. What the site repeats on many pages (cards, labels, heading links,
menus) is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import html

HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
"""Elements that begin a section, with their level."""
ENTRY_LEVEL = 3
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "button", "cite", "code", "dfn", "em", "i", "kbd", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
UNREAD = frozenset({
    "button", "dialog", "footer", "form", "input", "nav", "noscript", "script", "select", "style", "svg", "template",
    "textarea",
})  # fmt: skip
UNREAD_CLASSES = frozenset({
    "anchor", "grade", "grade-source", "unseen", "form-tools", "list-status", "list-tools", "items-progress", "word",
    "glossary-neighbours", "glossary-ways", "compare-same", "pick-status", "side-by-side", "block-cards", "block-cases",
    "block-checklist", "block-checklists", "block-pages", "block-templates", "block-translations",
})  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A piece of an article under one heading. `level` is 1-3; `items` are the texts of its checklist items.

    `asks` are questions of readers that it answers, in their words.
    """

    anchor: str
    heading: str
    level: int
    text: str
    items: tuple[str, ...] = ()
    is_term: bool = False
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Article:
    """A page as it is searched. `url` is counted from the language's root; `language` is the text's own.

    `title` is the short one of the menu; `trail` holds the titles of the pages above it.
    """

    url: str
    title: str
    kind: str
    language: str
    trail: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass
class Draft:
    """A section while its text is being gathered."""

    section: Section
    text: list[str]
    items: list[str]

    def finished(self) -> Section:
        """The section with its text; whitespace evened out, one line a block."""
        return replace(self.section, text=tidy("".join(self.text)), items=tuple(map(tidy, self.items)))


def read_article(source: str | bytes, url: str) -> Article | None:
    """The article of the built page `source` (HTML), None when it has none or asks to be left out of the search.

    A page asks for that with `data-index="off"` on its article, or with `<meta name="robots" content="noindex">`.
    """
    page = html.document_fromstring(source)
    article = page.find(".//main//article[@lang]")
    robots = page.find(".//meta[@name='robots']")
    is_hidden = robots is not None and "noindex" in robots.get("content", "")
    if article is None or is_hidden or article.get("data-index") == "off":
        return None
    sections = with_description(read_sections(article), page)
    title = article.get("data-title") or sections[0].heading or url
    trail = tuple(read_breadcrumb(page)[:-1])
    language, kind = str(article.get("lang")), article.get("data-kind", "page")
    return Article(url, title, kind, language, trail, sections)


def with_asks(article: Article, asks: Mapping[str, Sequence[str]]) -> Article:
    """The article with the questions it answers, by the ids of its sections; `_top` is for the page as a whole."""
    sections = (replace(one, asks=tuple(map(str, asks.get(one.anchor or "_top", ())))) for one in article.sections)
    return replace(article, sections=tuple(sections))


def with_description(sections: tuple[Section, ...], page: html.HtmlElement) -> tuple[Section, ...]:
    """The sections, the text of the first begun with the page's description: it says in other words what the page is
    about, and is what a reader wants to see of it among the hits."""
    meta = page.find(".//meta[@name='description']")
    description = tidy(meta.get("content", "")) if meta is not None else ""
    return (replace(sections[0], text=f"{description}\n{sections[0].text}".strip()), *sections[1:])


def read_breadcrumb(page: html.HtmlElement) -> list[str]:
    """The titles in the page's breadcrumb, without the start page; empty when the page has none."""
    steps = page.findall(".//nav[@class='breadcrumb']//li")
    return [tidy("".join(read_text(step))) for step in steps][1:]


def read_sections(article: html.HtmlElement) -> tuple[Section, ...]:
    """The sections of an article in reading order; the first is the page itself, down to its first h2."""
    drafts = [Draft(Section("", "", 1, ""), [], [])]
    gather(article, drafts)
    return tuple(draft.finished() for draft in drafts)


def gather(element: html.HtmlElement, drafts: list[Draft]) -> None:
    """Add the text of `element` to the last of `drafts`, beginning a new one at each heading."""
    add(drafts, element.text)
    for child in element:
        if not is_read(child):
            pass
        elif child.tag == "h1" or (child.tag in HEADINGS and child.get("id")):
            begin(child, drafts)
        else:
            gather_child(child, drafts)
        add(drafts, child.tail)


def gather_child(child: html.HtmlElement, drafts: list[Draft]) -> None:
    """Add one element that is no heading; a block stands on lines of its own."""
    if child.tag == "li" and "item" in classes(child):
        drafts[-1].items += ["".join(read_text(label)) for label in child.findall("label")]
    if child.tag == "dl" and "glossary" in classes(child):
        for entry in child:
            begin_entry(entry, drafts)
        return
    border = "" if child.tag in INLINE else "\n"
    add(drafts, border)
    gather(child, drafts)
    add(drafts, border)


def begin(heading: html.HtmlElement, drafts: list[Draft]) -> None:
    """Begin a section at `heading`; the h1 names the section that is there from the start."""
    text = tidy("".join(read_text(heading)))
    level = HEADINGS[str(heading.tag)]
    if level == 1:
        drafts[0].section = replace(drafts[0].section, heading=text)
    else:
        drafts.append(Draft(Section(str(heading.get("id")), text, level, ""), [], []))


def begin_entry(entry: html.HtmlElement, drafts: list[Draft]) -> None:
    """Begin a section at an entry of the glossary: a `<div id>` around a term and its explanations."""
    term = entry.find("dt")
    heading = tidy((term.text if term is not None else None) or "")
    drafts.append(Draft(Section(str(entry.get("id")), heading, ENTRY_LEVEL, "", is_term=True), [], []))
    gather(entry, drafts)


def add(drafts: list[Draft], text: str | None) -> None:
    """Add text to the section being gathered."""
    if text:
        drafts[-1].text.append(text)


def is_read(element: html.HtmlElement) -> bool:
    """Whether an element holds text of the article's own."""
    if not isinstance(element.tag, str) or (element.tag in UNREAD and element.get("class") != "term"):
        return False
    return element.get("hidden") is None and not classes(element) & UNREAD_CLASSES


def classes(element: html.HtmlElement) -> frozenset[str]:
    """The classes of an element."""
    return frozenset(element.get("class", "").split())


def read_text(element: html.HtmlElement) -> Iterator[str]:
    """The pieces of text inside `element`, without what is not read."""
    yield element.text or ""
    for child in element:
        if is_read(child):
            yield from read_text(child)
        yield child.tail or ""


def tidy(text: str) -> str:
    """Whitespace evened out: single spaces, single line breaks, no soft hyphens."""
    text = re.sub(r"[^\S\n]+", " ", text.replace("\u00ad", ""))
    return re.sub(r" ?\n\s*", "\n", text).strip()
