"""MkDocs' events: thin adapters that hand the work to the rest of the toolbox.

MkDocs builds once for each language (static-i18n starts the later ones when the first has ended), so the handbook is
read when the first begins and kept for the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from methodbook import cache
from methodbook.checks.images import is_safe_drawing
from methodbook.checks.sources import Tree, read_tree
from methodbook.exports import icons as icons_module
from methodbook.exports import print_book, social, structured
from methodbook.languages import DATA, LANGUAGES, NAMES, book_folder, words
from methodbook.page import history, translations
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document
from methodbook.site import (
    addresses,
    article,
    assets,
    checklist_page,
    csp,
    fallback,
    publisher,
    redirects,
    search,
    showcase,
    views,
)
from methodbook.site.serve import errors, notices, page_cache, template_cache
from methodbook.site.serve import server as server_module

log = logging.getLogger("mkdocs.plugins.methodbook")


PUBLISHED = frozenset({".md", ".png", ".jpg", ".jpeg", ".webp", ".woff2"})
"""Kinds of files in `docs/` that go out as they are; drawings (SVG) do when nothing in them runs."""


OUR_OWN = (Path("en/index.md"), Path("en/components.md"))
"""Pages outside the handbook's languages: the front door, and the designers' page."""


@dataclass
class Run:
    """What one whole build (all languages) knows."""

    handbook: Handbook
    repository: addresses.Repository
    root: Path
    order: list[PurePosixPath] = field(default_factory=list)
    nav: Navigation | None = None
    environment: Environment | None = None
    scripts: frozenset[str] = frozenset()
    icons: list[str] = field(default_factory=list)
    around: Hashable = None

    @cached_property
    def tree(self) -> Tree:
        """What the checks look at, read when the first page that was saved needs it."""
        return read_tree(self.root)


run: Run | None = None
serving_since: float | None = None
"""When `serve` began, in seconds since 1970; None in a build."""


def current() -> Run:
    """The build going on."""
    if run is None:
        raise RuntimeError("no build is going on")
    return run


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001
    """Equal sources give equal bytes: fix the time that goes into the site. Know whether somebody is writing."""
    global serving_since
    logging.getLogger("mkdocs.commands.build").addFilter(errors.is_not_told_twice)
    serving_since = time.time() if command == "serve" else None
    if command == "serve":
        logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)  # eight lines at every save
    history.fix_build_date(Path.cwd())


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Let `serve` survive whatever is written, and show it soon."""
    server_module.prepare(server, builder, config)
    return server


