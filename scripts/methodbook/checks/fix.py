"""Mending what can be mended without a person's judgement.

A mended file is written only when it can still be read, has kept every id and link it had, and would not be mended
again; else it stays as it was, byte for byte.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from methodbook.checks.rule import Edit, Found, Rule
from methodbook.checks.sources import DOCS, File, Page, Tree
from methodbook.page.front_matter import ContentError
from methodbook.page.markdown import Document, parse_document

MOST_ROUNDS = 5


@dataclass(frozen=True)
class Mended:
    """A file with its new text. `path` is counted from the repository's root."""

    path: PurePosixPath
    text: str


def mend(tree: Tree, rules: Iterable[Rule]) -> list[Mended]:
    """The files of `tree` that `rules` can mend, with what they should hold; nothing is written."""
    rules = tuple(rule for rule in rules if rule.fixable)
    texts = ((file, mended_text(file, tree, rules)) for file in tree.files if file.text is not None)
    return [Mended(DOCS / file.path, text) for file, text in texts if text != file.text]


def mended_text(file: File, tree: Tree, rules: Sequence[Rule]) -> str:
    """The text of `file` after all safe mends; its own text when they do not settle or would lose something."""
    before = text = file.text or ""
    for _ in range(MOST_ROUNDS):
        after = one_round(text, file, tree, rules)
        if after == text:
            return text if keeps_all(before, text, file) else before
        text = after
    return before


def one_round(text: str, file: File, tree: Tree, rules: Sequence[Rule]) -> str:
    """`text` with the edits of each fixable rule in turn; a page is read anew only when it has changed."""
    page: Page | None = None
    for rule in rules:
        if rule.scope == "file":
            text = applied(text, rule.hits(file=replace(file, text=text), tree=tree))
        elif rule.scope == "page" and file.is_page:
            page = page if page and page.document.text == text else page_with(text, file)
            text = applied(page.document.text, rule.hits(page=page, tree=tree)) if page else text
    return text


def page_with(text: str, file: File) -> Page | None:
    """The page that `file` would be with `text`; None when it could not be read."""
    with suppress(ContentError):
        return Page(parse_document(text, file.path.parts[0], PurePosixPath(*file.path.parts[1:])), DOCS / file.path)
    return None


def applied(text: str, found: Found) -> str:
    """`text` with the edits among `found` made; of edits that overlap, the first wins."""
    parts, end = [], 0
    edits = (edit for edit in found if isinstance(edit, Edit))
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.new is not None and edit.start >= end:
            parts += [text[end : edit.start], edit.new]
            end = edit.end
    return "".join([*parts, text[end:]])


def keeps_all(before: str, after: str, file: File) -> bool:
    """Whether a mended page still has all that other pages and readers' ticks rely on."""
    if not file.is_page:
        return True
    old, new = page_with(before, file), page_with(after, file)
    return old is None or (new is not None and what_counts(old.document) <= what_counts(new.document))


def what_counts(page: Document) -> frozenset[str]:
    return frozenset({*page.ids, *(f"item {item.id}" for item in page.items)})


def write(root: Path, mended: Mended) -> None:
    """Put the new text in place at once, so that a failure leaves the old file whole. Raises OSError."""
    target = root / mended.path
    beside = target.with_name(f".mending-{target.name}")
    try:
        beside.write_text(mended.text, encoding="utf-8", newline="")
        beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
