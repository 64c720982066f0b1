"""Rules about how each language writes quotation marks, dashes, numbers, dates and times (each mendable by `--fix`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from methodbook.checks.findings import Level
from methodbook.checks.rule import Edit, EditRule, Rule
from methodbook.checks.sources import Page, Tree
from methodbook.page.prose import BLANK, Passage

HARD_SPACE = "\u00a0"
QUOTES = {"nb": ("«", "»"), "da": ("»", "«"), "sv": ("”", "”")}
INNER_QUOTES = {"nb": ("‘", "’"), "da": ("›", "‹"), "sv": ("’", "’")}
DOUBLE_MARKS = re.compile('["“”„«»‟]')
MONTHS = {
    "nb": "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember",
    "da": "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december",
    "sv": "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
}
DAYS = {
    "nb": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "da": "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag",
    "sv": "måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag",
}
SHORT_FORMS = {
    "nb": {"f.eks.": "for eksempel", "bl.a.": "blant annet", "m.a.o.": "med andre ord"},
    "da": {"f.eks.": "fx", "feks": "fx", "f. eks.": "fx"},
    "sv": {"t.ex.": "till exempel", "t ex": "till exempel", "bl.a.": "bland annat", "bl a": "bland annat"},
}
Substitution = Callable[[re.Match[str]], str | None]


def replaced(page: Page, pattern: re.Pattern[str], new: Substitution) -> Iterator[Edit]:
    """An edit for each place in the page's prose where `pattern` stands and `new` gives other words.

    `new` returns None where something is wrong and no safe replacement is known, the match itself where all is well.
    """
    for found in pattern.finditer(page.masked):
        better = new(found)
        if better != found[0]:
            yield Edit(found.start(), found.end(), better)


class Quotes(EditRule):
    """Quotation marks of another language or of a keyboard."""

    id = "quotation-marks"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        wanted = QUOTES[page.language]
        for passage in page.passages:
            marks = quotation_marks(page, passage)
            for opening, closing in zip(marks[::2], marks[1::2], strict=False) if len(marks) % 2 == 0 else ():
                for mark, right in zip((opening, closing), wanted, strict=True):
                    if mark[0] != right:
                        yield Edit(mark.start(), mark.end(), right)


def quotation_marks(page: Page, passage: Passage) -> list[re.Match[str]]:
    """The double quotation marks of a passage, in order."""
    return list(DOUBLE_MARKS.finditer(page.masked, passage.start, passage.end))


class QuoteOpen(EditRule):
    """A quotation mark without its partner."""

    id = "quotation-open"
    group = "typography"
    fixable = False

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        for passage in page.passages:
            marks = quotation_marks(page, passage)
            if len(marks) % 2:
                yield Edit(marks[-1].start(), marks[-1].end(), None)


class InnerQuotes(EditRule):
    """Straight single quotation marks round a word."""

    id = "quotation-inner"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        opening, closing = INNER_QUOTES[page.language]
        pattern = re.compile(rf"(?<!\w)'([^'\n{BLANK}]+)'(?!\w)")
        return replaced(page, pattern, lambda found: f"{opening}{found[1]}{closing}")


class Dash(EditRule):
    """A hyphen or a long dash where a dash with spaces belongs."""

    id = "dash"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        pattern = re.compile(rf"(?<=[^\s{BLANK}])(?: -{{1,3}} |[ \t]*—[ \t]*)(?=[^\s{BLANK}])")
        return replaced(page, pattern, lambda _: " – ")


class NumberRange(EditRule):
    """From one number to another: a dash in Norwegian and Swedish, a hyphen in Danish."""

    id = "number-range"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        wrong, right = ("–", "-") if page.language == "da" else ("-", "–")
        pattern = re.compile(rf"(?<![\w.,/–-])([1-9][\d.,]{{0,4}}){wrong}(\d(?:[\d.,]{{0,4}}\d)?)(?![\w–-])")
        return replaced(page, pattern, lambda found: f"{found[1]}{right}{found[2]}")


class BigNumber(EditRule):
    """Large numbers grouped as in another language, or not at all."""

    id = "big-number"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        right = "." if page.language == "da" else HARD_SPACE
        before = rf"(?<![\w.,/+-])(?<!\d[ {HARD_SPACE}])(?<!EN[ {HARD_SPACE}])"  # EN 301 549 is a standard
        pattern = re.compile(rf"{before}(\d{{1,3}}(?:[. {HARD_SPACE}]\d{{3}})+|\d{{5,7}})(?![\w/-]|[., ]\d)")
        return replaced(page, pattern, lambda found: grouped(found[1], right))


def grouped(number: str, mark: str) -> str:
    """A number with `mark` between each three figures."""
    return f"{int(re.sub(r'[^0-9]', '', number)):,}".replace(",", mark)


class DecimalComma(EditRule):
    """A decimal point, as in English."""

    id = "decimal-comma"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        pattern = re.compile(rf"(?<![\w.,])(\d+)\.(\d{{1,2}})(?=[ {HARD_SPACE}]?(?:%|pro[cs]ent|milli|mia|mio))")
        return replaced(page, pattern, lambda found: f"{found[1]},{found[2]}")


class PerCent(EditRule):
    """A per cent sign glued to its number."""

    id = "per-cent"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        return replaced(page, re.compile(r"(?<=\d)%"), lambda _: f"{HARD_SPACE}%")


class DateForm(EditRule):
    """A date with the stop of another language (`3. september`, but `3 september` in Swedish)."""

    id = "date-form"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        months = MONTHS[page.language]
        if page.language == "sv":
            pattern = re.compile(rf"\b([0-3]?\d)\. ((?:{months})\b)")
            return replaced(page, pattern, lambda found: f"{found[1]} {found[2]}")
        pattern = re.compile(rf"(?<![\d.,:-])\b([0-3]?\d) ((?:{months})\b)")
        return replaced(page, pattern, lambda found: f"{found[1]}. {found[2]}")


class DateFigures(EditRule):
    """A date in figures that can be read in two ways."""

    id = "date-figures"
    group = "typography"
    fixable = False

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        pattern = re.compile(r"(?<![\w/.-])[0-3]?\d/[01]?\d[-/ .](?:20|19)?\d\d(?![\w/-])")
        return replaced(page, pattern, lambda _: None)


class TimeForm(EditRule):
    """The time of day with a colon, or `kl` without its stop."""

    id = "time-form"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        pattern = re.compile(r"\b([Kk])l\.? ?(\d{1,2})(?:[:.](\d\d))?(?!\d)")
        return replaced(page, pattern, time_in_words)


def time_in_words(found: re.Match[str]) -> str:
    """A time of day as all three languages write it."""
    minutes = f".{found[3]}" if found[3] else ""
    return f"{found[1]}l. {found[2]}{minutes}"


class Spacing(EditRule):
    """Two spaces in a row, or a space before a comma or a stop."""

    id = "spacing"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        seen = rf"[^\s{BLANK}]"
        yield from replaced(page, re.compile(rf"(?<={seen}) {{2,}}(?={seen})"), lambda _: " ")
        yield from replaced(
            page, re.compile(rf"(?<=[\w»”)]) +([,.;:!?])(?=\s|$|{BLANK})", re.M), lambda found: found[1]
        )


class ThreeStops(EditRule):
    """Three full stops instead of an ellipsis."""

    id = "ellipsis"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        return replaced(page, re.compile(r"(?<!\.)\.\.\.(?!\.)"), lambda _: "…")


class Capital(EditRule):
    """Days and months with a capital, as in English."""

    id = "capital"
    group = "typography"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        names = "|".join(name.capitalize() for name in f"{MONTHS[page.language]}|{DAYS[page.language]}".split("|"))
        pattern = re.compile(rf"(?:(?<=[a-zæøåäö,\d] )|(?<=\d\. ))(?:{names})\b")
        return replaced(page, pattern, lambda found: found[0].lower())


class ShortForm(EditRule):
    """A short form in running text that reads better written out."""

    id = "short-form"
    group = "typography"
    level = Level.ADVICE

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        forms = SHORT_FORMS[page.language]
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)", re.IGNORECASE)
        in_tables = [(passage.start, passage.end) for passage in page.passages if passage.kind == "cell"]
        for edit in replaced(page, pattern, lambda found: cased(forms[found[0].lower()], found[0])):
            if page.language == "da" or not any(start <= edit.start < end for start, end in in_tables):
                yield edit


def cased(words: str, like: str) -> str:
    """`words` with a capital where `like` has one."""
    return words[0].upper() + words[1:] if like[0].isupper() else words


RULES: tuple[Rule, ...] = (
    Quotes(),
    QuoteOpen(),
    InnerQuotes(),
    Dash(),
    NumberRange(),
    BigNumber(),
    DecimalComma(),
    PerCent(),
    DateForm(),
    DateFigures(),
    TimeForm(),
    Spacing(),
    ThreeStops(),
    Capital(),
    ShortForm(),
)
