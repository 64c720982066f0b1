"""The rules that are patterns: rows of `data/checks/<group>.yaml` beside the rule's words, one or a list of `rows`.

`where` says what the `pattern` (one, or one for each language) is looked for in:

- `prose`: what readers read, everything else blanked; `body`: the same without the fields
- `typed`: the page as typed, code and fields blanked
- `line`: every line of a page's file, unreadable pages too; `text`: any text file
- `heading`, `id`, `item`, `link`, `words`, `image`, `title`: these parts of a page one by one (see `PARTS`)
- `unreadable`: no pattern; a file that could not be read for the reason that bears the rule's name

`fix` is what the match becomes. `<months>` and `<days>` in a pattern stand for a language's own names.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from methodbook.checks.messages import entries
from methodbook.checks.rule import Edit, Found, Hit, Rule, at
from methodbook.checks.sources import File, Page
from methodbook.languages import KNOWN, LANGUAGES, words
from methodbook.page.points import Field, Item
from methodbook.page.prose import BLANK, line_of

DAYS = {code: known.days.replace(" ", "|") for code, known in KNOWN.items()}
LONGEST_QUOTE = 60


def items_and_fields(page: Page) -> list[Item | Field]:
    """What readers tick or fill in, in order."""
    parts: list[Item | Field] = [*page.document.items, *page.document.fields]
    return sorted(parts, key=lambda part: part.line)


def identifiers(page: Page) -> list[tuple[int, str]]:
    """Every id that a person gave on the page, with its line, in order."""
    document = page.document
    marked = [(heading.line, heading.id) for heading in document.headings]
    marked += [(part.line, part.id) for part in items_and_fields(page)]
    marked += [(item.line, old) for item in document.items for old in item.was]
    return sorted((line, identifier) for line, identifier in marked if identifier)


TEXTS: Mapping[str, Callable[[Page], str]] = {
    "prose": lambda page: page.masked,
    "body": lambda page: page.masked_body,
    "typed": lambda page: page.typed,
}
"""The texts of a page, offset for offset."""
PARTS: Mapping[str, Callable[[Page], Iterable[tuple[int, str]]]] = {
    "heading": lambda page: ((heading.line, heading.text) for heading in page.document.headings),
    "id": identifiers,
    "item": lambda page: ((item.line, item.text) for item in page.document.items),
    "link": lambda page: ((link.line, link.target) for link in page.document.links),
    "words": lambda page: ((link.line, link.text) for link in page.document.links if not link.is_image),
    "image": lambda page: ((link.line, link.text) for link in page.document.links if link.is_image),
    "image-target": lambda page: ((link.line, link.target) for link in page.document.links if link.is_image),
    "title": lambda page: [(page.document.meta_lines.get("title", 1), str(page.document.meta.get("title") or ""))],
}
"""Parts of a page, each with its line."""


def months(language: str) -> str:
    return words(language)["months"].replace(" ", "|")


def rows() -> Iterator[Rule]:
    for name, entry in entries().items():
        listed = entry.get("rows", [entry] if "where" in entry else [])
        if listed:
            asks = "file" if listed[0]["where"] in {"line", "text", "unreadable"} else "page"
            can_fix = ["fix" in row for row in listed]
            searches = [searching(name, row, quotes=not all(can_fix)) for row in listed]
            search = partial(one_by_one, searches)
            yield Rule(name, search, frozenset({asks}), any(can_fix))


def one_by_one(searches: Iterable[Callable[..., Found]], **subject: Any) -> Iterator[Hit | Edit]:
    """All that several searches find in a page or a file."""
    return (found for search in searches for found in search(*subject.values()))


def searching(name: str, row: Mapping[str, Any], quotes: bool) -> Callable[..., Found]:
    """The search that a row of the rule `name` stands for; `quotes` is whether to report the place, not the edit."""
    where = row["where"]
    if where == "unreadable":
        return lambda file: unreadable(file, name)
    pattern, fix = compiled(row["pattern"]), row.get("fix")
    if where == "text":
        return lambda file: matches(pattern[LANGUAGES[0]], file.text or "", fix, quotes)
    if where == "line":
        return lambda file: hits_by_line(pattern[LANGUAGES[0]], file)
    if where in PARTS:
        return lambda page: hits_in_parts(pattern, page, PARTS[where])
    return lambda page: matches(pattern.get(page.language), TEXTS[where](page), fix, quotes)


def compiled(source: str | Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    """The pattern of a row for each language that has one, or falls back on one that has."""
    by_language = dict.fromkeys(LANGUAGES, source) if isinstance(source, str) else source
    found = {}
    for code, known in KNOWN.items():
        if text := next((by_language[near] for near in (code, *known.fallback) if near in by_language), None):
            named = text.replace("<months>", months(code)).replace("<days>", DAYS[code])
            found[code] = re.compile(named, re.MULTILINE)
    return found


def unreadable(file: File, reason: str) -> Iterator[Hit]:
    """The place where a file could not be read, if it was for `reason`."""
    if file.error and file.error.reason == reason:
        yield at(file.error.line, detail=file.error.detail)


def matches(pattern: re.Pattern[str] | None, text: str, fix: str | None, quotes: bool) -> Iterator[Hit | Edit]:
    """Where the pattern stands in a file's `text` or one of the same offsets, and what to put there."""
    for found in pattern.finditer(text) if pattern else ():
        hit = at(line_of(text, found.start()), found=quoted(found)) if quotes else None
        new = None if fix is None else found.expand(fix)
        if new is None and hit:
            yield hit
        elif new != found[0]:
            yield Edit(found.start(), found.end(), new, hit)


def hits_by_line(pattern: re.Pattern[str], file: File) -> Iterator[Hit]:
    """The matches in the lines of a page's file as they stand."""
    if file.path.suffix == ".md":
        for number, line in enumerate((file.text or "").split("\n"), 1):
            yield from (at(number, found=quoted(found)) for found in pattern.finditer(line))


def hits_in_parts(pattern: Mapping[str, re.Pattern[str]], page: Page, parts: Callable[..., Any]) -> Iterator[Hit]:
    """The parts of a page in which the pattern of its language stands."""
    for line, text in parts(page) if page.language in pattern else ():
        if pattern[page.language].search(text):
            yield at(line, found=text[:LONGEST_QUOTE])


def quoted(found: re.Match[str], around: int = 12) -> str:
    """The match with the whole words round it on its line, to be recognised by."""
    text = found.string
    begin = text.rfind("\n", 0, found.start() + 1) + 1
    end = text.find("\n", found.end())
    before = text[max(begin, found.start() - around) : found.start()]
    after = text[found.end() : min(end if end >= 0 else len(text), found.end() + around)]
    if found.start() - around > begin:
        before = re.sub(r"^\S*", "", before) if " " in before else before
    if end < 0 or found.end() + around < end:
        after = re.sub(r"\S*$", "", after) if " " in after else after
    return " ".join(f"{before}{found[0]}{after}".replace(BLANK, " ").split())[:LONGEST_QUOTE]
