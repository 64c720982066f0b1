"""Rules about a page's build: headings, ids, sections, blocks, steps, checklist items, figures."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from methodbook.checks.findings import Finding
from methodbook.checks.rule import Edit, EditRule, PageRule, Rule, nearest
from methodbook.checks.sources import DOCS, Page, Tree
from methodbook.page import drawings, markdown
from methodbook.page.markdown import BLOCK_CLOSE, Block, Heading
from methodbook.page.markup import FILLED_BLOCKS, GRADES

TAKEN = frozenset(
    (
        "book-contents",
        "checklist-words",
        "contents-title",
        "finder-title",
        "item-fields",
        "list-about",
        "list-keep",
        "list-question",
        "list-take",
        "list-tools",
        "main",
        "menu",
        "print",
        "search-count",
        "search-dialog",
        "search-field",
        "search-title",
        "situation-all",
    )
)
"""The ids in the templates of pages."""
IDENTIFIER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
BLOCKS = tuple(sorted({"missing", "note", "facts", "steps", "figure", *FILLED_BLOCKS}))
WITH_ARGUMENT = frozenset({"note", "figure", "checklist"})
LONGEST_HEADING = 60
FACTS = 5
MOST_WORDS_IN_A_FIGURE = 5
FIGURES = DOCS / "assets" / "figures"
SECTIONS = {
    "method": ("when", "roles", "way", "checklist", "examples", "related"),
    "case": (
        "about",
        "idea",
        "course",
        "anchoring",
        "success",
        "municipality",
        "barriers",
        "well-done",
        "lesson",
    ),
}
ITEM_SLIP = re.compile(r"^(\s*)[-*+][ \t]*\[[ \t]*([xXvV✓✔]?)[ \t]*\](?!\()[ \t]*(?=\S)")


class TopHeading(PageRule):
    """A page needs one heading of the first level, before everything else."""

    id = "top-heading"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        tops = [heading for heading in page.document.headings if heading.level == 1]
        if not tops:
            yield self.finding(page.path, page.document.body_line, count=0)
        for heading in tops[1:]:
            yield self.finding(page.path, heading.line, count=len(tops))


class HeadingSkipped(PageRule):
    """From `##` to `####`: the outline has a hole."""

    id = "heading-skipped"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        above = 1
        for heading in page.document.headings:
            if heading.level > above + 1:
                yield self.finding(page.path, heading.line, heading=heading.text, level=heading.level, above=above)
            above = heading.level


class HeadingForm(EditRule):
    """`##Heading` without a space, or a heading pushed in."""

    id = "heading-form"
    group = "structure"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for start, line in body_with_offsets(page):
            if found := re.match(r" {0,3}(#{1,6})(?=[^#\s])| {1,3}(#{1,6})[ \t]+", line):
                yield Edit(start, start + found.end(), f"{found[1] or found[2]} ")


class HeadingUnderlined(PageRule):
    """A heading made by underlining: it can carry no id."""

    id = "heading-underlined"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        lines = page.body_lines
        for (number, above), (_, line) in itertools.pairwise(lines):
            if re.fullmatch(r"(=+|-+)[ \t]*", line) and re.match(r"[^\s|#>/:*+-]", above):
                yield self.finding(page.path, number, heading=above.strip())


class HeadingLength(PageRule):
    """A heading too long for a menu, a phone or a glance."""

    id = "heading-length"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for heading in page.document.headings:
            if len(heading.text) > LONGEST_HEADING:
                details = {"heading": heading.text, "length": len(heading.text), "limit": LONGEST_HEADING}
                yield self.finding(page.path, heading.line, **details)


class HeadingFullStop(EditRule):
    """A heading that ends like a sentence."""

    id = "heading-full-stop"
    group = "structure"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for start, line in body_with_offsets(page):
            if found := re.match(r"#{1,6}[ \t]+.*?[^.…](\.)(?=[ \t]*(?:\{[^{}]*\})?[ \t]*$)", line):
                yield Edit(start + found.start(1), start + found.end(1), "")


class HeadingId(PageRule):
    """A section without an id of its own: nothing can lead to it for good."""

    id = "heading-id"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for heading in page.document.headings:
            if heading.level in (2, 3) and not heading.id and "{" not in heading.text:
                yield self.finding(page.path, heading.line, heading=heading.text)


class IdForm(PageRule):
    """Ids that are not plain English words with hyphens."""

    id = "id-form"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for line, identifier in identifiers(page):
            if not IDENTIFIER.fullmatch(identifier):
                yield self.finding(page.path, line, id=identifier)


class IdTwice(PageRule):
    """The same id twice on a page: a link finds only the first."""

    id = "id-twice"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        seen: dict[str, int] = {}
        for line, identifier in identifiers(page):
            if identifier in seen:
                yield self.finding(page.path, line, id=identifier, first=seen[identifier])
            seen.setdefault(identifier, line)


class IdTaken(PageRule):
    """An id that the site's own parts bear: scripts and links would find the wrong one."""

    id = "id-taken"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for line, identifier in identifiers(page):
            if identifier in TAKEN:
                yield self.finding(page.path, line, id=identifier)


