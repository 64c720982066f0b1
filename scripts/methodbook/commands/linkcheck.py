"""Follow every link of the built site with LinkChecker, served on this machine."""

import csv
import io
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from methodbook.checks.report import markdown_value
from methodbook.commands import CommandError
from methodbook.exports.programs import served

TIMEOUT_SECONDS, THREADS, LONGEST_RUN_SECONDS = 20, 4, 30 * 60
EDITING = r"/(?:edit|new)/[^/]+/docs/"
"""Addresses for suggesting changes: they ask for a login."""
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
LONGEST_REPORT = 60_000
"""Characters that GitHub takes as the text of an issue, with room to spare."""


@dataclass(frozen=True)
class Broken:
    """A link that leads nowhere: its address, the page it is on (below the root), and what the server answered."""

    address: str
    page: str
    answer: str


def follow(site: Path, external: bool) -> list[Broken]:
    """The links of the built `site` that lead nowhere, sorted. Raises CommandError when LinkChecker cannot run."""
    if not (site / "index.html").is_file():
        raise CommandError("there is no built site; run build first")
    # Whatever the pages give as their own address is not this site, which is served and followed here.
    canonical = CANONICAL.search((site / "index.html").read_text(encoding="utf-8"))
    ignored = [EDITING, *([f"^{re.escape(canonical[1])}"] if canonical else [])]
    with served(site, {}) as address:
        options = ["--no-robots", f"--timeout={TIMEOUT_SECONDS}", f"--threads={THREADS}", "--no-status", "-o", "csv"]
        options += [f"--ignore-url={pattern}" for pattern in ignored] + (["--check-extern"] if external else [])
        command = [sys.executable, "-m", "linkcheck", *options, address]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_RUN_SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise CommandError(f"LinkChecker did not end within {LONGEST_RUN_SECONDS // 60} minutes") from error
        if done.returncode not in (0, 1):
            raise CommandError(done.stderr.strip().rpartition("\n")[2] or f"LinkChecker ended with {done.returncode}")
        return sorted(broken_rows(done.stdout, address), key=lambda one: (one.address, one.page))


def broken_rows(output: str, address: str) -> Iterator[Broken]:
    lines = [line for line in output.splitlines() if line and not line.startswith("#")]
    for row in csv.DictReader(io.StringIO("\n".join(lines)), delimiter=";"):
        if row.get("valid") == "False":
            target = row["url"] or row["urlname"]
            yield Broken(target.removeprefix(address), row["parentname"].removeprefix(address), row["result"])


def report(broken: Iterable[Broken]) -> str:
    """The broken links as a list in Markdown, nothing in them meaning anything there, as long as an issue may be."""
    lines = [f"- {as_code(one.address)} on {as_code('/' + one.page)}: {markdown_value(one.answer)}\n" for one in broken]
    if not lines:
        return "Every link leads somewhere.\n"
    text = f"## Links that lead nowhere ({len(lines)})\n\n{''.join(lines)}"
    if len(text) <= LONGEST_REPORT:
        return text
    return text[: text.rindex("\n", 0, LONGEST_REPORT)] + "\n\nThere are more; run `links` to see them all.\n"


def as_code(text: str) -> str:
    """Text as code on one line, whatever marks it holds: neither a link nor a mention of anybody."""
    return "`" + " ".join(text.split()).replace("`", "%60") + "`"
