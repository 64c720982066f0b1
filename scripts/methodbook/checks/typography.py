"""Rules about quotation marks, spaces, numbers, dates and times that a pattern alone does not tell."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from methodbook.checks.patterns import DAYS, months
from methodbook.checks.rule import Edit, Hit, at, rule, visible
from methodbook.checks.sources import Page
from methodbook.languages import KNOWN, words
from methodbook.page.prose import BLANK

HARD_SPACE = "\u00a0"
DOUBLE_MARKS = re.compile('["“”„«»‟]')
INNER_MARKS = re.compile(rf"(?<!\w)'([^'\n{BLANK}]+)'(?!\w)")
CAPITALS = re.compile(r"(?:\b[A-ZÆØÅÄÖ]{2,}\b[ ,]+){3,}\b[A-ZÆØÅÄÖ]{2,}\b")
FROM_TO = re.compile(r"\b(?:fra|från|mellom|mellem|mellan)[ \u00a0]\d+[–-]\d+", re.IGNORECASE)
FIGURED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\.?\d)")
TWO_WAYS = re.compile(r"(?<![\w/.-])[0-3]?\d/[01]?\d[-/ .](?:20|19)?\d\d(?![\w/-])")
FILE_NUMBER = re.compile(r"(?:\b[A-ZÆØÅÄÖ]{2,}|\b(?i:nr|sak|saks?nr|dnr|jnr|j\.nr|journalnr)\.?:?)[ \u00a0]$")
LEAP_YEAR = 2024


def replaced(
    page: Page, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], suggests: bool = False
) -> Iterator[Edit]:
    """An edit for each place in the prose where `pattern` stands and `new` gives other words.

    If it `suggests`, it is reported as what was found, with a suggestion.
    """
    for found in pattern.finditer(page.masked):
        if (better := new(found)) != found[0]:
            hit = at(page.line_of(found.start()), found=visible(found[0]), near=visible(better))
            yield Edit(*found.span(), better, hit if suggests else None)


@rule("quotation-marks", fixable=True)
def quotation_marks(page: Page) -> Iterator[Edit]:
    wanted = KNOWN[page.language].quotes
    for marks in double_marks(page):
        for place, mark in enumerate(marks if len(marks) % 2 == 0 else ()):
            if mark[0] != wanted[place % 2]:
                yield Edit(*mark.span(), wanted[place % 2])
    opening, closing = KNOWN[page.language].inner_quotes
    yield from replaced(page, INNER_MARKS, lambda found: f"{opening}{found[1]}{closing}")


@rule("quotation-open")
def quotation_open(page: Page) -> Iterator[Hit]:
    lone = (marks[-1] for marks in double_marks(page) if len(marks) % 2)
    yield from (at(page.line_of(mark.start()), old=mark[0]) for mark in lone)


def double_marks(page: Page) -> Iterator[list[re.Match[str]]]:
    return (list(DOUBLE_MARKS.finditer(page.masked, passage.start, passage.end)) for passage in page.passages)


@rule("number-range", fixable=True)
def number_range(page: Page) -> Iterator[Hit | Edit]:
    right = KNOWN[page.language].range
    wrong = "-" if right == "–" else "–"
    doubled = list(FROM_TO.finditer(page.masked))
    yield from (at(page.line_of(found.start()), found=found[0]) for found in doubled)
    pattern = re.compile(rf"(?<![\w.,/–-])([1-9][\d.,]{{0,4}}){wrong}(\d(?:[\d.,]{{0,4}}\d)?)(?![\w–-])")
    for edit in replaced(page, pattern, lambda found: f"{found[1]}{right}{found[2]}", suggests=True):
        before = page.masked[max(edit.start - 12, 0) : edit.start]
        first, last = page.document.text[edit.start : edit.end].split(wrong)
        falls = len(first) == len(last) and first > last  # no range then, but a number of a case or the like
        is_doubled = any(found.start() <= edit.start < found.end() for found in doubled)
        if not is_doubled and not FILE_NUMBER.search(before) and not falls:
            yield edit


@rule("big-number", fixable=True)
def big_number(page: Page) -> Iterator[Edit]:
    right = KNOWN[page.language].thousands
    before = rf"(?<![\w.,/+-])(?<!\d[ {HARD_SPACE}])(?<!EN[ {HARD_SPACE}])"  # EN 301 549 is a standard
    pattern = re.compile(rf"{before}(\d{{1,3}}(?:[. {HARD_SPACE}]\d{{3}})+|\d{{5,7}})(?![\w/-]|[., ]\d)")
    for edit in replaced(page, pattern, lambda found: f"{int(re.sub(r'[^0-9]', '', found[1])):,}".replace(",", right)):
        old = page.document.text[edit.start : edit.end]
        if old.replace(" ", right) != edit.new:  # an ordinary space will do: few keyboards have the hard one
            yield edit


@rule("date-form", fixable=True)
def date_form(page: Page) -> Iterator[Hit | Edit]:
    names = months(page.language)
    wrong, right = ("", ".") if "." in words(page.language)["date"] else (r"\.", "")
    pattern = re.compile(rf"(?<![\d.,:-])\b([0-3]?\d){wrong} ((?:{names})\b)")
    yield from replaced(page, pattern, lambda found: f"{found[1]}{right} {found[2]}", suggests=True)
    for found in (*TWO_WAYS.finditer(page.masked), *impossible_dates(page, names.split("|"))):
        yield at(page.line_of(found.start()), found=found[0])


def impossible_dates(page: Page, names: list[str]) -> Iterator[re.Match[str]]:
    """Days that no calendar has, in words or in figures."""
    written = rf"(?<![\d.–-])(\d{{1,2}})\.?[ \u00a0]({'|'.join(names)})\b(?:[ \u00a0](\d{{4}})\b)?"
    found_days = [
        (found, (found[3] or LEAP_YEAR, names.index(found[2].lower()) + 1, found[1]))
        for found in re.finditer(written, page.masked, re.IGNORECASE)
    ]
    figured = [(found, (found[3], found[2], found[1])) for found in FIGURED_DATE.finditer(page.masked)]
    for found, day in (*found_days, *figured):
        try:
            date(*map(int, day))
        except ValueError:
            yield found


@rule("capitals", fixable=True)
def capitals(page: Page) -> Iterator[Hit | Edit]:
    names = "|".join(name.capitalize() for name in f"{months(page.language)}|{DAYS[page.language]}".split("|"))
    pattern = re.compile(rf"(?:(?<=[a-zæøåäö,\d] )|(?<=\d\. ))(?:{names})\b")
    yield from replaced(page, pattern, lambda found: found[0].lower(), suggests=True)
    for passage in page.passages:
        words = re.findall(r"[^\W\d_]{4,}", passage.text)
        is_loud = passage.kind in {"heading", "field"} and words and all(map(str.isupper, words))
        if (is_loud and passage.text.isupper()) or CAPITALS.search(passage.text):
            yield at(passage.line, found=passage.text[:60])


@rule("short-form", fixable=True)
def short_form(page: Page) -> Iterator[Edit]:
    known = KNOWN[page.language]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known.short_forms))})(?!\w)", re.IGNORECASE)
    cells = [range(passage.start, passage.end) for passage in page.passages if passage.kind == "cell"]
    for found in pattern.finditer(page.masked):
        words = known.short_forms[found[0].lower()]
        if known.short_forms_in_tables or not any(found.start() in cell for cell in cells):
            yield Edit(*found.span(), words[0].upper() + words[1:] if found[0][0].isupper() else words)
