"""From a save to the page on screen: a real `mkdocs serve` of the real handbook, edited as a writer does.

Timed from the moment a file is saved until the server gives the new text, and until it tells waiting browsers to
reload. The clock is the one on the wall, so the processor time of the serving process stands beside it, and how busy
the machine was.
"""

from __future__ import annotations

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import projects
from bench.measuring import BenchmarkError
from methodbook.commands import editions
from methodbook.languages import LANGUAGES

TIMES = 10
"""Edits of each kind."""
PATIENCE = 120
"""Seconds until a server that does not answer is given up."""
LANGUAGE = "da"
"""The language served alone, and the one edited."""


@dataclass(frozen=True)
class Edit:
    """A kind of edit: the file that is saved, what stands in it, what takes its place, and where it is seen.

    `{}` in the new text becomes a word that tells one edit from the next.
    """

    file: str
    old: str
    new: str
    page: str


EDITS = {
    "a word": Edit("docs/da/methods/council/roles.md", "\n## ", "\nHer står {}.\n\n## ", "da/methods/council/roles/"),
    "an original": Edit("docs/da/methods/municipal-guide/roles.md", "\n## ", "\nHer står {}.\n\n## ",
                        "da/methods/municipal-guide/roles/"),
    "a title": Edit("docs/da/methods/council/findings.md", "title: ", "title: {} ", "da/methods/council/findings/"),
    "an item": Edit("docs/da/methods/council/checklist.md", "- [ ] ", "- [ ] {} ", "da/methods/council/checklist/"),
    "a template": Edit("overrides/partials/footer.html", "<footer", '<footer data-edit="{}"', "da/"),
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """Seconds from a save until the text was served and until browsers were told; processor seconds it took."""

    visible: float
    told: float
    cpu: float


class Server:
    """A running `mkdocs serve`."""

    def __init__(self, process: subprocess.Popen[bytes], address: str) -> None:
        self.process, self.address = process, address

    def get(self, path: str) -> str:
        """What the server gives for `path`; it waits while it builds. Empty while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:  # noqa: S310 - our own
                text: str = answer.read().decode("utf-8", "replace")
                return text
        except (OSError, urllib.error.URLError):
            return ""

    def wait(self) -> None:
        """Wait until the server has begun. Raises BenchmarkError when it does not."""
        end = time.monotonic() + PATIENCE
        while not self.get(f"{LANGUAGE}/"):
            if self.process.poll() is not None or time.monotonic() > end:
                raise BenchmarkError("`mkdocs serve` did not begin")
            time.sleep(0.1)

    def epoch(self) -> int:
        """The number of the build that is shown."""
        found = re.search(r"livereload\((\d+)", self.get(f"{LANGUAGE}/"))
        if not found:
            raise BenchmarkError("`mkdocs serve` gives a page that would not reload itself")
        return int(found[1])

    def cpu(self) -> float:
        """Processor seconds that the process has used. Raises BenchmarkError where the system does not tell."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError as error:
            raise BenchmarkError("processor time of a running process can be read on Linux only") from error
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(project: Path, language: str | None) -> Iterator[Server]:
    """`mkdocs serve` in `project`: all languages, or only one."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    chosen = {f"HANDBOOK_BUILD_{code.upper()}": str(language in {None, code}).lower() for code in LANGUAGES}
    environment = {**os.environ, **editions.QUIET, **chosen, "HANDBOOK_SITE_URL": f"http://{address}/"}
    environment["TMPDIR"] = str(project)  # the server is ended before it can tidy up
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", address]
    process = subprocess.Popen(
        command, cwd=project, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        server = Server(process, f"http://{address}/")
        server.wait()
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def save(server: Server, file: Path, text: str, page: str, mark: str) -> Seen:
    """Save `text` in `file` and wait until `page` shows the `mark` in it. Raises BenchmarkError when it does not."""
    epoch, spent = server.epoch(), server.cpu()
    begun = time.monotonic()
    file.write_text(text, encoding="utf-8")
    while int(server.get(f"livereload/{epoch}/{len(mark)}") or 0) <= epoch:
        if time.monotonic() - begun > PATIENCE:
            raise BenchmarkError(f"{file.name} was saved and never shown")
    told = time.monotonic() - begun
    shown = server.get(page)
    visible = time.monotonic() - begun
    if mark not in shown:
        raise BenchmarkError(f"{file.name} was saved, and /{page} does not show it")
    return Seen(visible, told, server.cpu() - spent)


def edits(server: Server, project: Path, edit: Edit, times: int) -> list[Seen]:
    """What each of so many edits of a kind took; every one takes the place of the one before."""
    file = project / edit.file
    text = file.read_text(encoding="utf-8")
    if edit.old not in text:
        raise BenchmarkError(f"{edit.file} has changed: there is nothing to edit in it")
    marks = [f"ordet{'x' * number}y" for number in range(1, times + 1)]
    return [save(server, file, text.replace(edit.old, edit.new.format(mark), 1), edit.page, mark) for mark in marks]


def row(seen: list[Seen]) -> dict[str, float]:
    """The figures of some edits: seconds to the page (the middle one and the worst), to the reload; processor time."""
    return {
        "visible s": round(statistics.median(one.visible for one in seen), 2),
        "worst s": round(max(one.visible for one in seen), 2),
        "reload s": round(statistics.median(one.told for one in seen), 2),
        "cpu s": round(statistics.median(one.cpu for one in seen), 2),
        "load": round(os.getloadavg()[0], 1),
    }


def measured(root: Path, times: int = TIMES) -> dict[str, dict[str, float]]:
    """The figures of each kind of edit, with all languages served and with one. Raises BenchmarkError."""
    found = {}
    for scope, language in (("all", None), (LANGUAGE, LANGUAGE)):
        with tempfile.TemporaryDirectory(prefix="handbook-benchmark-") as name:
            project = Path(name)
            projects.handbook(root, project, 1)
            with serving(project, language) as server:
                for kind, edit in EDITS.items():
                    found[f"serve {scope}: {kind}"] = row(edits(server, project, edit, times))
    return found
