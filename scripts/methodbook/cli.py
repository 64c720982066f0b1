"""The command line: `python3 scripts/handbook.py COMMAND`.

Exit codes: 0 all is well, 1 something was found, 2 the command could not run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from methodbook.commands import editions, maintenance, publishing, writing
from methodbook.exports import programs
from methodbook.languages import LANGUAGES

ROOT = Path.cwd()
SPREAD = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
"""How pytest spreads the tests: a worker for each core, each with a site and a browser of its own.

In the order of the folders, for xdist's own order (files with the fewest tests last) ends with the slowest file alone.
"""

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = parser().parse_args(arguments)
    try:
        result: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:  # `... | head`: whoever read has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return result


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    whole = argparse.ArgumentParser(prog="handbook.py", description="The Nordic method handbook.")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = commands.add_parser("serve", help="build all languages and show them, rebuilding on every change")
    command.add_argument("--port", type=int, default=8000, help="port on this machine (default: 8000)")
    command.add_argument("--language", choices=LANGUAGES, help="build this language only (default: all)")
    command.set_defaults(run=serve)
    command = commands.add_parser("build", help="build the site into site/; the last one stays until it is whole")
    command.add_argument("--address", type=address, default=None, help="where the site will stand (default: here)")
    command.add_argument("--publish", action="store_true", help="also make what readers can take away whole")
    command.set_defaults(run=build)
    command = commands.add_parser("test", help="run everything that proves the handbook is well")
    command.add_argument("selection", nargs=argparse.REMAINDER, help="handed to pytest")
    command.set_defaults(run=test)
    writing.register(commands)
    maintenance.register(commands)
    return whole


def mkdocs(*arguments: str, environment: dict[str, str] | None = None) -> int:
    """Run MkDocs in this environment; its exit code. Ctrl+C reaches it too, and it is given the time to tidy up."""
    command = [sys.executable, "-m", "mkdocs", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**editions.QUIET, **os.environ, **(environment or {})})
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def serve(options: argparse.Namespace) -> int:
    """Build and show the handbook until Ctrl+C."""
    address = f"127.0.0.1:{options.port}"
    local = {"HANDBOOK_SITE_URL": f"http://{address}/"}
    if options.language:
        local |= {f"HANDBOOK_BUILD_{code.upper()}": str(code == options.language).lower() for code in LANGUAGES}
        print(f"handbook: {options.language} is at http://{address}/{options.language}/", file=sys.stderr)
    return mkdocs("serve", "--dev-addr", address, environment=local)


def address(text: str) -> str:
    """The address given for a site. Raises argparse.ArgumentTypeError when nothing can be published there."""
    if not editions.is_address(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address of a site, such as https://example.org/handbook/")
    return text


def build(options: argparse.Namespace) -> int:
    """Build the whole site aside, and put it into `site/` when it is finished."""
    try:
        place = options.address or address(editions.default_address())
        publishing.build_aside(ROOT / "site", editions.Edition(ROOT, place, options.publish).make)
    except argparse.ArgumentTypeError as error:
        return refuse(str(error))
    except publishing.PublishingError as error:
        return refuse(str(error), error.code)
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def refuse(reason: str, code: int = 2) -> int:
    """Say in one line why it could not be done, unless that has been told; the exit code."""
    if reason:
        print(f"handbook: {reason}; site/ is as it was", file=sys.stderr)
    return code


def test(options: argparse.Namespace) -> int:
    """Lint, types, unit tests, the real build and the browser tests."""
    absent = programs.missing_tools()
    for tool in absent:
        print(f"handbook: the tests need {tool.what}; install it (Debian: {' '.join(tool.packages)})", file=sys.stderr)
    if absent:
        return 2
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        if subprocess.run([sys.executable, "-m", *check], cwd=ROOT, check=False).returncode:
            return 1
    command = [sys.executable, "-m", "pytest", *SPREAD, *options.selection]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
