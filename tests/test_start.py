"""`scripts/handbook.py` where its environment cannot be made or used: one line, never a traceback."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_build import obey_permissions
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lacks the rights tried here")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the start needs of the handbook, with an environment that holds nothing."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/handbook.py", tmp_path / "scripts")
    for name in ("pyproject.toml", "requirements.txt", "requirements-test.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").write_text("no program", encoding="utf-8")
    return tmp_path


def finished(clone: Path) -> Path:
    """The note that the environment of `clone` was finished, written."""
    found = importlib.util.spec_from_file_location("start", clone / "scripts/handbook.py")
    assert found is not None
    assert found.loader is not None
    start: Any = importlib.util.module_from_spec(found)
    found.loader.exec_module(start)
    note: Path = start.stamp(start.LOCK)
    note.write_text(start.recipe(start.LOCK), encoding="utf-8")
    return note


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a closed folder": (lambda clone: (clone / ".venv").chmod(0), "could not be made: .*Permission denied.*"),
    "a closed note": (lambda clone: finished(clone).chmod(0), "could not be made: .*Permission denied.*"),
    "no program": (finished, "cannot be used; delete .venv/ and try again: .*"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_environment_is_told_in_one_line(clone: Path, what: str) -> None:
    spoil, told = BROKEN[what]
    spoil(clone)
    command = [sys.executable, "scripts/handbook.py", "check"]
    done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False, preexec_fn=obey_permissions)
    (clone / ".venv").chmod(0o755)
    assert done.returncode == 2
    assert re.fullmatch(rf"handbook: the environment {told}\n", done.stderr), done.stderr
