"""What Markdown really makes of a page, to compare with what the toolbox reads in it: the two must never differ.

The toolbox reads by line and knows the small part of Markdown that the handbook uses. Whatever Markdown understands
otherwise (a heading underlined with dashes, a point in the middle of a paragraph, text pushed in so that it becomes
code) would be shown to readers and seen by no rule; `differences` finds it, whatever it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from lxml import html as lxml_html
from markdown import Markdown

from methodbook.page.code import FENCE, blank_code, blanked
from methodbook.page.markdown import Document

EXTENSIONS = ("attr_list", "def_list", "fenced_code", "tables", "methodbook.page.markup")
"""Those of `mkdocs.yml`, but for the one that only adds contents, and ids of its own to headings."""
CONTAINERS = {"missing": "aside.missing", "note": "aside.note", "facts": "div.facts", "steps": "div.steps-frame"}
"""Blocks by what Markdown makes of them; of a figure only its words are left, and others name themselves."""
HIDDEN = "\0"

Reading = Mapping[str, tuple[str, ...]]
"""Headings, items, fields, addresses, blocks and code of a page, each as a line of text, in order or sorted."""


def read(page: Document) -> Reading:
    return {
        "heading": tuple(f"{h.level} {h.id or ''} {letters(h.text)}" for h in page.headings),
        "item": tuple(f"{item.id or ''} {letters(item.text)}" for item in page.items),
        "field": tuple(field.id or "" for field in page.fields if field.id),
        "link": tuple(sorted(unquote(link.target) for link in page.links)),
        "block": tuple(sorted(block.name for block in page.blocks if block.name != "figure")),
        "code": (letters("".join(code_in(page.body))),),
    }


def code_in(body: str) -> Iterator[str]:
    """The code in `body`, line by line, without the fences around it."""
    lines = body.split("\n")
    for typed, kept, shown in zip(lines, blank_code(lines), blanked(body, HIDDEN).split("\n"), strict=True):
        if kept == typed or not FENCE.match(typed):
            yield "".join(letter for letter, sign in zip(typed, shown, strict=True) if sign == HIDDEN)


def shown(page: Document) -> Reading:
    settings = {"methodbook.page.markup": {"language": page.language}}
    markup = Markdown(extensions=EXTENSIONS, extension_configs=settings).convert(page.body)
    tree = lxml_html.fragment_fromstring(f"<div>{markup}</div>")
    for added in tree.cssselect("a.anchor, h3 > .unseen"):
        added.drop_tree()
    for image in tree.iter("img"):
        image.tail = image.get("alt", "") + (image.tail or "")
    headings = (part for part in tree.iter() if isinstance(part.tag, str) and re.fullmatch("h[1-6]", part.tag))
    boxes = ((box, box.getnext()) for box in tree.cssselect("input.item-box"))
    targets = [*tree.xpath(".//a/@href"), *tree.xpath(".//img/@src")]
    named = [name for name, selector in CONTAINERS.items() for _ in tree.cssselect(selector)]
    return {
        "heading": tuple(f"{part.tag[1]} {part.get('id', '')} {letters(part.text_content())}" for part in headings),
        "item": tuple(f"{box.get('id', '')} {letters(label.text_content())}" for box, label in boxes),
        "field": tuple(tree.xpath(".//@data-field")),
        "link": tuple(sorted(map(unquote, targets))),
        "block": tuple(sorted([*named, *tree.xpath(".//@data-block")])),
        "code": (letters("".join(part.text_content() for part in tree.iter("code"))),),
    }


@dataclass(frozen=True)
class Difference:
    """Something that only one of the two readings has: its kind, and its words without marks and spaces."""

    kind: str
    words: str


def differences(page: Document) -> Iterator[Difference]:
    """What Markdown makes of `page` and the toolbox does not read, or the other way round; one of each kind."""
    try:
        ours, theirs = read(page), shown(page)
    except RecursionError:  # lists or quotations within each other, hundreds deep
        yield Difference("block", "")
        return
    for kind, parts in ours.items():
        if parts != theirs[kind]:
            both = [*theirs[kind], *parts]
            odd = next((part for part in both if parts.count(part) != theirs[kind].count(part)), "")
            yield Difference(kind, letters(odd.rpartition(" ")[2]))


def letters(text: str) -> str:
    """The letters and figures of a text, without anything between them that Markdown may turn into something else."""
    return re.sub(r"[\W_]+", "", unescape(text))
