"""The pages that `new` begins with, and the sentences in them that a writer has to replace.

They stand in `data/drafts/<name>.<language>.md`. Every sentence to replace begins with the word for "write", which is
the same in all three languages; nothing else in a draft does.
"""

import re
from collections.abc import Iterator
from functools import cache
from string import Template

from methodbook.languages import DATA, nearest

PLACEHOLDER = re.compile(r"\bSkriv\b[^\n{}|]*[^\s{}|]")
FOLDER = DATA / "drafts"


def draft(name: str, language: str) -> Template:
    """The draft of a kind of page, with `$title`, `$heading`, `$name`, `$original` and `$today` to fill in."""
    found = {path.suffixes[0][1:]: path for path in FOLDER.glob(f"{name}.*.md")}
    return Template(nearest(found, language).read_text(encoding="utf-8"))


@cache
def sentences(language: str) -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in FOLDER.glob(f"*.{language}.md"))
    return frozenset(found[0] for text in texts for found in PLACEHOLDER.finditer(text))


def placeholders(text: str, language: str) -> Iterator[tuple[int, str]]:
    """(line, sentence) of each sentence on the page `text` that still stands as `new` put it; lines count from 1."""
    for number, line in enumerate(text.split("\n"), 1):
        yield from ((number, found[0]) for found in PLACEHOLDER.finditer(line) if found[0] in sentences(language))
