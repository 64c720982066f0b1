"""What the tests share: the site, built once for all workers and served as GitHub Pages serves it; and one browser.

A test marked `weekly` runs only with HANDBOOK_WEEKLY=1, as the weekly workflow does. With HANDBOOK_ENGINE=properdocs
the sites are built by the engine that continues MkDocs.
"""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from lxml import html as lxml_html
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from methodbook.exports import programs

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "/handbook/"
expect.set_options(timeout=30_000)  # milliseconds: a busy machine is no fault of the handbook's


def sampled(names: Iterable[str], often: Container[str] = (), every: int = 0) -> list[ParameterSet]:
    """`names` as parameters: those in `often`, and one of `every`, for each run; the others for the weekly one."""
    return [
        pytest.param(name, marks=() if name in often or (every and place % every == 0) else pytest.mark.weekly)
        for place, name in enumerate(names)
    ]


def examples(thorough: int) -> int:
    """How many examples hypothesis tries: `thorough` weekly, a quarter of it in each run."""
    return thorough if os.environ.get("HANDBOOK_WEEKLY") == "1" else max(10, thorough // 4)


def build_site(target: Path, project: Path = ROOT, **environment: str) -> Path:
    """Build the handbook in `project` into `target` with MkDocs itself; `environment` is added to our own."""
    engine = os.environ.get("HANDBOOK_ENGINE") or "mkdocs"
    command = [
        sys.executable,
        "-m",
        engine,
        "build",
        "--quiet",
        "--config-file",
        "mkdocs.yml",
        "--site-dir",
        str(target),
    ]
    subprocess.run(command, cwd=project, env={"NO_MKDOCS_2_WARNING": "1", **os.environ, **environment}, check=True)
    return target


class PagesHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder under PREFIX, with its 404 page, and says nothing."""

    def translate_path(self, path: str) -> str:
        """The file for `path`; outside PREFIX there is nothing."""
        inside = path.removeprefix(PREFIX) if path.startswith(PREFIX) else "no-such-address"
        return super().translate_path("/" + inside)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own 404 page."""
        if code != http.HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """Tell LinkChecker that it need not spare this server."""
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Keep the test output to the tests."""


@dataclass(frozen=True)
class Site:
    """The built site: its folder, and the address it is served at (with a trailing slash)."""

    folder: Path
    address: str

    def pages(self) -> list[str]:
        """Addresses below the root of all pages, sorted; those that only lead on to another are none."""
        found = {path.relative_to(self.folder).as_posix(): path for path in self.folder.rglob("*.html")}
        real = (name for name, path in found.items() if b'id="moved"' not in path.read_bytes())
        return sorted(name.removesuffix("index.html") for name in real)

    def html(self, page: str) -> str:
        """The HTML of `page` (an address as in `pages`)."""
        path = self.folder / page
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")

    def tree(self, page: str) -> lxml_html.HtmlElement:
        """`page` as a tree of elements."""
        tree: lxml_html.HtmlElement = lxml_html.document_fromstring(self.html(page))
        return tree


class QuietServer(http.server.ThreadingHTTPServer):
    """A server that says nothing when a browser has left before the answer."""

    def handle_error(self, *_: Any) -> None:
        """Called when an answer could not be given."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which `folder`, which need not be there yet, is served as GitHub Pages serves a project site."""
    handler = partial(PagesHandler, directory=str(folder))
    with QuietServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
        server.shutdown()


SHARED = pytest.StashKey[Site]()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Serve the site's folder from the process that outlives all workers; the first that needs the site builds it."""
    config = session.config
    if hasattr(config, "workerinput"):
        config.stash[SHARED] = Site(Path(config.workerinput["site_folder"]), config.workerinput["site_address"])
        return
    folder = Path(tempfile.mkdtemp(prefix="handbook-tests-"))
    config.add_cleanup(partial(shutil.rmtree, folder, ignore_errors=True))
    serving = ExitStack()
    config.stash[SHARED] = Site(folder / "site", serving.enter_context(served(folder / "site")))
    config.add_cleanup(serving.close)


class ShareSite:
    """Tells each worker of xdist where the site is."""

    @staticmethod
    def pytest_configure_node(node: Any) -> None:
        """Called for each worker before it starts."""
        shared = node.config.stash[SHARED]
        node.workerinput |= {"site_folder": str(shared.folder), "site_address": shared.address}


def pytest_configure(config: pytest.Config) -> None:
    """Register the hooks that only exist when xdist is there."""
    if config.pluginmanager.hasplugin("xdist") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(ShareSite())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the weekly tests to the weekly workflow."""
    if os.environ.get("HANDBOOK_WEEKLY") != "1":
        weekly = [item for item in items if item.get_closest_marker("weekly")]
        config.hook.pytest_deselected(items=weekly)
        items[:] = [item for item in items if item not in weekly]


def once(folder: Path, make: Callable[[], object], patience: float = 600) -> None:
    """Let one of several processes `make` something, while the others wait for it; `folder` keeps who and whether."""
    done, failed = folder / "done", folder / "failed"
    try:
        (folder / "begun").mkdir(parents=True)
    except FileExistsError:
        end = time.monotonic() + patience
        while not done.exists():
            assert not failed.exists(), "another worker could not build the site"
            assert time.monotonic() < end, "another worker never finished the site"
            time.sleep(0.05)
        return
    try:
        make()
    except BaseException:
        failed.touch()
        raise
    done.touch()


@pytest.fixture(scope="session")
def site(pytestconfig: pytest.Config) -> Site:
    """The handbook, built once and served under a sub-path. It is shared: no test may change it."""
    shared = pytestconfig.stash[SHARED]
    settings = {"HANDBOOK_SITE_URL": shared.address, "HANDBOOK_REPOSITORY": "https://github.com/example/handbook"}
    once(shared.folder.parent / "lock", lambda: build_site(shared.folder, ROOT, **settings))
    return shared


@pytest.fixture
def docs_copy(tmp_path: Path) -> Path:
    """A project folder with a copy of the content, to break; its `docs/` may be changed."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for all tests."""
    path = programs.BROWSER.path()
    if path is None:
        pytest.fail("the browser tests need a Chromium or Chrome: run `python3 scripts/handbook.py test`")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=list(programs.BROWSER_OPTIONS))
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: nothing stored, Norwegian reader, light, 1280 px wide."""
    fresh = browser.new_context(locale="nb-NO", color_scheme="light", viewport={"width": 1280, "height": 800})
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in a fresh profile."""
    return context.new_page()
