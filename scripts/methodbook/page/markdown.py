"""Reading a page of the handbook: front matter, headings, checklist items, links and text, each with its line.

Pure functions over the Markdown text; nothing here knows MkDocs or writes anything. Only `read_document` and
`read_tree` touch files. The parsing is by line, on purpose: a finding needs the line a person typed, and what is
parsed is the small, plain part of Markdown that the handbook uses (see `docs/*/contribute.md`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import yaml

from methodbook.cache import remembered
from methodbook.languages import LANGUAGES, Loader

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*(?:\{([^{}]*)\})?[ \t]*$")
ITEM = re.compile(r"^[-*+][ \t]+\[([ xX])\][ \t]+(.*?)[ \t]*(?:\{([^{}]*)\})?[ \t]*$")
FIELD_KINDS = ("line", "text", "date", "choice", "rows")
"""Kinds of field on a template page: one line, several lines, a date, one of several options, a table of rows."""
FIELD = re.compile(rf"^[-*+][ \t]+\[({'|'.join(FIELD_KINDS)})\][ \t]+(.*?)[ \t]*(?:\{{([^{{}}]*)\}})?[ \t]*$")
NESTED = re.compile(r"^(?:[ ]{2,}|[ ]*\t\s*)[-*+](?:[ \t]+(.*))?$")
LINK = re.compile(r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*<?([^)\s>\[\]]*)>?(?:\s+[\"'][^)]*[\"'])?\s*\)")
INDENTED = r"^(?:[ \t>]|(?:[-*+:]|\d+[.)])[ \t])*"
"""What may stand before a block or a definition: Markdown reads them in lists and quotations too."""
BLOCK_OPEN = re.compile(INDENTED + r"///+[ \t]+([\w-]+)(?:[ \t]*\|[ \t]*(.*?))?[ \t]*$")
BLOCK_CLOSE = re.compile(INDENTED + r"///+[ \t]*$")
FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
FENCE_OPEN = re.compile(r"(```+|~~~+)[ \t]*(?:\{[^\n]*\}|\.?[\w#.+-]*)[ \t]*")
"""The line above a block of code, as Markdown reads it: anything else there, and what follows is no code."""
SPAN = re.compile(r"(?<![`\\])(`+)(?!`).+?(?<!`)\1(?!`)")
ATTRIBUTE_ID = re.compile(r"#([^\s{}]+)")
ATTRIBUTE_PAIR = re.compile(r"([\w-]+)=(\"[^\"]*\"|'[^']*'|[^\s{}]+)")
CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
NOT_TEXT = re.compile("[\u0000-\u0008\u000e-\u001b\ufffe\uffff]")
"""Signs that no XML may hold, and so no Word document: they are left out of what is read."""
LONGEST_FRONT_MATTER = 20_000
INLINE_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`|\{[^{}\n]*\}")


class ContentError(Exception):
    """A page cannot be read. `line` is 1-based; `reason` is a key that the checks turn into words."""

    def __init__(self, reason: str, line: int = 1, detail: str = "") -> None:
        super().__init__(f"{reason} (line {line}) {detail}".rstrip())
        self.reason = reason
        self.line = line
        self.detail = detail


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
class Item:
    """A checklist item `- [ ] text {#id was=old}` under the section heading `section` (its id)."""

    line: int
    text: str
    id: str | None
    was: tuple[str, ...] = ()
    why: str = ""
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field to fill in, `- [kind] text {#id}`, under the section heading `section` (its id).

    `options` are those of a `choice`. `columns` and `rows` are those of `rows`: each row has a cell for each column,
    empty where the reader writes. `hint` is the indented text below.
    """

    line: int
    kind: str
    text: str
    id: str | None
    section: str | None = None
    hint: str = ""
    options: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A Markdown link or image as typed."""

    line: int
    text: str
    target: str
    is_image: bool = False

    @property
    def is_external(self) -> bool:
        """Whether the target has a scheme or a host (so it does not point to a page of the handbook)."""
        return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", self.target))


@dataclass(frozen=True, slots=True)
class Block:
    """A `/// name | argument` block; `end` is the line of its closing `///`, 0 when it is missing."""

    line: int
    name: str
    argument: str
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose (paragraph, list item, table row or definition) as plain text, without markup."""

    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """One page in one language, as read. `path` is relative to the language folder: `methods/council/roles.md`."""

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
    paragraphs: tuple[Paragraph, ...] = ()
    meta_lines: Mapping[str, int] = field(default_factory=dict)

    def __hash__(self) -> int:
        """All else follows from these."""
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
        """Address below the language's root: `` for the start page, `methods/council/roles/`."""
        parts = self.path.with_suffix("").parts
        if parts[-1] == "index":
            parts = parts[:-1]
        return "/".join(parts) + "/" if parts else ""

    @property
    def ids(self) -> tuple[str, ...]:
        """All explicit ids of headings, items and fields, in reading order."""
        parts: tuple[Heading | Item | Field, ...] = (*self.headings, *self.items, *self.fields)
        marked = [(part.line, part.id) for part in parts]
        return tuple(identifier for _, identifier in sorted(marked, key=lambda pair: pair[0]) if identifier)


