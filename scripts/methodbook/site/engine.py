"""Every private name of MkDocs and static-i18n that the site rests on; nothing else in the toolbox may use one.

static-i18n builds the languages one after the other: when MkDocs ends the first, the plugin calls `build` for the next.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment
from mkdocs import utils
from mkdocs.commands import build as building
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs_static_i18n.folder import create_i18n_file
from mkdocs_static_i18n.utils import I18nLoggingFilter
from watchdog.observers.polling import PollingObserver

BUILD_LOG = logging.getLogger("mkdocs.commands.build")
clean_directory = utils.clean_directory
"""MkDocs' own; static-i18n replaces it while it builds."""


def i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def language(config: MkDocsConfig) -> str:
    """The language being built; before the first it is not known."""
    return str(i18n(config).current_language)


def languages_built(config: MkDocsConfig) -> list[str]:
    """All languages that are built, the front door's first, in the order in which they are."""
    return list(i18n(config).build_languages)


def is_first(config: MkDocsConfig) -> bool:
    """Whether the language being built is the first, or all have been."""
    return not i18n(config).building


def is_last(config: MkDocsConfig) -> bool:
    return language(config) == languages_built(config)[-1]


def other_languages(config: MkDocsConfig) -> set[str]:
    return {*i18n(config).all_languages} - {language(config)}


def locale(file: File) -> str:
    return str(getattr(file, "locale", "en"))


def file_elsewhere(name: str, source: Path, text_language: str, config: MkDocsConfig) -> File:
    """A file at the address of `name` (below docs) that holds the page at `source`, written in `text_language`."""
    plugin = i18n(config)
    bare = File(name, config.docs_dir, config.site_dir, config.use_directory_urls)
    made: File = create_i18n_file(bare, language(config), plugin.default_language, plugin.all_languages, config)
    made.abs_src_path = str(source)
    made.locale = text_language  # type: ignore[attr-defined]
    return made


def leave_out_theme(config: MkDocsConfig) -> list[str]:
    """Take Material's folders, of which we use the icons only, out of where MkDocs looks for files; those folders.

    To go through its ten thousand files for each language is a tenth of a build.
    """
    own = str(config.theme.custom_dir)
    theirs = [folder for folder in config.theme.dirs if folder != own and "material" in Path(folder).parts]
    config.theme.dirs = [folder for folder in config.theme.dirs if folder not in theirs]
    return theirs


def rendered_title(page: Page, *title: str | None) -> str | None:
    """The title found when the page was converted; `title`, if given, is set first."""
    if title:
        page._title_from_render = title[0]
    return page._title_from_render


def build_again(file: File, config: MkDocsConfig, files: Files, nav: Navigation, env: Environment) -> None:
    """Read, convert and write the page in `file` once more, with what the build of its language left."""
    page = cast("Page", file.page)
    i18n(config).current_language = file.src_uri.partition("/")[0]
    building._populate_page(page, config, files)
    building._build_page(page, config, files.documentation_pages(), nav, env)


def undo_static_i18n() -> None:
    """Take back what static-i18n puts in place while it builds, and leaves there when the build fails."""
    utils.clean_directory = clean_directory
    BUILD_LOG.filters = [one for one in BUILD_LOG.filters if not isinstance(one, I18nLoggingFilter)]


def poll(server: LiveReloadServer, seconds: float, paths: list[str]) -> None:
    """Let `server` look for changes below `paths` every so many `seconds`."""
    for path in paths:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=seconds)
    for path in paths:
        server.watch(path)


def is_change_waiting(server: LiveReloadServer, *, taken: bool = False) -> bool:
    """Whether something was saved since the last build began; if `taken`, that is forgotten."""
    with server._rebuild_cond:
        waiting, server._want_rebuild = server._want_rebuild, server._want_rebuild and not taken
    return waiting


def reload_browsers(server: LiveReloadServer, *, again: bool = False) -> None:
    """Let browsers load what is there now, and answer requests again; `again`: even if they have for this build."""
    with server._epoch_cond:
        if again:
            server._wanted_epoch = max(server._wanted_epoch, server._visible_epoch) + 1
        server._visible_epoch = server._wanted_epoch
        server._epoch_cond.notify_all()


def change_pages(server: LiveReloadServer, change: Callable[[bytes], bytes]) -> None:
    """Let each page that `server` sends, its reloading script added, be changed by `change`; files stay as built."""
    add: Callable[[bytes, int], bytes] = server._inject_js_into_html
    server._inject_js_into_html = lambda content, epoch: change(add(content, epoch))  # type: ignore[method-assign]
