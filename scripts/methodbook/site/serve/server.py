"""MkDocs' own server while somebody writes: it survives whatever is saved, and shows it soon."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserver

from methodbook.site import csp
from methodbook.site.serve import errors

POLLING = 0.2
"""Seconds between two looks at the files."""


def prepare(server: LiveReloadServer, builder: Callable[[], None], config: MkDocsConfig) -> None:
    """Let `server` survive a failing `builder`, and look for what was saved more often than twice a second."""
    root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    server.builder = errors.careful(builder, Path(config.site_dir), root)
    admit_reloading(server)
    watched = [config.docs_dir, *filter(None, [config.config_file_path])]
    for path in watched:
        server.unwatch(path)
    server.observer = PollingObserver(timeout=POLLING)
    for path in watched:
        server.watch(path)


def admit_reloading(server: LiveReloadServer) -> None:
    """Let the script that MkDocs' server adds to every page pass the page's policy; the files stay as built."""
    add: Callable[[bytes, int], bytes] = server._inject_js_into_html

    def added(content: bytes, epoch: int) -> bytes:
        return csp.admit_last(add(content, epoch))

    server._inject_js_into_html = added  # type: ignore[method-assign]