def parse_document(text: str, language: str, path: PurePosixPath) -> Document:
    """Parse the Markdown `text` of the page `path` in `language`.

    Raises ContentError when the front matter is missing, is not closed, or is not YAML with named fields.
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    meta, meta_lines, body, body_line = split_front_matter(text)
    lines = blank_code(body.split("\n"))
    headings = tuple(find_headings(lines, body_line))
    return Document(
        language=language,
        path=path,
        text=text,
        meta=meta,
        body=body,
        body_line=body_line,
        headings=headings,
        items=tuple(find_items(lines, body_line, headings)),
        fields=tuple(find_fields(lines, body_line, headings)),
        links=tuple(find_links(lines, body_line)),
        blocks=tuple(find_blocks(lines, body_line)),
        paragraphs=tuple(find_paragraphs(lines, body_line)),
        meta_lines=meta_lines,
    )


parsed = remembered(parse_document)
"""`parse_document`, with a memory for the pages of `docs/`."""


def split_front_matter(text: str) -> tuple[Mapping[str, Any], Mapping[str, int], str, int]:
    """Front matter, the line of each of its fields, the body, and the line the body begins on."""
    if not text.strip():
        raise ContentError("empty-file")
    if conflict := CONFLICT.search(text):
        raise ContentError("merge-conflict", text.count("\n", 0, conflict.start()) + 1)
    if not text.startswith("---"):
        raise ContentError("front-matter-missing")
    found = FRONT_MATTER.match(text)
    if not found:
        raise ContentError("front-matter-open")
    meta, lines = load_front_matter(found[1])
    return MappingProxyType(meta), MappingProxyType(lines), text[found.end() :], found[0].count("\n") + 1


def load_front_matter(source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Front matter as a mapping, and the line of each field. Raises ContentError with the line YAML stumbled on.

    Anchors and aliases are refused: no page needs them, and a few lines of them can stand for millions of values.
    """
    if len(source) > LONGEST_FRONT_MATTER:
        raise ContentError("front-matter-broken", 2)
    try:
        node = yaml.compose(source, Loader)
        if not isinstance(node, yaml.MappingNode):
            raise ContentError("front-matter-broken", 2)
        lines = field_lines(node)
        if "*" in source and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader)):
            raise ContentError("front-matter-broken", 2)
        loaded = yaml.load(source, Loader)  # noqa: S506 - the safe loader, in C where there is one
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        raise ContentError("front-matter-broken", line, str(getattr(error, "problem", "") or "")) from error
    return {str(key): value for key, value in loaded.items()}, lines


def field_lines(node: yaml.MappingNode) -> dict[str, int]:
    """The line in the file of each field. Raises ContentError when a field stands there twice."""
    lines: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name in lines:
            raise ContentError("field-twice", line, name)
        lines[name] = line
    return lines


