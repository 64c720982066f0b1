"""The figures of a run: kept, compared with those of the last one, and made into the README's table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.measuring import BenchmarkError

Figures = Mapping[str, Mapping[str, float]]
"""Rows of figures by name: `{"build, 20 times": {"cpu": 41.2, ...}}`."""

BASELINE = Path(".github/benchmark.json")
BEGIN, END = "<!-- benchmark -->", "<!-- /benchmark -->"
NOTED = 1.25
"""A figure that has become larger by this factor is pointed out."""

GROWTH_LIMIT, MEMORY_LIMIT = 24.0, 600.0
"""Twenty times the pages cost at most this much more processor time, and this many MB."""

SEEN = {"all": 2.0, "da": 1.0}
"""Seconds after which a page that was saved is seen, with all languages served and with one."""
WAITING = 0.3
"""Seconds of these that pass until a save is noticed; the rest is processor time, where nothing else is to be done."""


def read(path: Path) -> Figures:
    """The figures kept at `path`; none when nothing is kept. Raises BenchmarkError when they cannot be read."""
    if not path.exists():
        return {}
    try:
        kept: Figures = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"{path}: {error}") from error
    return kept


def write(path: Path, figures: Figures) -> None:
    """Keep `figures`, in a fixed order."""
    text = json.dumps(figures, indent=2, ensure_ascii=False, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def table(figures: Figures, last: Figures) -> Iterator[str]:
    """The figures as lines; behind each, in brackets, its ratio to the last run's where that tells of a change."""
    width = max(map(len, figures), default=0)
    for name, row in figures.items():
        cells = [f"{key} {value:g}{change(value, last.get(name, {}).get(key))}" for key, value in row.items()]
        yield f"{name:{width}}  {'  '.join(cells)}"


def change(value: float, before: float | None) -> str:
    """How `value` stands to `before`, in words; empty when there is nothing to tell."""
    if not before:
        return ""
    ratio = value / before
    return f" (×{ratio:.2f})" if ratio >= NOTED or ratio <= 1 / NOTED else ""


def broken_promises(figures: Figures) -> Iterator[str]:
    """What the handbook promises and a run did not keep."""
    one, twenty = figures.get("build ×1"), figures.get("build ×20")
    if one and twenty:
        growth = twenty["cpu s"] / one["cpu s"]
        if growth > GROWTH_LIMIT:
            yield f"20 times the pages cost {growth:.1f} times the processor time (at most {GROWTH_LIMIT:g})"
        if twenty["MB"] > MEMORY_LIMIT:
            yield f"20 times the pages need {twenty['MB']:.0f} MB (at most {MEMORY_LIMIT:g})"
    for name, row in figures.items():
        scope = name.partition(":")[0].removeprefix("serve ")
        if name.startswith("serve ") and (seconds := row["cpu s"] + WAITING) > SEEN[scope]:
            yield f"{name}: an edit is seen after {seconds:.1f} s at the earliest (at most {SEEN[scope]:g})"


def readme_table(figures: Figures) -> str:
    """The README's table: ratios where absolute figures would tell more of the computer than of the handbook."""
    rows = ["| | ×1 | ×10 | ×20 |", "|---|---|---|---|"]
    rows += [
        "| Pages | " + " | ".join(f"{cell(figures, f'build ×{times}', 'pages'):.0f}" for times in (1, 10, 20)) + " |",
        growth_row(figures, "Build, processor time", "build", "cpu s"),
        "| Build, memory | " + " | ".join(f"{cell(figures, f'build ×{t}', 'MB'):.0f} MB" for t in (1, 10, 20)) + " |",
        ratio_row(figures, "Material and static-i18n as they come, to our build", "plain"),
        ratio_row(figures, "Hugo with bare templates, to our build", "hugo"),
        growth_row(figures, "`check` without spelling, processor time", "check", "cpu s"),
    ]
    return "\n".join([*rows, "", *page_lines(figures), *search_lines(figures)])


def cell(figures: Figures, name: str, key: str) -> float:
    """One figure. Raises BenchmarkError when the run did not measure it."""
    try:
        return figures[name][key]
    except KeyError as error:
        raise BenchmarkError(f"no figure for {name}, {key}: run `benchmark` whole and keep it") from error


def growth_row(figures: Figures, words: str, name: str, key: str) -> str:
    """A row of ratios to the handbook as it is."""
    first = cell(figures, f"{name} ×1", key)
    ratios = [f"{cell(figures, f'{name} ×{times}', key) / first:.1f}" for times in (1, 10, 20)]
    return f"| {words} | {' | '.join(ratios)} |"


def ratio_row(figures: Figures, words: str, peer: str) -> str:
    """A row of ratios to our build at the same size; a dash where the peer was not measured."""
    ratios = []
    for times in (1, 10, 20):
        other = figures.get(f"{peer} ×{times}")
        ratios.append(f"{other['cpu s'] / cell(figures, f'build ×{times}', 'cpu s'):.2f}" if other else "–")
    return f"| {words} | {' | '.join(ratios)} |"


def page_lines(figures: Figures) -> Iterator[str]:
    """What a first view costs a reader."""
    row = figures.get("pages: method overviews")
    if row:
        yield (
            f"- First view of a method, everything counted, compressed: {row['kB']:.1f} kB in {row['requests']:.0f} "
            f"requests, layout shift {row['CLS']:.3f}."
        )


def search_lines(figures: Figures) -> Iterator[str]:
    """How well the search answers."""
    for name, words in (("by hand", "written by hand"), ("generated", "generated from the pages")):
        if row := figures.get(f"search: queries {name}"):
            share = f"{row['in first three %']:g} %"
            yield f"- Search: of {row['queries']:.0f} queries {words}, {share} find a right page among the first three."


def into_readme(readme: Path, figures: Figures) -> None:
    """Put the table between its marks. Raises BenchmarkError when the README has no place for it."""
    text = readme.read_text(encoding="utf-8")
    place = re.compile(f"{re.escape(BEGIN)}(?:.*?{re.escape(END)})?", re.DOTALL)
    if not place.search(text):
        raise BenchmarkError(f"{readme.name} has no {BEGIN}")
    whole = f"{BEGIN}\n{readme_table(figures)}\n{END}"
    readme.write_text(place.sub(lambda _: whole, text, count=1), encoding="utf-8")
