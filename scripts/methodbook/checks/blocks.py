"""Rules about what stands in a page as a block or an item: notes, facts, steps, figures, checklist items."""

import itertools
import re
from collections.abc import Iterator

from methodbook.checks.patterns import items_and_fields
from methodbook.checks.rule import Edit, Hit, at, nearest, rule
from methodbook.checks.sources import Page, Tree
from methodbook.page.blocks_markup import FILLED_BLOCKS
from methodbook.page.markdown import BLOCK_CLOSE, Block, Heading
from methodbook.page.points import FIELD_KINDS

BLOCKS = tuple(sorted({"missing", "note", "facts", "steps", "figure", *FILLED_BLOCKS}))
WITH_ARGUMENT = frozenset({"note", "figure", "checklist"})
ITEM_SLIP = re.compile(r"^(\s*)[-*+][ \t]*\[[ \t]*([xXvV✓✔]?)[ \t]*\](?!\()[ \t]*(?=\S)")
FIELD_SLIP = re.compile(r"[-*+][ \t]*\[[ \t]*([^\W\d_]+)[ \t]*\](?![(\[])")
BLOCK_INSIDE = re.compile(r"(?:>|[-*+][ \t]|\d+[.)][ \t]| {4}|\t)[ \t>]*///")
"""A block in a list or a quotation, where it is text."""
BLOCK_MARK = re.compile(r"^(///+)(?:[ \t]+([\w-]+).*)?[ \t]*$")


@rule("block-marks")
def block_marks(page: Page) -> Iterator[Hit]:
    blocks = page.document.blocks
    yield from (at(block.line, found=f"/// {block.name}") for block in blocks if not block.end)
    closing = {block.end for block in blocks}
    begun: list[str] = []
    for number, line in page.body_lines:
        if BLOCK_INSIDE.match(line):
            yield at(number, found=line.strip())
        mark = BLOCK_MARK.match(line)
        if mark and mark[2]:
            begun.append(mark[1])
        elif mark and begun:
            if begun.pop() != mark[1]:
                yield at(number, found=mark[1])
        elif BLOCK_CLOSE.match(line) and number not in closing:
            yield at(number, found=line.strip())


@rule("block-unknown")
def block_unknown(page: Page) -> Iterator[Hit]:
    for block in page.document.blocks:
        if block.name not in BLOCKS:
            yield at(block.line, name=block.name, allowed=", ".join(BLOCKS), near=nearest(block.name, BLOCKS))


@rule("block-spacing", fixable=True)
def block_spacing(page: Page) -> Iterator[Edit]:
    for (_, above), (start, line) in itertools.pairwise(page.offset_lines()):
        if re.match(r"///+[ \t]+\w", line) and above.strip() and not above.lstrip().startswith("///"):
            yield Edit(start, start, "\n")


@rule("block-argument")
def block_argument(page: Page) -> Iterator[Hit]:
    blocks = (block for block in page.document.blocks if block.name in WITH_ARGUMENT)
    yield from (at(block.line, name=block.name) for block in blocks if not block.argument)


@rule("checklist-unknown")
def checklist_unknown(page: Page, tree: Tree) -> Iterator[Hit]:
    for block in page.blocks("checklist"):
        if block.argument and not tree.holds(block.argument):
            yield at(block.line, name=block.argument, near=nearest(block.argument, tree.holders))


@rule("steps-empty")
def steps_empty(page: Page) -> Iterator[Hit]:
    yield from (at(block.line) for block in page.blocks("steps") if block.end and not step_lines(page, block))


def step_lines(page: Page, block: Block) -> list[int]:
    """The lines on which the steps of a block begin: its headings of level 3, else the points of its list."""
    headings = [heading.line for heading in headings_inside(page, block) if heading.level == 3]
    return headings or [n for n in range(block.line + 1, block.end) if re.match(r"\d+[.)]\s", page.lines[n - 1])]


@rule("step-number")
def step_number(page: Page) -> Iterator[Hit]:
    for heading in (heading for block in page.blocks("steps") for heading in headings_inside(page, block)):
        if re.match(r"(?:\w+ )?\d{1,2}[.):–-]", heading.text):
            yield at(heading.line, heading=heading.text)


def headings_inside(page: Page, block: Block) -> list[Heading]:
    return [heading for heading in page.document.headings if block.line < heading.line < block.end]


@rule("item-form", fixable=True)
def item_form(page: Page) -> Iterator[Hit | Edit]:
    for start, line in page.offset_lines():
        found = ITEM_SLIP.match(line)
        if found and re.match(r"[ \t]+[-*+][ \t]+\[[ xX]?\][ \t]", line):
            yield at(page.line_of(start), item=line.strip())
        elif page.kind == "template" and (kind := FIELD_SLIP.match(line)) and kind[1] not in FIELD_KINDS:
            yield at(page.line_of(start), item=line.strip(), near=nearest(kind[1].lower(), FIELD_KINDS))
        elif found and found[0] != f"{found[1]}- [ ] ":
            hit = at(page.line_of(start), item=line.strip())
            yield Edit(start, start + found.end(), f"{found[1]}- [ ] ", hit)


@rule("item-id")
def item_id(page: Page) -> Iterator[Hit]:
    yield from (at(part.line, item=part.text) for part in items_and_fields(page) if not part.id)


@rule("item-section")
def item_section(page: Page) -> Iterator[Hit]:
    sections = [heading.line for heading in page.document.headings if heading.level > 1]
    steps = [range(block.line, block.end) for block in page.blocks("steps")]
    for item in page.document.items:
        is_in_steps = any(item.line in lines for lines in steps)
        if item.line < min(sections, default=len(page.lines) + 1) or (page.kind == "method" and not is_in_steps):
            yield at(item.line, item=item.text)


@rule("figure-text")
def figure_text(page: Page) -> Iterator[Hit]:
    for block, inside in figures(page):
        if not any(line.strip() and not line.lstrip().startswith(("-", "*", "+")) for line in inside):
            yield at(block.line, name=block.argument)


@rule("figure-unknown")
def figure_unknown(page: Page, tree: Tree) -> Iterator[Hit]:
    for block, _ in figures(page):
        if block.argument and block.argument not in tree.figures:
            yield at(block.line, name=block.argument, near=nearest(block.argument, tree.figures))


@rule("figure-words")
def figure_words(page: Page, tree: Tree) -> Iterator[Hit]:
    for block, inside in figures(page):
        given = {found[1] for line in inside if (found := re.match(r"[-*+][ \t]+([\w-]+):", line))}
        wanted = tree.figures.get(block.argument, given)
        if given != wanted:
            lacking, extra = (", ".join(sorted(words)) or "–" for words in (wanted - given, given - wanted))
            yield at(block.line, name=block.argument, lacking=lacking, extra=extra)


def figures(page: Page) -> Iterator[tuple[Block, tuple[str, ...]]]:
    """The figures of a page, each with the lines inside it."""
    return ((block, page.lines[block.line : block.end - 1]) for block in page.blocks("figure") if block.end)
