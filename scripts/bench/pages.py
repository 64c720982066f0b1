"""What a page costs a reader: `python -m bench.pages [SITE]`.

Every page of the built site is opened once with an empty cache. Counted: everything it asks for before the reader does
anything, compressed as servers send it (gzip); layout shift (CLS); the moment its largest part is drawn (LCP, on this
machine, without a network's delay); errors on the console. Prints a table and writes `benchmark-pages.json`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from methodbook.exports import programs
from methodbook.exports.pdf import served

BROWSER_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]
OBSERVE = """
window.measured = { shift: 0, largest: 0 };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) measured.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) measured.largest = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
"""
KINDS = {".html": "html", ".css": "css", ".js": "js", ".woff2": "font", ".svg": "icon"}


@dataclass(frozen=True)
class Visit:
    """The first view of one page. Sizes are bytes after gzip, by kind of file; `shift` is CLS, `largest` LCP in ms."""

    page: str
    files: tuple[str, ...]
    sizes: Mapping[str, int]
    shift: float
    largest: float
    errors: tuple[str, ...] = field(default=())

    @property
    def size(self) -> int:
        """All of it together."""
        return sum(self.sizes.values())


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
        measured = self.page.evaluate("measured")
        files = tuple(dict.fromkeys(self.named_by_page() + list(map(self.file, self.asked))))
        sizes: dict[str, int] = {}
        for name in files:
            kind = KINDS.get(Path(name).suffix, "other")
            sizes[kind] = sizes.get(kind, 0) + compressed(self.folder / name)
        return Visit(path, files, sizes, measured["shift"], measured["largest"], tuple(self.errors))

    def named_by_page(self) -> list[str]:
        """The page's icon: browsers fetch it, headless ones do not."""
        icons: list[str] = self.page.eval_on_selector_all("link[rel=icon]", "links => links.map((l) => l.href)")
        return [self.file(icon) for icon in icons]

    def file(self, url: str) -> str:
        """The file (from the site's root) that answers `url`."""
        path = unquote(urlsplit(url)._replace(query="", fragment="").geturl()).removeprefix(self.address)
        return f"{path}index.html" if path.endswith("/") or not path else path


@cache
def compressed(path: Path) -> int:
    """The size of a file as servers send it; fonts and pictures are compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix in {".woff2", ".png"} else len(gzip.compress(content, 9, mtime=0))


def pages_in(folder: Path) -> list[str]:
    """Addresses of all pages below the site's root, sorted."""
    return sorted(p.relative_to(folder).as_posix().removesuffix("index.html") for p in folder.rglob("*.html"))


def table(visits: list[Visit]) -> Iterator[str]:
    """The figures as lines: all pages together, then the heaviest of each kind of address."""
    yield f"{len(visits)} pages, {sum(len(visit.errors) for visit in visits)} errors on the console"
    yield "| | kB | requests | CLS | LCP ms | heaviest or latest page |"
    yield "|---|---|---|---|---|---|"
    rows = {
        "method overviews": [v for v in visits if v.page.count("/") == 3 and "/methods/" in v.page],
        "all but the whole handbook": [v for v in visits if not v.page.endswith("print/")],
        "the whole handbook": [v for v in visits if v.page.endswith("print/")],
    }
    for name, group in rows.items():
        heaviest = max(group, key=lambda visit: visit.size)
        yield (
            f"| {name}, median | {statistics.median(v.size for v in group) / 1000:.1f} "
            f"| {statistics.median(len(v.files) for v in group):.0f} "
            f"| {statistics.median(v.shift for v in group):.4f} "
            f"| {statistics.median(v.largest for v in group):.0f} | |"
        )
        yield (
            f"| {name}, most | {heaviest.size / 1000:.1f} | {max(len(v.files) for v in group)} "
            f"| {max(v.shift for v in group):.4f} | {max(v.largest for v in group):.0f} | {heaviest.page} |"
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure the pages of a built site; 2 when there is no browser or no site."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"), help="built site (default: site/)")
    site = parser.parse_args(arguments).site
    program = programs.BROWSER.path()
    if program is None or not (site / "index.html").is_file():
        print(f"benchmark: {programs.BROWSER.what} and a built site in {site}/ are needed", file=sys.stderr)
        return 2
    with served(site, {}) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=BROWSER_OPTIONS)
        visitor = Visitor(browser, site, address)
        visits = [visitor.visit(page) for page in pages_in(site)]
        browser.close()
    print("\n".join(table(visits)))
    Path("benchmark-pages.json").write_text(json.dumps([asdict(visit) for visit in visits], indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
