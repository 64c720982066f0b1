"""Rules about slips in the Markdown itself: what a reader would see as odd marks or missing text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from methodbook.checks.findings import Finding
from methodbook.checks.rule import Edit, EditRule, PageRule, Rule
from methodbook.checks.sources import Page, Tree
from methodbook.checks.structure import body_with_offsets
from methodbook.page.code import FENCE
from methodbook.page.inline import LINK
from methodbook.page.markdown import INDENTED
from methodbook.page.prose import BLANK, TABLE_RULE

LIST_POINT = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
FOREIGN = re.compile(r"^[ \t]*(?:!!!|\?\?\?\+?|===)[ \t]|^\[TOC\]|\{\{|\{%|--8<--|^:::")
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f]")
ICON = re.compile(r"(?<!\w):[a-z][a-z0-9_]*(?:-[a-z0-9_]+)*:(?!\w)")
TAG = re.compile(r"<(?:/?[A-Za-z][\w-]*(?=[\s/>]|$)[^<>\n]*>?|!--|![A-Za-z]|[!?/][^<>\n]*>)")


class CodeOpen(PageRule):
    """A block of code that never ends."""

    id = "code-open"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        fence, begun = "", 0
        for number, line in enumerate(page.document.body.split("\n"), page.document.body_line):
            mark = FENCE.match(line)
            if mark and not fence:
                fence, begun = mark[1], number
            elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        if fence:
            yield self.finding(page.path, begun)


class RawHtml(PageRule):
    """HTML in a page: scripts, frames, or a tag that is never closed and swallows the text below."""

    id = "raw-html"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.shown_lines:
            if "<" in line and (found := TAG.search(line)):
                yield self.finding(page.path, number, tag=found[0][:40])


class ForeignMarkup(PageRule):
    """Marks that other Markdown tools know and this handbook does not."""

    id = "foreign-markup"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            if found := FOREIGN.search(line):
                yield self.finding(page.path, number, mark=found[0].strip())


class Footnote(PageRule):
    """A footnote: the handbook has none, the mark would be printed."""

    id = "footnote"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            if found := re.search(r"\[\^[^\]\s]+\]", line):
                yield self.finding(page.path, number, mark=found[0])


class Icon(PageRule):
    """An icon by name or an emoji."""

    id = "icon"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            bare = re.sub(r"`[^`]*`|\]\([^)]*\)", "", line)
            if found := EMOJI.search(bare) or ICON.search(bare):
                yield self.finding(page.path, number, mark=found[0])


class ListSpacing(EditRule):
    """A list right under a paragraph: it would be printed as running text."""

    id = "list-spacing"
    group = "markdown"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        lines = list(body_with_offsets(page))
        for (_, above), (start, line) in itertools.pairwise(lines):
            if LIST_POINT.match(line) and not line.startswith((" ", "\t")) and is_running_text(above):
                yield Edit(start, start, "\n")


def is_running_text(line: str) -> bool:
    """Whether a line belongs to a paragraph (and not to a list, a heading, a block or a table)."""
    return bool(line.strip()) and not re.match(r"[ \t]|#{1,6}\s|///|\||>|:[ \t]", line) and not LIST_POINT.match(line)


class Indentation(EditRule):
    """A point or paragraph below a list point that is pushed in too little: it would leave the list."""

    id = "indentation"
    group = "markdown"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        in_list = False
        for start, line in body_with_offsets(page):
            if LIST_POINT.match(line) and not line.startswith((" ", "\t")):
                in_list = True
            elif line.strip() and not line.startswith((" ", "\t")):
                in_list = False
            elif in_list and (found := re.match(r"( {1,3})\S", line)):
                yield Edit(start, start + found.end(1), "    ")


class TableShape(PageRule):
    """A row with more or fewer cells than the table's header: cells would be lost."""

    id = "table-shape"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for table in tables(page):
            width = len(table[0][1])
            for number, row in table:
                if len(row) != width:
                    yield self.finding(page.path, number, cells=len(row), wanted=width)


class TableHeader(PageRule):
    """A table without the line below its header, or right under a paragraph: it would be printed as it stands."""

    id = "table-header"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for table in tables(page):
            line = table[0][0]
            above = page.lines[line - 2].strip() if line > page.document.body_line else ""
            below = page.lines[line] if line < len(page.lines) else ""
            if not TABLE_RULE.match(below) or (above and not above.startswith("///")):
                yield self.finding(page.path, line)


