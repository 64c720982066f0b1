"""Rules about what could harm a reader or stop the build; HTML, addresses and files have rules of their own."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from html import unescape

from methodbook.checks.links import external_links
from methodbook.checks.messages import entries
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page
from methodbook.page.code import FENCE
from methodbook.page.inline import ATTRIBUTE_ID
from methodbook.page.markdown import BLOCK_OPEN

MARKUP = re.compile(r"<[A-Za-z/!][^>]*>?|\{\{|\{%")
HOST = re.compile(r"(?<![\w@.-])(?:[\w-]+\.)+(?:[^\W\d_]{2,})(?![\w-])")
INVISIBLE = re.compile(entries()["invisible-character"]["pattern"])
ATTRIBUTE_LIST = re.compile(r"\{:?[ \t]*([^{}\n]*?)[ \t]*\}")
ATTRIBUTES = frozenset({"grade", "lang", "source", "was"})
VALUE = re.compile(r"[\w,-]+")
"""What the attributes in use hold: a language, a grade, ids."""
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
DEEPEST_LIST = 3
DEEPEST_QUOTE = 3
MOST_BRACKETS = 4


@rule("field-markup")
def field_markup(page: Page) -> Iterator[Hit]:
    for name, value in page.document.meta.items():
        for text in texts_in(value):
            if found := MARKUP.search(text) or INVISIBLE.search(text):
                mark = found[0] if found[0].isprintable() else f"U+{ord(found[0][0]):04X}"
                yield at(page.document.meta_lines.get(name, 1), field=name, mark=mark[:40])


def texts_in(value: object) -> Iterator[str]:
    """Every text in a field's value, keys too."""
    parts = [*value.keys(), *value.values()] if isinstance(value, Mapping) else value
    if isinstance(parts, list):
        yield from (text for part in parts for text in texts_in(part))
    else:
        yield str(value)


@rule("link-disguised")
def link_disguised(page: Page) -> Iterator[Hit]:
    for link, parts in external_links(page):
        seen = unicodedata.normalize("NFKC", unescape(re.sub(r"\\(?=[^\w\s])", "", link.text)))
        host = bare_host((parts.hostname or "") if parts else "")
        if told := next((name for name in HOST.findall(seen) if bare_host(name) != host), None):
            yield at(link.line, text=told, target=link.target[:60])


def bare_host(host: str) -> str:
    return host.lower().removeprefix("www.")


@rule("attribute-unknown")
def attribute_unknown(page: Page) -> Iterator[Hit]:
    """An attribute that the handbook does not use: it could change or run something. They stand at fences too."""
    lines = enumerate(page.document.body.split("\n"), page.document.body_line)
    fences = [(number, line) for number, line in lines if FENCE.match(line)]
    for number, line in (*page.shown_lines, *fences):
        for inside in ATTRIBUTE_LIST.findall(line):
            if strange := strange_attribute(inside):
                yield at(number, attribute=strange[:40])


def strange_attribute(inside: str) -> str:
    """The first thing in an attribute list that is neither an id nor an attribute in use; empty when there is none."""
    if "=" not in inside and not inside.startswith((".", "#")):
        return ""  # no attribute list: `attribute-form` tells of it
    # A quoted value loses its marks; what could end it early stays recognisable.
    bare = QUOTED.sub(lambda found: found[0][1:-1].replace(" ", "?"), ATTRIBUTE_ID.sub("", inside))
    pairs = ((part, *part.partition("=")[::2]) for part in bare.split())
    return next((part for part, name, value in pairs if name not in ATTRIBUTES or not VALUE.fullmatch(value)), "")


@rule("block-option")
def block_option(page: Page) -> Iterator[Hit]:
    for (_, above), (number, line) in itertools.pairwise(page.body_lines):
        if BLOCK_OPEN.match(above) and re.match(r"[ >]*(?: {4}|\t)[ \t]*\S", line):
            yield at(number, text=line.strip()[:40])


@rule("nested-too-deep")
def nested_too_deep(page: Page) -> Iterator[Hit]:
    deep = (number for number, line in page.body_lines if is_deep(line))
    yield from map(at, itertools.islice(deep, 1))


def is_deep(line: str) -> bool:
    indent = len(line) - len(line.lstrip(" \t")) + 3 * line.count("\t")
    quotes = re.sub(r"[ \t]", "", line)
    depth = len(quotes) - len(quotes.lstrip(">"))
    is_list = bool(re.match(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]", line))
    return (is_list and indent >= 4 * DEEPEST_LIST) or depth > DEEPEST_QUOTE or "[" * (MOST_BRACKETS + 1) in line
