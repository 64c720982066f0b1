"""What the repository's history tells of the pages: when each last changed, and how it read before."""

import logging
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

log = logging.getLogger("mkdocs.plugins.methodbook")

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
    """Date (YYYY-MM-DD, UTC) of the last commit that touched each file below `docs`, by path from `root`.

    None where the history is not whole: in a shallow clone every file seems to be of the last commit.
    """
    if git(root, "rev-parse", "--is-shallow-repository").strip() != "false":
        log.info("no whole history here: pages are dated by when they were last reviewed")
        return {}
    dates: dict[str, str] = {}
    day = ""
    command = ("log", f"--format={COMMIT}%ct", "--name-only", "--no-renames", "--relative", "--", "docs")
    for line in git(root, *command).splitlines():
        if line.startswith(COMMIT):
            day = day_of(int(line.removeprefix(COMMIT)))
        elif line:
            dates.setdefault(line, day)
    return dates


def folder_of(root: Path) -> str:
    """Where `root` is in its repository, with a slash at the end; empty when it is the whole, or no repository."""
    return git(root, "rev-parse", "--show-prefix").strip()


def build_moment(root: Path) -> int:
    """The time that goes into the site, in seconds since 1970: SOURCE_DATE_EPOCH, else the last commit's, else 0."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given if given.isdigit() else git(root, "log", "-1", "--format=%ct").strip() or "0")


def build_day(root: Path) -> str:
    moment = build_moment(root)
    return day_of(moment) if moment else ""


def day_of(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def versions(root: Path, path: str) -> Iterator[str]:
    """The texts the file `path` (from the repository's root) has had, the newest first; none without history."""
    for commit in git(root, "log", "--format=%H", "--", path).split():
        yield git(root, "show", f"{commit}:{path}")


def fix_build_date(root: Path) -> None:
    """Let everything that stamps a time use the same, so that equal sources give equal bytes."""
    os.environ["SOURCE_DATE_EPOCH"] = str(build_moment(root))
