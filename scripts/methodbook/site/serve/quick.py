"""The short way from a save to its page: built alone, with the configuration, menu and templates of the last build.

It is taken when only the words of one page are new: not its front matter, headings, items, blocks or ids, on which
other pages rest. The whole build follows in any case.
"""

import logging
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig

from methodbook.checks.sources import DOCS, Page, Tree, read_file
from methodbook.languages import DATA
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document
from methodbook.site import engine
from methodbook.site.run import Run, State
from methodbook.site.serve.errors import describe

log = logging.getLogger("mkdocs.plugins.methodbook")

FRAME = re.compile(
    r"^\s*(?:#|///|```|~~~|[=-]+\s*$|[-*+] \[.?\]|[-*+] \[\w+\]).*|^.*(?:\{[^}]*\}|!\[).*$", re.MULTILINE
)
"""A line by which a page is more than words: a heading, item, block, picture, or anything with an id."""
Sources = Mapping[Path, tuple[int, int]]
"""When each file that a build reads was last changed (nanoseconds), and its size."""


@dataclass
class Kept:
    """The last whole build, the sources as they are shown, those of the build going on, and where they all are."""

    run: Run | None = None
    shown: Sources = field(default_factory=dict)
    building: Sources = field(default_factory=dict)
    places: tuple[Path, ...] = ()


kept = Kept()


def note_sources(config: MkDocsConfig) -> None:
    named = (config.docs_dir, config.theme.custom_dir, config.config_file_path, DATA)
    kept.places = tuple(Path(place) for place in named if place)
    kept.building = sources()


def sources() -> Sources:
    inside = [path for place in kept.places for path in ([place] if place.is_file() else place.rglob("*"))]
    states = ((path, path.stat()) for path in inside if path.is_file())
    return {path: (state.st_mtime_ns, state.st_size) for path, state in states}


def keep(run: Run) -> None:
    kept.run, kept.shown = run, kept.building


def words_changed() -> tuple[Path, Document] | None:
    """The file and page whose words are all that differs from what is shown; None when anything else does."""
    now, run = sources(), kept.run
    changed = [path for path in now.keys() | kept.shown.keys() if now.get(path) != kept.shown.get(path)]
    if run is None or len(changed) != 1 or not changed[0].is_relative_to(run.root / DOCS):
        return None
    path = PurePosixPath(changed[0].relative_to(run.root / DOCS).as_posix())
    _, after = read_file(run.root / DOCS, path)
    before = run.handbook.pages[after.language].get(after.path) if after else None
    return (changed[0], after) if after and before and frame(before) == frame(after) else None


def frame(page: Document) -> tuple[object, ...]:
    """What of a page other pages, and its own surroundings, may rest on."""
    return page.text.split("\n")[: page.body_line - 1], FRAME.findall(page.body)


def show_words(shown: Path) -> str:
    """Build the page whose words are all that changed into the site `shown`; its file there, empty when there is none.

    What goes wrong is left for the whole build to report.
    """
    found, run = words_changed(), kept.run
    if found is None or run is None:
        return ""
    source, document = found
    run.tree = with_page(run.tree, document)
    pages = {**run.handbook.pages[document.language], document.path: document}
    run.handbook = Handbook({**run.handbook.pages, document.language: pages})
    State.run, language = run, run.languages[document.language]
    file = language.files.src_uris[f"{document.language}/{document.path}"]
    stamp, folder = source.stat(), file.dest_dir
    with tempfile.TemporaryDirectory(dir=shown.parent) as file.dest_dir:
        try:
            engine.build_again(file, language.config, language.files, language.nav, language.environment)
            Path(file.abs_dest_path).replace(shown / file.dest_uri)
        except Exception as error:
            log.debug("%s", describe(error, run.root), exc_info=error)
            return ""
        finally:
            file.dest_dir = folder
    kept.shown = {**kept.shown, source: (stamp.st_mtime_ns, stamp.st_size)}
    return file.dest_uri


def with_page(tree: Tree, document: Document) -> Tree:
    path = PurePosixPath(document.language) / document.path
    read, _ = read_file(tree.root / DOCS, path)
    files = tuple(read if file.path == path else file for file in tree.files)
    pages = {**tree.pages[document.language], document.path: Page(document, DOCS / path)}
    return replace(tree, files=files, pages={**tree.pages, document.language: pages})
