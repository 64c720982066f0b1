"""The spare engine: proof that the handbook does not depend on MkDocs being kept up.

ProperDocs continues MkDocs under another name. Built with both, the site must be the same to a reader: the same pages,
titles, languages, ids and links. See `.github/ENGINE.md`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from lxml import html

from methodbook.commands.editions import QUIET

ENGINE = "properdocs"
LOCK = Path(".github/spare-engine.txt")
MOST_SHOWN = 5


class SpareEngineError(Exception):
    """The comparison could not be made; the message says why, for people."""


@dataclass(frozen=True)
class Outline:
    """What of a page must be the same whatever engine built it, each in reading order."""

    title: str
    languages: tuple[str, ...]
    ids: tuple[str, ...]
    links: tuple[str, ...]

    @classmethod
    def of(cls, page: bytes) -> Outline:
        """The outline of an HTML page."""
        tree = html.document_fromstring(page.decode("utf-8"))

        def texts(path: str) -> tuple[str, ...]:
            found: Any = tree.xpath(path)
            return tuple(map(str, found))

        return cls("".join(texts("//title/text()")), texts("//@lang"), texts("//@id"), texts("//@href | //@src"))


@dataclass(frozen=True)
class Difference:
    """Something that the two sites do not agree on: on which page, what, and how each has it."""

    page: str
    what: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]

    def __str__(self) -> str:
        only_ours = [one for one in self.ours if one not in self.theirs][:MOST_SHOWN]
        only_theirs = [one for one in self.theirs if one not in self.ours][:MOST_SHOWN]
        return f"{self.page}: {self.what} differ: only MkDocs {only_ours}, only {ENGINE} {only_theirs}"


def outlines(site: Path) -> dict[str, Outline]:
    """The outline of every page of a built site, by path."""
    return {path.relative_to(site).as_posix(): Outline.of(path.read_bytes()) for path in sorted(site.rglob("*.html"))}


def differences(ours: Mapping[str, Outline], theirs: Mapping[str, Outline]) -> Iterator[Difference]:
    """What two sites do not agree on."""
    if ours.keys() != theirs.keys():
        yield Difference("the site", "pages", tuple(ours), tuple(theirs))
    for page in sorted(ours.keys() & theirs.keys()):
        for what in (field.name for field in fields(Outline)):
            one, other = getattr(ours[page], what), getattr(theirs[page], what)
            if one != other:
                yield Difference(
                    page, what, *(value if isinstance(value, tuple) else (value,) for value in (one, other))
                )


def compare(root: Path) -> tuple[int, list[Difference]]:
    """Build the handbook in `root` with both engines: number of pages, and what differs.

    Installs the spare engine into an environment of its own that is gone afterwards.
    Raises SpareEngineError when one of the engines cannot be installed or cannot build.
    """
    with tempfile.TemporaryDirectory(prefix="handbook-spare-engine-") as name:
        folder = Path(name)
        spare = make_environment(folder / "environment", root / LOCK)
        ours = build(sys.executable, "mkdocs", root, folder / "ours")
        theirs = build(str(spare), ENGINE, root, folder / "theirs")
        return len(ours), list(differences(ours, theirs))


def make_environment(folder: Path, lock: Path) -> Path:
    """An environment with the packages of `lock`, every one checked against its hashes; its interpreter."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ["--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary", ":all:"]
    run([str(python), "-m", "pip", "install", *options, "-r", str(lock)], lock.parent)
    return python


def build(python: str, engine: str, root: Path, target: Path) -> dict[str, Outline]:
    """Build the handbook with `engine`, as installed for `python`; its outlines."""
    toolbox = {"PYTHONPATH": str(root / "scripts")}
    run([python, "-m", "methodbook.commands.building", str(target), engine], root, **toolbox)
    return outlines(target)


def run(command: list[str], folder: Path, **environment: str) -> None:
    """Run `command` in `folder`. Raises SpareEngineError with what it said when it fails."""
    try:
        done = subprocess.run(
            command, cwd=folder, env={**QUIET, **os.environ, **environment}, capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise SpareEngineError(str(error)) from error
    if done.returncode:
        raise SpareEngineError(f"{' '.join(command[1:4])} failed: {done.stderr.strip()[-2000:]}")
