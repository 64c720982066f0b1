"""Everything the rules look at, read once: the files below `docs/`, the pages in them, and the menu."""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath

import yaml

from methodbook.checks.built import Site
from methodbook.languages import BOOK_NAME, LANGUAGES, Loader
from methodbook.page import drawings, prose
from methodbook.page.code import blank_code, blank_spans, blanked
from methodbook.page.front_matter import ContentError, decoded
from methodbook.page.markdown import Block, Document, parsed

DOCS = PurePosixPath("docs")
CONFIGURATION = PurePosixPath("mkdocs.yml")
OUTSIDE = frozenset({PurePosixPath("en/index.md")})
"""The front door: the one page that no language owns."""
FIGURES = PurePosixPath("assets", "figures")
TEXT_TYPES = frozenset({".md", ".svg", ".txt", ".json", ".css", ".js", ".yaml"})


@dataclass(frozen=True)
class File:
    """A file below `docs/`. `path` is counted from there; `size` is in bytes.

    `link` is what a symbolic link points to (such a file is not read). `text` is the decoded text of a text file;
    `error` says why it could not be decoded, or why the page in it could not be read.
    """

    path: PurePosixPath
    size: int
    link: str | None = None
    text: str | None = None
    error: ContentError | None = None
    regular: bool = True

    @property
    def language(self) -> str | None:
        """The language folder the file stands in."""
        return self.path.parts[0] if self.path.parts[0] in LANGUAGES and len(self.path.parts) > 1 else None

    @property
    def is_data(self) -> bool:
        """Whether the file is one of the book's data, which are never published."""
        return self.path.parts[0] == PurePosixPath(BOOK_NAME).name

    @property
    def is_page(self) -> bool:
        """Whether the file is a page of the handbook."""
        return self.path.suffix == ".md" and self.language is not None and self.link is None and self.regular


@dataclass(frozen=True)
class Page:
    """A page with what several rules need of it. `path` is counted from the repository's root."""

    document: Document
    path: PurePosixPath

    @property
    def language(self) -> str:
        return self.document.language

    def blocks(self, name: str) -> Iterator[Block]:
        """The blocks of this name, those that nothing closes too."""
        return (block for block in self.document.blocks if block.name == name)

    @property
    def begin(self) -> int:
        """Where the body begins in the file."""
        return len(self.document.text) - len(self.document.body)

    @property
    def kind(self) -> str:
        """What kind of page it says it is; empty when it does not say."""
        return str(self.document.meta.get("kind") or "")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """All lines of the file, front matter included; line n is `lines[n - 1]`."""
        return tuple(self.document.text.split("\n"))

    @cached_property
    def body_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the body with their numbers, code emptied."""
        return tuple(enumerate(blank_code(self.document.body.split("\n")), self.document.body_line))

    @cached_property
    def shown_lines(self) -> tuple[tuple[int, str], ...]:
        """The lines of the body with their numbers, code emptied, code within a line blanked."""
        return tuple(enumerate(blank_spans([line for _, line in self.body_lines]), self.document.body_line))

    @property
    def masked_body(self) -> str:
        """The prose below the fields, everything else blanked, offset for offset."""
        return prose.blank(self.masked[: self.begin]) + self.masked[self.begin :]

    def offset_lines(self) -> Iterator[tuple[int, str]]:
        """The lines of the body, code emptied, each with its offset in the file."""
        offset = self.begin
        for line, (_, shown) in zip(self.document.body.split("\n"), self.body_lines, strict=True):
            yield offset, shown
            offset += len(line) + 1

    @cached_property
    def typed(self) -> str:
        """The text as typed, offset for offset, with the fields, code and code within a line blanked."""
        return prose.blank(self.document.text[: self.begin]) + blanked(self.document.body, prose.BLANK)

    @cached_property
    def masked(self) -> str:
        """The text with everything but prose blanked, offset for offset."""
        return prose.masked(self.document.text)

    @cached_property
    def passages(self) -> tuple[prose.Passage, ...]:
        return tuple(prose.passages(self.document.text, self.masked))

    def forget(self) -> None:
        """Let go of what was worked out; it is worked out again when it is asked for."""
        for name in ("lines", "body_lines", "shown_lines", "typed", "masked", "passages"):
            vars(self).pop(name, None)

    def line_of(self, offset: int) -> int:
        """The 1-based line of an offset in the file."""
        return prose.line_of(self.document.text, offset)


@dataclass(frozen=True)
class MenuEntry:
    """A page named in the menu of `mkdocs.yml`, with its line. `depth` is 1 on the first level."""

    line: int
    path: PurePosixPath
    depth: int


@dataclass(frozen=True)
class Tree:
    """All that `check` looks at. `pages` is by language and by path below the language folder.

    `unlisted` are the pages that the configuration keeps out of the menu on purpose: the templates link to them.
    `site` is the built site, None when it is not to be checked.
    """

    root: Path
    files: tuple[File, ...]
    pages: Mapping[str, Mapping[PurePosixPath, Page]]
    menu: tuple[MenuEntry, ...] = ()
    unlisted: frozenset[PurePosixPath] = frozenset()
    site: Site | None = None
    today: date = field(default_factory=date.today)

    def all_pages(self) -> Iterator[Page]:
        """Every readable page, by language and path."""
        return (page for pages in self.pages.values() for page in pages.values())

    def translations(self) -> Iterator[tuple[Page, Page]]:
        """Every (original, translation) pair of which both can be read."""
        for page in self.all_pages():
            document = page.document
            original = self.pages.get(document.original, {}).get(document.path)
            if document.is_translation and original is not None:
                yield original, page

    @cached_property
    def names(self) -> frozenset[PurePosixPath]:
        """Paths of all files below `docs/`, unreadable ones too."""
        return frozenset(file.path for file in self.files)

    @cached_property
    def page_paths(self) -> frozenset[PurePosixPath]:
        """Paths below the language folders that at least one language has."""
        return frozenset(PurePosixPath(*file.path.parts[1:]) for file in self.files if file.is_page)

    @cached_property
    def holders(self) -> Mapping[str, PurePosixPath]:
        """The page that holds each checklist, by the list's name."""
        named = ((page.document.meta.get("checklist"), page.document.path) for page in self.all_pages())
        return {name: path for name, path in named if isinstance(name, str)}

    @cached_property
    def figures(self) -> Mapping[str, set[str]]:
        """The keys of the words that each drawn figure needs, by its name; drawings that cannot be read left out."""
        found = {}
        for file in self.files:
            if file.path.parent == FIGURES and file.path.suffix == ".svg" and file.text is not None:
                with suppress(drawings.DrawingError):
                    found[file.path.stem] = set(drawings.keys(file.text))
        return found

    @cached_property
    def unread(self) -> str:
        """The text of the pages that cannot be read: what stands in them is not gone."""
        return "\n".join(file.text or "" for file in self.files if file.is_page and file.error)

    def holds(self, checklist: str) -> bool:
        """Whether a page holds the checklist, perhaps one that cannot be read."""
        pattern = rf"^checklist:[ \t]*{re.escape(checklist)}[ \t]*$"
        return checklist in self.holders or bool(re.search(pattern, self.unread, re.MULTILINE))

    def shown(self, language: str, path: PurePosixPath) -> Page | None:
        """The page a reader of `language` sees at `path`: its own, else another language's; None when unreadable."""
        versions = [self.pages[code].get(path) for code in (language, *LANGUAGES)]
        return next((page for page in versions if page is not None), None)


