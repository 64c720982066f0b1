"""Which files a language is built from: what may be published, and pages it lacks, shown in another language.

static-i18n can fall back to its default language only; ours holds nothing but the front door. So, after it has sorted
the files of the language being built, a file is added for every page that only another language has.
"""

import logging
import os
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel

from methodbook.checks.images import is_safe_drawing
from methodbook.exports import print_book
from methodbook.languages import LANGUAGES, DataError
from methodbook.page.handbook import Handbook
from methodbook.site import engine

log = logging.getLogger("mkdocs.plugins.methodbook")

PUBLISHED = frozenset({".md", ".png", ".jpg", ".jpeg", ".webp"})
"""Kinds of files in `docs/` that are published as they are; drawings (SVG) are when nothing in them runs.

No fonts: browsers run a font as a script when a page asks for it as one.
"""
FRONT_DOOR = Path("en/index.md")
"""The one page outside the handbook's languages."""


def refuse_linked_folders(docs: Path) -> None:
    """Raise DataError when a folder in `docs` is a symbolic link: MkDocs would follow it, round and round."""
    for folder, names, _ in os.walk(docs):
        for path in (Path(folder) / name for name in names):
            if path.is_symlink():
                raise DataError(path.relative_to(docs.parent).as_posix(), 0, "a linked folder is not published")


def refuse_taken_addresses(handbook: Handbook) -> None:
    """Raise DataError when a page would stand where the site puts the whole handbook for print."""
    for language, pages in handbook.pages.items():
        for path, page in pages.items():
            if page.url == f"{print_book.FOLDER}/":
                told = "its address is taken by the whole handbook for print; give the page another name: print-out.md"
                raise DataError(f"docs/{language}/{path}", 0, told)


def unpublished(source: Path, docs: Path) -> str:
    """Why a file in `docs` is not published; empty when it is.

    A file that a browser opens by itself has no security policy, so only kinds that it never runs are published.
    """
    if not source.resolve().is_relative_to(docs.resolve()):
        return "leads out of docs/"
    place = source.absolute().relative_to(docs.absolute())
    if source.suffix == ".md" and place.parts[0] not in LANGUAGES and place != FRONT_DOOR:
        return "stands outside the languages"
    if source.suffix == ".svg":
        return "" if is_safe_drawing(source.read_bytes()) else "is an unsafe drawing"
    return "" if source.suffix in PUBLISHED else "is no page and no picture"


def leave_out(files: Files, config: MkDocsConfig) -> Files:
    """Leave out of `files` other languages' pages and, with a warning, what must not be published."""
    docs, others = Path(config.docs_dir).absolute(), engine.other_languages(config)
    for file in list(files):
        source = Path(file.abs_src_path or "")
        is_ours = source.absolute().is_relative_to(docs)
        if file.inclusion is InclusionLevel.EXCLUDED or PurePosixPath(file.src_uri).parts[0] in others:
            files.remove(file)
        elif is_ours and (reason := unpublished(source, docs)):
            log.warning("%s %s and is not published", file.src_uri, reason)
            files.remove(file)
    return files


def add_fallbacks(files: Files, config: MkDocsConfig, handbook: Handbook, *, is_written: bool) -> None:
    """Add to `files` a file for each page missing in the language being built.

    While the handbook `is_written`, a page that is there but cannot be read is not missing: it shows what is wrong.
    """
    language, docs = engine.language(config), Path(config.docs_dir)
    for file in [file for file in files.documentation_pages() if engine.locale(file) != language]:
        files.remove(file)  # static-i18n's own fallback: the front door, which is no page of the handbook
    for page in handbook.shown(language).values():
        name = f"{language}/{page.path}"
        if page.language != language and not (is_written and name in files.src_uris):
            files.append(engine.file_elsewhere(name, docs / page.language / page.path, page.language, config))
