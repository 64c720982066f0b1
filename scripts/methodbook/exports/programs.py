"""What the tests need besides Python: found, installed where that can be done, or named in one line."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from methodbook.terms import spelling

MACOS_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
MACOS_OFFICE = "/Applications/LibreOffice.app/Contents/MacOS/soffice"
WINDOWS_CHROME = r"C:\Program Files\Google\Chrome\Application\chrome.exe"
WINDOWS_EDGE = r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"
"""Chromium by another name, and on every Windows."""
WINDOWS_OFFICE = r"C:\Program Files\LibreOffice\program\soffice.exe"


@dataclass(frozen=True)
class Tool:
    """A program that tests use: the names it goes by, and the Debian packages that bring it.

    `is_whole` says whether the program, being there, has all it needs.
    """

    what: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]
    is_whole: Callable[[], bool] = lambda: True

    def path(self) -> str | None:
        """Where the program is, None when it is not on this machine."""
        found = map(shutil.which, self.programs)
        return next((path for path in found if path), None)

    def is_here(self) -> bool:
        """Whether the program is on this machine, with all that it needs."""
        return self.path() is not None and self.is_whole()


def dictionaries_are_here() -> bool:
    """Whether hunspell has the three languages; asked anew, since they may just have been installed."""
    spelling.program.cache_clear()
    spelling.has_dictionary.cache_clear()
    return all(map(spelling.has_dictionary, spelling.DICTIONARIES))


BROWSER = Tool(
    "a Chromium or Chrome",
    (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        MACOS_CHROME,
        WINDOWS_CHROME,
        WINDOWS_EDGE,
    ),
    ("chromium",),
)
OFFICE = Tool(
    "LibreOffice Writer", ("soffice", "libreoffice", MACOS_OFFICE, WINDOWS_OFFICE), ("libreoffice-writer-nogui",)
)
SPELLING = Tool(
    "hunspell with its Norwegian, Danish and Swedish dictionaries",
    ("hunspell",),
    ("hunspell", *spelling.PACKAGES.values()),
    dictionaries_are_here,
)
TOOLS = (BROWSER, OFFICE, SPELLING)


def missing_tools() -> tuple[Tool, ...]:
    """Tools that are not here, after installing what Debian's packages can bring."""
    absent = [tool for tool in TOOLS if not tool.is_here()]
    if absent and shutil.which("apt-get") and can_install():
        install([package for tool in absent for package in tool.packages])
    return tuple(tool for tool in TOOLS if not tool.is_here())


def can_install() -> bool:
    """Whether this process may install Debian packages without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install(packages: list[str]) -> None:
    """Install Debian `packages`; failing is no error here, since what is still missing is told afterwards."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False)
