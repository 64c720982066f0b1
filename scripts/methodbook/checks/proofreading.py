"""Rules about slips: what slides in while one types, pastes or leaves a page half done, and no spelling check tells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import zip_longest

from methodbook.checks.findings import Finding
from methodbook.checks.rule import FileRule, PageRule, Rule
from methodbook.checks.sources import File, Page, Tree
from methodbook.checks.typography import MONTHS
from methodbook.page.markdown import Heading
from methodbook.page.prose import BLANK

UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TBD|XXX+)\b|\blorem ipsum\b|\?{4,}", re.IGNORECASE)
# With a colon it is a blank that whoever publishes the handbook fills in: [Fyll inn: dato].
TO_FILL_IN = re.compile(
    r"\[(?:skriv|fyll|sett inn|indsæt|udfyld|tilføj|infoga|ange|lägg till|insert)\b[^\]:\n]*\](?!\()", re.IGNORECASE
)
WORD_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,})[ \n]\1(?![\w-])", re.IGNORECASE)
TWICE_RIGHTLY = frozenset("der det de den dem som har er är var".split())  # noqa: SIM905 - words of three languages
MARKS_DOUBLED = re.compile(r"(?<!\.)\.\.(?!\.)|,,|;;|(?<=[^\s!])!{2,}|(?<=[^\s?])\?{2,3}(?!\?)|[.,;:]+[,;]")
NO_SPACE = re.compile(r"(?<=[a-zæøåäö]{2})[.!?](?=[A-ZÆØÅÄÖ][a-zæøåäö])|(?<=[^\W\d_])[,;](?=[^\W\d_])")
CAPITALS = re.compile(r"(?:\b[A-ZÆØÅÄÖ]{2,}\b[ ,]+){3,}\b[A-ZÆØÅÄÖ]{2,}\b")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")
ITEM_BY_HAND = re.compile(r"^[ \t]*(?:[•·‣▪◦●]|[a-zA-Z]\))[ \t]+\S.*$", re.MULTILINE)
DASHED_LINES = re.compile(r"^[ \t]*[–—][ \t]+\S.*\n(?:[ \t]*\n)?[ \t]*[–—][ \t]+\S.*$", re.MULTILINE)
CHARACTER_CODE = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,6});")
GARBLED = re.compile("Ã[\u0080-\u00bf–—‘’“”†‡•…‰€™œžŸšŽŠŒ]|Â[\u00a0-\u00bf]|â€|[\ue000-\uf8ff\ufffd]")
ACUTE = re.compile(r"(?<=\w)[´`](?=\w)")
GENITIVE = re.compile(r"\b[^\W\d_]*[a-zæøåäö][’']s\b")
MONEY = re.compile(r"\d,[-–](?!\d)|\bkr\.?[ \u00a0]?\d", re.IGNORECASE)
FROM_TO = {
    "nb": re.compile(r"\b(?:fra|mellom)[ \u00a0]\d+[–-]\d+", re.IGNORECASE),
    "da": re.compile(r"\b(?:fra|mellem)[ \u00a0]\d+[–-]\d+", re.IGNORECASE),
    "sv": re.compile(r"\b(?:från|mellan)[ \u00a0]\d+[–-]\d+", re.IGNORECASE),
}
FIGURED_DATE = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?!\.?\d)")
LEAP_YEAR = 2024
BOLD_LINE = re.compile(r"(?<=\n\n)(\*\*|__)(?!\s)[^*_\n]{2,80}\1[ \t]*(?=\n\n)")
DEFINITION = re.compile(r"^:(?=[^\s:/])", re.MULTILINE)
TAB = re.compile(r"(?<=\S)\t")
BLOCK_MARK = re.compile(r"^(///+)(?:[ \t]+([\w-]+).*)?[ \t]*$")
ROW_EMPTY = re.compile(r"^[ \t]*\|(?:[ \t]*\|)+[ \t]*$", re.MULTILINE)
LINK_DOUBLED = re.compile(r"\[\[[^\]\n]+\]")
SENTENCE_END = re.compile(r"[.!?:…][»«”“\")\]›‹’]*$")
SHORT = 5
"""Words of a paragraph that need not be a sentence."""
HEADING_MARKS = re.compile(r"[:;,]$")


class SlipRule(PageRule):
    """Something that a pattern tells in the prose of a page."""

    group = "slips"
    pattern: re.Pattern[str]

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for found in self.pattern.finditer(page.masked):
            if self.is_slip(found, page):
                yield self.finding(page.path, page.line_of(found.start()), found=quoted(found))

    def is_slip(self, found: re.Match[str], page: Page) -> bool:
        """Whether the match is a slip."""
        return True


def quoted(found: re.Match[str]) -> str:
    """The match and what stands round it on its line, to be recognised by."""
    start, end = max(found.start() - 12, 0), found.end() + 12
    before = found.string[start : found.start()].rpartition("\n")[2]
    after = found.string[found.end() : end].partition("\n")[0]
    return " ".join(f"{before}{found[0]}{after}".replace(BLANK, " ").split())


class RawRule(SlipRule):
    """Something that a pattern tells in the lines of a page as typed, code left out."""

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        text = without_code(page)
        for found in self.pattern.finditer(text):
            if self.is_slip(found, page):
                yield self.finding(page.path, page.line_of(found.start()), found=found[0].strip()[:60])


def without_code(page: Page) -> str:
    """The page as typed, from its body on, with code blanked; offsets stay those of the file."""
    text = page.document.text
    begin = len(text) - len(page.document.body)
    lines = re.sub(r"(?ms)^[ \t]*(```+|~~~+).*?^[ \t]*\1[ \t]*$|`[^`\n]*`", blanked, text[begin:])
    return re.sub(r"[^\n]", BLANK, text[:begin]) + lines


def blanked(found: re.Match[str]) -> str:
    """The match with every character but line ends blanked."""
    return re.sub(r"[^\n]", BLANK, found[0])


class Unfinished(SlipRule):
    """A note to oneself, or a place left to be filled in."""

    id = "unfinished"
    pattern = UNFINISHED

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        yield from super().find_in(page, tree)
        for found in TO_FILL_IN.finditer(without_code(page)):
            yield self.finding(page.path, page.line_of(found.start()), found=found[0])


class WordTwice(SlipRule):
    """The same word twice in a row."""

    id = "word-twice"
    pattern = WORD_TWICE

    def is_slip(self, found: re.Match[str], page: Page) -> bool:
        return found[1].lower() not in TWICE_RIGHTLY


class MarksDoubled(SlipRule):
    """Two full stops, commas, exclamation or question marks."""

    id = "marks-doubled"
    pattern = MARKS_DOUBLED


class SpaceMissing(SlipRule):
    """No space after a full stop or a comma."""

    id = "space-missing"
    pattern = NO_SPACE

    def is_slip(self, found: re.Match[str], page: Page) -> bool:
        return not re.search(r"&#?\w+$", found.string[max(found.start() - 10, 0) : found.start()])  # `&nbsp;`


class Capitals(PageRule):
    """A heading, a title or several words in capital letters."""

    id = "capitals"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            words = LONG_WORD.findall(passage.text)
            is_loud = passage.kind in {"heading", "field"} and words and all(map(str.isupper, words))
            if (is_loud and passage.text.isupper()) or CAPITALS.search(passage.text):
                yield self.finding(page.path, passage.line, found=passage.text[:60])


class BracketOpen(PageRule):
    """A bracket without its partner."""

    id = "bracket-open"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            if not balanced(passage.text):
                yield self.finding(page.path, passage.line, found=passage.text[:60])


def balanced(text: str) -> bool:
    """Whether every bracket has its partner; a bracket behind a single letter or figure, as in a), needs none."""
    depth = 0
    for mark in re.finditer(r"[()]", text):
        if mark[0] == "(":
            depth += 1
        elif depth:
            depth -= 1
        elif not re.search(r"(?:^|\s)\w{1,2}$", text[: mark.start()]):
            return False
    return depth == 0


class SentenceForm(PageRule):
    """A paragraph that begins with a small letter or breaks off without a mark."""

    id = "sentence-form"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for passage in page.passages:
            text = passage.text.strip()
            typed = page.document.text[passage.start :].partition("\n\n")[0].rstrip("*_ \n")
            is_link = typed.endswith((")", "]", "}", "`"))  # a way to another page is no sentence
            breaks_off = len(text.split()) > SHORT and not is_link and not SENTENCE_END.search(text)
            if passage.kind == "paragraph" and (text[:1].islower() or breaks_off):
                yield self.finding(page.path, passage.line, found=text[:60])


class ListByHand(RawRule):
    """A list made of bullets, dashes or letters that were typed or pasted."""

    id = "list-by-hand"
    pattern = re.compile(f"{ITEM_BY_HAND.pattern}|{DASHED_LINES.pattern}", re.MULTILINE)


class CharacterCode(RawRule):
    """A character written as its code."""

    id = "character-code"
    pattern = CHARACTER_CODE


class Garbled(FileRule):
    """Letters that were broken on the way from another program."""

    id = "garbled"
    group = "slips"

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.path.suffix == ".md":
            for number, line in enumerate((file.text or "").split("\n"), 1):
                if found := GARBLED.search(line):
                    yield self.at(file, number, found=line[max(found.start() - 12, 0) : found.end() + 12].strip())


class Apostrophe(SlipRule):
    """An accent for an apostrophe, or an apostrophe where the language has none."""

    id = "apostrophe"
    pattern = re.compile(f"{ACUTE.pattern}|{GENITIVE.pattern}")


class Money(SlipRule):
    """An amount of money as on a price tag."""

    id = "money"
    pattern = MONEY

    def is_slip(self, found: re.Match[str], page: Page) -> bool:
        return page.language != "da" or not found[0].lower().startswith("kr")


class FromTo(PageRule):
    """From one number to another with half a dash: the word and the mark say the same."""

    id = "from-to"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for found in FROM_TO[page.language].finditer(page.masked):
            yield self.finding(page.path, page.line_of(found.start()), found=found[0])


class DateImpossible(PageRule):
    """A day that no calendar has."""

    id = "date-impossible"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        months = MONTHS[page.language].split("|")
        written = re.compile(
            rf"(?<![\d.–-])(\d{{1,2}})\.?[ \u00a0]({'|'.join(months)})\b(?:[ \u00a0](\d{{4}})\b)?", re.I
        )
        for found in written.finditer(page.masked):
            month = months.index(found[2].lower()) + 1
            if not exists(int(found[3] or LEAP_YEAR), month, int(found[1])):
                yield self.finding(page.path, page.line_of(found.start()), found=found[0])
        for found in FIGURED_DATE.finditer(page.masked):
            if not exists(int(found[3]), int(found[2]), int(found[1])):
                yield self.finding(page.path, page.line_of(found.start()), found=found[0])


def exists(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


class HeadingMarks(PageRule):
    """A heading or title that ends with a colon or comma, or is set in bold."""

    id = "heading-marks"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        lines = page.document.text.split("\n")
        for heading in page.document.headings:
            if HEADING_MARKS.search(heading.text) or re.search(r"\*\*|__", lines[heading.line - 1]):
                yield self.finding(page.path, heading.line, found=heading.text)
        title = str(page.document.meta.get("title") or "")
        if re.search(r"[.:;,]$", title):
            yield self.finding(page.path, page.document.meta_lines.get("title", 1), found=title)


class HeadingBold(RawRule):
    """A line in bold that stands for a heading."""

    id = "heading-bold"
    pattern = BOLD_LINE


class HeadingTwice(PageRule):
    """The same heading twice in the same part of a page."""

    id = "heading-twice"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        seen = set[tuple[str, ...]]()
        trail: list[Heading] = []
        for heading in page.document.headings:
            trail = [*(one for one in trail if one.level < heading.level), heading]
            place = tuple(one.text.casefold() for one in trail)
            if place in seen:
                yield self.finding(page.path, heading.line, found=heading.text)
            seen.add(place)


class SectionEmpty(PageRule):
    """A heading with nothing below it."""

    id = "section-empty"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        lines = page.lines
        headings = page.document.headings
        for heading, following in zip_longest(headings, headings[1:]):
            end, level = (following.line - 1, following.level) if following else (len(lines), 0)
            if level <= heading.level and not "".join(lines[heading.line : end]).strip():
                yield self.finding(page.path, heading.line, found=heading.text)


class ItemEmpty(PageRule):
    """An item of a checklist without words."""

    id = "item-empty"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for item in page.document.items:
            if not re.sub(r"\{[^{}]*\}", "", item.text).strip():
                yield self.finding(page.path, item.line)


class PageTwice(Rule):
    """Two pages of a language with the same description or main heading."""

    id = "page-twice"
    group = "slips"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for pages in tree.pages.values():
            yield from self.shared(pages.values(), lambda page: str(page.document.meta.get("description") or ""))
            yield from self.shared(pages.values(), lambda page: page.document.heading)

    def shared(self, pages: Iterable[Page], said: Callable[[Page], str]) -> Iterator[Finding]:
        """The pages that say what one before them says."""
        by_words: dict[str, list[Page]] = defaultdict(list)
        for page in pages:
            if words := said(page).strip().casefold():
                by_words[words].append(page)
        for first, *others in by_words.values():
            for page in others:
                yield self.finding(page.path, 1, found=said(page), other=first.path)


class DefinitionForm(RawRule):
    """A definition without the space behind its colon: it stays plain text."""

    id = "definition-form"
    pattern = DEFINITION


class RowEmpty(RawRule):
    """A row of a table with nothing in it."""

    id = "row-empty"
    pattern = ROW_EMPTY


class LinkDoubled(RawRule):
    """A link in double brackets, as wikis have them."""

    id = "link-doubled"
    pattern = LINK_DOUBLED


class TabInLine(RawRule):
    """A tab between words, as from a spreadsheet."""

    id = "tab-in-line"
    pattern = TAB


class BlockMarks(PageRule):
    """A block closed with more or fewer slashes than it was opened with: it is not closed at all."""

    id = "block-marks"
    group = "slips"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        begun: list[str] = []
        for number, line in page.body_lines:
            mark = BLOCK_MARK.match(line)
            if mark and mark[2]:
                begun.append(mark[1])
            elif mark and begun and begun.pop() != mark[1]:
                yield self.finding(page.path, number, found=mark[1])


RULES: tuple[Rule, ...] = (
    Unfinished(),
    WordTwice(),
    MarksDoubled(),
    SpaceMissing(),
    Capitals(),
    BracketOpen(),
    Apostrophe(),
    Money(),
    FromTo(),
    DateImpossible(),
    SentenceForm(),
    ListByHand(),
    CharacterCode(),
    Garbled(),
    HeadingMarks(),
    HeadingBold(),
    HeadingTwice(),
    SectionEmpty(),
    ItemEmpty(),
    PageTwice(),
    DefinitionForm(),
    RowEmpty(),
    LinkDoubled(),
    TabInLine(),
    BlockMarks(),
)
