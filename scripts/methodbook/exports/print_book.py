"""The whole handbook of one language on one page, to read, print or make a PDF of.

Put together from the built pages: their articles in the order of the menu, with headings moved down below the part
they stand in, ids made unique, links between pages turned into links within this one, and addresses outside the
handbook as numbered notes. What only a screen needs (menus, filters, buttons) stays out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import cast
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html
from lxml.cssselect import CSSSelector

from methodbook.cache import remembered

FOLDER = "print"
LEFT_OUT = frozenset({"checklists/", "search/", "translations/"})
"""Pages that are only ways to others, or about the site."""
SCREEN_ONLY = (
    ".anchor, script, template, noscript, .take, .contents-folded, .sheet-foot, .form-tools, .word, .blank, .narrow, "
    ".finder, .glossary-ways, .pick, .pick-status, .side-by-side, .list-status, .list-tools, .list-notice, .item-more, "
    ".item-said, .items-progress, .unseen, .needs-script, .emblem, .list-actions, button, select, "
    "dialog, input[type=file]"
)
HEADINGS = ("h1", "h2", "h3", "h4")
DEEPEST = 6
MAIN, MAIN_END = '<main id="main"', "</main>"
PAPER_COLUMNS = ("paper-item", "list.who", "list.when")
"""Words over the columns of a list on paper."""
MARK = '<sup class="note-mark" data-note=""><a href="#note-0">0</a></sup>'
"""The mark of a note until its number is known. No author writes it: chapters lose all `data-` attributes before."""
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")


@cache
def selector(css: str) -> CSSSelector:
    return CSSSelector(css, translator="html")


def select(element: html.HtmlElement, css: str) -> list[html.HtmlElement]:
    """The elements in `element` that `css` selects, in order."""
    return cast("list[html.HtmlElement]", selector(css)(element))


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

    leaves: list[Leaf]
    chapters: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Frame:
    """What all chapters share: the site's address, the language's, the pages that are chapters, words over columns."""

    address: str
    root: str
    leaves: tuple[Leaf, ...]
    columns: tuple[str, ...]

    def __hash__(self) -> int:
        return hash((self.root, len(self.leaves)))

    @cached_property
    def keys(self) -> Mapping[str, str]:
        return {f"{self.root}{leaf.url}": leaf.key for leaf in self.leaves}


@dataclass(frozen=True)
class Chapter:
    """A chapter's HTML, cut where the number of a note stands, and the address that each note is for."""

    pieces: tuple[str, ...]
    addresses: tuple[str, ...]


def assemble(site: Path, address: str, language: str, leaves: Sequence[Leaf], words: Mapping[str, str]) -> Whole:
    """The whole handbook of `language` from the pages built in `site` for `address` (with a trailing slash)."""
    whole = Whole([leaf for leaf in leaves if leaf.url not in LEFT_OUT])
    columns = tuple(words[key] for key in PAPER_COLUMNS)
    frame = Frame(address, f"{address}{language}/", tuple(whole.leaves), columns)
    for leaf in whole.leaves:
        built = (site / language / leaf.url / "index.html").read_text(encoding="utf-8")
        # The rest of a page, menus and all, tells nothing here, and changes on every page with a title of one.
        main = built[built.index(MAIN) : built.rindex(MAIN_END)]
        whole.chapters.append(numbered(chapter_of(main, leaf, frame), whole))
    return whole


@remembered
def chapter_of(main: str, leaf: Leaf, frame: Frame) -> Chapter:
    """A page, of which `main` is the HTML of its main part, as a chapter."""
    page = html.document_fromstring(main)
    chapter = select(page, "article")[0]
    prepare(chapter, leaf, frame.columns)
    redirected = [redirect(link, f"{frame.root}{leaf.url}", frame) for link in select(chapter, "a[href]")]
    add_facts(chapter, page, leaf)
    source = etree.tostring(chapter, encoding="unicode", method="html", with_tail=False)
    return Chapter(tuple(source.split(MARK)), tuple(filter(None, redirected)))


