"""Following every link of the built site, those to other sites too, with a memory of what was broken last time.

LinkChecker does the following. The site is served on this machine while it does, since a folder's own address means
nothing in a file system. What is broken, and since when, is kept in a small file.
"""

from __future__ import annotations

import csv
import functools
import http.server
import io
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 20
THREADS = 4
EDITING = r"/(?:edit|new)/[^/]+/docs/"
"""Addresses for changing pages: one or more on every page, and only somebody who has signed in may open them."""
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
LONGEST_RUN_SECONDS = 30 * 60


class FollowingError(Exception):
    """The links could not be followed; the message says why."""


@dataclass(frozen=True)
class Broken:
    """An address that leads nowhere: the page it stands on, what was answered, and since when."""

    address: str
    page: str
    answer: str
    since: date


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: Any) -> None:
        """Keep the output to the findings."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which `folder` is served on this machine, as long as it lasts."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


def follow(site: Path, external: bool) -> list[tuple[str, str, str]]:
    """(address, page, answer) of every link that leads nowhere. Raises FollowingError when LinkChecker cannot run."""
    with served(site) as address:
        options = ["--no-robots", f"--timeout={TIMEOUT_SECONDS}", f"--threads={THREADS}", "--no-status", "-o", "csv"]
        options += [f"--ignore-url={pattern}" for pattern in (EDITING, *own_address(site))]
        command = [sys.executable, "-m", "linkcheck", *options, *(["--check-extern"] if external else []), address]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_RUN_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise FollowingError(f"LinkChecker did not end within {LONGEST_RUN_SECONDS // 60} minutes") from error
        if done.returncode not in (0, 1):
            raise FollowingError(done.stderr.strip().rpartition("\n")[2] or f"LinkChecker ended with {done.returncode}")
        return list(broken_rows(done.stdout, address))


def own_address(site: Path) -> list[str]:
    """A pattern of the addresses the pages give as their own; none when the front door gives none.

    Whatever they lead to, it is not this site: that is served here, and followed here.
    """
    found = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    return [f"^{re.escape(found[1])}"] if found else []


def broken_rows(output: str, address: str) -> Iterator[tuple[str, str, str]]:
    """The broken links in LinkChecker's CSV; the served `address` taken off."""
    lines = [line for line in output.splitlines() if line and not line.startswith("#")]
    for row in csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"):
        if row.get("valid") == "False":
            target = row["url"] or row["urlname"]
            yield target.removeprefix(address), row["parentname"].removeprefix(address), row["result"]


def remembered(path: Path) -> dict[str, str]:
    """Address -> day it was first found broken; empty when nothing is remembered."""
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in loaded.items()} if isinstance(loaded, dict) else {}


def dated(found: list[tuple[str, str, str]], memory: Mapping[str, str], today: date) -> list[Broken]:
    """The broken links with the day each was first found so, the oldest first."""
    since = {address: date.fromisoformat(memory.get(address, today.isoformat())) for address, _, _ in found}
    result = [Broken(address, page, answer, since[address]) for address, page, answer in found]
    return sorted(result, key=lambda one: (one.since, one.address, one.page))


def remember(path: Path, broken: list[Broken]) -> None:
    """Keep what is broken, and since when; what works again is forgotten. Raises OSError."""
    kept = {one.address: one.since.isoformat() for one in broken}
    path.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def report(broken: list[Broken], memory: Mapping[str, str], today: date) -> str:
    """What a person reads: new ones first, then those that stay broken, then those that work again."""
    new = [one for one in broken if one.since == today]
    old = [one for one in broken if one.since != today]
    mended = sorted(set(memory) - {one.address for one in broken})
    parts = [section("New", map(line, new)), section("Broken before", map(line, old)), section("Work again", mended)]
    return "\n".join(part for part in parts if part) or "Every link leads somewhere.\n"


def section(title: str, lines: Iterator[str] | list[str]) -> str:
    """A heading with its lines; empty when there are none."""
    points = [f"- {text}" for text in lines]
    return "\n".join([f"## {title} ({len(points)})", "", *points, ""]) if points else ""


def line(one: Broken) -> str:
    """One broken link in words."""
    return f"{one.address} on /{one.page} ({one.answer}), since {one.since.isoformat()}"
