"""What the repository's history tells of the pages: when each last changed, and how it read before."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

COMMIT = "commit:"


def git(root: Path, *arguments: str) -> str:
    """What git prints for `arguments` in `root`; empty where there is no git or no history."""
    command = ["git", "-c", "core.quotePath=false", *arguments]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


@cache
def last_changes(root: Path) -> dict[str, str]:
    """Date (YYYY-MM-DD, UTC) of the last commit that touched each file below `docs`, by path from the root."""
    dates: dict[str, str] = {}
    day = ""
    for line in git(root, "log", f"--format={COMMIT}%ct", "--name-only", "--no-renames", "--", "docs").splitlines():
        if line.startswith(COMMIT):
            day = datetime.fromtimestamp(int(line.removeprefix(COMMIT)), UTC).date().isoformat()
        elif line:
            dates.setdefault(line, day)
    return dates


def build_moment(root: Path) -> int:
    """The time that goes into the site, in seconds since 1970: SOURCE_DATE_EPOCH, else that of the last commit."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given if given.isdigit() else git(root, "log", "-1", "--format=%ct").strip() or "0")


def build_day(root: Path) -> str:
    """The day (YYYY-MM-DD, UTC) of `build_moment`."""
    return datetime.fromtimestamp(build_moment(root), UTC).date().isoformat()


def versions(root: Path, path: str) -> Iterator[str]:
    """The texts the file `path` (from the repository's root) has had, the newest first; none without history."""
    for commit in git(root, "log", "--format=%H", "--", path).split():
        yield git(root, "show", f"{commit}:{path}")


def fix_build_date(root: Path) -> None:
    """Let everything that stamps a time use the same, so that equal sources give equal bytes."""
    os.environ["SOURCE_DATE_EPOCH"] = str(build_moment(root))
