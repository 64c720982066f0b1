"""When each page last changed, from the repository's history."""

from __future__ import annotations

import os
import subprocess
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


def fix_build_date(root: Path) -> None:
    """Let everything that stamps a time use the last commit's, so that equal sources give equal bytes."""
    if "SOURCE_DATE_EPOCH" not in os.environ:
        os.environ["SOURCE_DATE_EPOCH"] = git(root, "log", "-1", "--format=%ct").strip() or "0"
