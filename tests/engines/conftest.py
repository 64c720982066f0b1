"""The built site, served as it is and with something taken away, and a browser of each engine."""

from __future__ import annotations

import functools
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.engines.drivers import ENGINES, Person

# Three engines take minutes and need more programs: `handbook.py test --engines`, and the weekly workflow, set this.
collect_ignore = [] if os.environ.get("HANDBOOK_ENGINES") else ["test_journeys.py"]

REFUSED = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
OLDER = (
    "for (const name of ['showPopover', 'hidePopover', 'togglePopover', 'popover', 'checkVisibility'])"
    " delete HTMLElement.prototype[name];"
    "delete HTMLButtonElement.prototype.popoverTargetElement;"
)
FIRST = '<head>\n<script src="/{}.js"></script>'
LACKING = {
    "light-dark(": "no-light-dark(",
    ":has(": ":no-has(",
    "anchor-name": "no-anchor-name",
    "@position-try": "@no",
}
SCRIPTS = {"/refused.js": REFUSED, "/older.js": OLDER}


def without_scripts(text: str, _: str) -> str:
    """A page whose scripts are refused, and every other file."""
    return re.sub(r"<script\b[^>]*src=[^>]*></script>", "", text)


def storage_refused(text: str, kind: str) -> str:
    """A page in a browser that does not let it store anything."""
    return text.replace("<head>", FIRST.format("refused"), 1) if kind == "html" else text


def older(text: str, kind: str) -> str:
    """A page in a browser that lacks what came since 2023: popovers, `light-dark()`, `:has()`, anchors."""
    if kind == "html":
        return re.sub(r"\bpopover(?=[\s=>])", "data-no-popover", text.replace("<head>", FIRST.format("older"), 1))
    for new, old in LACKING.items():
        text = text.replace(new, old) if kind == "css" else text
    return text


CHANGES: dict[str, Callable[[str, str], str]] = {
    "no-script": without_scripts,
    "refused": storage_refused,
    "older": older,
}


class Handler(SimpleHTTPRequestHandler):
    """The site at `/`; below `/no-script/`, `/refused/` and `/older/` with something taken away."""

    def do_GET(self) -> None:
        first, _, rest = self.path.lstrip("/").partition("/")
        content = SCRIPTS.get(self.path)
        if content is None and first not in CHANGES:
            super().do_GET()
            return
        kind = "js"
        if content is None:
            file = Path(self.directory, rest.partition("?")[0])
            file = file / "index.html" if file.is_dir() else file
            kind = file.suffix.removeprefix(".")
            if kind not in {"html", "css", "js"}:
                self.path = f"/{rest}"
                super().do_GET()
                return
            content = CHANGES[first](file.read_text(encoding="utf-8"), kind)
        types = {"html": "text/html", "css": "text/css", "js": "text/javascript"}
        body = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{types[kind]}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep the output to the tests."""


@pytest.fixture(scope="session")
def served(site: Site) -> Iterator[str]:
    """The address of the served site, with a trailing slash."""
    handler = functools.partial(Handler, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session", autouse=True)
def display() -> Iterator[None]:
    """A screen for WebKit, which has no headless mode."""
    if os.environ.get("DISPLAY"):
        yield
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    process = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    yield
    del os.environ["DISPLAY"]
    process.terminate()
    process.wait()


@pytest.fixture(params=sorted(ENGINES))
def person(request: pytest.FixtureRequest, served: str, display: None) -> Iterator[Person]:  # noqa: ARG001
    """Somebody with a fresh browser of each engine, at 1280 by 900."""
    driver = ENGINES[request.param]()
    try:
        driver.resize(1280, 900)
        yield Person(driver, served)
    finally:
        driver.close()
