"""The site's own scripts as they are published."""

from __future__ import annotations

import re
from pathlib import Path

COMMENT_LINE = re.compile(r"^[ \t]*(?://.*|/\*(?:(?!\*/).)*\*/[ \t]*)$", re.MULTILINE)


def without_comments(script: str) -> str:
    """`script` with lines that hold nothing but a comment left empty, so that line numbers in errors stay true.

    A third of what a reader would load of the checklists is comments, and those are for who reads the source.
    """
    return COMMENT_LINE.sub("", script)


def publish_scripts(folder: Path) -> None:
    """Take the comments out of the published scripts in `folder`."""
    for script in sorted(folder.glob("*.js")):
        script.write_text(without_comments(script.read_text(encoding="utf-8")), encoding="utf-8")
