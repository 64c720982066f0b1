"""`benchmark search`: how well the search answers, beside Material's and Pagefind, and what it costs.

Prints success in the first hit and in the first three, and mean reciprocal rank (MRR), by language and by kind of
query, for the queries written by hand and for the generated ones; the half that is held out apart from the half that
was tuned on; hits in a wrong language; and what building the index, a query, and waiting for its answer cost. All of
it at the handbook's real size and grown to 100 and to 1000 pages a language.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser

from bench import costs, engines
from bench.filler import filler
from bench.measures import Answered, Score, grouped
from bench.queries import Pages, Query, by_hand, generated
from bench.serving import NoBrowserError, browser, files_below
from methodbook.commands import editions
from methodbook.languages import LANGUAGES
from methodbook.search import index
from methodbook.site.search import FOLDER, read_articles, word_files

GENERATED = 60
"""Generated queries of each kind in each language."""
WITH_PEERS = 100
"""Sizes up to this one (pages a language) are also answered by the peers."""
TIMED_QUERIES = 12
"""Hand-written queries of each language whose cost is measured."""
LEAST_OF_A_KIND = 0.9
"""Success in the first three that is promised of each kind of query in each language."""
OWN = "the handbook's"
HALVES = {False: "tuned on", True: "held out"}


@dataclass(frozen=True)
class Grown:
    """The handbook at a size: its articles, its indexes, and the seconds of processor time that building them took."""

    articles: engines.Articles
    built: Mapping[str, index.Index]
    seconds: float

    @property
    def pages(self) -> int:
        """Pages of the largest language."""
        return max(map(len, self.articles.values()))


def add_options(command: argparse.ArgumentParser) -> None:
    """The options of the command."""
    command.add_argument("--site", type=Path, help="a built site to measure (default: build one aside)")
    command.add_argument("--pages", type=int, action="append", help="also at this many pages a language; repeatable")
    command.add_argument("--no-peers", action="store_true", help="leave Material and Pagefind out")
    command.add_argument("--no-costs", action="store_true", help="leave bytes and milliseconds out")
    command.add_argument("--reveal", action="store_true", help="list the misses of the half that is tuned on")


def run(options: argparse.Namespace, root: Path) -> int:
    """Run the benchmark for the project in `root`; 0, or 2 when it cannot run."""
    try:
        with browser() as running, tempfile.TemporaryDirectory() as folder:
            site, seconds = built_site(options.site, root, Path(folder) / "site")
            for grown in sizes(site, options.pages or [100, 1000]):
                report(grown, running, options, root, Path(folder), site, seconds)
    except NoBrowserError:
        print("handbook: the benchmark needs a Chromium or Chrome", file=sys.stderr)
        return 2
    except (engines.PeerError, subprocess.CalledProcessError) as error:
        print(f"handbook: the benchmark cannot run: {error}", file=sys.stderr)
        return 2
    return 0


def built_site(given: Path | None, root: Path, target: Path) -> tuple[Path, float | None]:
    """The site to measure, and the processor seconds its whole build took; None when it was given."""
    if given:
        return given, None
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(target)]
    before = os.times()
    subprocess.run(command, cwd=root, env={**os.environ, **editions.QUIET}, check=True)
    after = os.times()
    return target, after.children_user + after.children_system - before.children_user - before.children_system


def sizes(site: Path, wanted: Iterable[int]) -> Iterator[Grown]:
    """The handbook at its real size, then grown to each of the sizes wanted."""
    real = {language: read_articles(site / language) for language in LANGUAGES}
    yield measured_build(real, lambda: {language: read_articles(site / language) for language in LANGUAGES})
    for pages in sorted(wanted):
        grown = {code: [*own, *filler(own, pages - len(own), code)] for code, own in real.items()}
        yield measured_build(grown)


def measured_build(articles: engines.Articles, read: object = None) -> Grown:
    """Index `articles` (after reading them with `read`, where the reading belongs to the time)."""
    words = word_files()
    start = time.process_time()
    if callable(read):
        read()
    built = index.build(articles, words)
    return Grown(articles, built, time.process_time() - start)


def report(
    grown: Grown,
    running: Browser,
    options: argparse.Namespace,
    root: Path,
    folder: Path,
    site: Path,
    site_seconds: float | None,
) -> None:
    """Print everything about one size."""
    print(f"\n# {grown.pages} pages a language\n")
    print_build(grown, site_seconds)
    searches = {OWN: engines.own(grown.articles, grown.built, engines.engine_modules(root / "overrides"))}
    if not options.no_peers and grown.pages <= WITH_PEERS:
        aside = Path(tempfile.mkdtemp(dir=folder))
        searches["Material"] = engines.material(grown.articles, aside / "m")
        searches["Pagefind"] = engines.pagefind(grown.articles, aside / "p")
    for name, queries in question_sets(grown).items():
        asked = list(queries)
        answered = {search: ask_all(answer, asked, running) for search, answer in searches.items()}
        print_answers(f"{len(asked)} queries {name}", answered)
        if options.reveal:
            print_misses(answered[OWN])
    if not options.no_costs:
        print_costs(grown, running, site)


def ask_all(answer: engines.Answer, queries: Sequence[Query], running: Browser) -> list[Answered]:
    """Let one search answer the queries of all languages."""
    answered: list[Answered] = []
    for language in LANGUAGES:
        answered += answer(running, language, [query for query in queries if query.language == language])
    return answered


def print_build(grown: Grown, site_seconds: float | None) -> None:
    """Print sizes of the indexes and the time to build them."""
    for language, built in grown.built.items():
        size = sum(map(len, built.files.values()))
        counts = f"{built.documents} documents, {built.sections} sections, {built.forms} forms"
        print(f"  {language}: {counts}, {size / 1000:.0f} kB")
    share = f", {grown.seconds / site_seconds:.0%} of the site's build of {site_seconds:.2f} s" if site_seconds else ""
    real = share if grown.pages < WITH_PEERS else ""
    print(f"  indexes of all languages built in {grown.seconds:.2f} s of processor time{real}")


def question_sets(grown: Grown) -> dict[str, Iterator[Query]]:
    """The two sets of queries, over all languages."""
    pages = {
        code: Pages(code, [document for article in own for document in index.documents_of(article)])
        for code, own in grown.articles.items()
    }
    return {
        "by hand": (query for code in grown.articles for query in by_hand(code)),
        "generated": (query for code in grown.articles for query in generated(pages[code], GENERATED)),
    }


def print_answers(title: str, answered: Mapping[str, Sequence[Answered]]) -> None:
    """Print how well each search answered the same queries, side by side; and more about the handbook's own."""
    print(f"\n{title}: found first (%), in the first three (%), MRR")
    print(f"  {'':<22}" + "".join(f"{search:<25}" for search in answered))
    own = answered[OWN]
    for label, belongs in groups(own).items():
        scores = [Score.of(one for one in found if belongs(one.query)) for found in answered.values()]
        print(f"  {label:<14}{scores[0].count:>5}   " + "".join(f"{score!s:<25}" for score in scores))
    print(f"  The handbook's search by kind and language, in the first three (%): {' '.join(LANGUAGES)}")
    within = grouped(own, lambda query: f"{query.kind} {query.language}")
    for kind in dict.fromkeys(one.query.kind for one in own):
        scores = [within[f"{kind} {language}"] for language in LANGUAGES if f"{kind} {language}" in within]
        print(f"    {kind:<12}" + "".join(f"{score.share_3:>8.1%} of {score.count:<3}" for score in scores))
    weak = [f"{name} {score.share_3:.0%}" for name, score in within.items() if score.share_3 < LEAST_OF_A_KIND]
    print(f"  below {LEAST_OF_A_KIND:.0%}: {', '.join(weak) or 'no kind in any language'}")
    hits = sum(len(one.found) for one in own)
    print(f"  hits in a language that is not the reader's: {sum(one.foreign for one in own)} of {hits}")