def identifiers(page: Page) -> list[tuple[int, str]]:
    """Every id that a person gave on the page, with its line, in order."""
    document = page.document
    marked = [(heading.line, heading.id) for heading in document.headings]
    marked += [(item.line, item.id) for item in document.items]
    marked += [(item.line, old) for item in document.items for old in item.was]
    return sorted((line, identifier) for line, identifier in marked if identifier)


class GradeUnknown(PageRule):
    """A section's grade of statement that the handbook does not have."""

    id = "grade-unknown"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for heading in page.document.headings:
            if heading.grade is not None and heading.grade not in GRADES:
                near = nearest(heading.grade, GRADES)
                yield self.finding(page.path, heading.line, value=heading.grade, allowed=", ".join(GRADES), near=near)


class AttributeForm(PageRule):
    """Curly brackets that were not understood and stand in the text."""

    id = "attribute-form"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            if passage.kind != "field" and (found := re.search(r"[{}]", page.masked[passage.start : passage.end])):
                line = page.line_of(passage.start + found.start())
                yield self.finding(page.path, line, text=page.lines[line - 1].strip()[-40:])


class LeadMissing(PageRule):
    """A page that does not say in a sentence or two what it holds."""

    id = "lead-missing"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        top = next((heading for heading in page.document.headings if heading.level == 1), None)
        if top is None:
            return
        below = (line.strip() for number, line in page.body_lines if number > top.line)
        first = next((line for line in below if line), "")
        if not first or re.match(r"[#|>]|///|[-*+]\s|\d+[.)]\s", first):
            yield self.finding(page.path, top.line)


class SectionOrder(PageRule):
    """An overview or a case that lacks one of its sections, or has them in another order."""

    id = "section-order"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        kind = str(page.document.meta.get("kind"))
        is_part = kind == "method" and page.document.path.name != "index.md"  # a short method on one page
        wanted = () if is_part else SECTIONS.get(kind, ())
        headings = [heading for heading in page.document.headings if heading.level == 2]
        found = [heading.id for heading in headings]
        for name in wanted:
            if name not in found:
                yield self.finding(page.path, page.document.body_line, id=name, order=", ".join(wanted))
        present = [heading for heading in headings if heading.id in wanted]
        expected = [name for name in wanted if name in found]
        for heading, name in zip(present, expected, strict=False):
            if heading.id != name:
                yield self.finding(page.path, heading.line, id=name, order=", ".join(wanted))
                break


class BlockOpen(PageRule):
    """A `///` block that never ends: it swallows the rest of the page."""

    id = "block-open"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if not block.end:
                yield self.finding(page.path, block.line, name=block.name)


class BlockStray(PageRule):
    """A closing `///` that closes nothing."""

    id = "block-stray"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        closing = {block.end for block in page.document.blocks}
        for number, line in page.body_lines:
            if BLOCK_CLOSE.match(line) and number not in closing:
                yield self.finding(page.path, number)


