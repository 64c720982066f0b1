"""Rules about what could harm a reader or stop the build; HTML, addresses and files have rules of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from methodbook.checks.findings import Finding
from methodbook.checks.links import external_links, split
from methodbook.checks.rule import PageRule, Rule
from methodbook.checks.sources import Page, Tree
from methodbook.page.code import FENCE
from methodbook.page.inline import ATTRIBUTE_ID
from methodbook.page.markdown import BLOCK_OPEN

MARKUP = re.compile(r"<[A-Za-z/!][^>]*>?|\{\{|\{%")
HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:[a-z]{2,})(?![\w.-])", re.IGNORECASE)
ATTRIBUTE_LIST = re.compile(r"\{:?[ \t]*([^{}\n]*?)[ \t]*\}")
ATTRIBUTES = frozenset({"grade", "lang", "was"})
VALUE = re.compile(r"[\w,-]+")
"""What the attributes in use hold: a language, a grade, ids."""
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
DEEPEST_LIST = 3
DEEPEST_QUOTE = 3
MOST_BRACKETS = 4


class FieldMarkup(PageRule):
    """HTML or template marks in a field above the page."""

    id = "field-markup"
    group = "harm"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for name, value in page.document.meta.items():
            if found := MARKUP.search(str(value)):
                line = page.document.meta_lines.get(name, 1)
                yield self.finding(page.path, line, field=name, mark=found[0][:40])


class LinkDisguised(PageRule):
    """A link whose words name one address while it leads to another."""

    id = "link-disguised"
    group = "harm"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for link in external_links(page):
            told = HOST.search(link.text)
            parts = split(link.target)
            host = (parts.hostname or "") if parts else ""
            if told and bare_host(told[0]) != bare_host(host):
                yield self.finding(page.path, link.line, text=told[0], target=link.target[:60])


def bare_host(host: str) -> str:
    """A host's name without what does not matter."""
    return host.lower().removeprefix("www.")


class AttributeUnknown(PageRule):
    """An attribute in curly brackets that the handbook does not use: it could change or run something."""

    id = "attribute-unknown"
    group = "harm"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in (*page.shown_lines, *fence_lines(page)):
            for inside in ATTRIBUTE_LIST.findall(line):
                if strange := strange_attribute(inside):
                    yield self.finding(page.path, number, attribute=strange[:40])


def fence_lines(page: Page) -> Iterator[tuple[int, str]]:
    """The lines above and below code, with their numbers: attributes may stand there too."""
    for number, line in enumerate(page.document.body.split("\n"), page.document.body_line):
        if FENCE.match(line):
            yield number, line


def strange_attribute(inside: str) -> str:
    """The first thing in an attribute list that is neither an id nor an attribute in use; empty when there is none."""
    if "=" not in inside and not inside.startswith((".", "#")):
        return ""  # no attribute list: `attribute-form` tells of it
    for part in QUOTED.sub(quoted_value, ATTRIBUTE_ID.sub("", inside)).split():
        name, _, value = part.partition("=")
        if name not in ATTRIBUTES or not VALUE.fullmatch(value):
            return part
    return ""


def quoted_value(found: re.Match[str]) -> str:
    """A quoted value without its marks; what could end it early stays recognisable."""
    return found[0][1:-1].replace(" ", "?")


class BlockOption(PageRule):
    """Settings below the first line of a block: they can put any attribute on the page."""

    id = "block-option"
    group = "harm"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        above = ""
        for number, line in page.body_lines:
            if BLOCK_OPEN.match(above) and re.match(r"[ >]*(?: {4}|\t)[ \t]*\S", line):
                yield self.finding(page.path, number, text=line.strip()[:40])
            above = line


class NestedTooDeep(PageRule):
    """Lists, quotations or brackets inside each other, deeper than anyone reads."""

    id = "nested-too-deep"
    group = "harm"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            if is_deep(line):
                yield self.finding(page.path, number)
                return


def is_deep(line: str) -> bool:
    """Whether a line stands deeper than the handbook's layout goes."""
    indent = len(line) - len(line.lstrip(" \t")) + 3 * line.count("\t")
    quotes = re.match(r"[ \t]*(?:>[ \t]?)*", line)
    depth = quotes[0].count(">") if quotes else 0
    is_list = bool(re.match(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]", line))
    return (is_list and indent >= 4 * DEEPEST_LIST) or depth > DEEPEST_QUOTE or "[" * (MOST_BRACKETS + 1) in line


RULES: tuple[Rule, ...] = (FieldMarkup(), LinkDisguised(), AttributeUnknown(), BlockOption(), NestedTooDeep())