def numbered(chapter: Chapter, whole: Whole) -> str:
    """The chapter's HTML with the numbers that its notes have in `whole`."""
    parts = [chapter.pieces[0]]
    for address, piece in zip(chapter.addresses, chapter.pieces[1:], strict=True):
        whole.notes += [address] if address not in whole.notes else []
        number = whole.notes.index(address) + 1
        parts += [f'<sup class="note-mark"><a href="#note-{number}">{number}</a></sup>', piece]
    return "".join(parts)


def prepare(chapter: html.HtmlElement, leaf: Leaf, columns: Sequence[str]) -> None:
    """Make the page's article a chapter: nothing that only a screen needs, own ids, headings at their depth."""
    for term in select(chapter, "button.term"):
        term.drop_tag()
    for element in select(chapter, SCREEN_ONLY):
        element.drop_tree()
    for blank in select(chapter, ".field :is(input, textarea)"):
        make_plain(blank, "div", {"class": "blank-line"})
    for items in select(chapter, "ul.items"):
        paper_list(items, columns)
    for element in chapter.iter():
        if isinstance(element.tag, str):
            make_ids_own(element, leaf.key)
            lower_heading(element, leaf.depth)
    language = chapter.get("lang", "")
    attributes = {"class": f"chapter chapter-{leaf.depth} article", "lang": language, "id": leaf.key}
    make_plain(chapter, "section", attributes)


def make_plain(element: html.HtmlElement, tag: str, attributes: Mapping[str, str]) -> None:
    element.tag = tag
    element.attrib.clear()
    element.attrib.update(attributes)


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


def paper_list(items: html.HtmlElement, columns: Sequence[str]) -> None:
    """A list of items to tick as a table for paper with these `columns`: square and item, who, when."""
    table = html.Element("table", {"class": "paper-list"})
    head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
    for column in columns:
        etree.SubElement(head, "th", {"scope": "col"}).text = column
    body = etree.SubElement(table, "tbody")
    for item in select(items, "li.item"):
        row = etree.SubElement(body, "tr")
        cell = etree.SubElement(row, "td", {"class": "paper-item"})
        for part in select(item, "label, .item-why"):
            make_plain(part, "div", {})
            part.tail = None
            cell.append(part)
        row.extend([etree.Element("td"), etree.Element("td")])
    table.tail = items.tail
    items.getparent().replace(items, table)


def redirect(link: html.HtmlElement, page: str, frame: Frame) -> str:
    """Let `link` on the page at `page` lead to its place on the one page or to the site.

    Returned is the address outside the handbook that it leads to, if so; a mark for a note then stands behind it.
    """
    target: str = urljoin(page, link.get("href"))
    bare, fragment = urldefrag(target)
    if key := frame.keys.get(bare):
        link.set("href", f"#{key}--{fragment}" if fragment else f"#{key}")
        return ""
    link.set("href", target)
    if urlsplit(target).scheme not in {"http", "https"} or target.startswith(frame.address):
        return ""
    mark = html.fragment_fromstring(MARK)
    link.addnext(mark)
    mark.tail, link.tail = link.tail, None
    return target


def add_facts(chapter: html.HtmlElement, page: html.HtmlElement, leaf: Leaf) -> None:
    """Below the chapter: its sources and when it was last looked through, from the page's foot."""
    rows = select(page, ".about [data-fact=sources], .about [data-fact=reviewed]")
    if not rows or leaf.depth == 1:
        return
    # In an element of its own: a list right below an article is laid out as a table.
    facts = etree.SubElement(etree.SubElement(chapter, "footer"), "dl", {"class": "chapter-facts"})
    for row in rows:
        for part in select(row, "[data-review]"):
            part.drop_tree()
        for link in select(row, "a"):
            link.drop_tag()
        row.attrib.clear()
        facts.append(row)
