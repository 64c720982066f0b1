#!/usr/bin/env python3
"""Start here: `python3 scripts/handbook.py serve`.

Makes the environment (`.venv/`, from `requirements.txt`, every package checked against its hash) when it is missing
or out of date, then hands the command to the toolbox in `scripts/methodbook/`. Standard library only, so that a
newcomer needs nothing but Python and git.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LOCK = ROOT / "requirements.txt"
STAMP = ENVIRONMENT / "made-from.txt"
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Run the toolbox with `arguments` inside an up-to-date environment; return its exit code (2: cannot run)."""
    if sys.version_info < OLDEST_PYTHON:
        return refuse(f"this is Python {sys.version.split()[0]}; the handbook needs Python 3.11 or newer")
    try:
        if not is_current():
            make_environment()
    except (OSError, subprocess.CalledProcessError) as error:
        return refuse(f"the environment could not be made: {error}")
    # What the toolbox reads and prints is UTF-8, also where the machine's own encoding (Windows) lacks its letters.
    os.environ.setdefault("PYTHONUTF8", "1")
    try:
        return hand_over(arguments)
    except OSError as error:
        return refuse(f"the environment cannot be used; delete .venv/ and try again: {error}")


def refuse(reason: str) -> int:
    """Say in one line why nothing can be done."""
    print(f"handbook: {reason}", file=sys.stderr)
    return 2


def python() -> Path:
    """Path of the environment's interpreter."""
    return ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def recipe() -> str:
    """Fingerprint of all that decides what is installed: lock, interpreter and place."""
    parts = [
        LOCK.read_bytes(),
        sys.version.encode(),
        str(ROOT).encode(),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_current() -> bool:
    """Whether the environment was finished, from the same recipe."""
    return python().exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8", errors="replace") == recipe()


def make_environment() -> None:
    """Make `.venv/` anew and install the locked packages, then the toolbox itself."""
    print("handbook: making the environment in .venv/ (a minute or two, once) ...", file=sys.stderr, flush=True)
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    venv.create(ENVIRONMENT, with_pip=True)
    install("--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    add_toolbox()
    STAMP.write_text(recipe(), encoding="utf-8")


def add_toolbox() -> None:
    """Let the environment find the toolbox where it stands, as an editable installation would.

    By a relative path, so that the name of no folder above the repository, in whatever alphabet, has to be written
    in the encoding of this machine.
    """
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
    (packages / "methodbook.pth").write_text(os.path.relpath(ROOT / "scripts", packages) + "\n", encoding="ascii")


def install(*what: str) -> None:
    """Let the environment's pip install `what`, quietly."""
    options = ["--quiet", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([python(), "-m", "pip", "install", *options, *what], check=True)


def hand_over(arguments: list[str]) -> int:
    """Run the toolbox as a child that gets our Ctrl+C, and the time to tidy up; its exit code is ours."""
    process = subprocess.Popen([python(), "-m", "methodbook", *arguments], cwd=ROOT)
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue
        return 130 if code == -signal.SIGINT else code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