class BlockUnknown(PageRule):
    """A block the site does not know: it would be printed as it stands."""

    id = "block-unknown"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if block.name not in BLOCKS:
                near = nearest(block.name, BLOCKS)
                yield self.finding(page.path, block.line, name=block.name, allowed=", ".join(BLOCKS), near=near)


class BlockSpacing(EditRule):
    """A block that stands right under a paragraph: it would be taken for text."""

    id = "block-spacing"
    group = "structure"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        above = ""
        for start, line in body_with_offsets(page):
            if re.match(r"///+[ \t]+\w", line) and above.strip() and not above.lstrip().startswith("///"):
                yield Edit(start, start, "\n")
            above = line


class BlockArgument(PageRule):
    """A block that must say which figure, which list, or what the note is about."""

    id = "block-argument"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if block.name in WITH_ARGUMENT and not block.argument:
                yield self.finding(page.path, block.line, name=block.name)


class ChecklistUnknown(PageRule):
    """A door to a checklist that no page holds."""

    id = "checklist-unknown"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if block.name == "checklist" and block.argument and block.argument not in tree.holders:
                near = nearest(block.argument, set(tree.holders))
                yield self.finding(page.path, block.line, name=block.argument, near=near)


class FactStrip(PageRule):
    """A strip of facts with too few or too many facts, or an overview without one."""

    id = "fact-strip"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        strips = [block for block in page.document.blocks if block.name == "facts" and block.end]
        count = len(markdown.facts(page.document))
        if strips and count != FACTS:
            yield self.finding(page.path, strips[0].line, count=count, wanted=FACTS)
        elif not strips and page.document.meta.get("kind") == "method":
            yield self.finding(page.path, page.document.body_line, count=0, wanted=FACTS)


class StepsEmpty(PageRule):
    """A block of steps without any."""

    id = "steps-empty"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if block.name == "steps" and block.end and not step_lines(page, block):
                yield self.finding(page.path, block.line)


def step_lines(page: Page, block: Block) -> tuple[int, ...]:
    """The lines on which the steps of a block begin: its headings of level 3, else the points of its list."""
    inside = [heading for heading in page.document.headings if block.line < heading.line < block.end]
    headings = tuple(heading.line for heading in inside if heading.level == 3)
    points = tuple(n for n in range(block.line + 1, block.end) if re.match(r"\d+[.)]\s", page.lines[n - 1]))
    return headings or points


class StepNumber(PageRule):
    """A step whose number is typed: the site numbers the steps itself."""

    id = "step-number"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in page.document.blocks:
            if block.name == "steps":
                for heading in headings_inside(page, block):
                    if re.match(r"(?:\w+ )?\d{1,2}[.):–-]", heading.text):
                        yield self.finding(page.path, heading.line, heading=heading.text)


def headings_inside(page: Page, block: Block) -> list[Heading]:
    """The headings between a block's first and last line."""
    return [heading for heading in page.document.headings if block.line < heading.line < block.end]


class ItemForm(EditRule):
    """A checklist item with a slip in its box: it would be printed as brackets."""

    id = "item-form"
    group = "structure"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for start, line in body_with_offsets(page):
            found = ITEM_SLIP.match(line)
            if found and found[0] != f"{found[1]}- [{' ' if not found[2] else found[2]}] ":
                yield Edit(start, start + found.end(), f"{found[1]}- [ ] ")


class ItemTicked(EditRule):
    """An item that is ticked before any reader came."""

    id = "item-ticked"
    group = "structure"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for start, line in body_with_offsets(page):
            if found := re.match(r"\s*[-*+] \[([xX])\] ", line):
                yield Edit(start + found.start(1), start + found.end(1), " ")


class ItemNested(PageRule):
    """An item pushed in under another: it would not be kept with the list."""

    id = "item-nested"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for number, line in page.body_lines:
            if re.match(r"[ \t]+[-*+][ \t]+\[[ xX]?\][ \t]", line):
                yield self.finding(page.path, number)


