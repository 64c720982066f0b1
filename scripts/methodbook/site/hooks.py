"""The story of a build: MkDocs' events in the order in which they come, each handed on to the rest of the toolbox.

    on_startup                                    once
    on_config, on_files, on_nav                   for each language: static-i18n starts the next when one has ended
    on_page_read_source, _markdown, _content      for each page
    on_env, on_template_context, _post_template   for each language
    on_page_context, on_post_page                 for each page
    on_post_build                                 for each language; with the last one the search

The handbook is read when the first language begins. The numbers are priorities: static-i18n's events have -100.
"""

import logging
import time
from copy import copy
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from methodbook import cache
from methodbook.languages import DATA, LANGUAGES, book_folder
from methodbook.page import history
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document
from methodbook.site import addresses, article, checklist_page, csp, engine, inputs, outputs, views
from methodbook.site.run import Language, Run, State, current, is_saved_since
from methodbook.site.serve import caches, errors, notices
from methodbook.site.serve import server as serving


def on_startup(command: str, dirty: bool) -> None:  # noqa: ARG001
    """Equal sources give equal bytes: fix the time that goes into the site. Know whether somebody is writing."""
    engine.BUILD_LOG.addFilter(errors.is_not_logged_twice)
    State.serving_since = time.time() if command == "serve" else None
    if command == "serve":
        logging.getLogger("mkdocs.plugins.mkdocs_static_i18n").setLevel(logging.WARNING)  # eight lines at every save
    history.fix_build_date(Path.cwd())


on_serve = serving.prepare


def on_build_error(error: Exception) -> None:
    """Report a mistake in a template or a data file in one line. Raises Abort with it."""
    if isinstance(error, errors.KNOWN):
        raise Abort(errors.describe(error, Path.cwd())) from error


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read the handbook when the first language begins."""
    if State.run is None or engine.is_first(config):
        root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        config.site_url = addresses.ascii_address(config.site_url or "")
        inputs.refuse_linked_folders(Path(config.docs_dir))
        history.last_changes.cache_clear()
        if State.serving_since is not None:
            cache.begin_build(DATA, book_folder())
            serving.begin(config)
        repository = addresses.Repository.known(config.extra["repository"], config.extra["branch"], root)
        handbook = Handbook.read(Path(config.docs_dir))
        inputs.refuse_taken_addresses(handbook)
        State.run = Run(handbook, repository, root, engine.leave_out_theme(config))
    return config


@event_priority(-200)
def add_missing_pages(files: Files, config: MkDocsConfig) -> Files:
    """Show pages that the language being built lacks."""
    if engine.language(config) in LANGUAGES:
        inputs.add_fallbacks(files, config, current().handbook, is_written=State.serving_since is not None)
    return files


on_files = CombinedEvent(inputs.leave_out, add_missing_pages)


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Keep the menu, for lists that follow it."""
    run = current()
    if engine.language(config) in LANGUAGES:
        run.order = [PurePosixPath(page.file.src_uri.partition("/")[2]) for page in nav.pages]
    run.nav, run.around = nav, caches.surroundings(files, config)
    return nav


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """While somebody writes, a page that cannot be read is shown as what is wrong with it."""
    serving.stop_if_superseded()
    source, docs = Path(page.file.abs_src_path or ""), Path(config.docs_dir)
    if State.serving_since is None or not source.is_relative_to(docs):
        return None
    return notices.stand_in(docs, PurePosixPath(source.relative_to(docs).as_posix()))


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Tell the Markdown extension the page's own language. Which template shows a page is not the page's to say."""
    language = engine.locale(page.file)
    if language in LANGUAGES:
        page.meta.pop("template", None)
    settings = {
        "language": language if language in LANGUAGES else LANGUAGES[0],
        "drawings": str(Path(config.docs_dir) / "assets/figures"),
        "grade": str(page.meta.get("grade") or ""),
    }
    config.mdx_configs["methodbook.page.markup"] = settings
    if State.serving_since is not None:
        caches.remember(page, current().around, settings)
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """While somebody writes, the findings on a page just saved stand above its text."""
    if not is_saved_since(Path(page.file.abs_src_path or "")) or not current().document(page):
        return html
    return f"{notices.as_html(notices.findings_on(current().tree, PurePosixPath(page.file.src_uri)))}\n{html}"


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Give the templates what they share on all pages; what a page says is text in it, never markup."""
    run, templates = current(), Path(config.theme.custom_dir or "overrides")
    views.prepare(env, templates, run.icons)
    env.bytecode_cache = caches.TEMPLATES
    # A copy: static-i18n changes the configuration for the next language.
    run.languages[engine.language(config)] = Language(copy(config), files, run.nav, env)
    run.scripts = csp.scripts_in(templates)
    return env


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Give the sitemap the addresses and dates of the real pages, and the 404 page its languages."""
    context |= views.common("", None, current())
    if template_name == "sitemap.xml":  # each language's replaces the last
        context["entries"] = views.sitemap(config.site_url or "", current()) if engine.is_last(config) else []
    return context


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Write the one trilingual 404 page once: every language's build makes it, and the last would win."""
    if template_name == "404.html" and not engine.is_first(config):
        return ""
    return csp.protect(output_content, current().scripts) if template_name.endswith(".html") else output_content


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:  # noqa: ARG001
    """Give the templates what they need, and finish the article."""
    serving.stop_if_superseded()
    run, language = current(), engine.language(config)
    reader, shown = language if language in LANGUAGES else None, run.document(page)
    context |= {**views.common(page.url, reader, run), "shown": shown}
    if shown is not None and reader is not None:
        context |= views.of_page(shown, page, reader, config.site_url or "", run)
        finished = finish(page, shown, reader, {**context, "page": page})
        page.content = finished.content
        context |= {"lists": finished.lists, "article_scripts": finished.scripts}
        if shown.url == "" or "finder" in finished.scripts:
            context["carry_on"] = checklist_page.carry_on(context)
    page.content = csp.disarm(page.content or "")
    return context


def finish(page: Page, shown: Document, reader: str, context: dict[str, Any]) -> article.Finished:
    """The article finished; while somebody writes, one that cannot be says why in its place."""
    try:
        return article.finish(page, shown, reader, {**context, "environment": current().environment(reader)})
    except Exception as error:
        if State.serving_since is None or isinstance(error, errors.KNOWN):
            raise
        return article.Finished(notices.failure(shown.language, errors.describe(error, current().root)), "", ())


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001
    """Give the page its security policy."""
    return csp.protect(output, current().scripts)


@event_priority(100)
def write_files(config: MkDocsConfig) -> None:
    """Write what belongs to the language, and with the last one the search; before static-i18n goes on to the next."""
    serving.stop_if_superseded()
    outputs.write_language(engine.language(config), config, current())
    if engine.is_last(config):
        outputs.write_whole_site(config, current())


@event_priority(-200)
def end_build(config: MkDocsConfig) -> None:
    """When static-i18n has built all languages, let go what they did not need."""
    if engine.is_first(config):
        cache.end_build()


on_post_build = CombinedEvent(write_files, end_build)
