"""What the tests share: made once, however many processes ask for it, and never half."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, once

ASK = """
import sys, time
from pathlib import Path
from tests.conftest import once
folder, made = Path(sys.argv[1]), Path(sys.argv[2])
def make():
    time.sleep(0.3)
    with made.open("a") as file: file.write("x")
once(folder, make)
assert made.read_text() == "x"
"""


def test_several_processes_make_it_once_and_wait_for_it(tmp_path: Path) -> None:
    program = [sys.executable, "-c", ASK, str(tmp_path / "lock"), str(tmp_path / "made")]
    running = [subprocess.Popen(program, cwd=ROOT) for _ in range(3)]
    assert [process.wait() for process in running] == [0, 0, 0]


def test_what_fails_is_reported_to_all(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        once(tmp_path / "lock", lambda: 1 / 0)
    with pytest.raises(AssertionError, match="could not build"):
        once(tmp_path / "lock", lambda: None)


def test_nobody_waits_for_ever(tmp_path: Path) -> None:
    (tmp_path / "lock/begun").mkdir(parents=True)
    with pytest.raises(AssertionError, match="never finished"):
        once(tmp_path / "lock", lambda: None, patience=0)
