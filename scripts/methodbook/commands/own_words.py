"""Whether the handbook speaks in its own words: runs of words that it shares with a source.

A run counts when it has eight or more words in a row, apart from names and titles: facts carry over, sentences do not.
The sources themselves are no part of the handbook; they lie in a folder of text files of the reader's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from methodbook.page import markdown
from methodbook.page.handbook import Handbook
from methodbook.terms import spelling, terms

SHORTEST_RUN = 8
WORD = re.compile(r"[^\W_]+")
TITLE = re.compile(r"\*[^*\n]+\*\{[^{}\n]*lang=[^{}\n]*\}|«[^»\n]+»|»[^«\n]+«|”[^”\n]+”")


@dataclass(frozen=True)
class Word:
    """A word of a page, in small letters; `counts` is False inside a name or a title. `line` is 1-based."""

    text: str
    line: int
    counts: bool


@dataclass(frozen=True)
class Run:
    """Words in a row that stand in the source `source` as well, `length` of them neither name nor title."""

    language: str
    path: PurePosixPath
    line: int
    source: str
    text: str
    length: int


def read_sources(folder: Path) -> dict[str, list[str]]:
    """The words of each text file in `folder`, by file name. Raises FileNotFoundError when there is none."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise FileNotFoundError(folder)
    return {file.name: [word.lower() for word in WORD.findall(file.read_text(encoding="utf-8"))] for file in files}


def page_words(page: markdown.Document) -> list[Word]:
    """The words a reader reads on a page, title and description among them."""
    fields = [(page.meta_lines.get(name, 1), str(page.meta.get(name, ""))) for name in ("title", "description")]
    lines = [*fields, *enumerate(page.body.split("\n"), page.body_line)]
    return [word for number, line in lines for word in line_words(line, number)]


def line_words(line: str, number: int) -> Iterator[Word]:
    """The words of a line of Markdown, addresses and attribute lists left out."""
    line = markdown.LINK.sub(lambda found: found[2], line)
    spared = [(found.start(), found.end()) for found in TITLE.finditer(line)]
    for name in (found for found in terms.names() if found in line):
        spared += [(found.start(), found.end()) for found in re.finditer(re.escape(name), line)]
    line = re.sub(r"\{[^{}\n]*\}", lambda found: " " * len(found[0]), line)
    for found in WORD.finditer(line):
        in_name = any(start <= found.start() < end for start, end in spared) or found[0] in spelling.names()
        yield Word(found[0].lower(), number, not in_name)


def shared_runs(page: markdown.Document, sources: dict[str, list[str]]) -> Iterator[Run]:
    """The longest runs that the page shares with each source, if they are long enough."""
    words = page_words(page)
    texts = [word.text for word in words]
    for source, other in sources.items():
        for start, end in matches(texts, other):
            length = sum(word.counts for word in words[start:end])
            if length >= SHORTEST_RUN:
                text = " ".join(texts[start:end])
                yield Run(page.language, page.path, words[start].line, source, text, length)


def matches(words: list[str], other: list[str]) -> Iterator[tuple[int, int]]:
    """The longest stretches (start, end) of `words` of SHORTEST_RUN or more that stand in `other` in a row."""
    places: dict[tuple[str, ...], list[int]] = {}
    for index in range(len(other) - SHORTEST_RUN + 1):
        places.setdefault(tuple(other[index : index + SHORTEST_RUN]), []).append(index)
    start = 0
    while start <= len(words) - SHORTEST_RUN:
        found = places.get(tuple(words[start : start + SHORTEST_RUN]), [])
        if not found:
            start += 1
            continue
        longest = max(common(words, start, other, index) for index in found)
        yield start, start + longest
        start += longest


def common(words: list[str], start: int, other: list[str], index: int) -> int:
    """How many words are the same from `start` and `index` on."""
    length = 0
    while (
        start + length < len(words) and index + length < len(other) and words[start + length] == other[index + length]
    ):
        length += 1
    return length


def all_runs(handbook: Handbook, sources: dict[str, list[str]]) -> list[Run]:
    """All shared runs in the handbook, by language and page."""
    pages = (page for pages in handbook.pages.values() for page in pages.values())
    return [run for page in pages for run in shared_runs(page, sources)]