def groups(answered: Sequence[Answered]) -> dict[str, Callable[[Query], bool]]:
    """The groups of queries that figures are given for: all, the two halves, each kind, each language."""
    kinds = dict.fromkeys(one.query.kind for one in answered)
    return {
        "all": lambda _: True,
        **{half: partial(is_half, held) for held, half in HALVES.items()},
        **{kind: partial(has_kind, kind) for kind in kinds},
        **{language: partial(has_language, language) for language in LANGUAGES},
    }


def is_half(held: bool, query: Query) -> bool:
    """Whether a query is of the half held out, or not held out."""
    return query.is_held == held


def has_kind(kind: str, query: Query) -> bool:
    """Whether a query is of a kind."""
    return query.kind == kind


def has_language(language: str, query: Query) -> bool:
    """Whether a query is in a language."""
    return query.language == language


def print_misses(answered: Sequence[Answered]) -> None:
    """List the queries of the half tuned on that no answer was found for in the first three."""
    for one in answered:
        if not one.query.is_held and not (one.rank and one.rank <= 3):
            print(f"    {one.query.language} {one.query.kind}: {one.query.text!r} found {list(one.found[:3])}")


def print_costs(grown: Grown, running: Browser, site: Path) -> None:
    """Measure the dialog on the real site with the indexes of this size, and print what it costs."""
    files = files_below(site)
    for language, built in grown.built.items():
        files = {name: content for name, content in files.items() if not name.startswith(f"{language}/{FOLDER}/")}
        files |= {f"{language}/{FOLDER}/{name}": content for name, content in built.files.items()}
    print("\nCost in the dialog (sent compressed; with headers)")
    for language in LANGUAGES:
        queries = [replace(query, kind="") for query in by_hand(language) if not query.is_held][:: 60 // TIMED_QUERIES]
        found = costs.measure(running, files, language, [query.text for query in queries])
        print(f" {language}")
        print("\n".join(found.lines()))
