"""What a search costs a reader: bytes on the wire, and milliseconds from the last key to results on screen."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from bench.serving import Meter, served

OPEN = "dialog.search[open]"
SETTLED = 450
"""Milliseconds after which everything a query needs has been fetched on this machine."""
NOWHERE = "qzxwqzxw"
"""A query that no language knows: then the neighbours' indexes are asked as well."""
ASKED_ELSEWHERE = 2_000
"""Milliseconds after which the neighbours have answered too."""
REPEATED = 3
"""Times each query is timed; the middle one counts."""
TIMED = """() => {
  // The clock starts at the key and stops when the frame that shows the results has been painted.
  const field = document.querySelector("#search-field"), count = document.querySelector("[data-count]");
  window.timings = [];
  let pressed = 0;
  field.addEventListener("input", () => (pressed = performance.now()), { capture: true });
  new MutationObserver(() => {
    const start = pressed;
    pressed = 0;
    if (start) requestAnimationFrame(() => setTimeout(() => window.timings.push(performance.now() - start)));
  }).observe(count, { childList: true });
}"""


@dataclass(frozen=True)
class Costs:
    """Bytes of first and later queries, and milliseconds to the results, each sorted; `unopened` is the bytes of search
    that a page fetches before the search is opened, `elsewhere` those of a first query that no language knows."""

    unopened: int
    elsewhere: int
    first: tuple[int, ...]
    later: tuple[int, ...]
    milliseconds: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """The time that `share` (0-1) of the queries stay below, in milliseconds."""
        return self.milliseconds[min(int(share * len(self.milliseconds)), len(self.milliseconds) - 1)]

    def lines(self) -> list[str]:
        """The figures as lines of text."""
        return [
            f"  before it is opened {self.unopened} bytes",
            f"  first query         {kilobytes(self.first)}",
            f"  later queries       {kilobytes(self.later)}",
            f"  known nowhere       {self.elsewhere / 1000:.1f} kB, the neighbours' indexes included",
            f"  last key to results {self.percentile(0.5):.0f} ms median, {self.percentile(0.95):.0f} ms at the 95th "
            f"percentile, {self.milliseconds[-1]:.0f} ms at most, of {len(self.milliseconds)}",
        ]


def kilobytes(sizes: Sequence[int]) -> str:
    """Median and largest of some sizes in bytes."""
    return f"{statistics.median(sizes) / 1000:.1f} kB median, {max(sizes) / 1000:.1f} kB at most, of {len(sizes)}"


def measure(browser: Browser, files: Mapping[str, bytes], language: str, queries: Sequence[str]) -> Costs:
    """Search for `queries` in the dialog of the site in `files`, on the start page of `language`."""
    with served(files) as address:
        unopened = bytes_unopened(browser, f"{address}{language}/")
        elsewhere = bytes_of_first(browser, f"{address}{language}/", NOWHERE, ASKED_ELSEWHERE)
        first = [bytes_of_first(browser, f"{address}{language}/", query) for query in queries]
        later, times = walk(browser, f"{address}{language}/", queries)
    return Costs(unopened, elsewhere, tuple(sorted(first)), tuple(sorted(later)), tuple(sorted(times)))


def bytes_unopened(browser: Browser, address: str) -> int:
    """The bytes of search files that a page fetches before the search is opened."""
    page = browser.new_page()
    fetched: list[int] = []
    page.on("response", lambda answer: fetched.append(len(answer.body())) if "search" in answer.url else None)
    page.goto(address, wait_until="networkidle")
    page.close()
    return sum(fetched)


def opened(browser: Browser, address: str) -> tuple[Page, Meter]:
    """A page in a fresh profile with the dialog open, and a meter that has counted from before the opening."""
    page = browser.new_context().new_page()
    page.goto(address, wait_until="networkidle")
    meter = Meter(page)
    page.keyboard.press("Control+k")
    page.wait_for_selector(OPEN)
    return page, meter


def bytes_of_first(browser: Browser, address: str, query: str, settled: int = SETTLED) -> int:
    """The bytes of opening the search and asking one query, in an empty browser, within `settled` milliseconds."""
    page, meter = opened(browser, address)
    page.fill("#search-field", query)
    page.wait_for_timeout(settled)
    size = meter.read()
    page.context.close()
    return size


def walk(browser: Browser, address: str, queries: Sequence[str]) -> tuple[list[int], list[float]]:
    """Ask all queries one after the other: the bytes of each but the first; then, warm, the time of each last key."""
    page, meter = opened(browser, address)
    sizes = []
    for query in queries:
        page.fill("#search-field", query)
        page.wait_for_timeout(SETTLED)
        sizes.append(meter.read())
    page.evaluate(TIMED)
    times = [statistics.median(last_key(page, query) for _ in range(REPEATED)) for query in queries]
    page.context.close()
    return sizes[1:], times


def last_key(page: Page, query: str) -> float:
    """Milliseconds from the last key of `query` to its results on screen; all but that key has been typed before."""
    page.fill("#search-field", query[:-1])
    page.wait_for_timeout(SETTLED)
    page.evaluate("() => (window.timings = [])")
    page.keyboard.press("End")
    page.keyboard.type(query[-1])
    page.wait_for_function("() => window.timings.length")
    time: float = page.evaluate("() => window.timings[0]")
    return time
