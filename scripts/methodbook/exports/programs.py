"""What exports, benchmarks and tests share: where programs are, and a web server on this machine."""

import http.server
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

BROWSER_OPTIONS = ("--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run")
"""The pages are our own, most build machines have no sandbox, and nothing is to be asked of the net."""


@dataclass(frozen=True)
class Tool:
    """A program: the names it goes by, and the Debian packages that bring it."""

    what: str
    programs: tuple[str, ...]
    packages: tuple[str, ...]

    def path(self) -> str | None:
        """Where the program is, None when it is not on this machine."""
        return next(filter(None, map(shutil.which, self.programs)), None)


BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",  # Chromium, and on every Windows
)
OFFICES = (
    *("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
BROWSER = Tool("a Chromium or Chrome", BROWSERS, ("chromium",))
OFFICE = Tool("LibreOffice Writer", OFFICES, ("libreoffice-writer-nogui",))
TOOLS = (BROWSER, OFFICE)
ENGINES = (
    Tool("ChromeDriver", ("chromedriver",), ("chromium-driver",)),
    Tool("Firefox", ("firefox-esr",), ("firefox-esr",)),
    Tool("WebKit with its driver", ("WebKitWebDriver",), ("webkit2gtk-driver",)),
    Tool("a screen for WebKit", ("Xvfb",), ("xvfb",)),
)
"""What the journeys in three engines need besides."""


@contextmanager
def served(folder: Path, changed: Mapping[str, bytes]) -> Iterator[str]:
    """The address at which this machine serves `folder`, with the pages in `changed` (by path) in place of its own."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path not in changed:
                return super().do_GET()
            self.send_response(http.HTTPStatus.OK)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(changed[self.path])
            return None

        def log_message(self, *_: Any) -> None:
            """Keep the build quiet."""

    handler = partial(Handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
