"""`serve` while somebody writes: it survives whatever is saved, and shows it soon.

Each build goes into a folder of its own, and is shown when it is whole; until then the last one is. Where a save
changed only the words of one page, that page is built at once with what the last build left (`quick`).
"""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from methodbook.languages import LANGUAGES
from methodbook.site import csp, engine
from methodbook.site.run import current
from methodbook.site.serve import errors, quick

NOT_FOUND = 404
POLLING, PAUSE = 0.1, 0.05
"""Seconds between two looks at the files, and seconds without a save before a build begins."""
QUIET = frozenset({f"{code}/{name}/index.html" for code in LANGUAGES for name in ("print", "translations")})
"""Pages that change with every word: not worth a second reload."""


@dataclass
class Serving:
    """The folders of builds below `site`: the one `shown`, and the one being built."""

    site: Path
    shown: Path
    built: Path
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    server: LiveReloadServer | None = None
    is_decided: bool = False
    """Whether what was saved during this build has been looked at, and can wait for its end."""

    def show(self) -> None:
        """Show what was built; older folders go, but for the last, which a browser may be reading."""
        for folder in set(self.site.iterdir()) - {self.shown, self.built}:
            shutil.rmtree(folder, ignore_errors=True)
        self.shown = self.built
        if self.server:
            self.server.root = str(self.shown)


class State:
    serving: Serving | None = None


def begin(config: MkDocsConfig) -> None:
    site = Path(config.site_dir)
    serving = State.serving = State.serving or Serving(site, site / "0", site / "0")
    serving.built = serving.site / str(next(serving.numbers))
    serving.is_decided = False
    config.site_dir = str(serving.built)
    quick.note_sources(config)


def stop_if_superseded() -> None:
    """Raise Superseded when what was saved meanwhile can be shown at once; anything else waits for the build's end."""
    serving = State.serving
    if serving and serving.server and not serving.is_decided and engine.is_change_waiting(serving.server):
        serving.is_decided = True
        if quick.words_changed() is not None:
            raise errors.Superseded


def prepare(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> LiveReloadServer:
    """Let `server`, which has built once, survive whatever is written; `builder` builds the whole site."""
    serving, root = State.serving, current().root
    if serving is None:
        raise RuntimeError("serve builds before it serves")
    serving.server = server
    serving.show()
    quick.keep(current())
    server.builder = lambda: rebuild(serving, builder, root)
    server.error_handler = lambda code: (serving.shown / "404.html").read_bytes() if code == NOT_FOUND else None
    server.build_delay = PAUSE
    engine.change_pages(server, csp.admit_last)  # MkDocs' script that reloads may run, no other
    engine.poll(server, POLLING, [config.docs_dir, *filter(None, [config.config_file_path])])
    return server


def rebuild(serving: Serving, build: Callable[[], None], root: Path) -> None:
    """Show what was saved: the page whose words changed at once, then the whole site as `build` builds it."""
    server = serving.server
    while True:
        serving.is_decided = True
        before, page = serving.shown, quick.show_words(serving.shown)
        if page and server:
            engine.reload_browsers(server)
        try:
            if errors.careful(build, before, root):
                serving.show()
                quick.keep(current())
        except errors.Superseded:
            if server:
                engine.is_change_waiting(server, taken=True)
            continue
        if page and server and changed_beside(page, before, serving.shown):
            engine.reload_browsers(server, again=True)
        return


def changed_beside(page: str, before: Path, after: Path) -> bool:
    """Whether pages other than `page`, which is shown already, are not what they were."""
    old, new = (
        {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*.html")} for site in (before, after)
    )
    return any(old.get(name) != new[name] for name in new.keys() - QUIET - {page})