def on_build_error(error: Exception) -> None:
    """Tell a mistake in a template or a data file in one line. Raises Abort with it."""
    if isinstance(error, errors.KNOWN):
        raise Abort(errors.in_words(error, Path.cwd())) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the handbook when the first language begins."""
    global run
    if run is None or not i18n(config).building:
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        repository = addresses.Repository.known(config.extra["repository"], config.extra["branch"])
        history.last_changes.cache_clear()
        if serving_since is not None:
            cache.begin_build(DATA, book_folder())
        run = Run(Handbook.read(Path(config.docs_dir)), repository, root)
        run.icons = leave_out_theme(config)
    return config


def leave_out_theme(config: MkDocsConfig) -> list[str]:
    """Take the folders of Material, from which we have the icons only, out of where MkDocs looks for files to publish.

    To go through its ten thousand files for each language is a tenth of a build. Returned are the folders.
    """
    own = str(config.theme.custom_dir)
    theirs = [folder for folder in config.theme.dirs if folder != own and "material" in Path(folder).parts]
    config.theme.dirs = [folder for folder in config.theme.dirs if folder not in theirs]
    return theirs


def i18n(config: MkDocsConfig) -> Any:
    """The plugin that builds the languages one after the other."""
    return config.plugins["i18n"]


def leave_out(files: Files, config: MkDocsConfig) -> Files:
    """Leave out what must not be published, and the pages of other languages than the one being built."""
    docs = Path(config.docs_dir)
    others = {*i18n(config).all_languages} - {i18n(config).current_language}
    for file in list(files):
        source = Path(file.abs_src_path or "")
        if file.inclusion is InclusionLevel.EXCLUDED or PurePosixPath(file.src_uri).parts[0] in others:
            files.remove(file)
        elif source.absolute().is_relative_to(docs.absolute()) and (reason := unpublished(source, docs)):
            log.warning("%s %s and is not published", file.src_uri, reason)
            files.remove(file)
    return files


def unpublished(source: Path, docs: Path) -> str:
    """Why a file in `docs` is not published; empty when it is.

    A file that a browser opens by itself has no security policy, so only kinds that it never runs go out.
    """
    if not source.resolve().is_relative_to(docs.resolve()):
        return "leads out of docs/"
    place = source.absolute().relative_to(docs.absolute())
    if source.suffix == ".md" and place.parts[0] not in LANGUAGES and place not in OUR_OWN:
        return "stands outside the languages"
    if source.suffix == ".svg":
        return "" if is_safe_drawing(source.read_bytes()) else "is an unsafe drawing"
    return "" if source.suffix in PUBLISHED else "is no page and no picture"


@event_priority(-200)
def add_missing_pages(files: Files, config: MkDocsConfig) -> Files:
    """Show pages that the language being built lacks; static-i18n (priority -100) has sorted its files by now."""
    plugin = i18n(config)
    if plugin.current_language in LANGUAGES:
        fallback.add_fallbacks(files, config, plugin, current().handbook, is_written=serving_since is not None)
    return files


on_files = CombinedEvent(leave_out, add_missing_pages)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep the order of the menu, for lists that follow it."""
    pages = [page.file.src_uri.partition("/")[2] for page in nav.pages if page.file.src_uri.startswith(LANGUAGES)]
    if pages:
        current().order = [PurePosixPath(path) for path in pages]
    current().nav = nav
    current().around = page_cache.surroundings(files, config)
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """While somebody writes, a page that cannot be read is shown as what is wrong with it."""
    if serving_since is None or page.file.abs_src_path is None:
        return None
    source = Path(page.file.abs_src_path)
    docs = Path(config.docs_dir)
    if not source.is_relative_to(docs):
        return None
    return notices.stand_in(docs, PurePosixPath(source.relative_to(docs).as_posix()))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """While somebody writes, the findings on a page just saved stand above its text."""
    source = Path(page.file.abs_src_path or "")
    if serving_since is None or not source.is_file() or source.stat().st_mtime < serving_since:
        return html
    path = PurePosixPath(page.file.src_uri)
    return f"{notices.as_html(notices.findings_on(current().tree, path))}\n{html}" if document(page) else html


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Tell the Markdown extension the page's own language. Which template shows a page is not the page's to say."""
    if shown_language(page):
        page.meta.pop("template", None)
    settings = {
        "language": shown_language(page) or "nb",
        "drawings": str(Path(config.docs_dir) / "assets/figures"),
        "grade": str(page.meta.get("grade") or ""),
    }
    config.mdx_configs["methodbook.page.markup"] = settings
    if serving_since is not None:
        page_cache.remember(page, current().around, settings)
    return markdown


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG001
    """Keep the template environment, to fill blocks with; what a page says is text in it, never markup."""
    env.autoescape = True
    env.bytecode_cache = template_cache.TEMPLATES
    if env.loader is not None:
        env.loader = ChoiceLoader([env.loader, FileSystemLoader(current().icons)])
    env.globals["language_names"] = NAMES
    env.globals["languages"] = LANGUAGES
    env.globals["emblem"] = lambda name: icons_module.svg(icons_module.emblem(name))
    env.globals["card_emblem"] = icons_module.on_card
    env.globals["publisher"] = publisher.publisher()
    env.filters["date_in_words"] = views.date_in_words
    current().environment = env
    current().scripts = csp.scripts_in(Path(config.theme.custom_dir or "overrides"))
    return env


def shown_language(page: Page) -> str | None:
    """The language of the page's text; None at the front door."""
    language: str = getattr(page.file, "locale", "en")
    return language if language in LANGUAGES else None


