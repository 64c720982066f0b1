"""How fast a long checklist answers a tick: `python -m bench.checklist`.

A page with one long list is built with the site's own templates and opened in this machine's browser. A tick is timed
from the click until the page is laid out anew: reading and writing the storage, and drawing all rows and progress.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, sync_playwright

from methodbook.commands import editions
from methodbook.commands.publishing import PublishingError
from methodbook.exports import programs

FRAME = 1000 / 60
"""A frame of a common screen, in milliseconds."""

ORIGIN = "http://benchmark.test/"
ITEMS_IN_A_SECTION = 20
BROWSER_OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-quic", "--no-first-run"]
START_PAGE = "---\ntitle: Start\ndescription: Start.\noriginal: nb\nkind: page\nsources: []\n---\n\n# Start\n"

TIMING = """() => {
  const times = [];
  for (const box of document.querySelectorAll(".item-box")) {
    const begun = performance.now();
    box.click();
    document.body.getBoundingClientRect();
    times.push(performance.now() - begun);
  }
  return times;
}"""


@dataclass(frozen=True)
class Answer:
    """Times of the ticks of a list with `items` items, in milliseconds; 99 of 100 ticks took at most `usual`."""

    items: int
    median: float
    usual: float
    worst: float

    @classmethod
    def of(cls, items: int, times: list[float]) -> Answer:
        """The answer that these times give."""
        ordered = sorted(times)
        usual = ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]
        return cls(items, statistics.median(ordered), usual, ordered[-1])

    @property
    def within_a_frame(self) -> bool:
        """Whether 99 of 100 ticks were answered in one frame; the slowest may have met another program's work."""
        return self.usual <= FRAME

    def __str__(self) -> str:
        verdict = "within" if self.within_a_frame else "OVER"
        return (
            f"{self.items} items: a tick is answered in {self.median:.1f} ms (median), {self.usual:.1f} ms "
            f"(99 of 100), {self.worst:.1f} ms (slowest); {verdict} a frame of {FRAME:.1f} ms"
        )


def long_page(items: int) -> str:
    """A page that holds a list with `items` items, each with a reason."""
    head = (
        "---\ntitle: Lang\ndescription: Lang liste.\noriginal: nb\nkind: checklist\nsources: []\n"
        "reviewed: 2026-01-01\nchecklist: long\n---\n\n# Lang liste\n\nTil måling.\n"
    )
    parts = [head]
    for number in range(items):
        if number % ITEMS_IN_A_SECTION == 0:
            parts.append(f"\n## Del {number // ITEMS_IN_A_SECTION + 1} {{#part-{number}}}\n\n")
        parts.append(f"- [ ] Inviter foreninger, bedrifter og kommunen til møte {number}. {{#item-{number}}}\n\n")
        parts.append("    De som ikke kjenner hverandre, trenger en anledning.\n\n")
    return "".join(parts)


def build(root: Path, project: Path, items: int) -> Path:
    """Build a project that holds nothing but the long list, with the templates in `root`; the folder of the site."""
    shutil.copytree(root / "overrides", project / "overrides")
    shutil.copy(root / "mkdocs.yml", project)
    (project / "scripts").symlink_to(root / "scripts")
    for language in ("en", "nb"):
        (project / "docs" / language).mkdir(parents=True)
    shutil.copy(root / "docs/en/index.md", project / "docs/en")
    (project / "docs/nb/index.md").write_text(START_PAGE, encoding="utf-8")
    (project / "docs/nb/checklists.md").write_text(long_page(items), encoding="utf-8")
    editions.Edition(project, ORIGIN).make(project / "site")
    return project / "site"


def serve(page: Page, site: Path) -> None:
    """Let the browser find `site` at ORIGIN."""
    kinds = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}

    def answer(route: Route) -> None:
        path = site / route.request.url.removeprefix(ORIGIN)
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            kind = kinds.get(path.suffix, "application/octet-stream")
            route.fulfill(body=path.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    page.route(f"{ORIGIN}**", answer)


def measure(browser: Browser, root: Path, items: int, rounds: int) -> Answer:
    """Tick every item of a fresh list of `items` items, `rounds` times; the answer over all rounds.

    Raises PublishingError when the list cannot be built.
    """
    with tempfile.TemporaryDirectory() as folder:
        page = browser.new_page()
        serve(page, build(root, Path(folder), items))
        times: list[float] = []
        for _ in range(rounds):
            page.goto(f"{ORIGIN}nb/checklists/")
            page.evaluate("localStorage.clear()")
            page.reload()
            times += page.evaluate(TIMING)
        page.close()
    return Answer.of(items, times)


def main() -> int:
    """Print the figures; 0 when ticks are answered within a frame, 1 when not, 2 when it cannot be measured."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=200, help="items on the list (default: 200)")
    parser.add_argument("--rounds", type=int, default=3, help="times every item is ticked (default: 3)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    program = programs.BROWSER.path()
    if program is None:
        return refuse(f"this needs {programs.BROWSER.what}")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=BROWSER_OPTIONS)
            answer = measure(browser, Path.cwd(), options.items, options.rounds)
    except PublishingError as error:
        return refuse(str(error))
    print(json.dumps(vars(answer)) if options.json else answer)
    return 0 if answer.within_a_frame else 1


def refuse(reason: str) -> int:
    """Say in one line why nothing can be measured; the exit code for that."""
    print(f"benchmark: {reason}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
