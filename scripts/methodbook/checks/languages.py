"""Rules about what the three languages must share, so that a reader can change language and lose nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from methodbook.checks.findings import Finding, Level
from methodbook.checks.links import file_of, internal_links
from methodbook.checks.markdown import tables
from methodbook.checks.rule import Rule, TranslationRule
from methodbook.checks.sources import DOCS, Page, Tree
from methodbook.checks.structure import ITEM_SLIP, step_lines
from methodbook.languages import LANGUAGES
from methodbook.page.inline import Link
from methodbook.page.markdown import Block, Heading
from methodbook.page.points import ITEM, Item

SHARED_FIELDS = ("original", "kind", "sources", "grade", "checklist", "case")
WITH_SHARED_ARGUMENT = frozenset({"figure", "checklist"})
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d])")


class PageMissing(Rule):
    """A page that a language lacks; its readers see it in another language."""

    id = "page-missing"
    group = "languages"
    level = Level.ADVICE

    def find(self, tree: Tree) -> Iterator[Finding]:
        for path in sorted(tree.page_paths):
            there = [code for code in LANGUAGES if PurePosixPath(code, path) in tree.names]
            for language in LANGUAGES:
                if language not in there:
                    source = DOCS / there[0] / path
                    yield self.finding(DOCS / language / path, 1, source=source)


class OriginalMissing(Rule):
    """A translation whose original is not there."""

    id = "original-missing"
    group = "languages"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for page in tree.all_pages():
            document = page.document
            original = PurePosixPath(document.original, document.path)
            if document.is_translation and original not in tree.names:
                yield self.finding(page.path, document.meta_lines.get("original", 1), original=DOCS / original)


class FieldsDiffer(TranslationRule):
    """Fields that must be the same in all languages."""

    id = "fields-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        for name in SHARED_FIELDS:
            here: Any = translation.document.meta.get(name)
            there: Any = original.document.meta.get(name)
            if here != there:
                line = translation.document.meta_lines.get(name, 1)
                yield self.finding(translation.path, line, field=name, original=original.path)


class SectionMissing(TranslationRule):
    """A section of the original that the translation lacks."""

    id = "section-missing"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here = {heading.id for heading in translation.document.headings}
        place = translation.document.body_line
        for heading in sections(original):
            if heading.id in here:
                place = next(own.line for own in translation.document.headings if own.id == heading.id)
            else:
                details = {"id": heading.id, "heading": heading.text, "original": f"{original.path}:{heading.line}"}
                yield self.finding(translation.path, place, **details)


class SectionExtra(TranslationRule):
    """A section that only the translation has."""

    id = "section-extra"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        there = {heading.id for heading in original.document.headings}
        for heading in sections(translation):
            if heading.id not in there:
                details = {"id": heading.id, "heading": heading.text, "original": original.path}
                yield self.finding(translation.path, heading.line, **details)


class SectionOrderDiffers(TranslationRule):
    """Sections in another order, or on another level, than in the original."""

    id = "section-order-differs"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        if difference := first_out_of_order(sections(original), sections(translation)):
            here, wanted = difference
            details = {"heading": here.text, "wanted": f"{'#' * wanted.level} … {{#{wanted.id}}}"}
            yield self.finding(translation.path, here.line, **details)


def sections(page: Page) -> tuple[Heading, ...]:
    """The headings below the first level that have an id."""
    return tuple(heading for heading in page.document.headings if heading.id and heading.level > 1)


def first_out_of_order(there: Sequence[Heading], here: Sequence[Heading]) -> tuple[Heading, Heading] | None:
    """The first heading of `here` (and the one of `there` in its place) where order or level differ."""
    shared = {heading.id for heading in there} & {heading.id for heading in here}
    for own, other in zip(
        [heading for heading in here if heading.id in shared],
        [heading for heading in there if heading.id in shared],
        strict=False,
    ):
        if (own.id, own.level) != (other.id, other.level):
            return own, other
    return None


class GradesDiffer(TranslationRule):
    """A section whose grade of statement is another one than in the original."""

    id = "grades-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        grades = {heading.id: heading.grade for heading in sections(original)}
        for heading in sections(translation):
            if heading.id in grades and heading.grade != grades[heading.id]:
                details = {"heading": heading.text, "here": heading.grade or "–", "there": grades[heading.id] or "–"}
                yield self.finding(translation.path, heading.line, **details)


class ItemMissing(TranslationRule):
    """A checklist item of the original that the translation lacks."""

    id = "item-missing"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here = {item.id: item.line for item in translation.document.items}
        place = translation.document.body_line
        for item in () if has_broken_items(translation) else items(original):
            place = here.get(item.id, place)
            if item.id not in here:
                details = {"id": item.id, "item": item.text, "original": f"{original.path}:{item.line}"}
                yield self.finding(translation.path, place, **details)


class ItemExtra(TranslationRule):
    """A checklist item that only the translation has."""

    id = "item-extra"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        there = {item.id for item in original.document.items}
        for item in items(translation):
            if item.id not in there:
                yield self.finding(translation.path, item.line, id=item.id, item=item.text, original=original.path)


class ItemOrderDiffers(TranslationRule):
    """Checklist items in another order, or in another section, than in the original."""

    id = "item-order-differs"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        shared = {item.id for item in items(original)} & {item.id for item in items(translation)}
        here = [item for item in items(translation) if item.id in shared]
        there = [item for item in items(original) if item.id in shared]
        for own, other in zip(here, there, strict=True) if len(here) == len(there) else ():
            if (own.id, own.section) != (other.id, other.section):
                yield self.finding(translation.path, own.line, id=own.id, wanted=other.id, section=other.section or "–")
                return


def has_broken_items(page: Page) -> bool:
    """Whether an item lacks its id or has a slip in its box: other rules tell that, and more cannot be known."""
    slips = any(not ITEM.match(line) and ITEM_SLIP.match(line) for _, line in page.body_lines)
    return slips or any(not item.id for item in page.document.items)


def items(page: Page) -> tuple[Item, ...]:
    """The checklist items that have an id."""
    return tuple(item for item in page.document.items if item.id)


class BlocksDiffer(TranslationRule):
    """Notes, facts, figures, steps or other blocks that the translation lacks, adds or moves."""

    id = "blocks-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here, there = map(block_names, (translation, original))
        if here != there:
            place = next(
                (n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there))
            )
            blocks = translation.document.blocks
            line = blocks[min(place, len(blocks) - 1)].line if blocks else translation.document.body_line
            details = {"here": ", ".join(here) or "–", "there": ", ".join(there) or "–", "original": original.path}
            yield self.finding(translation.path, line, **details)


def block_names(page: Page) -> list[str]:
    """The blocks of a page in order, with the arguments that must be the same everywhere."""
    return [block_name(block) for block in page.document.blocks]


def block_name(block: Block) -> str:
    """A block's name, with its argument where that is no text."""
    return f"{block.name} | {block.argument}" if block.name in WITH_SHARED_ARGUMENT else block.name


