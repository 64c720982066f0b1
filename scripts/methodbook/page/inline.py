"""Marks within a line or paragraph: links, attribute lists, and the plain text without any of them."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from methodbook.page.code import blank_spans

LINK = re.compile(r"(?<!\\)(!?)\[((?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*<?([^)\s>\[\]]*)>?(?:\s+[\"'][^)]*[\"'])?\s*\)")
ATTRIBUTE_ID = re.compile(r"(?<!\S)#([^\s{}]+)")
ATTRIBUTE_PAIR = re.compile(r"([\w-]+)=(\"[^\"]*\"|'[^']*'|[^\s{}]+)")
NOT_TEXT = re.compile("[\u0000-\u0008\u000e-\u001b\ufffe\uffff]")
"""Signs that no XML may hold, and so no Word document: they are left out of what is read."""
INLINE_MARKS = re.compile(r"\*\*|__|(?<!\w)[*_]|[*_](?!\w)|`|(?<=[*_)`])\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class Link:
    """A Markdown link or image as typed."""

    line: int
    text: str
    target: str
    is_image: bool = False

    @property
    def is_external(self) -> bool:
        """Whether the target has a scheme or a host (so it does not point to a page of the handbook)."""
        return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", self.target))


def attributes(source: str | None) -> tuple[str | None, dict[str, str]]:
    """The id and the pairs of an attribute list such as `#id grade=reading`."""
    if not source:
        return None, {}
    source = NOT_TEXT.sub("", source)
    found = ATTRIBUTE_ID.search(source)
    pairs = {key: value.strip("\"'") for key, value in ATTRIBUTE_PAIR.findall(source)}
    return (found[1] if found else None), pairs


def find_links(lines: list[str], first: int) -> Iterator[Link]:
    """Inline links and images; their words may go on to the next line."""
    number = first
    for is_text, run in itertools.groupby(blank_spans(lines), key=lambda line: bool(line.strip())):
        around = list(run)
        together = "\n".join(around) if is_text else ""
        for found in LINK.finditer(together):
            line = number + together.count("\n", 0, found.start())
            yield Link(line, plain_text(found[2]), found[3], bool(found[1]))
            # An image may stand in the words of a link.
            for _, text, target in LINK.findall(found[2]):
                yield Link(line, plain_text(text), target, is_image=True)
        number += len(around)


def plain_text(source: str) -> str:
    """Markdown inline text without its marks: link texts stay, targets, emphasis and attribute lists go."""
    text = LINK.sub(lambda m: m[2], source)
    text = NOT_TEXT.sub("", INLINE_MARKS.sub("", text))
    return re.sub(r"\s+", " ", text).strip()