def blank_code(lines: list[str]) -> list[str]:
    """The lines with fenced code emptied, so that nothing inside is taken for content.

    Fences are read just as Markdown reads them: what hides from the checks must not be shown to readers.
    """
    result = list(lines)
    after = 0
    for start, line in enumerate(lines):
        mark = FENCE_OPEN.fullmatch(line) if start >= after else None
        end = fence_end(lines, start, mark[1]) if mark else None
        if end is not None:
            after = end + 1
            result[start:after] = [""] * (after - start)
    return result


def fence_end(lines: list[str], start: int, fence: str) -> int | None:
    """The place of the line that closes the code opened on line `start`; None when no line does."""
    return next((place for place in range(start + 1, len(lines)) if lines[place].rstrip(" \t") == fence), None)


def blank_spans(lines: list[str]) -> list[str]:
    """The lines with code within the text blanked, letter for letter.

    Where a backtick is left over, Markdown may pair it with one on another line, or not: nothing is then blanked in
    the lines around it, so that nothing hides from the checks that readers are shown.
    """
    result: list[str] = []
    for _, run in itertools.groupby(lines, key=lambda line: bool(line.strip())):
        around = list(run)
        blanked = [SPAN.sub(lambda found: " " * len(found[0]), line) for line in around]
        result += around if any("`" in line for line in blanked) else blanked
    return result


def attributes(source: str | None) -> tuple[str | None, dict[str, str]]:
    """The id and the pairs of an attribute list such as `#id grade=reading`."""
    if not source:
        return None, {}
    source = NOT_TEXT.sub("", source)
    found = ATTRIBUTE_ID.search(source)
    pairs = {key: value.strip("\"'") for key, value in ATTRIBUTE_PAIR.findall(source)}
    return (found[1] if found else None), pairs


def find_headings(lines: list[str], first: int) -> Iterator[Heading]:
    """ATX headings with their level, plain text and id."""
    for number, line in enumerate(lines, first):
        if found := HEADING.match(line):
            identifier, pairs = attributes(found[3])
            yield Heading(
                number, len(found[1]), plain_text(found[2]), identifier, pairs.get("grade"), pairs.get("source")
            )


def find_items(lines: list[str], first: int, headings: tuple[Heading, ...]) -> Iterator[Item]:
    """Checklist items with the indented paragraph below them as their `why`."""
    for index, line in enumerate(lines):
        if found := ITEM.match(line):
            number = first + index
            identifier, pairs = attributes(found[3])
            was = tuple(filter(None, pairs.get("was", "").split(",")))
            section = section_at(number, headings)
            why = indented_below(lines, index)
            yield Item(number, plain_text(found[2]), identifier, was, plain_text(why), section)


def section_at(number: int, headings: tuple[Heading, ...]) -> str | None:
    """The id of the section that line `number` stands in."""
    return next((h.id for h in reversed(headings) if h.line < number and h.level > 1), None)


def find_fields(lines: list[str], first: int, headings: tuple[Heading, ...]) -> Iterator[Field]:
    """Fields to fill in, with what is indented below them: a hint, and options or rows."""
    for index, line in enumerate(lines):
        if found := FIELD.match(line):
            number, kind = first + index, found[1]
            identifier, _ = attributes(found[3])
            hint, nested = parts_below(lines, index)
            options = tuple(map(plain_text, nested)) if kind == "choice" else ()
            table = [tuple(plain_text(cell) for cell in row.split("|")) for row in nested] if kind == "rows" else []
            columns = table[0] if table else ()
            rows = tuple((*row, *[""] * len(columns))[: len(columns)] for row in table[1:])
            section = section_at(number, headings)
            yield Field(number, kind, plain_text(found[2]), identifier, section, hint, options, columns, rows)


def parts_below(lines: list[str], index: int) -> tuple[str, list[str]]:
    """What is indented below the line `index`: its text, and the entries of the list in it."""
    text, nested = [], []
    in_entry = False
    for line in indented_lines(lines, index):
        if found := NESTED.match(line):
            nested.append(found[1] or "")
        elif in_entry and line.strip():
            nested[-1] = f"{nested[-1]} {line.strip()}"
        else:
            text.append(line.strip())
        in_entry = bool(line.strip()) and (in_entry or found is not None)
    return plain_text(" ".join(text)), nested


