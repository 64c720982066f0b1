"""From a save to the page that shows it: a real `mkdocs serve` of the real handbook, edited as a writer does."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench.measure import BenchmarkError, grow
from methodbook.languages import LANGUAGES

PATIENCE = 120
"""Seconds until a server that does not answer is given up."""
EDITED = {
    "a word": ("docs/da", "\n## ", "\nHer står {}.\n\n## "),
    "a title": ("docs/da", "title: ", "title: {} "),
    "an item": ("docs/da", "- [ ] ", "- [ ] {} "),
    "a template": ("overrides/partials/footer.html", "<footer", '<footer data-edit="{}"'),
}
"""Kind of edit: file or folder of pages, what stands in it, what takes its place ({} tells one edit from the next)."""


def wait_for(address: str, mark: str) -> float:
    """Seconds until the page at `address` shows `mark`. Raises BenchmarkError when it does not."""
    began = time.monotonic()
    while (took := time.monotonic() - began) < PATIENCE:
        with suppress(OSError), urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own
            if mark in answer.read().decode("utf-8", "replace"):
                return took
        time.sleep(0.02)
    raise BenchmarkError(f"`serve` never showed {mark!r} at {address}")


@contextmanager
def serving(project: Path, only: str | None) -> Iterator[str]:
    """The address of `mkdocs serve` in `project`, all languages or `only` one."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    chosen = {f"HANDBOOK_BUILD_{code.upper()}": str(only in {None, code}).lower() for code in LANGUAGES}
    environment = {**os.environ, **chosen, "NO_MKDOCS_2_WARNING": "1", "HANDBOOK_SITE_URL": f"http://{place}/"}
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", place]
    process = subprocess.Popen(command, cwd=project, env={**environment, "TMPDIR": str(project)})
    try:
        wait_for(f"http://{place}/da/", "<main")
        yield f"http://{place}/"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def measured(root: Path, times: int = 10) -> Iterator[tuple[str, float, float]]:
    """(what, median seconds, worst seconds) of each kind of edit, with all languages served and with one."""
    for scope, only in (("all languages", None), ("one language", "da")):
        with tempfile.TemporaryDirectory(prefix="handbook-bench-") as name:
            grow(root, Path(name), 1)
            with serving(Path(name), only) as address:
                for kind, (place, old, new) in EDITED.items():
                    file, page = file_with(old, Path(name), place)
                    marks = [f"ordet{'x' * number}y" for number in range(1, times + 1)]
                    took = [one_edit(file, address + page, (old, new.format(mark)), mark) for mark in marks]
                    yield f"{kind}, {scope}", statistics.median(took), max(took)


def file_with(old: str, project: Path, place: str) -> tuple[Path, str]:
    """The file to edit, the first page that holds `old`, and the address at which it is seen. Raises BenchmarkError."""
    docs = project / "docs"
    for file in sorted((project / place).rglob("[a-z]*/*.md")) or [project / place]:
        if file.stem != "index" and old in file.read_text(encoding="utf-8"):
            is_page = file.is_relative_to(docs)
            return file, f"{file.relative_to(docs).with_suffix('')}/" if is_page else "da/"
    raise BenchmarkError(f"there is nothing to edit in {place}: {old!r} is not in it")


def one_edit(file: Path, address: str, edit: tuple[str, str], mark: str) -> float:
    """Seconds from one save until it is seen; the file is put back to what it was afterwards."""
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(*edit, 1), encoding="utf-8")
    took = wait_for(address, mark)
    file.write_text(text, encoding="utf-8")
    time.sleep(1)  # what follows the save is not part of the next edit
    return took