class ItemId(PageRule):
    """An item without an id: a tick could not be kept."""

    id = "item-id"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for item in page.document.items:
            if not item.id:
                yield self.finding(page.path, item.line, item=item.text)


class ItemSection(PageRule):
    """An item above the first section of its list."""

    id = "item-section"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        sections = [heading.line for heading in page.document.headings if heading.level > 1]
        first = min(sections, default=len(page.lines) + 1)
        for item in page.document.items:
            if item.line < first:
                yield self.finding(page.path, item.line, item=item.text)


class FigureText(PageRule):
    """A figure without words for those who cannot see it."""

    id = "figure-text"
    group = "structure"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for block in figure_blocks(page):
            inside = page.lines[block.line : block.end - 1]
            if not any(line.strip() and not line.lstrip().startswith(("-", "*", "+")) for line in inside):
                yield self.finding(page.path, block.line, name=block.argument)


class FigureUnknown(Rule):
    """A figure that nobody has drawn."""

    id = "figure-unknown"
    group = "structure"

    def find(self, tree: Tree) -> Iterator[Finding]:
        known = {name for name in drawn_figures(tree) if name}
        for page in tree.all_pages():
            for block in figure_blocks(page):
                if block.argument and block.argument not in known:
                    near = nearest(block.argument, known)
                    yield self.finding(page.path, block.line, name=block.argument, near=near)


class FigureWords(Rule):
    """Words that a figure needs and does not get, or gets and has no place for."""

    id = "figure-words"
    group = "structure"

    def find(self, tree: Tree) -> Iterator[Finding]:
        drawn = drawn_figures(tree)
        for page in tree.all_pages():
            for block in figure_blocks(page):
                wanted = drawn.get(block.argument)
                given = figure_labels(page, block)
                if wanted is not None and set(given) != set(wanted):
                    lacking = ", ".join(sorted(set(wanted) - set(given))) or "–"
                    extra = ", ".join(sorted(set(given) - set(wanted))) or "–"
                    yield self.finding(page.path, block.line, name=block.argument, lacking=lacking, extra=extra)


def figure_blocks(page: Page) -> Iterator[Block]:
    """The figures of a page."""
    return (block for block in page.document.blocks if block.name == "figure" and block.end)


def figure_labels(page: Page, block: Block) -> dict[str, int]:
    """The keys of a figure's words with their lines."""
    found = {}
    for number in range(block.line + 1, block.end):
        if label := re.match(r"[-*+][ \t]+([\w-]+):", page.lines[number - 1]):
            found[label[1]] = number
    return found


def drawn_figures(tree: Tree) -> dict[str, tuple[str, ...]]:
    """The drawn figures by name, with the keys of the words each needs; drawings that cannot be read left out."""
    found = {}
    for file in tree.files:
        if DOCS / file.path.parent == FIGURES and file.path.suffix == ".svg" and file.text is not None:
            try:
                found[Path(file.path).stem] = drawings.keys(file.text)
            except drawings.DrawingError:
                continue
    return found


def body_with_offsets(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of the body, code emptied, each with its offset in the file."""
    offset = len(page.document.text) - len(page.document.body)
    lines = page.document.body.split("\n")
    for line, (_, shown) in zip(lines, page.body_lines, strict=True):
        yield offset, shown
        offset += len(line) + 1


RULES: tuple[Rule, ...] = (
    TopHeading(),
    HeadingSkipped(),
    HeadingForm(),
    HeadingUnderlined(),
    HeadingLength(),
    HeadingFullStop(),
    HeadingId(),
    IdForm(),
    IdTwice(),
    IdTaken(),
    GradeUnknown(),
    AttributeForm(),
    LeadMissing(),
    SectionOrder(),
    BlockOpen(),
    BlockStray(),
    BlockUnknown(),
    BlockSpacing(),
    BlockArgument(),
    ChecklistUnknown(),
    FactStrip(),
    StepsEmpty(),
    StepNumber(),
    ItemForm(),
    ItemTicked(),
    ItemNested(),
    ItemId(),
    ItemSection(),
    FigureText(),
    FigureUnknown(),
    FigureWords(),
)
