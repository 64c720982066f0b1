"""What the tests share: the site built once, served as GitHub Pages serves it, and one browser."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from methodbook.exports import programs

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "/handbook/"
BROWSER_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]


def build_site(target: Path, project: Path = ROOT, **environment: str) -> Path:
    """Build the handbook in `project` into `target` with MkDocs itself; `environment` is added to our own."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
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
        """Addresses below the root of all pages, sorted."""
        found = [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.html")]
        return sorted(path.removesuffix("index.html") for path in found)

    def html(self, page: str) -> str:
        """The HTML of `page` (an address as in `pages`)."""
        path = self.folder / page
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")

    def tree(self, page: str) -> lxml_html.HtmlElement:
        """`page` as a tree of elements."""
        tree: lxml_html.HtmlElement = lxml_html.document_fromstring(self.html(page))
        return tree


@pytest.fixture(scope="session")
def server_port() -> Iterator[tuple[int, dict[str, Path]]]:
    """A server on a free port of this machine; the dictionary's `folder` says what it serves."""
    place: dict[str, Path] = {"folder": ROOT}

    class Handler(PagesHandler):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, directory=str(place["folder"]), **options)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield server.server_address[1], place
        server.shutdown()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, server_port: tuple[int, dict[str, Path]]) -> Site:
    """The handbook, built once and served under a sub-path."""
    port, place = server_port
    address = f"http://127.0.0.1:{port}{PREFIX}"
    folder = tmp_path_factory.mktemp("site") / "site"
    repository = "https://github.com/example/handbook"
    build_site(folder, HANDBOOK_SITE_URL=address, HANDBOOK_REPOSITORY=repository)
    place["folder"] = folder
    return Site(folder, address)


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
        running = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
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