def document(page: Page) -> Document | None:
    """The page as read; None at the front door and for pages that could not be read."""
    language = shown_language(page)
    if language is None:
        return None
    path = PurePosixPath(page.file.src_uri.partition("/")[2])
    return current().handbook.pages[language].get(path)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:  # noqa: ARG001
    """Give the templates what they need, and finish the article."""
    reader = i18n(config).current_language
    reader = reader if reader in LANGUAGES else None
    shown = document(page)
    if showcase.is_showcase(page):
        reader, shown = showcase.LANGUAGE, showcase.document(page)
        context |= showcase.context(page, current().handbook)
    context |= {**common_context(page.url, reader), "shown": shown}
    if shown is not None and reader is not None:
        context |= page_context(shown, reader, config)
        context |= social_context(shown, page, reader, config)
        finished = finish(page, shown, reader, {**context, "page": page})
        page.content = finished.content
        context |= checklist_page.script_context(finished.lists, context)
        context["article_scripts"] = finished.scripts
        if shown.url == "" or "finder" in finished.scripts:
            context["carry_on"] = checklist_page.carry_on(context)
    page.content = csp.disarm(page.content or "")
    return context


def common_context(url: str, reader: str | None) -> dict[str, Any]:
    """What the skeleton of every page needs; `url` counts from the root, `reader` is None at the front door."""
    return {
        "reader": reader,
        "words": words(reader or "nb"),
        "all_words": all_words(),
        "search_words": search.dialog_words(words(reader or "nb")),
        "handbook": current().handbook,
        "order": current().order,
        "switch": views.language_links(url, reader),
        "home": addresses.relative(f"{reader}/" if reader else "", url),
    }


def page_context(shown: Document, reader: str, config: MkDocsConfig) -> dict[str, Any]:
    """What only a page of the handbook has: its sources, its place in the repository, its original's address."""
    repository = current().repository
    return {
        "sources": views.sources(shown),
        "edit_url": repository.edit(shown),
        "translate_url": repository.translate(shown, reader) if shown.language != reader else "",
        "canonical": urljoin(config.site_url or "", f"{shown.language}/{shown.url}"),
        "status": page_status(shown, reader),
        "original_href": addresses.relative(f"{shown.original}/{shown.url}", f"{reader}/{shown.url}"),
    }


def page_status(shown: Document, reader: str) -> translations.Status | None:
    """How far the page is in the reader's language; None for the page of components, which no language has."""
    handbook = current().handbook
    return translations.status(handbook, shown.path, reader) if shown.path in handbook.shown(reader) else None


def social_context(shown: Document, page: Page, reader: str, config: MkDocsConfig) -> dict[str, Any]:
    """What search engines and other sites are told of the page."""
    base = config.site_url or ""
    address = urljoin(base, f"{shown.language}/{shown.url}")
    trail = views.trail(page, base, current().handbook.version(PurePosixPath("index.md"), reader).title, reader)
    return {
        "picture": urljoin(base, f"{social.FOLDER}/{reader}/{social.of_page(shown.url)}.png"),
        "structured": structured.page_data(shown, address, trail, words(reader)["site-name"], f"{base}{reader}/"),
    }