def read_tree(root: Path, today: date | None = None, site: Site | None = None) -> Tree:
    """Read the handbook in `root`, the folder that holds `docs/` and `mkdocs.yml`; `site` is the built site, if any.

    Raises FileNotFoundError when there is no `docs/` in it.
    """
    docs = root / DOCS
    if not docs.is_dir():
        raise FileNotFoundError(docs)
    pages: dict[str, dict[PurePosixPath, Page]] = {language: {} for language in LANGUAGES}
    files = []
    for path in file_paths(docs):
        file, document = read_file(docs, path)
        files.append(file)
        if document is not None:
            pages[document.language][document.path] = Page(document, DOCS / path)
    menu, unlisted = read_menu(root / CONFIGURATION)
    return Tree(root, tuple(files), pages, menu, unlisted, site, today or date.today())  # noqa: DTZ011 - the writer's own day


def file_paths(docs: Path) -> list[PurePosixPath]:
    """Paths of all files and links below `docs`, sorted; links are not followed."""
    found = []
    for folder, folders, names in os.walk(docs):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        found += [PurePosixPath((Path(folder) / name).relative_to(docs).as_posix()) for name in [*names, *linked]]
    return sorted(found)


def read_file(docs: Path, path: PurePosixPath) -> tuple[File, Document | None]:
    """The file `path` below `docs`, and the page in it when it holds one that can be read."""
    full = docs / path
    try:
        status = full.lstat()
        if stat.S_ISLNK(status.st_mode):
            return File(path, 0, link=os.readlink(full)), None  # noqa: PTH115 - as typed, not resolved
        if not stat.S_ISREG(status.st_mode):
            return File(path, 0, regular=False), None
        if path.suffix not in TEXT_TYPES:
            return File(path, status.st_size), None
        return read_text(path, full.read_bytes())
    except OSError as error:
        return File(path, 0, error=ContentError("file-unreadable", 1, error.strerror or "")), None


def read_text(path: PurePosixPath, raw: bytes) -> tuple[File, Document | None]:
    """The text file `path` with the bytes `raw`, and the page in it."""
    text = None
    try:
        text = decoded(raw)
        file = File(path, len(raw), text=text)
        if not file.is_page:
            return file, None
        return file, parsed(text, path.parts[0], PurePosixPath(*path.parts[1:]))
    except ContentError as error:
        return File(path, len(raw), text=text, error=error), None


def read_menu(configuration: Path) -> tuple[tuple[MenuEntry, ...], frozenset[PurePosixPath]]:
    """The pages under `nav` and under `not_in_nav` in `mkdocs.yml`; none when it is not there or cannot be read."""
    try:
        node = yaml.compose(configuration.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return (), frozenset()
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    entries = tuple(entry for key, value in pairs if key.value == "nav" for entry in menu_entries(value, 0))
    names = (name for key, value in pairs if key.value == "not_in_nav" for name in str(value.value).split())
    return entries, frozenset(map(PurePosixPath, names))


def menu_entries(node: yaml.Node, depth: int) -> Iterator[MenuEntry]:
    """The page names below a node of the menu, with their lines."""
    if isinstance(node, yaml.ScalarNode):
        if node.value.endswith(".md"):
            yield MenuEntry(node.start_mark.line + 1, PurePosixPath(node.value), depth)
        return
    is_named = isinstance(node, yaml.MappingNode)
    for child in (value for _, value in node.value) if is_named else node.value:
        yield from menu_entries(child, depth if is_named else depth + 1)
