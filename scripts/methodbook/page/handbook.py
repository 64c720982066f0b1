"""The handbook as a whole: all pages in all languages, and what follows from seeing them together."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Self

from methodbook.languages import KNOWN, LANGUAGES
from methodbook.page.front_matter import ContentError, decoded
from methodbook.page.markdown import Document, parsed

Pages = Mapping[PurePosixPath, Document]


@dataclass(frozen=True, eq=False)
class Handbook:
    """All readable pages, by language and then by path below the language folder.

    A handbook is equal to itself only, so that what follows from it can be kept by it.
    """

    pages: Mapping[str, Pages]

    @classmethod
    def read(cls, docs: Path) -> Self:
        """Read every page below `docs`; pages that cannot be read are left out (the checks report them)."""
        tree: dict[str, dict[PurePosixPath, Document]] = {language: {} for language in LANGUAGES}
        for language, pages in tree.items():
            for path in page_paths(docs, language):
                with suppress(ContentError, OSError):
                    pages[path] = read_document(docs, language, path)
        return cls(tree)

    @cached_property
    def by_url(self) -> Mapping[str, Mapping[str, PurePosixPath]]:
        return {language: {page.url: path for path, page in self.shown(language).items()} for language in LANGUAGES}

    def shown(self, language: str) -> Pages:
        """What a reader of `language` sees on every path: the page itself, else another version.

        That is one in a language it falls back on, else the original, else any.
        """
        return self.all_shown[language]

    @cached_property
    def all_shown(self) -> Mapping[str, Pages]:
        """`shown` for each language, worked out once: every page built asks for it."""
        paths = sorted({path for pages in self.pages.values() for path in pages})
        return {language: {path: self.version(path, language) for path in paths} for language in LANGUAGES}

    def version(self, path: PurePosixPath, language: str) -> Document:
        """The version of `path` that a reader of `language` gets. Raises KeyError when no language has the page."""
        if own := self.pages.get(language, {}).get(path):
            return own
        found = {code: pages[path] for code, pages in self.pages.items() if path in pages}
        if not found:
            raise KeyError(str(path))
        near = [code for code in KNOWN[language].fallback if code in found]
        original = next((code for code, page in found.items() if not page.is_translation), next(iter(found)))
        return found[near[0] if near else original]

    def at(self, language: str, url: str) -> Document | None:
        """The page shown in `language` at `url` (below the language's root), None when there is none."""
        path = self.by_url[language].get(url)
        return self.version(path, language) if path is not None else None

    def translations(self, path: PurePosixPath) -> tuple[str, ...]:
        return tuple(language for language in LANGUAGES if path in self.pages.get(language, {}))

    def of_kind(self, kind: str, language: str) -> Iterator[Document]:
        return (page for page in self.shown(language).values() if page.meta.get("kind") == kind)


def read_document(docs: Path, language: str, path: PurePosixPath) -> Document:
    """Read `docs/<language>/<path>`. Raises ContentError also when the file is not UTF-8, OSError when unreadable."""
    return parsed(decoded((docs / language / path).read_bytes()), language, path)


def page_paths(docs: Path, language: str) -> list[PurePosixPath]:
    """Paths of all Markdown files below `docs/<language>`, sorted, relative to it."""
    folder = docs / language
    return sorted(PurePosixPath(p.relative_to(folder).as_posix()) for p in folder.rglob("*.md"))
