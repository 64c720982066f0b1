"""What the first view of a page costs a reader: requests, bytes as servers send them, layout shift, errors."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from bench.measure import BenchmarkError
from methodbook.exports import programs

OBSERVE = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
COMPRESSED_ALREADY = {".woff2", ".png"}


@dataclass(frozen=True)
class Visit:
    """The first view of one page: its files from the site's root, their bytes after gzip, CLS, console errors."""

    page: str
    files: tuple[str, ...]
    size: int
    shift: float
    errors: tuple[str, ...]


def heaviest(visits: list[Visit]) -> str:
    """The most that any of the visits cost, as text."""
    size, requests = max(visit.size for visit in visits), max(len(visit.files) for visit in visits)
    shift = max(visit.shift for visit in visits)
    return f"at most {size / 1000:.1f} kB in {requests} requests, layout shift {shift:.3f}"


@contextmanager
def browser() -> Iterator[Browser]:
    """One headless browser. Raises BenchmarkError where there is none."""
    program = programs.BROWSER.path()
    if program is None:
        raise BenchmarkError(f"this needs {programs.BROWSER.what}")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(programs.BROWSER_OPTIONS))
        yield running
        running.close()


class Visitor:
    """Opens pages of the site in `folder`, served at `address`, in a browser that keeps nothing between them."""

    def __init__(self, browser: Browser, folder: Path, address: str) -> None:
        self.folder, self.address = folder, address
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
        self.context.add_init_script(OBSERVE)
        self.page: Page = self.context.new_page()
        self.context.new_cdp_session(self.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.asked: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def visit(self, path: str) -> Visit:
        """Open the page at `path` (below the site's root) and wait until nothing more is asked for."""
        self.asked.clear()
        self.errors.clear()
        self.page.goto(self.address + path, wait_until="networkidle")
        # Headless browsers do not fetch the page's icon; readers' browsers do.
        icons = self.page.eval_on_selector_all("link[rel=icon]", "links => links.map((link) => link.href)")
        files = tuple(dict.fromkeys(map(self.file, [*icons, *self.asked])))
        size = sum(compressed(self.folder / name) for name in files)
        return Visit(path, files, size, self.page.evaluate("shift"), tuple(self.errors))

    def file(self, url: str) -> str:
        path = unquote(urlsplit(url)._replace(query="", fragment="").geturl()).removeprefix(self.address)
        return f"{path}index.html" if path.endswith("/") or not path else path


@cache
def compressed(path: Path) -> int:
    content = path.read_bytes()
    return len(content) if path.suffix in COMPRESSED_ALREADY else len(gzip.compress(content, 9, mtime=0))


def pages_in(folder: Path) -> list[str]:
    """Addresses of all pages below the site's root, sorted."""
    return sorted(p.relative_to(folder).as_posix().removesuffix("index.html") for p in folder.rglob("*.html"))
