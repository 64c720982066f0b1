"""The commands for the people who keep the handbook going: `licences`, `spare-engine`, `benchmark`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bench import editing, record, running, search
from bench.measuring import BenchmarkError
from bench.serving import NoBrowserError
from methodbook.commands import packages, spare_engine

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ROOT = Path.cwd()
LOCK = ROOT / "requirements.txt"
BENCHMARKS = {
    "all": "everything, and compare with the last run",
    "build": "what building and checking cost at 1, 10 and 20 times the pages, beside other engines",
    "serve": "how soon a page that was saved is seen, with all languages and with one",
    "pages": "what the first view of every page costs a reader",
}


def register(commands: Commands) -> None:
    """Add these commands to the command line."""
    command = commands.add_parser("licences", help="list the packages the handbook stands on, with their licences")
    command.add_argument("--systems", action="store_true", help="also ask the registry for every system's wheels")
    command.set_defaults(run=licences)
    command = commands.add_parser("spare-engine", help="build with ProperDocs as well, and compare the two sites")
    command.set_defaults(run=compare_engines)
    register_benchmarks(commands.add_parser("benchmark", help="measure what the handbook promises"))


def register_benchmarks(command: argparse.ArgumentParser) -> None:
    """Add what can be measured."""
    parts = command.add_subparsers(title="what to measure", required=True, metavar="WHAT")
    for name, help_ in BENCHMARKS.items():
        part = parts.add_parser(name, help=help_)
        part.add_argument("--times", type=int, action="append", help="sizes to build, in handbooks (default: 1 10 20)")
        part.add_argument("--no-peers", action="store_true", help="leave other engines out")
        part.add_argument("--json", type=Path, help="write the figures to this file")
        part.add_argument("--keep", action="store_true", help="keep them in the repository, to compare with")
        part.set_defaults(run=benchmark, what=name)
    part = parts.add_parser("search", help="how well the search answers, beside its peers, and what it costs")
    search.add_options(part)
    part.set_defaults(run=lambda options: search.run(options, ROOT))
    part = parts.add_parser("readme", help="measure nothing: make the README's table from the figures that are kept")
    part.set_defaults(run=into_readme)


def licences(options: argparse.Namespace) -> int:
    """Print every locked package with its licence; 1 when one is unknown or cannot be had on some system."""
    try:
        found = list(packages.licences(LOCK))
    except (OSError, ValueError) as error:
        print(f"handbook: {error}", file=sys.stderr)
        return 2
    width = max(len(f"{package.name} {package.version}") for package, _ in found)
    for package, licence in found:
        print(f"{f'{package.name} {package.version}':{width}}  {licence}")
    unknown = [package.name for package, licence in found if licence == "unknown"]
    if unknown:
        print(f"handbook: no licence is known for {', '.join(unknown)}", file=sys.stderr)
    absent = report_systems() if options.systems else False
    return 1 if unknown or absent else 0


def report_systems() -> bool:
    """Tell for each system whether the lock can be installed from wheels; True when it cannot somewhere."""
    troubles = {system: packages.missing_wheels(LOCK, system) for system in packages.SYSTEMS}
    for system, trouble in troubles.items():
        print(f"{system}: {trouble or 'every package has a wheel'}")
    return any(troubles.values())


def compare_engines(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its options
    """Build with the spare engine and tell what differs; 1 when anything does."""
    try:
        pages, found = spare_engine.compare(ROOT)
    except (spare_engine.SpareEngineError, OSError) as error:
        print(f"handbook: {error}", file=sys.stderr)
        return 2
    for difference in found:
        print(difference)
    print(f"{pages} pages built with MkDocs and {spare_engine.ENGINE}: {len(found) or 'no'} differences")
    return 1 if found else 0


def benchmark(options: argparse.Namespace) -> int:
    """Measure, print, keep; 1 when a promise was not kept."""
    kept = ROOT / record.BASELINE
    try:
        last = record.read(kept)
        figures = measured(options)
    except (BenchmarkError, NoBrowserError, OSError) as error:
        print(f"handbook: {error or 'a Chromium or Chrome is needed'}", file=sys.stderr)
        return 2
    print("\n".join(record.table(figures, last)))
    if options.json:
        record.write(options.json, figures)
    if options.keep:
        record.write(kept, {**last, **figures})
    broken = list(record.broken_promises(figures))
    print(*(f"handbook: {promise}" for promise in broken), sep="\n", end="", file=sys.stderr)
    return 1 if broken else 0


def into_readme(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its options
    """Make the README's table; 2 when there are no figures or no place for it."""
    try:
        record.into_readme(ROOT / "README.md", record.read(ROOT / record.BASELINE))
    except (BenchmarkError, OSError) as error:
        print(f"handbook: {error}", file=sys.stderr)
        return 2
    return 0


def measured(options: argparse.Namespace) -> record.Figures:
    """The figures asked for."""
    found: running.Rows = {}
    if options.what in {"all", "build"}:
        found |= running.build(ROOT, options.times or running.SIZES, has_peers=not options.no_peers)
    if options.what in {"all", "serve"}:
        found |= editing.measured(ROOT)
    if options.what in {"all", "pages"}:
        found |= running.views(ROOT)
    if options.what == "all":
        found |= running.answers(ROOT)
    return found