def indented_below(lines: list[str], index: int) -> str:
    """The text of the indented lines that follow the item on line `index`."""
    return " ".join(filter(None, map(str.strip, indented_lines(lines, index))))


def indented_lines(lines: list[str], index: int) -> Iterator[str]:
    """The indented and empty lines that follow the line `index`."""
    return itertools.takewhile(lambda line: not line.strip() or line.startswith(("  ", "\t")), lines[index + 1 :])


def find_links(lines: list[str], first: int) -> Iterator[Link]:
    """Inline links and images; their words may go on to the next line."""
    number = first
    for is_text, run in itertools.groupby(blank_spans(lines), key=lambda line: bool(line.strip())):
        around = list(run)
        together = "\n".join(around) if is_text else ""
        for found in LINK.finditer(together):
            line = number + together.count("\n", 0, found.start())
            yield Link(line, plain_text(found[2]), found[3], bool(found[1]))
            # An image may stand in the words of a link.
            for _, text, target in LINK.findall(found[2]):
                yield Link(line, plain_text(text), target, is_image=True)
        number += len(around)


def find_blocks(lines: list[str], first: int) -> Iterator[Block]:
    """The `///` blocks with the line that closes each."""
    stack: list[tuple[int, str, str]] = []
    found: list[Block] = []
    for number, line in enumerate(lines, first):
        if opened := BLOCK_OPEN.match(line):
            stack.append((number, opened[1], opened[2] or ""))
        elif BLOCK_CLOSE.match(line) and stack:
            start, name, argument = stack.pop()
            found.append(Block(start, name, argument, number))
    found.extend(Block(start, name, argument, 0) for start, name, argument in stack)
    yield from sorted(found, key=lambda block: block.line)


def find_paragraphs(lines: list[str], first: int) -> Iterator[Paragraph]:
    """Runs of prose, markup taken off; headings, block marks and table rules left out."""
    run: list[str] = []
    start = first
    for number, line in enumerate([*lines, ""], first):
        bare = line.strip()
        begins = bool(re.match(r"([-*+]|\d+[.)]|:)[ \t]|[|#>]|///", bare))
        if run and (not bare or begins):
            yield Paragraph(start, " ".join(run))
            run = []
        if not bare or bare.startswith(("#", "///")) or not re.search(r"\w", bare):
            continue
        if not run:
            start = number
        run.append(
            plain_text(
                re.sub(r"^([-*+]|\d+[.)]|:|>)[ \t]+(\[(?:[ xX]|[a-z]+)\][ \t]+)?", "", bare).replace("|", " ").strip()
            )
        )


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


def plain_text(source: str) -> str:
    """Markdown inline text without its marks: link texts stay, targets, emphasis and attribute lists go."""
    text = LINK.sub(lambda m: m[2], source)
    text = NOT_TEXT.sub("", INLINE_MARKS.sub("", text))
    return re.sub(r"\s+", " ", text).strip()


def read_document(docs: Path, language: str, path: PurePosixPath) -> Document:
    """Read `docs/<language>/<path>`. Raises ContentError also when the file is not UTF-8, OSError when unreadable."""
    return parsed(decoded((docs / language / path).read_bytes()), language, path)


def decoded(raw: bytes) -> str:
    """The text in `raw`. Raises ContentError with the line of the first byte that is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError("not-utf-8", line, f"0x{raw[error.start]:02X}") from error


def page_paths(docs: Path, language: str) -> list[PurePosixPath]:
    """Paths of all Markdown files below `docs/<language>`, sorted, relative to it."""
    folder = docs / language
    return sorted(PurePosixPath(p.relative_to(folder).as_posix()) for p in folder.rglob("*.md"))


def read_tree(docs: Path) -> dict[str, dict[PurePosixPath, Document]]:
    """All pages that can be read, by language and path; the unreadable ones are left to the checks to tell."""
    tree: dict[str, dict[PurePosixPath, Document]] = {}
    for language in LANGUAGES:
        pages = tree.setdefault(language, {})
        for path in page_paths(docs, language):
            try:
                pages[path] = read_document(docs, language, path)
            except (ContentError, OSError):
                continue
    return tree
