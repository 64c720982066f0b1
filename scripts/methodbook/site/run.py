"""What one whole build (all languages) knows, and whether somebody is writing meanwhile."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from methodbook.checks.sources import Tree, read_tree
from methodbook.languages import LANGUAGES
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document
from methodbook.site import addresses, engine


@dataclass(frozen=True)
class Language:
    config: MkDocsConfig
    files: Files
    nav: Navigation
    environment: Environment


@dataclass
class Run:
    """One whole build. `order` holds the paths of pages as in the menu; `scripts` are the templates' inline ones."""

    handbook: Handbook
    repository: addresses.Repository
    root: Path
    icons: list[str]
    """Folders of Material's icons."""
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    order: list[PurePosixPath] = field(default_factory=list)
    around: Hashable = None
    languages: dict[str, Language] = field(default_factory=dict)
    scripts: frozenset[str] = frozenset()

    @cached_property
    def tree(self) -> Tree:
        """What the checks look at, read when the first page that was saved needs it."""
        return read_tree(self.root)

    def environment(self, language: str) -> Environment:
        return self.languages[language].environment

    def document(self, page: Page) -> Document | None:
        """The page as read; None at the front door and for pages that could not be read."""
        language = engine.locale(page.file)
        path = PurePosixPath(page.file.src_uri.partition("/")[2])
        return self.handbook.pages[language].get(path) if language in LANGUAGES else None


class State:
    """The build going on, or the last one; `serving_since` is when `serve` began (seconds since 1970), else None."""

    run: Run | None = None
    serving_since: float | None = None


def current() -> Run:
    """The build going on. Raises RuntimeError when there is none."""
    if State.run is None:
        raise RuntimeError("no build is going on")
    return State.run


def is_saved_since(path: Path) -> bool:
    """Whether somebody is writing, and has saved the file at `path` since."""
    return State.serving_since is not None and path.is_file() and path.stat().st_mtime >= State.serving_since
