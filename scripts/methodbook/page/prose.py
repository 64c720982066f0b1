"""The prose of a page: what a person wrote to be read in the page's own language, and where it stands.

Words, spelling and typography can only be judged on prose, never on addresses, ids, code or titles in another
language. `masked` blanks all of that place by place, so that every offset in the masked text is one in the file.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from methodbook.page import code
from methodbook.page.front_matter import FRONT_MATTER
from methodbook.page.points import FIELD_KINDS

BLANK = "\ufffc"
"""Stands for one character that is not prose."""

SPOKEN_FIELDS = ("title", "description")
SPOKEN_ARGUMENTS = ("note",)
BEGINNINGS = {"heading": r"#{1,6}\s", "item": r"([-*+]|\d{1,3}[.)])\s", "term": r":\s", "cell": r"\|"}
CONTINUED = frozenset({"paragraph", "item", "term"})
WORDS_PER_MINUTE = 190
"""Reading speed behind the handbook's rule of thumb: 8 minutes are about 1 500 words."""

SPOKEN_FIELD = re.compile(rf"(?:{'|'.join(SPOKEN_FIELDS)}):[ \t]*[\"']?")
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
INLINE = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"(\*{1,2}|_{1,2})(?!\s)(?:(?!\1)[^\n])+?\1\{[^{}\n]*\blang=[^{}\n]*\}"),
    re.compile(r"(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"),
    re.compile(r"(?:https?://|www\.)[^\s<>)\]]+|\bmailto:\S+"),
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
    re.compile(r"\{[:#.A-Za-z][^{}\n]*\}"),
    re.compile(r"(?<!\w)[*_]+|[*_]+(?!\w)|\*+"),
    re.compile(r"!?\[(?:\^[^\]\n]*\])?|\]|\\(?=[^\w\s])"),
)
BOX = rf"\[(?:[ xX]|{'|'.join(FIELD_KINDS)})\]"
LINE_MARKS = re.compile(rf"^[ \t]*(?:#{{1,6}}(?=\s|$)|(?:[-*+]|\d{{1,3}}[.)])[ \t]+(?:{BOX})?|:(?=[ \t])|>|\|)")
TABLE_RULE = re.compile(r"^[ \t]*\|?[ \t:]*-{2,}[-|: \t]*$")
BLOCK = re.compile(r"^[ \t]*///+[ \t]*([\w-]*)[ \t]*(?:\|[ \t]*)?")
LABEL = re.compile(r"^[ \t]*[-*+][ \t]+[\w-]+:")
SENTENCE_END = re.compile(r"(?<=[.!?…])[»”“\")\]]*\s+(?=[«»”“\"(]*[A-ZÆØÅÄÖÉ0-9])")
SHORT_FORMS = re.compile(
    r"(?:\b(?:kl|nr|ca|bl\.a|f\.eks|t\.ex|fx|s|St|jf|jfr|dvs|mv|m\.m|osv|kr|tlf|pkt|art|\d{1,2}))\.$"
)


@dataclass(frozen=True)
class Passage:
    """A piece of prose that stands by itself: `start` and `end` are offsets in the file, `line` is 1-based.

    `kind` is field, heading, item, paragraph, cell, term or title (of a note).
    """

    line: int
    start: int
    end: int
    kind: str
    text: str


def masked(text: str) -> str:
    """`text` (a whole page) with everything but prose in its own language blanked; same length, same lines."""
    begin = body_start(text)
    fields = "\n".join(map(masked_field, text[:begin].split("\n")))
    body = "\n".join(masked_lines(code.blanked(text[begin:], BLANK).split("\n")))
    for pattern in INLINE:
        body = pattern.sub(blanked, body)
    return fields + body


def body_start(text: str) -> int:
    front = FRONT_MATTER.match(text)
    return front.end() if front else 0


def blanked(found: re.Match[str]) -> str:
    return blank(found[0])


def blank(text: str) -> str:
    """Blanks for each character of `text`; line ends stay."""
    return re.sub(r"[^\n]", BLANK, text)


def masked_field(line: str) -> str:
    """A line of front matter: only the values that readers see stay."""
    found = SPOKEN_FIELD.match(line)
    return blank(found[0]) + re.sub(r"[\"']?[ \t]*$", blanked, line[found.end() :]) if found else blank(line)


def masked_lines(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a body, code blanked already, with block marks, list marks and table rules blanked."""
    block = ""
    for line in lines:
        if opened := BLOCK.match(line):
            block = opened[1]
            yield blank(opened[0]) + line[opened.end() :] if block in SPOKEN_ARGUMENTS else blank(line)
        elif TABLE_RULE.match(line):
            yield blank(line)
        else:  # the keys of a figure's words are no prose
            marks = LABEL if block == "figure" and LABEL.match(line) else LINE_MARKS
            yield marks.sub(blanked, line, count=1).replace("|", BLANK)


def passages(text: str, mask: str) -> Iterator[Passage]:
    """The prose of a page, piece by piece, in order. `mask` is `masked(text)`."""
    body = body_start(text)
    last: Passage | None = None
    offset = 0
    shown = [*text[:body].split("\n")[:-1], *code.blank_code(text[body:].split("\n"))]
    for number, (line, kept) in enumerate(zip(text.split("\n"), shown, strict=True), 1):
        end = offset + len(line)
        kind = kind_of(kept, offset < body)
        if last and kind == "paragraph" and last.kind in CONTINUED:
            last = replace(last, end=end)
        elif last:
            yield replace(last, text=readable(mask[last.start : last.end]))
            last = None
        if kind == "cell":
            yield from cells(number, offset, line, mask)
        elif kind != "none" and not last:
            last = Passage(number, offset, end, kind, "")
        offset = end + 1
    if last:
        yield replace(last, text=readable(mask[last.start : last.end]))


def kind_of(line: str, in_front: bool) -> str:
    """What kind of passage a line begins: `none` for a line without prose."""
    bare = line.strip()
    if in_front:
        return "field" if SPOKEN_FIELD.match(bare) else "none"
    if not bare or TABLE_RULE.match(line):
        return "none"
    if found := BLOCK.match(line):
        return "title" if found[1] in SPOKEN_ARGUMENTS else "none"
    return next((kind for kind, begins in BEGINNINGS.items() if re.match(begins, bare)), "paragraph")


def cells(number: int, offset: int, line: str, mask: str) -> Iterator[Passage]:
    for found in re.finditer(r"[^|]+", line):
        start, end = offset + found.start(), offset + found.end()
        if text := readable(mask[start:end]):
            yield Passage(number, start, end, "cell", text)


def readable(piece: str) -> str:
    """Masked text as one reads it: blanks gone, white space single."""
    return " ".join(re.sub(rf"{BLANK}+", "", piece).split())


def sentences(text: str) -> Iterator[str]:
    """The sentences of a passage; a full stop of a short form or an ordinal does not end one."""
    begin = 0
    for found in SENTENCE_END.finditer(text):
        if not SHORT_FORMS.search(text[begin : found.start()]):
            yield text[begin : found.start()]
            begin = found.end()
    if text[begin:].strip():
        yield text[begin:]


def word_count(text: str) -> int:
    return len(re.findall(r"\w+(?:[-.,’'/\u00a0]\w+)*", text))


def line_of(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1
