"""Rules about files: what may stand below `docs/`, under which name, and whether it can be read at all."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checks.rule import Edit, Hit, at, rule
from methodbook.checks.sources import DOCS, OUTSIDE, File, Tree
from methodbook.languages import BOOK_NAME
from methodbook.page.code import blanked
from methodbook.page.front_matter import CONFLICT
from methodbook.page.prose import BLANK

PLAIN_NAME = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.[a-z0-9]+")
RESERVED = re.compile(r"(^|/)(con|prn|aux|nul|com[1-9]|lpt[1-9])(?=[./]|$)")
"""Names that Windows keeps for itself: nobody there could fetch the handbook."""
SHARED_TYPES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".txt", ".json"})
PAGE_TYPES = frozenset({".md"})
DATA_TYPES = frozenset({".yaml", ".txt"})
GENERATED = frozenset({"print", "downloads"})
"""Addresses, in each language, of pages and folders that the site makes by itself."""
TRAILING = re.compile(r"(?<![ \t\u00a0])[ \t\u00a0]+(?=\r?\n|\Z)")


@rule("merge-conflict")
def merge_conflict(file: File) -> Iterator[Hit]:
    if found := CONFLICT.search(file.text or ""):
        yield at((file.text or "").count("\n", 0, found.start()) + 1)


@rule("symbolic-link")
def symbolic_link(file: File) -> Iterator[Hit]:
    if file.link is not None:
        yield at(1, target=file.link)


@rule("file-name")
def file_name(file: File) -> Iterator[Hit]:
    name = str(file.path)
    if not file.is_data and (not PLAIN_NAME.fullmatch(name) or RESERVED.search(name)):
        yield at(1, name=name.encode("utf-8", "replace").decode("utf-8"), better=better_name(name))


def better_name(name: str) -> str:
    letters = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "é": "e", " ": "-", "_": "-"})
    plain = unicodedata.normalize("NFC", name).lower().translate(letters)
    plain = re.sub(r"[^a-z0-9./-]", "", unicodedata.normalize("NFKD", plain))
    return RESERVED.sub(r"\1\2-page", re.sub(r"(?<![^/])[-.]+|[-.]+(?![^/])|(?<=-)-+", "", plain))


@rule("file-type")
def file_type(file: File) -> Iterator[Hit]:
    types = {"assets": SHARED_TYPES, PurePosixPath(BOOK_NAME).name: DATA_TYPES}.get(file.path.parts[0], PAGE_TYPES)
    if file.link is None and not (file.regular and file.path.suffix in types | PAGE_TYPES):
        yield at(1, kind=file.path.suffix or file.path.name)


@rule("misplaced-page")
def misplaced_page(file: File) -> Iterator[Hit]:
    if file.path.suffix == ".md" and file.language is None and file.path not in OUTSIDE:
        yield at(1)


@rule("address-twice")
def address_twice(tree: Tree) -> Iterator[Hit]:
    for page in tree.all_pages():
        path = page.document.path
        twin = path.with_suffix("") / "index.md"
        if path.name != "index.md" and twin in tree.pages[page.language]:
            yield at(1, page.path, other=DOCS / page.language / twin)
        if path.with_suffix("").parts[0] in GENERATED:
            yield at(1, page.path, other=f"{page.language}/{path.with_suffix('').parts[0]}/")


@rule("decomposed-letter", fixable=True)
def decomposed_letter(file: File) -> Iterator[Edit]:
    text = file.text or ""
    for found in re.finditer("[A-Za-z][\u0300-\u036f]+", "" if text.isascii() else text):
        if (composed := unicodedata.normalize("NFC", found[0])) != found[0]:
            yield Edit(found.start(), found.end(), composed)


@rule("line-endings", fixable=True)
def line_endings(file: File) -> Iterator[Edit]:
    text = file.text or ""
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Edit(0, len(text), re.sub(r"\r\n?", "\n", text), at(line))


@rule("trailing-space", fixable=True)
def trailing_space(file: File) -> Iterator[Edit]:
    text = file.text or ""
    if TRAILING.search(text):
        for found in TRAILING.finditer(blanked(text, BLANK) if file.is_page else text):
            yield Edit(found.start(), found.end(), "")
