"""What a command costs: processor time and memory, counted by the system and not by the clock on the wall."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KILOBYTES_PER_UNIT = 1 / 1024 if sys.platform == "darwin" else 1
"""macOS tells memory in bytes, Linux in kilobytes."""


class BenchmarkError(Exception):
    """A benchmark cannot run; the message says why, for people."""


@dataclass(frozen=True)
class Cost:
    """Processor seconds (own and of child processes), and the most memory held at once, in MB."""

    cpu: float
    memory: float


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None, most: int = 0) -> Cost:
    """Run `command` in `folder` to its end.

    Raises BenchmarkError when it ends with an exit code above `most`, or cannot be measured here.
    """
    if not hasattr(os, "wait4"):
        raise BenchmarkError("processor time of a command can be counted on Linux and macOS only")
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode("utf-8", "replace")
    if not 0 <= process.returncode <= most:
        raise BenchmarkError(f"{' '.join(command[:5])} failed: {words[-500:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * KILOBYTES_PER_UNIT / 1024)
