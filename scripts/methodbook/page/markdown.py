"""Reading a page of the handbook: front matter, headings, checklist items, links and text, each with its line.

Pure functions over the Markdown text; nothing here knows MkDocs, reads or writes files. The parsing is by line, on
purpose: a finding needs the line a person typed, and what is parsed is the small, plain part of Markdown that the
handbook uses (see `docs/*/contribute.md`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from methodbook.cache import remembered
from methodbook.languages import LANGUAGES
from methodbook.page.code import blank_code
from methodbook.page.front_matter import normalized, split_front_matter
from methodbook.page.inline import Link, attributes, find_links, plain_text
from methodbook.page.points import Field, Item, find_points

HEADING = re.compile(r"^(#{1,6})[ \t]*(?:(\S.*?)(?:[ \t]+\{:?[ \t]*([^{} \t][^{}]*)\})?)?[ \t]*$")
INDENTED = r"^(?:[ \t>]|(?:[-*+:]|\d+[.)])[ \t])*"
"""What may stand before a definition: Markdown reads them in lists and quotations too."""
BLOCK_OPEN = re.compile(r"^ {0,3}///+[ \t]*(?P<name>[\w-]+)(?:[ \t]*\|[ \t]*(?P<argument>.*?))?[ \t]*$")
BLOCK_CLOSE = re.compile(r"^ {0,3}///+[ \t]*$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1-6; `grade` is its grade of statement, `source` the source it is about, if it says one."""

    line: int
    level: int
    text: str
    id: str | None
    grade: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A `/// name | argument` block; `end` is the line of its closing `///`, 0 when it is missing."""

    line: int
    name: str
    argument: str
    end: int


@dataclass(frozen=True)
class Document:
    """One page in one language, as read. `path` is relative to the language folder: `methods/visits/roles.md`."""

    language: str
    path: PurePosixPath
    text: str
    meta: Mapping[str, Any]
    body: str
    body_line: int
    headings: tuple[Heading, ...] = ()
    items: tuple[Item, ...] = ()
    fields: tuple[Field, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    meta_lines: Mapping[str, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash((self.language, self.path, self.text))

    @property
    def title(self) -> str:
        """The title of the front matter, else the first heading, else the file's name."""
        found = self.meta.get("title") or next((h.text for h in self.headings), None)
        return str(found or self.path.stem)

    @property
    def heading(self) -> str:
        """The page's own heading (H1), else its title."""
        return next((h.text for h in self.headings if h.level == 1), self.title)

    @property
    def original(self) -> str:
        """The language the page was first written in; its own if the front matter does not say."""
        said = self.meta.get("original")
        return said if said in LANGUAGES else self.language

    @property
    def is_translation(self) -> bool:
        """Whether the page was rendered from another language."""
        return self.original != self.language

    @property
    def url(self) -> str:
        """Address below the language's root: `` for the start page, `methods/visits/roles/`."""
        parts = self.path.with_suffix("").parts
        if parts[-1] == "index":
            parts = parts[:-1]
        return "/".join(parts) + "/" if parts else ""

    @property
    def ids(self) -> tuple[str, ...]:
        """All explicit ids of headings, items and fields, in reading order."""
        parts: tuple[Heading | Item | Field, ...] = (*self.headings, *self.items, *self.fields)
        return tuple(part.id for part in sorted(parts, key=lambda part: part.line) if part.id)


def parse_document(text: str, language: str, path: PurePosixPath) -> Document:
    """Parse the Markdown `text` of the page `path` in `language`.

    Raises ContentError when the front matter is missing, is not closed, or is not YAML with named fields.
    """
    text = normalized(text)
    meta, meta_lines, body, first = split_front_matter(text)
    lines = blank_code(body.split("\n"))
    headings = tuple(find_headings(lines, first))

    def section_at(line: int) -> str | None:
        return next((h.id for h in reversed(headings) if h.line < line and h.level > 1), None)

    items, fields = find_points(lines, first, section_at)
    links, blocks = tuple(find_links(lines, first)), tuple(find_blocks(lines, first))
    return Document(language, path, text, meta, body, first, headings, items, fields, links, blocks, meta_lines)


parsed = remembered(parse_document)
"""`parse_document`, with a memory for the pages of `docs/`."""


def find_headings(lines: list[str], first: int) -> Iterator[Heading]:
    for number, line in enumerate(lines, first):
        if found := HEADING.match(line):
            identifier, pairs = attributes(found[3])
            text = plain_text((found[2] or "").rstrip("#"))
            yield Heading(number, len(found[1]), text, identifier, pairs.get("grade"), pairs.get("source"))


def find_blocks(lines: list[str], first: int) -> Iterator[Block]:
    """The `///` blocks with the line that closes each; that it has as many slashes is for the checks to see."""
    found: list[Block] = []
    still_open: list[int] = []
    for number, line in enumerate(lines, first):
        if opened := BLOCK_OPEN.match(line):
            still_open.append(len(found))
            found.append(Block(number, opened["name"].lower(), opened["argument"] or "", 0))
        elif BLOCK_CLOSE.match(line) and still_open:
            place = still_open.pop()
            found[place] = replace(found[place], end=number)
    yield from found


def facts(page: Document) -> tuple[tuple[str, str], ...]:
    """The page's strip of facts: (name, text) in order, from its first `/// facts` block."""
    block = next((b for b in page.blocks if b.name == "facts" and b.end), None)
    if block is None:
        return ()
    found: list[tuple[str, str]] = []
    for line in page.text.split("\n")[block.line : block.end - 1]:
        if line.startswith(":") and found:
            name, text = found[-1]
            found[-1] = (name, f"{text} {plain_text(line[1:])}".strip())
        elif line.strip():
            found.append((plain_text(line), ""))
    return tuple(found)
