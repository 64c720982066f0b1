"""The packages the handbook stands on: what is locked, under which licences, and for which systems it can be had."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.markers import Marker

ENTRY = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\\n]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
CLASSIFIER = "License :: "
LONGEST_NAME = 60
"""A licence field longer than this holds the licence's whole text; its first line names it."""

SYSTEMS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "Linux": (
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
        ("manylinux_2_28_x86_64", "manylinux_2_24_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    ),
    "macOS": (
        {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
        ("macosx_14_0_arm64", "macosx_11_0_arm64", "macosx_11_0_universal2", "macosx_10_13_universal2"),
    ),
    "Windows": (
        {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"},
        ("win_amd64",),
    ),
}
"""For each system, what its markers say and the tags of its wheels."""


@dataclass(frozen=True)
class Package:
    """A locked package. `marker` says where it is needed, empty for everywhere; `hashes` are SHA-256, in hex."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    def is_needed(self, system: Mapping[str, str]) -> bool:
        """Whether a computer with the markers `system` needs it (with the Python that runs this)."""
        return not self.marker or Marker(self.marker).evaluate(dict(system))

    def requirement(self) -> str:
        """The lines that pip reads, for a system that needs it."""
        return " \\\n    ".join([f"{self.name}=={self.version}", *(f"--hash=sha256:{one}" for one in self.hashes)])


def locked(lock: Path) -> tuple[Package, ...]:
    """The packages of a lock file, in its order. Raises ValueError for a line that pins nothing."""
    found: list[Package] = []
    for entry in lock.read_text(encoding="utf-8").replace("\\\n", "\\\0").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        head, *rest = entry.split("\\\0")
        told = ENTRY.match(head.strip())
        if told is None:
            raise ValueError(f"{lock.name}: {head.strip()} pins no version")
        hashes = tuple(HASH.findall(" ".join(rest)))
        found.append(Package(told["name"], told["version"], (told["marker"] or "").strip(), hashes))
    return tuple(found)


def licence(package: Package) -> str:
    """The licence of an installed package, as its makers name it; empty when they do not.

    Raises importlib.metadata.PackageNotFoundError when the package is not installed here.
    """
    told: Any = metadata.metadata(package.name)
    text = str(told.get("License-Expression") or "").strip()
    classes = [line.removeprefix(CLASSIFIER) for line in told.get_all("Classifier", []) if line.startswith(CLASSIFIER)]
    named = [name.rpartition(" :: ")[2] for name in classes if name != "OSI Approved"]
    free = str(told.get("License") or "").strip().partition("\n")[0]
    return text or ", ".join(named) or free[:LONGEST_NAME] or licence_file(package)


def licence_file(package: Package) -> str:
    """The first line of the licence that an installed package brings; empty when it brings none."""
    found = [
        file for file in metadata.files(package.name) or [] if file.name.upper().startswith(("LICENSE", "LICENCE"))
    ]
    lines = found[0].read_text(encoding="utf-8").strip().splitlines() if found else []
    return lines[0].strip() if lines else ""


def licences(lock: Path) -> Iterator[tuple[Package, str]]:
    """Each package of the lock with its licence, or why it is not installed here."""
    for package in locked(lock):
        try:
            yield package, licence(package) or "unknown"
        except metadata.PackageNotFoundError:
            yield package, f"not needed here ({package.marker})"


def missing_wheels(lock: Path, system: str) -> str:
    """Why pip could not install the lock on `system` (a key of SYSTEMS) from wheels alone; empty when it could.

    Asks the package registry, installs nothing.
    """
    markers, tags = SYSTEMS[system]
    needed = [package.requirement() for package in locked(lock) if package.is_needed(markers)]
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        wanted.write_text("\n".join(needed), encoding="utf-8")
        version = ".".join(map(str, sys.version_info[:3]))
        options = ["--dry-run", "--ignore-installed", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
        place = ["--target", folder, "--python-version", version, "--implementation", "cp"]
        platforms = [option for tag in (*tags, "any") for option in ("--platform", tag)]
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(wanted)]
        done = subprocess.run(
            [*command, *options, *place, *platforms], capture_output=True, text=True, check=False, cwd=folder
        )
    return "" if done.returncode == 0 else done.stderr.strip().rpartition("ERROR: ")[2] or "pip failed"
