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

from methodbook import publishing, testing

ROOT = Path.cwd()
QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""Keeps Material's announcement of its end of life out of every build; the README tells maintainers of it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    options = parser().parse_args(arguments)
    result: int = options.run(options)
    return result


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    whole = argparse.ArgumentParser(prog="handbook.py", description="The Nordic method handbook.")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND")
    command = commands.add_parser("serve", help="build all languages and show them, rebuilding on every change")
    command.add_argument("--port", type=int, default=8000, help="port on this machine (default: 8000)")
    command.set_defaults(run=serve)
    command = commands.add_parser("build", help="build the site into site/")
    command.set_defaults(run=build)
    command = commands.add_parser("test", help="run everything that proves the handbook is well")
    command.add_argument("selection", nargs=argparse.REMAINDER, help="handed to pytest")
    command.set_defaults(run=test)
    return whole


def mkdocs(*arguments: str, environment: dict[str, str] | None = None) -> int:
    """Run MkDocs in this environment; its exit code."""
    command = [sys.executable, "-m", "mkdocs", *arguments]
    return subprocess.run(command, cwd=ROOT, env={**QUIET, **os.environ, **(environment or {})}, check=False).returncode


def serve(options: argparse.Namespace) -> int:
    """Build and show the handbook until Ctrl+C."""
    address = f"127.0.0.1:{options.port}"
    local = {"HANDBOOK_SITE_URL": f"http://{address}/"}
    try:
        return mkdocs("serve", "--dev-addr", address, "--watch", "scripts", environment=local)
    except KeyboardInterrupt:
        return 0


def build(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its options
    """Build the whole site aside, and put it into `site/` when it is finished."""
    target = ROOT / "site"
    try:
        done = publishing.build_aside(target, lambda aside: mkdocs("build", "--quiet", "--site-dir", str(aside)) == 0)
    except publishing.PublishingError as error:
        print(f"handbook: the site could not be written: {error}", file=sys.stderr)
        return 2
    if not done:
        print("handbook: the build failed; site/ is as it was", file=sys.stderr)
        return 1
    return 0


def test(options: argparse.Namespace) -> int:
    """Lint, types, unit tests, the real build and the browser tests."""
    absent = testing.missing_tools()
    for tool in absent:
        print(f"handbook: the tests need {tool.what}; install it (Debian: {' '.join(tool.packages)})", file=sys.stderr)
    if absent:
        return 2
    for check in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"]):
        if subprocess.run([sys.executable, "-m", *check], cwd=ROOT, check=False).returncode:
            return 1
    return subprocess.run([sys.executable, "-m", "pytest", *options.selection], cwd=ROOT, check=False).returncode
