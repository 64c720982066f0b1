"""The cost of a command, and the handbook at several times its size."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from methodbook.languages import LANGUAGES

ONE_OF_A_KIND = re.compile(
    r"^///+ (?:cases|checklists|glossary|translations|pages|rules|templates)\b.*?^///+$", re.DOTALL | re.MULTILINE
)
LIST_ID = re.compile(r"^(checklist: |/// checklist \| )([a-z0-9-]+)$", re.MULTILINE)
MENU_ENTRY = re.compile(r"- ([\w/.-]+\.md)$")


class BenchmarkError(Exception):
    """A benchmark cannot run; the message says why, for people."""


@dataclass(frozen=True)
class Cost:
    """What a command took: processor seconds, child processes included, and peak memory in MB."""

    cpu: float
    memory: float


def measure(command: Sequence[str], folder: Path, most: int = 0) -> Cost:
    """Run `command` in `folder`.

    Raises BenchmarkError when its exit code is above `most`, or where the system does not count (Windows).
    """
    if not hasattr(os, "wait4"):
        raise BenchmarkError("the cost of a command can be counted on Linux and macOS only")
    with tempfile.TemporaryFile() as errors:
        env, quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}, subprocess.DEVNULL
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=quiet, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode("utf-8", "replace")
    if not 0 <= process.returncode <= most:
        raise BenchmarkError(f"{' '.join(command)} failed: {said[-500:]}")
    unit = 1024**2 if os.uname().sysname == "Darwin" else 1024
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def grow(root: Path, target: Path, times: int) -> int:
    """Copy the handbook in `root` to `target`, its pages repeated in folders `part-02/` ...; the number of pages.

    Each part has its place in the menu and checklist ids of its own; lists of everything exist once.
    """
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, target / name)
    (target / "scripts").symlink_to((root / "scripts").resolve())
    before, menu = (root / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")
    entries = [line for line in menu.splitlines() if line.strip()]
    whole = entries[:]
    for part in (f"part-{number:02}" for number in range(2, times + 1)):
        whole += [f"  - {part}:", *("  " + MENU_ENTRY.sub(rf"- {part}/\1", line) for line in entries)]
        for language in LANGUAGES:
            copy_part(root / "docs" / language, target / "docs" / language / part, part.removeprefix("part"))
    (target / "mkdocs.yml").write_text("\n".join([before, "nav:", *whole, ""]), encoding="utf-8")
    return sum(1 for _ in (target / "docs").rglob("*.md"))


def copy_part(source: Path, target: Path, suffix: str) -> None:
    """Copy the pages of one language, `suffix` added to their checklist ids."""
    for page in source.rglob("*.md"):
        copy = target / page.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = ONE_OF_A_KIND.sub("", page.read_text(encoding="utf-8"))
        copy.write_text(LIST_ID.sub(rf"\1\2{suffix}", text), encoding="utf-8")