def finish(page: Page, shown: Document, reader: str, context: dict[str, Any]) -> article.Finished:
    """The article finished; while somebody writes, one that cannot be says why in its place."""
    build = current()
    if build.environment is None:
        raise RuntimeError("the template environment is made before the first page")
    try:
        return article.finish(page, shown, reader, build.environment, context)
    except Exception as error:
        if serving_since is None or isinstance(error, errors.KNOWN):
            raise
        return article.Finished(notices.failure(shown.language, errors.in_words(error, build.root)), "", ())


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Give the sitemap the addresses and dates of the real pages, and the 404 page its languages."""
    context |= {"words": words("nb"), "switch": (), "reader": None, "home": "", "all_words": all_words()}
    if template_name == "sitemap.xml":
        is_last = i18n(config).current_language == i18n(config).build_languages[-1]  # each language's replaces the last
        context["entries"] = sitemap_entries(config) if is_last else []
    return context


def all_words() -> dict[str, Any]:
    """The interface's words in every language."""
    return {language: words(language) for language in LANGUAGES}


def sitemap_entries(config: MkDocsConfig) -> list[dict[str, Any]]:
    """One entry for each real page: address, day of its last change, and the addresses of its translations."""
    base = config.site_url or ""
    build = current()
    dates = history.last_changes(build.root)
    found: list[dict[str, Any]] = [{"address": base, "changed": dates.get("docs/en/index.md", ""), "versions": {}}]
    for language, pages in build.handbook.pages.items():
        for path, page in pages.items():
            versions = {code: urljoin(base, f"{code}/{page.url}") for code in build.handbook.translations(path)}
            day = dates.get(f"docs/{language}/{path}") or str(page.meta.get("reviewed", ""))
            found.append({"address": versions[language], "changed": day, "versions": versions})
    return found


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Write the one trilingual 404 page once: every language's build makes it, and the last would win."""
    plugin = i18n(config)
    if template_name == "404.html" and plugin.current_language != plugin.default_language:
        return ""
    return csp.protect(output_content, current().scripts) if template_name.endswith(".html") else output_content


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give the page its security policy."""
    return csp.protect(output, current().scripts)


@event_priority(-200)
def end_build(config: MkDocsConfig) -> None:
    """When static-i18n (priority -100) has built all languages, let go what they did not need."""
    if not i18n(config).building:
        cache.end_build()


def write_whole(site: Path, language: str, config: MkDocsConfig) -> None:
    """Write the page that holds the whole handbook of `language`."""
    build = current()
    if build.environment is None or build.nav is None:
        raise RuntimeError("the pages are built before they are gathered on one")
    made = print_book.assemble(site, config.site_url or "", language, views.leaves(build.nav), words(language))
    url = f"{language}/{print_book.FOLDER}/"
    context = {
        **common_context(url, language),
        **vars(made),
        "config": config,
        "nav": build.nav,
        "page": None,
        "base_url": "../..",
        "entries": list(print_book.entries(made)),
        "edition": history.build_day(build.root),
    }
    page = csp.protect(build.environment.get_template("print.html").render(context), build.scripts)
    target = site / url / "index.html"
    target.parent.mkdir(parents=True)
    target.write_text(page, encoding="utf-8", newline="\n")


def write_redirects(site: Path, language: str, config: MkDocsConfig) -> None:
    """Write the pages that lead on from the addresses of pages that moved."""
    build = current()
    if build.environment is None:
        raise RuntimeError("the pages are built before the old addresses lead to them")
    moved = config.extra.get("redirects") or {}
    redirects.write(site, language, moved, build.environment, config=config, scripts=build.scripts)


@event_priority(100)
def write_files(config: MkDocsConfig) -> None:
    """Write what belongs to the language, and with the last one the search; before static-i18n goes on to the next."""
    language = i18n(config).current_language
    site = Path(config.site_dir)
    if language in LANGUAGES:
        write_whole(site, language, config)
        write_redirects(site, language, config)
        faces = Path(config.theme.custom_dir or "overrides") / "assets/fonts"
        social.write(site, language, current().handbook.shown(language).values(), words(language)["site-name"], faces)
    if language == i18n(config).build_languages[-1]:
        search.write_indexes(site, [code for code in LANGUAGES if code in i18n(config).build_languages])
    assets.publish_scripts(site / "assets")
    assets.publish_styles(site / "assets")


on_post_build = CombinedEvent(write_files, end_build)
