"""What of a page is code, as Markdown reads it: what is hidden from the checks must not be text to readers.

Every part of the toolbox that leaves code out asks here. Lines are those of a page's body, code is emptied or blanked
in them line for line and letter for letter.
"""

import re
from collections.abc import Iterable, Iterator

FENCE = re.compile(r"^[ \t]*(```+|~~~+)")
FENCE_OPEN = re.compile(r"(```+|~~~+)[ \t]*(?:\{[^{}\n]*\}|\.?[\w#.+-]*)[ \t]*")
"""The line above a block of code, as Markdown reads it: anything else there, and what follows is no code."""
SPAN = re.compile(r"(?<!\\)((?:\\\\)+)(?=`)|(?<!\\)(`+)(.+?)(?<!`)\2(?!`)", re.DOTALL)
"""Code in running text; or an escaped backslash in front of a backtick, which escapes nothing then."""
BEGINS = re.compile(r"[ \t]*(?:#|///|>|\||:[ \t]|(?:[-*+]|\d+\.)[ \t])")
"""What begins a new element: code in running text ends where its element does."""
PUSHED_IN = ("    ", "\t")
"""How indented code begins, or what belongs to a point: a line below it that does not is another element."""


def blank_code(lines: list[str]) -> list[str]:
    """The lines with blocks of code emptied, fences too."""
    result = list(lines)
    after = 0
    for start, line in enumerate(lines):
        mark = FENCE_OPEN.fullmatch(line) if start >= after else None
        end = fence_end(lines, start, mark[1]) if mark else None
        if end is not None:
            after = end + 1
            result[start:after] = [""] * (after - start)
    return result


def fence_end(lines: list[str], start: int, fence: str) -> int | None:
    """The place of the line that closes the code opened on line `start`; None when no line does."""
    return next((place for place in range(start + 1, len(lines)) if lines[place].rstrip(" \t") == fence), None)


def blank_spans(lines: Iterable[str], sign: str = " ") -> list[str]:
    """The lines, blocks of code left out already, with each letter of code in running text replaced by `sign`."""
    return [line for element in elements(lines) for line in without_spans("\n".join(element), sign).split("\n")]


def elements(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in runs that Markdown looks for code in together: paragraphs, points, rows, headings; empty lines."""
    run: list[str] = []
    for line in lines:
        is_outside = bool(run) and run[-1].startswith(PUSHED_IN) and not line.startswith(PUSHED_IN)
        ends = is_outside or not line.strip() or BEGINS.match(line)
        if run and (ends or not run[-1].strip() or run[-1].lstrip().startswith("#")):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def without_spans(text: str, sign: str) -> str:
    """The text of one element with each letter of code in it replaced by `sign`."""
    place = 0
    while found := SPAN.search(text, place):
        start, span = found.start(), found[0]
        if not found[2]:  # the backslashes are text; behind them a backtick begins code
            opened = SPAN.match("\0" + text[found.end() :], 1)
            start, span = found.end(), opened[0] if opened else ""
        place = start + len(span)
        text = text[:start] + re.sub(r"[^\n]", sign, span) + text[place:]
    return text


def blanked(text: str, sign: str = " ") -> str:
    """The body `text` with each letter of code, fences and backticks too, replaced by `sign`; line ends stay."""
    lines = text.split("\n")
    kept = blank_code(lines)
    shown = zip(lines, kept, blank_spans(kept, sign), strict=True)
    return "\n".join(sign * len(line) if line and not same else part for line, same, part in shown)