class StepsDiffer(TranslationRule):
    """A line of steps that is shorter or longer than in the original."""

    id = "steps-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        for own, other in zip(steps(translation), steps(original), strict=False):
            here, there = len(step_lines(translation, own)), len(step_lines(original, other))
            if here != there:
                yield self.finding(translation.path, own.line, here=here, there=there, original=original.path)


def steps(page: Page) -> list[Block]:
    """The blocks of steps on a page."""
    return [block for block in page.document.blocks if block.name == "steps" and block.end]


class TablesDiffer(TranslationRule):
    """A table that the translation lacks, or that has other rows or columns."""

    id = "tables-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here, there = tables(translation), tables(original)
        sizes = [[(len(table), len(table[0][1])) for table in found] for found in (here, there)]
        if sizes[0] != sizes[1]:
            place = next((n for n, (a, b) in enumerate(zip(*sizes, strict=False)) if a != b), len(here) - 1)
            line = here[place][0][0] if here else translation.document.body_line
            details = {"here": in_words(sizes[0]), "there": in_words(sizes[1]), "original": original.path}
            yield self.finding(translation.path, line, **details)


def in_words(sizes: list[tuple[int, int]]) -> str:
    """The sizes of tables as rows × columns, header counted, the rule below it not."""
    return ", ".join(f"{rows - 1} × {columns}" for rows, columns in sizes) or "0"