def tables(page: Page) -> list[list[tuple[int, list[str]]]]:
    """The tables of a page: for each its rows, as (line, cells), the rule below the header included."""
    found: list[list[tuple[int, list[str]]]] = []
    last = -1
    for number, line in page.body_lines:
        if line.lstrip().startswith("|"):
            if number != last + 1:
                found.append([])
            found[-1].append((number, row_cells(line)))
            last = number
    return found


def row_cells(line: str) -> list[str]:
    """The cells of a table row."""
    inner = re.sub(r"`[^`]*`", "", line).replace(r"\|", "").strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in inner.split("|")]


class EmphasisOpen(PageRule):
    """Stars that open bold or italics and never close it."""

    id = "emphasis-open"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            if passage.kind == "field":
                continue
            text = re.sub(r"`[^`]*`|\]\([^)]*\)|\\\*", "", page.document.text[passage.start : passage.end])
            text = re.sub(r"^\s*[*+-]\s", "", text)
            if text.count("**") % 2 or text.replace("**", "").count("*") % 2:
                yield self.finding(page.path, passage.line, text=passage.text[:40])


class LinkForm(PageRule):
    """A link with a slip in its brackets: it would be printed as it stands."""

    id = "link-form"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        told: set[int] = set()
        for number, line in page.body_lines:
            bare = re.sub(r"`[^`]*`", "", line)
            slip = re.search(
                r"\[[^\]\[]+\][ \t]+\((?:https?:|[\w./-]+\.md)[^)]*\)?"  # a space between the brackets
                r"|\((?!\s)[^()\[\]]+\)\[(?:https?:|[\w./-]+\.md)[^\]]*\]"  # the brackets the wrong way round
                r"|\[[^\]\[]+\]\((?![^()]*\))(?!<)[^()\s]*(?:\s|$)"  # never closed
                r"|\[[^\]\[^][^\]\[]*\]\[[^\]\[]*\]"  # the two-part form
                rf"|{INDENTED}\[[^\]^][^\]]*\]:",
                bare,
            )
            if slip:
                yield self.finding(page.path, number, text=slip[0].strip()[:60])
                told.add(number)
        yield from (
            self.finding(page.path, number, text=text) for number, text in unread_links(page) if number not in told
        )


def unread_links(page: Page) -> Iterator[tuple[int, str]]:
    """Links that Markdown makes and the checks cannot read, as (line, text): nobody would know where they lead."""
    text = "\n".join(line for _, line in page.shown_lines)
    covered = [found.span() for found in LINK.finditer(text)]
    for found in re.finditer(r"\]\(", text):
        if not any(start <= found.start() < end for start, end in covered):
            place = found.start()
            line = page.document.body_line + text.count("\n", 0, place)
            yield line, text[max(0, place - 30) : place + 30].partition("\n")[0].strip()


class BareAddress(PageRule):
    """An address in the text instead of a link with words."""

    id = "bare-address"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            bare = TAG.sub("", re.sub(r"`[^`]*`|\]\([^)]*\)", "", line))
            if found := re.search(r"(?:https?://|www\.)[^\s<>)\]]+", bare):
                yield self.finding(page.path, number, address=found[0])


class MarksLeft(PageRule):
    """Escapes that escape nothing, or words glued to a mark that was not understood."""

    id = "marks-left"
    group = "markdown"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            piece = page.masked[passage.start : passage.end]
            if passage.kind != "field" and (
                found := re.search(rf"(?<!\w)(?:\\|~~|==|\^\^|&[a-z]+;|&#)[^\s{BLANK}]*", piece)
            ):
                line = page.line_of(passage.start + found.start())
                yield self.finding(page.path, line, mark=found[0][:20])


RULES: tuple[Rule, ...] = (
    CodeOpen(),
    RawHtml(),
    ForeignMarkup(),
    Footnote(),
    Icon(),
    ListSpacing(),
    Indentation(),
    TableShape(),
    TableHeader(),
    EmphasisOpen(),
    LinkForm(),
    BareAddress(),
    MarksLeft(),
)
