"""The whole handbook of one language on one page, to read, print or make a PDF of.

Put together from the built pages: their articles in the order of the menu, with headings moved down below the part
they stand in, ids made unique, links between pages turned into links within this one, and addresses outside the
handbook as numbered notes. What only a screen needs (menus, filters, buttons) stays out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

FOLDER = "print"
LEFT_OUT = frozenset({"checklists/", "search/", "translations/"})
"""Pages that are only ways to others, or about the site."""
SCREEN_ONLY = (
    ".anchor, script, template, noscript, .way, .narrow, .finder, .list-status, .list-tools, .list-notice, .item-more, "
    ".item-said, .items-progress, .unseen, .needs-script, .emblem, .list-actions, button, select, "
    "dialog, input[type=file]"
)
HEADINGS = ("h1", "h2", "h3", "h4")
DEEPEST = 6
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


@dataclass(frozen=True)
class Leaf:
    """A page as the menu has it. `url` counts from the language's root; `depth` from 1."""

    url: str
    title: str
    depth: int

    @property
    def key(self) -> str:
        """What the page's ids begin with on the one page: `methods-council`."""
        return self.url.strip("/").replace("/", "-") or "start"


@dataclass
class Whole:
    """The one page: its chapters' HTML in order, and the addresses outside the handbook, by their number less one."""

    leaves: list[Leaf] = field(default_factory=list)
    chapters: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, address: str) -> int:
        """The number of the note for `address`."""
        if address not in self.notes:
            self.notes.append(address)
        return self.notes.index(address) + 1


def assemble(site: Path, address: str, language: str, leaves: Sequence[Leaf], words: Mapping[str, str]) -> Whole:
    """The whole handbook of `language` from the pages built in `site` for `address` (with a trailing slash)."""
    wanted = [leaf for leaf in leaves if leaf.url not in LEFT_OUT]
    root = f"{address}{language}/"
    keys = {f"{root}{leaf.url}": leaf.key for leaf in wanted}
    whole = Whole(leaves=wanted)
    for leaf in wanted:
        built = (site / language / leaf.url / "index.html").read_text(encoding="utf-8")
        page = html.document_fromstring(built)
        chapter = page.cssselect("article")[0]
        prepare(chapter, leaf, words)
        for link in chapter.cssselect("a[href]"):
            redirect(link, f"{root}{leaf.url}", address, keys, whole)
        add_facts(chapter, page, leaf)
        whole.chapters.append(etree.tostring(chapter, encoding="unicode", method="html", with_tail=False))
    return whole


def prepare(chapter: html.HtmlElement, leaf: Leaf, words: Mapping[str, str]) -> None:
    """Make the page's article a chapter: nothing that only a screen needs, own ids, headings at their depth."""
    for element in chapter.cssselect(SCREEN_ONLY):
        element.drop_tree()
    for items in chapter.cssselect("ul.items"):
        paper_list(items, words)
    for element in chapter.iter():
        if isinstance(element.tag, str):
            make_ids_own(element, leaf.key)
            lower_heading(element, leaf.depth)
    chapter.tag = "section"
    language = chapter.get("lang")
    chapter.attrib.clear()
    chapter.attrib.update({"class": f"chapter chapter-{leaf.depth} article", "lang": language or "", "id": leaf.key})


def make_ids_own(element: html.HtmlElement, key: str) -> None:
    """Let the element's id, and what it refers to, begin with the chapter's key."""
    if "id" in element.attrib:
        element.set("id", f"{key}--{element.get('id')}")
    for name in REFERENCES:
        if name in element.attrib:
            element.set(name, " ".join(f"{key}--{part}" for part in str(element.get(name)).split()))
    for name in [name for name in element.attrib if str(name).startswith("data-")]:
        del element.attrib[name]


def lower_heading(element: html.HtmlElement, depth: int) -> None:
    """Move a heading below the chapter it stands in; it keeps its look by a class."""
    if element.tag in HEADINGS:
        level = int(element.tag[1])
        element.set("class", f"{element.get('class', '')} title-{level}".strip())
        element.tag = f"h{min(level + depth, DEEPEST)}"


def paper_list(items: html.HtmlElement, words: Mapping[str, str]) -> None:
    """A list of items to tick as a table for paper: square and item, who, when."""
    table = html.Element("table", {"class": "paper-list"})
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for key in ("paper-item", "list.who", "list.when"):
        etree.SubElement(head, "th", {"scope": "col"}).text = words[key]
    body = etree.SubElement(table, "tbody")
    for item in items.cssselect("li.item"):
        row = etree.SubElement(body, "tr")
        cell = etree.SubElement(row, "td", {"class": "paper-item"})
        for part in item.cssselect("label, .item-why"):
            part.tag, part.tail = "div", None
            part.attrib.clear()
            cell.append(part)
        etree.SubElement(row, "td")
        etree.SubElement(row, "td")
    table.tail = items.tail
    items.getparent().replace(items, table)


def redirect(link: html.HtmlElement, page: str, address: str, keys: Mapping[str, str], whole: Whole) -> None:
    """Let `link` on the page at `page` lead to its place on the one page, to the site, or to a numbered note."""
    target = urljoin(page, link.get("href"))
    bare, fragment = urldefrag(target)
    if bare in keys:
        link.set("href", f"#{keys[bare]}--{fragment}" if fragment else f"#{keys[bare]}")
        return
    link.set("href", target)
    if urlsplit(target).scheme in {"http", "https"} and not target.startswith(address):
        number = whole.note(target)
        mark = html.Element("sup", {"class": "note-mark"})
        etree.SubElement(mark, "a", {"href": f"#note-{number}"}).text = str(number)
        link.addnext(mark)
        mark.tail, link.tail = link.tail, None


def add_facts(chapter: html.HtmlElement, page: html.HtmlElement, leaf: Leaf) -> None:
    """Below the chapter: its sources and when it was last looked through, from the page's foot."""
    rows = page.cssselect(".about [data-fact=sources], .about [data-fact=reviewed]")
    if not rows or leaf.depth == 1:
        return
    facts = etree.SubElement(chapter, "dl", {"class": "chapter-facts"})
    for row in rows:
        for part in row.cssselect("[data-review]"):
            part.drop_tree()
        for link in row.cssselect("a"):
            link.drop_tag()
        row.attrib.clear()
        facts.append(row)


def entries(whole: Whole) -> Iterator[dict[str, Any]]:
    """The lines of the contents: the key to link to, title and depth."""
    for leaf in whole.leaves:
        yield {"key": leaf.key, "title": leaf.title, "depth": leaf.depth}
