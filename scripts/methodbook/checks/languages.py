"""Rules about what the three languages must share, and whether translations still say what their originals say."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from methodbook.checks.blocks import ITEM_SLIP, step_lines
from methodbook.checks.links import file_of, internal_links
from methodbook.checks.markdown import tables
from methodbook.checks.patterns import items_and_fields
from methodbook.checks.rule import Edit, Hit, at, rule
from methodbook.checks.sources import DOCS, Page, Tree
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.front_matter import FRONT_MATTER
from methodbook.page.markdown import Heading
from methodbook.page.points import ITEM, Field, Item

SHARED_FIELDS = ("original", "kind", "use", "checklist", "templates", "sources", "grade", "case", "cases")
WITH_SHARED_ARGUMENT = frozenset({"figure", "checklist"})
YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d])")


@rule("page-missing")
def page_missing(tree: Tree) -> Iterator[Hit]:
    for path in sorted(tree.page_paths):
        there = [code for code in LANGUAGES if PurePosixPath(code, path) in tree.names]
        for language in LANGUAGES:
            if language not in there:
                yield at(1, DOCS / language / path, source=DOCS / there[0] / path)


@rule("original-missing")
def original_missing(page: Page, tree: Tree) -> Iterator[Hit]:
    original = PurePosixPath(page.document.original, page.document.path)
    if page.document.is_translation and original not in tree.names:
        yield at(page.document.meta_lines.get("original", 1), original=DOCS / original)


@rule("not-translated")
def not_translated(original: Page, translation: Page) -> Iterator[Hit]:
    if translations.recorded(translation.document) is None:
        yield at(1, original=original.path, path=translation.path)


@rule("translation-outdated")
def translation_outdated(original: Page, translation: Page) -> Iterator[Hit]:
    kept = translations.recorded(translation.document)
    for change in translations.changes(original.document, kept) if kept else ():
        line = next((h.line for h in translation.document.headings if h.id == change.section), 1)
        yield at(line, heading=change.heading, original=original.path, path=translation.path)


@rule("fingerprint-misplaced", fixable=True)
def fingerprint_misplaced(page: Page) -> Iterator[Edit]:
    front = FRONT_MATTER.match(page.document.text)
    if front and "fingerprint" in page.document.meta and not page.document.is_translation:
        kept = translations.without_fingerprint(front[1])
        hit = at(page.document.meta_lines["fingerprint"])
        yield Edit(front.start(1), front.end(1), kept if kept != front[1] else None, hit)


@rule("fields-differ")
def fields_differ(original: Page, translation: Page) -> Iterator[Hit]:
    here, there = translation.document.meta, original.document.meta
    for name in SHARED_FIELDS:
        if here.get(name) != there.get(name):
            yield at(translation.document.meta_lines.get(name, 1), field=name, original=original.path)


@rule("sections-differ")
def sections_differ(original: Page, translation: Page) -> Iterator[Hit]:
    return outline_hits(original, translation, sections)


@rule("items-differ")
def items_differ(original: Page, translation: Page) -> Iterator[Hit]:
    slips = any(not ITEM.match(line) and ITEM_SLIP.match(line) for _, line in translation.body_lines)
    if not slips and all(part.id for part in items_and_fields(translation)):  # else other rules say what is wrong
        yield from outline_hits(original, translation, items_and_fields)


@rule("grades-differ")
def grades_differ(original: Page, translation: Page) -> Iterator[Hit]:
    grades = {heading.id: shown_grade(heading) for heading in sections(original)}
    for heading in sections(translation):
        here = shown_grade(heading)
        if here != grades.get(heading.id, here):
            yield at(heading.line, heading=heading.text, here=here, there=grades[heading.id])


def sections(page: Page) -> list[Heading]:
    return [heading for heading in page.document.headings if heading.id and heading.level > 1]


def shown_grade(heading: Heading) -> str:
    return " ".join(filter(None, (heading.grade, heading.source))) or "–"


def outline_hits(
    original: Page, translation: Page, parts: Callable[[Page], Sequence[Heading | Item | Field]]
) -> Iterator[Hit]:
    """How the parts with ids of two pages differ: what is lacking, what is extra, the first that is changed."""
    here, there = ([part for part in parts(page) if part.id] for page in (translation, original))
    own, wanted = {part.id: part for part in here}, {part.id: part for part in there}
    headings = {heading.id: heading.line for heading in translation.document.headings}
    line = translation.document.body_line
    for part in there:
        if part.id in own:
            line = own[part.id].line
            continue
        if not isinstance(part, Heading):
            line = max(line, headings.get(part.section, line))
        yield at(line, here="–", there=described(part)[0], original=f"{original.path}:{part.line}")
    for part in here:
        if part.id not in wanted:
            yield at(part.line, here=described(part)[0], there="–", original=original.path)
    shared_there = (part for part in there if part.id in own)
    for one, other in zip((part for part in here if part.id in wanted), shared_there, strict=False):
        if described(one)[1:] != described(other)[1:]:
            there_shown = described(other)[0]
            yield at(one.line, here=described(one)[0], there=there_shown, original=f"{original.path}:{other.line}")
            return


def described(part: Heading | Item | Field) -> tuple[Any, ...]:
    """A section, an item or a field as typed, then all that must agree in all languages."""
    if isinstance(part, Heading):
        return f"{'#' * part.level} {part.text} {{#{part.id}}}", part.id, part.level
    if isinstance(part, Item):
        return f"- [ ] {part.text} {{#{part.id}}}", part.id, part.section, " "
    shape = (part.section, part.kind, len(part.options), len(part.columns), len(part.rows))
    return f"- [{part.kind}] {part.text} {{#{part.id}}}", part.id, *shape


@rule("blocks-differ")
def blocks_differ(original: Page, translation: Page) -> Iterator[Hit]:
    for own, other in zip(shapes(translation), shapes(original), strict=True):
        here, there = [text for _, text in own], [text for _, text in other]
        if here != there:
            first = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
            line = own[min(first, len(own) - 1)][0] if own else translation.document.body_line
            yield at(line, here=", ".join(here) or "–", there=", ".join(there) or "–", original=original.path)


def shapes(page: Page) -> Iterator[list[tuple[int, str]]]:
    """What must agree of the blocks, the steps, the tables (rows × columns) and the images, each with its line."""
    arguments = (
        (block, block.argument if block.name in WITH_SHARED_ARGUMENT else "") for block in page.document.blocks
    )
    yield [(block.line, f"/// {block.name} | {shared}".removesuffix(" | ")) for block, shared in arguments]
    yield [(one.line, f"/// steps ({len(step_lines(page, one))})") for one in page.blocks("steps") if one.end]
    yield [(table[0][0], f"{len(table) - 1} × {len(table[0][1])}") for table in tables(page)]
    yield [(link.line, PurePosixPath(link.target).name) for link in page.document.links if link.is_image]


@rule("links-differ")
def links_differ(original: Page, translation: Page) -> Iterator[Hit]:
    here, there = link_targets(translation), link_targets(original)
    lacking, extra = (Counter(target for _, target in one) for one in (there, here))
    for target in sorted((lacking - extra).elements()):
        yield at(translation.document.body_line, target=target, original=original.path)
    for target in sorted((extra - lacking).elements()):
        yield at(next(line for line, other in here if other == target), target=target, original=original.path)


def link_targets(page: Page) -> list[tuple[int, str]]:
    """The links to places in the handbook: line, and path below the language folder with the section."""
    links = (link for link in internal_links(page) if not link.is_image)
    places = ((link, PurePosixPath(*file_of(page, link).parts[1:])) for link in links)
    return [(link.line, f"{path}#{link.target.partition('#')[2]}".rstrip("#")) for link, path in places]


@rule("years-differ")
def years_differ(original: Page, translation: Page) -> Iterator[Hit]:
    here, there = years(translation), years(original)
    all_here, all_there = (set().union(*(found for _, found in years_of.values())) for years_of in (here, there))
    for section in sorted(here.keys() & there.keys(), key=lambda section: here[section][0]):
        lacking = ", ".join(sorted(there[section][1] - all_here))
        extra = ", ".join(sorted(here[section][1] - all_there))
        if lacking or extra:
            place = f"{original.path}:{there[section][0]}"
            yield at(here[section][0], lacking=lacking or "–", extra=extra or "–", original=place)


def years(page: Page) -> dict[str, tuple[int, set[str]]]:
    """For each section with an id (and the text above the first): its line and the years named in it."""
    found: dict[str, tuple[int, set[str]]] = {"": (page.document.body_line, set())}
    starts = {heading.line: heading.id or "" for heading in sections(page)}
    section = ""
    for passage in (passage for passage in page.passages if passage.kind != "field"):
        section = starts.get(passage.line, section) if passage.kind == "heading" else section
        found.setdefault(section, (passage.line, set()))[1].update(YEAR.findall(passage.text))
    return found
