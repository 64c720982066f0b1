"""A server on this machine for the benchmarks: files from memory, compressed as GitHub Pages sends them."""

from __future__ import annotations

import gzip
import http.server
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from methodbook.exports import programs

BROWSER_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]
COMPRESSED = ("text/", "application/json", "application/javascript")
EMPTY_PAGE = b"<!doctype html><html lang=en><meta charset=utf-8><title>Benchmark</title>"


class NoBrowserError(Exception):
    """There is no Chromium or Chrome on this machine."""


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves `files` (address without the leading slash -> content)."""

    def __init__(self, *arguments: object, files: Mapping[str, bytes]) -> None:
        self.files = files
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the file, or with 404."""
        name = self.path.partition("?")[0].removeprefix("/")
        name = f"{name}index.html" if not name or name.endswith("/") else name
        content = self.files.get(name)
        self.send_response(200 if content is not None else 404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        body = content or b""
        if kind.startswith(COMPRESSED) or kind.endswith(("javascript", "json")):
            body = gzip.compress(body, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        # A page that is closed while it loads wants no more of this.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the output to the figures."""


@contextmanager
def served(files: Mapping[str, bytes]) -> Iterator[str]:
    """Serve `files`; yields the address, with a trailing slash."""
    files = {"index.html": EMPTY_PAGE, **files}
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, files=files)) as server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@contextmanager
def browser() -> Iterator[Browser]:
    """One headless browser. Raises NoBrowserError where there is none."""
    path = programs.BROWSER.path()
    if path is None:
        raise NoBrowserError
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=BROWSER_OPTIONS)
        yield running
        running.close()


def files_below(folder: Path) -> dict[str, bytes]:
    """All files below `folder`, by their addresses."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Meter:
    """Counts the bytes that a page receives over the network, headers included, of files of the search."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        self.wanted: set[str] = set()
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Network.enable")
        self.session.on("Network.responseReceived", self.note)
        self.session.on("Network.loadingFinished", self.add)

    def note(self, event: dict[str, Any]) -> None:
        """Called by the browser when an answer begins."""
        if "search" in event["response"]["url"]:
            self.wanted.add(event["requestId"])

    def add(self, event: dict[str, Any]) -> None:
        """Called by the browser for each finished request."""
        if event["requestId"] in self.wanted:
            self.bytes += int(event["encodedDataLength"])

    def read(self) -> int:
        """The bytes since the last reading."""
        found, self.bytes = self.bytes, 0
        return found
