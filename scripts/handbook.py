#!/usr/bin/env python3
"""Start here: `python3 scripts/handbook.py serve`.

Installs what the command needs into `.venv/` when it is missing or out of date, every package checked against its hash,
then runs the toolbox in `scripts/methodbook/`. Standard library only: a newcomer needs nothing but Python and git.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK, TEST_LOCK = ROOT / "requirements.txt", ROOT / "requirements-test.txt"
NEEDS_TEST_PACKAGES = {"test", "bench"}
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Run the toolbox with `arguments` inside an up-to-date environment; return its exit code (2: cannot run)."""
    if sys.version_info < OLDEST_PYTHON:
        return refuse(f"this is Python {sys.version.split()[0]}; the handbook needs Python 3.11 or newer")
    try:
        if not is_current(LOCK):
            make_environment()
        if NEEDS_TEST_PACKAGES & {*arguments[:1]} and not is_current(TEST_LOCK):
            install(TEST_LOCK)
    except (OSError, subprocess.CalledProcessError) as error:
        return refuse(f"the environment could not be made: {error}")
    # What the toolbox reads and prints is UTF-8, also where the machine's own encoding (Windows) lacks its letters.
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        return run_toolbox(arguments)
    except OSError as error:
        return refuse(f"the environment cannot be used; delete .venv/ and try again: {error}")


def refuse(reason: str) -> int:
    """Say in one line why nothing can be done."""
    print(f"handbook: {reason}", file=sys.stderr)
    return 2


def python() -> Path:
    """Path of the environment's interpreter."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp(lock: Path) -> Path:
    """The file that says from what the packages of `lock` were installed."""
    return ENVIRONMENT / f"{lock.stem}.installed"


def recipe(lock: Path) -> str:
    """Fingerprint of all that decides what is installed: lock, interpreter and place."""
    parts = [lock.read_bytes(), sys.version.encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current(lock: Path) -> bool:
    """Whether the packages of `lock` were installed to the end, from the same recipe."""
    note = stamp(lock)
    return python().exists() and note.exists() and note.read_bytes() == recipe(lock).encode()


def make_environment() -> None:
    """Make `.venv/` anew with the packages that every command needs, and let it find the toolbox."""
    print("handbook: making the environment in .venv/ (a minute or two, once) ...", file=sys.stderr, flush=True)
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    venv.create(ENVIRONMENT, with_pip=True)
    add_toolbox()
    install(LOCK)


def add_toolbox() -> None:
    """Let the environment find the toolbox where it stands, as an editable installation would.

    By a relative path, so that the name of no folder above the repository, in whatever alphabet, has to be written
    in the encoding of this machine.
    """
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
    (packages / "methodbook.pth").write_text(os.path.relpath(ROOT / "scripts", packages) + "\n", encoding="ascii")


def install(lock: Path) -> None:
    """Install the packages of `lock` quietly, and note that it is done."""
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes"]
    subprocess.run([python(), "-m", "pip", "install", *options, "--only-binary", ":all:", "-r", lock], check=True)
    stamp(lock).write_text(recipe(lock), encoding="utf-8")


def run_toolbox(arguments: list[str]) -> int:
    """Run the toolbox in this process's place, so that a signal to it reaches all of it; on Windows as a child."""
    command = [str(python()), "-m", "methodbook", *arguments]
    os.chdir(ROOT)
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - our own interpreter
    process = subprocess.Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:  # the child has it too, and tidies up
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
