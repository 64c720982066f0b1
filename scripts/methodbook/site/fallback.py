"""Pages that a language lacks, shown in another language, from any of the three to any other.

static-i18n can fall back to its default language only; ours holds nothing but the front door. So, after it has sorted
the files of the language being built, a file is added for every page that only another language has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs_static_i18n.folder import create_i18n_file

from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document


def add_fallbacks(files: Files, config: MkDocsConfig, plugin: Any, handbook: Handbook, *, is_written: bool) -> None:
    """Add to `files` a file for each page missing in the plugin's current language.

    While the handbook `is_written`, a page that is there but cannot be read is not missing: it shows what is wrong.
    """
    language = plugin.current_language
    for file in [file for file in files.documentation_pages() if getattr(file, "locale", language) != language]:
        files.remove(file)  # static-i18n's own fallback: the front door, which is no page of the handbook
    for page in handbook.shown(language).values():
        is_there = is_written and f"{language}/{page.path}" in files.src_uris
        if page.language != language and not is_there:
            files.append(fallback_file(page, language, config, plugin))


def fallback_file(page: Document, language: str, config: MkDocsConfig, plugin: Any) -> File:
    """A file at the reader's own address that holds the page of another language."""
    bare = File(f"{language}/{page.path}", config.docs_dir, config.site_dir, config.use_directory_urls)
    file: File = create_i18n_file(bare, language, plugin.default_language, plugin.all_languages, config)
    file.abs_src_path = str(Path(config.docs_dir) / page.language / page.path)
    file.locale = page.language  # type: ignore[attr-defined] # set by static-i18n
    return file