class LinksDiffer(TranslationRule):
    """A link of the original that the translation lacks, or the other way round."""

    id = "links-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here, there = link_targets(translation), link_targets(original)
        for target in sorted((there - here).elements()):
            yield self.finding(translation.path, translation.document.body_line, target=target, original=original.path)
        for target in sorted((here - there).elements()):
            line = next(link.line for link in page_links(translation) if shared_target(translation, link) == target)
            yield self.finding(translation.path, line, target=target, original=original.path)


def link_targets(page: Page) -> Counter[str]:
    """How often the page links to each place, by path below the language folder."""
    return Counter(shared_target(page, link) for link in page_links(page))


def page_links(page: Page) -> Iterator[Link]:
    """The links to places in the handbook, images left out."""
    return (link for link in internal_links(page) if not link.is_image)


def shared_target(page: Page, link: Link) -> str:
    """The place a link leads to, the same in all languages: path below the language folder, and section."""
    path = PurePosixPath(*file_of(page, link).parts[1:])
    section = link.target.partition("#")[2]
    return f"{path}#{section}" if section else str(path)


class ImagesDiffer(TranslationRule):
    """An image that the translation lacks or adds."""

    id = "images-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here, there = image_names(translation), image_names(original)
        if here != there:
            details = {"here": ", ".join(here) or "–", "there": ", ".join(there) or "–"}
            yield self.finding(translation.path, translation.document.body_line, **details)


def image_names(page: Page) -> list[str]:
    """The names of the images on a page, in order."""
    return [PurePosixPath(link.target).name for link in page.document.links if link.is_image]


class YearsDiffer(TranslationRule):
    """A year in a section that the other language does not name anywhere on the page."""

    id = "years-differ"
    group = "languages"

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        here, there = years(translation), years(original)
        all_here, all_there = (set().union(*(found for _, found in years_of.values())) for years_of in (here, there))
        for section in sorted(here.keys() & there.keys(), key=lambda section: here[section][0]):
            lacking = sorted(there[section][1] - all_here)
            extra = sorted(here[section][1] - all_there)
            if lacking or extra:
                details = {"lacking": ", ".join(lacking) or "–", "extra": ", ".join(extra) or "–"}
                place = f"{original.path}:{there[section][0]}"
                yield self.finding(translation.path, here[section][0], **details, original=place)


def years(page: Page) -> dict[str, tuple[int, set[str]]]:
    """For each section with an id (and the text above the first): its line and the years named in it."""
    found: dict[str, tuple[int, set[str]]] = {"": (page.document.body_line, set())}
    starts = {heading.line: heading.id for heading in sections(page)}
    section = ""
    for passage in page.passages:
        if passage.line in starts and passage.kind == "heading":
            section = starts[passage.line] or section
            found.setdefault(section, (passage.line, set()))
        if passage.kind != "field":
            found[section][1].update(YEAR.findall(passage.text))
    return found


RULES: tuple[Rule, ...] = (
    PageMissing(),
    OriginalMissing(),
    FieldsDiffer(),
    SectionMissing(),
    SectionExtra(),
    SectionOrderDiffers(),
    GradesDiffer(),
    ItemMissing(),
    ItemExtra(),
    ItemOrderDiffers(),
    BlocksDiffer(),
    StepsDiffer(),
    TablesDiffer(),
    LinksDiffer(),
    ImagesDiffer(),
    YearsDiffer(),
)
