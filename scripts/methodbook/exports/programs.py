"""Where the programs are that exports and tests use besides Python."""

from __future__ import annotations

import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """A program: the names it goes by, and the Debian packages that bring it."""

    what: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]

    def path(self) -> str | None:
        """Where the program is, None when it is not on this machine."""
        return next(filter(None, map(shutil.which, self.programs)), None)


BROWSER = Tool(
    "a Chromium or Chrome",
    (
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",  # Chromium, and on every Windows
    ),
    ("chromium",),
)
OFFICE = Tool(
    "LibreOffice Writer",
    (
        "soffice",
        "libreoffice",
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    ),
    ("libreoffice-writer-nogui",),
)
TOOLS = (BROWSER, OFFICE)
ENGINES = (
    Tool("ChromeDriver", ("chromedriver",), ("chromium-driver",)),
    Tool("Firefox", ("firefox-esr",), ("firefox-esr",)),
    Tool("WebKit with its driver", ("WebKitWebDriver",), ("webkit2gtk-driver",)),
    Tool("a screen for WebKit", ("Xvfb",), ("xvfb",)),
)
"""What the journeys in three engines need besides."""
