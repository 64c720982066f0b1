"""Run everything that proves the handbook works, after installing the programs it needs where that is possible."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from methodbook.commands import CommandError
from methodbook.exports import programs
from methodbook.terms import spelling

SPREAD = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadscope")
"""How pytest spreads the tests over the cores: by modules, so that what a module prepares is prepared once."""
LINTERS = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])


def needed(engines: bool) -> Mapping[str, tuple[str, ...]]:
    """Debian packages of the programs that the tests need and this machine lacks, by what they bring."""
    spelling.program.cache_clear()
    spelling.has_dictionary.cache_clear()
    dictionaries = {code: package for code, package in spelling.PACKAGES.items() if not spelling.has_dictionary(code)}
    tools = (*programs.TOOLS, *(programs.ENGINES if engines else ()))
    absent = {tool.what: tool.packages for tool in tools if tool.path() is None}
    return absent | ({"hunspell with all dictionaries": ("hunspell", *dictionaries.values())} if dictionaries else {})


def install(packages: Iterable[str]) -> None:
    """Install Debian packages where this process may; what is still missing is reported by the caller."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-qq", *command], env=environment, stdout=subprocess.DEVNULL, check=False)


def test(root: Path, selection: tuple[str, ...], words: bool, since: str | None, engines: bool) -> int:
    """Run linters, types and tests; the exit code. Raises CommandError when a program is missing.

    `words` runs what a change of words can break since the commit `since`; `engines` the journeys in three engines.
    """
    if absent := needed(engines):
        install(package for packages in absent.values() for package in packages)
    if absent := needed(engines):
        lines = [f"the tests need {what} (Debian: {' '.join(packages)})" for what, packages in absent.items()]
        raise CommandError("; ".join(lines))
    for linter in () if words or engines else LINTERS:
        if subprocess.run([sys.executable, "-m", *linter], cwd=root, check=False).returncode:
            return 1
    environment = {**os.environ, "HANDBOOK_SINCE": since or ""}
    command = [sys.executable, "-m", "pytest", *SPREAD, *(["-m", "words"] if words else []), *selection]
    if engines:
        environment["HANDBOOK_ENGINES"] = "1"
        command = [sys.executable, "-m", "pytest", "tests/engines", *selection]
    return subprocess.run(command, cwd=root, env=environment, check=False).returncode
