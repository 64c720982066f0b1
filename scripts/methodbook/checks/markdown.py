"""Rules about slips in the Markdown itself: what a reader would see as odd marks or missing text."""

import itertools
import re
from collections.abc import Iterator

from methodbook.checks.rule import Edit, Hit, at, rule
from methodbook.checks.sources import Page
from methodbook.page import rendered
from methodbook.page.code import FENCE
from methodbook.page.inline import LINK
from methodbook.page.markdown import INDENTED
from methodbook.page.prose import TABLE_RULE

LIST_POINT = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+\S")
NO_TEXT = re.compile(r"[ \t]|#{1,6}\s|///|\||>|:[ \t]")
"""How a line begins that is not of a paragraph, but of a heading, a block, a table or the like."""
LINK_SLIP = re.compile(
    r"\[[^\]\[]+\][ \t]+\((?:https?:|[\w./-]+\.md)[^)]*\)?"  # a space between the brackets
    r"|\((?!\s)[^()\[\]]+\)\[(?:https?:|[\w./-]+\.md)[^\]]*\]"  # the brackets the wrong way round
    r"|\[[^\]\[]+\]\((?![^()]*\))(?!<)[^()\s]*(?:\s|$)"  # never closed
    r"|\[[^\]\[^][^\]\[]*\]\[[^\]\[]*\]"  # the two-part form
    r"|\[\[[^\]\n]+\]"  # doubled, as wikis have them
    rf"|{INDENTED}\[[^\]^][^\]]*\]:"
)


@rule("code-open")
def code_open(page: Page) -> Iterator[Hit]:
    fence, begun = "", 0
    for number, line in enumerate(page.document.body.split("\n"), page.document.body_line):
        mark = FENCE.match(line)
        if mark and not fence:
            fence, begun = mark[1], number
        elif mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
    if fence:
        yield at(begun)


@rule("read-otherwise")
def read_otherwise(page: Page) -> Iterator[Hit]:
    """What Markdown understands otherwise than the checks: readers would be shown it, and no rule would see it."""
    lettered = [(number, line.strip(), rendered.letters(line)) for number, line in page.body_lines]
    lines = [one for one in lettered if one[2]] or [(page.document.body_line, "", "")]
    for difference in rendered.differences(page.document):
        words = difference.words
        number, line, _ = next((one for one in lines if words and (words in one[2] or one[2] in words)), lines[0])
        yield at(number, found=line[:60])


@rule("list-spacing", fixable=True)
def list_spacing(page: Page) -> Iterator[Edit]:
    for (_, above), (start, line) in itertools.pairwise(page.offset_lines()):
        is_running_text = above.strip() and not NO_TEXT.match(above) and not LIST_POINT.match(above)
        if is_running_text and LIST_POINT.match(line) and not line.startswith((" ", "\t")):
            yield Edit(start, start, "\n")


@rule("indentation", fixable=True)
def indentation(page: Page) -> Iterator[Edit]:
    in_list = False
    for start, line in page.offset_lines():
        if line.strip() and not line.startswith((" ", "\t")):
            in_list = bool(LIST_POINT.match(line))
        elif in_list and (found := re.match(r"( {1,3})\S", line)):
            yield Edit(start, start + found.end(1), "    ")


@rule("table-shape")
def table_shape(page: Page) -> Iterator[Hit]:
    for table in tables(page):
        width = len(table[0][1])
        yield from (at(number, cells=len(row), wanted=width) for number, row in table if len(row) != width)


@rule("table-header")
def table_header(page: Page) -> Iterator[Hit]:
    for (line, _), *_ in tables(page):
        above = page.lines[line - 2].strip() if line > page.document.body_line else ""
        if not TABLE_RULE.match("".join(page.lines[line : line + 1])) or (above and not above.startswith("///")):
            yield at(line)


def tables(page: Page) -> list[list[tuple[int, list[str]]]]:
    """The tables of a page: for each its rows, as (line, cells), the rule below the header included."""
    found: list[list[tuple[int, list[str]]]] = []
    for number, line in page.shown_lines:
        if line.lstrip().startswith("|"):
            if not found or number != found[-1][-1][0] + 1:
                found.append([])
            inner = line.replace(r"\|", "").strip().removeprefix("|").removesuffix("|")
            found[-1].append((number, inner.split("|")))
    return found


@rule("emphasis-open")
def emphasis_open(page: Page) -> Iterator[Hit]:
    for passage in page.passages:
        text = re.sub(r"\]\([^)]*\)|\\\*", "", page.typed[passage.start : passage.end])
        text = re.sub(r"^\s*[*+-]\s", "", text)
        opened, closed = (len(re.findall(mark, text)) for mark in (r"(?<!\w)_(?=\w)", r"(?<=\w)_(?!\w)"))
        if text.count("**") % 2 or text.replace("**", "").count("*") % 2 or opened != closed:
            yield at(passage.line, text=passage.text[:40])


@rule("link-form")
def link_form(page: Page) -> Iterator[Hit]:
    told: set[int] = set()
    for number, line in page.shown_lines:
        if slip := LINK_SLIP.search(line):
            yield at(number, text=slip[0].strip()[:60])
            told.add(number)
    yield from (at(number, text=text) for number, text in unread_links(page) if number not in told)


def unread_links(page: Page) -> Iterator[tuple[int, str]]:
    """Links that Markdown makes and the checks cannot read, as (line, text): nobody would know where they lead."""
    text = "\n".join(line for _, line in page.shown_lines)
    covered = [found.span() for found in LINK.finditer(text)]
    for found in re.finditer(r"\]\(", text):
        if not any(start <= found.start() < end for start, end in covered):
            place = found.start()
            line = page.document.body_line + text.count("\n", 0, place)
            yield line, text[max(text.rfind("\n", 0, place) + 1, place - 30) : place + 30].partition("\n")[0].strip()
