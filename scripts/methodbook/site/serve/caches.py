"""What is kept while somebody writes: pages as converted from Markdown, and templates as compiled.

MkDocs converts every page in every build. Here its own conversion is called, and what it did to the page is remembered.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from methodbook import cache
from methodbook.site import engine
from methodbook.site.serve import errors, notices


@dataclass(frozen=True)
class Converted:
    """What the conversion left on a page. `links` is by the source of the page linked to."""

    content: str
    toc: TableOfContents
    title: str | None
    anchors: set[str] | None
    links: Mapping[str, dict[str, str]]


shelf = cache.Shelf[Converted]()


def surroundings(files: Files, config: MkDocsConfig) -> Hashable:
    """What the HTML of every page of a language follows from, beside the page: files, drawings, settings."""
    drawings = sorted((Path(config.docs_dir) / "assets/figures").glob("*.svg"))
    return (
        tuple((file.src_uri, file.url, file.inclusion) for file in files),
        cache.digest(part for path in drawings for part in (path.name.encode(), path.read_bytes())),
        repr((config.markdown_extensions, config.validation, config.use_directory_urls, config.site_url)),
    )


def remember(page: Page, around: Hashable, settings: Mapping[str, Any]) -> None:
    """Let the conversion of `page`, which stands `around` others and is done with `settings`, be remembered."""

    def render(config: MkDocsConfig, files: Files) -> None:
        key = (page.markdown, page.file.src_uri, page.url, tuple(settings.items()), around)
        sources = {file.src_uri: file for file in files}
        found = shelf.recall(key, lambda: converted(page, config, files, str(settings["language"])))
        page.content, page.toc, page.present_anchor_ids = found.content, found.toc, found.anchors
        engine.rendered_title(page, found.title)
        page.links_to_anchors = {sources[name]: links for name, links in found.links.items()}

    page.render = render  # type: ignore[method-assign]


def converted(page: Page, config: MkDocsConfig, files: Files, language: str) -> Converted:
    """What MkDocs' own conversion of `page` gives; where it fails, what is wrong, in `language`."""
    try:
        Page.render(page, config, files)
    except Exception as error:
        problem = errors.describe(error, Path.cwd())
        return Converted(notices.failure(language, problem), TableOfContents([]), None, set(), {})
    links = {file.src_uri: links for file, links in (page.links_to_anchors or {}).items()}
    title, content = engine.rendered_title(page), page.content or ""
    return Converted(content, page.toc, title, page.present_anchor_ids, links)


class Templates(BytecodeCache):
    """Templates as compiled, for the environments of all languages, as long as their source is the same."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Templates()
