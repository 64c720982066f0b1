"""`benchmark`: the handbook's promises about speed as figures, beside its peers where they are installed."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import engines, pages, projects, search
from bench.measures import Score
from bench.measuring import BenchmarkError, Cost, measure
from bench.queries import Query
from bench.serving import browser
from methodbook.commands import editions
from methodbook.exports import programs
from methodbook.exports.pdf import served
from methodbook.languages import LANGUAGES
from methodbook.site.search import read_articles

SIZES = (1, 10, 20)
Rows = dict[str, dict[str, float]]


def cost_row(cost: Cost, count: int) -> dict[str, float]:
    """A cost as figures, with the number of pages it was spent on."""
    return {"pages": count, "cpu s": round(cost.cpu, 2), "MB": round(cost.memory)}


def build(root: Path, sizes: Iterable[int], *, has_peers: bool) -> Rows:
    """What building costs, at each size, and what the peers take for the same pages."""
    found: Rows = {}
    for times in sizes:
        with tempfile.TemporaryDirectory(prefix="handbook-benchmark-") as name:
            folder = Path(name)
            (folder / "handbook").mkdir()
            count = projects.handbook(root, folder / "handbook", times)
            found[f"build ×{times}"] = cost_row(build_cost(folder / "handbook"), count)
            found[f"check ×{times}"] = cost_row(check_cost(folder / "handbook"), count)
            if has_peers:
                found |= {f"{peer} ×{times}": cost_row(cost, count) for peer, cost in peers(folder)}
    return found


def build_cost(project: Path) -> Cost:
    """What our own build costs."""
    command = [sys.executable, "-m", "methodbook.commands.building", "site"]
    return measure(command, project, {**editions.QUIET, "HANDBOOK_SITE_URL": editions.THIS_MACHINE})


def check_cost(project: Path) -> Cost:
    """What the checks cost without spelling; that they find something in a grown handbook is no failure."""
    return measure([sys.executable, "-m", "methodbook", "check", "--no-spelling", "--format", "json"], project, most=1)


def peers(folder: Path) -> Iterable[tuple[str, Cost]]:
    """What other engines take for the pages in `folder`/handbook."""
    plain = folder / "plain"
    projects.plain_material(folder / "handbook", plain)
    yield "plain", measure([sys.executable, "-m", "mkdocs", "build", "--quiet"], plain, editions.QUIET)
    if program := shutil.which("hugo"):
        projects.hugo(folder / "handbook", folder / "hugo")
        yield "hugo", measure([program, "--quiet", "-d", str(folder / "hugo-site")], folder / "hugo")


def views(root: Path) -> Rows:
    """What the first view of each page costs a reader. Raises BenchmarkError without a browser."""
    program = programs.BROWSER.path()
    if program is None:
        raise BenchmarkError(f"{programs.BROWSER.what} is needed to look at pages")
    with tempfile.TemporaryDirectory(prefix="handbook-benchmark-") as name:
        site = Path(name) / "site"
        measure(
            [sys.executable, "-m", "methodbook.commands.building", str(site)], root, {**os.environ, **editions.QUIET}
        )
        with served(site, {}) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=program, args=pages.BROWSER_OPTIONS)
            visitor = pages.Visitor(chromium, site, address)
            visits = [visitor.visit(page) for page in pages.pages_in(site) if not page.endswith("print/")]
            chromium.close()
    overviews = [visit for visit in visits if visit.page.count("/") == 3 and "/methods/" in visit.page]
    return {"pages: method overviews": view_row(overviews), "pages: all": view_row(visits)}


def answers(root: Path) -> Rows:
    """How well the search answers: of each set of queries, the share with a right page among the first three.

    Raises BenchmarkError without a browser.
    """
    found: Rows = {}
    with tempfile.TemporaryDirectory(prefix="handbook-benchmark-") as name:
        site = Path(name) / "site"
        measure([sys.executable, "-m", "methodbook.commands.building", str(site)], root, editions.QUIET)
        grown = search.measured_build({language: read_articles(site / language) for language in LANGUAGES})
        engine = engines.own(grown.articles, grown.built, engines.engine_modules(root / "overrides"))
        with browser() as running:
            for words, asked in search.question_sets(grown).items():
                found[f"search: queries {words}"] = score_row(engine, list(asked), running)
    return found


def score_row(engine: engines.Answer, asked: list[Query], running: Browser) -> dict[str, float]:
    """The score of all languages' queries together."""
    answered = [
        one
        for language in LANGUAGES
        for one in engine(running, language, [query for query in asked if query.language == language])
    ]
    score = Score.of(answered)
    return {"queries": score.count, "in first three %": round(100 * score.share_3, 1), "MRR": round(score.mrr, 3)}


def view_row(visits: list[pages.Visit]) -> dict[str, float]:
    """The heaviest, busiest, least steady and (in the middle) latest of some first views."""
    return {
        "pages": len(visits),
        "kB": round(max(visit.size for visit in visits) / 1000, 1),
        "requests": max(len(visit.files) for visit in visits),
        "CLS": round(max(visit.shift for visit in visits), 4),
        "LCP ms": round(statistics.median(visit.largest for visit in visits)),
        "errors": sum(len(visit.errors) for visit in visits),
    }
