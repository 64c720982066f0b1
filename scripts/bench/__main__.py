"""`handbook.py bench [WHAT]`: print the figures as ratios; `--readme` writes them into the README."""

import re
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from bench import editing, known_items, pages, search
from bench.measure import BenchmarkError, grow, measure
from methodbook.exports.programs import served
from methodbook.languages import LANGUAGES
from methodbook.site.search import read_articles

ROOT = Path.cwd()
PLACE = re.compile(r"(<!-- benchmark -->\n).*?(<!-- /benchmark -->)", re.DOTALL)
GENERATED = 60
"""Queries of each kind made from the pages of a language."""


def build(target: Path, project: Path = ROOT) -> list[str]:
    return [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(project / "mkdocs.yml"), "-d", str(target)]


def scale(sizes: tuple[int, ...]) -> Iterator[str]:
    """Cost of building and checking at several sizes, to that at the first."""
    first: tuple[float, float] | None = None
    yield "| | pages | build, processor time | build, memory | `check` without spelling, processor time |"
    yield "|---|---|---|---|---|"
    for times in sizes:
        with tempfile.TemporaryDirectory(prefix="handbook-bench-") as name:
            project = Path(name)
            count = grow(ROOT, project, times)
            built = measure(build(project / "site", project), project)
            check = [sys.executable, "-m", "methodbook", "check", "--no-spelling", "--no-site", "--format", "json"]
            checked = measure(check, project, most=1)
        first = first or (built.cpu, checked.cpu)
        ratios = f"{built.cpu / first[0]:.1f} | {built.memory:.0f} MB | {checked.cpu / first[1]:.1f}"
        yield f"| ×{times} | {count} | {ratios} |"


def views(site: Path) -> Iterator[str]:
    with pages.browser() as browser, served(site, {}) as address:
        visitor = pages.Visitor(browser, site, address)
        visits = [visitor.visit(page) for page in pages.pages_in(site) if not page.endswith("print/")]
    methods = [visit for visit in visits if re.fullmatch(r"\w+/methods/[\w-]+/", visit.page)]
    for name, group in (("a method", methods), ("any page but the whole handbook", visits)):
        yield f"- First view of {name}, compressed: {pages.heaviest(group)}."


def answers(site: Path) -> Iterator[str]:
    """How well the search answers, and Pagefind on the same pages in the same run."""
    with tempfile.TemporaryDirectory() as name, pages.browser() as browser:
        (ours := Path(name) / "own").mkdir()
        own = search.own(site, ROOT / "overrides/assets", ours)
        made = {code: known_items.generated(read_articles(site / code), code, GENERATED) for code in LANGUAGES}
        hand = {code: search.by_hand(code) for code in LANGUAGES}
        for words, sets in (("written by hand", hand), ("made from the pages", made)):
            asked = [query for code in LANGUAGES for query in sets[code]]
            found = [urls for code in LANGUAGES for urls in own(browser, sets[code])]
            theirs: list[list[str]] = []
            for code in LANGUAGES:
                (folder := Path(name) / f"{words}-{code}").mkdir()
                theirs += search.pagefind(site, code, folder)(browser, sets[code])
            first, three = ([search.score(asked, urls, most) for urls in (found, theirs)] for most in (1, 3))
            yield f"- {len(asked)} queries {words}: right page first for {first[0]:.1%} (Pagefind {first[1]:.1%}),"
            yield f"  among the first three for {three[0]:.1%} ({three[1]:.1%})."


def edits(site: Path) -> Iterator[str]:  # noqa: ARG001 - every part is asked alike
    for what, median, worst in editing.measured(ROOT):
        yield f"- Saved → seen, {what}: {median:.2f} s, at most {worst:.2f} s."


PARTS = {"pages": views, "search": answers, "edit": edits}


@click.command()
@click.argument("what", default="all", type=click.Choice(["all", "scale", *PARTS]))
@click.option("--size", "sizes", type=int, multiple=True, default=(1, 10, 20), help="Sizes to build, in handbooks.")
@click.option("--readme", is_flag=True, help="Write the figures into README.md.")
def main(what: str, sizes: tuple[int, ...], readme: bool) -> None:
    """Measure what the handbook promises: its pages, its search, editing, and building at several sizes."""
    lines: list[str] = []
    try:
        with tempfile.TemporaryDirectory(prefix="handbook-bench-") as name:
            site = Path(name) / "site"
            measure(build(site), ROOT)
            parts = {"scale": lambda _: scale(sizes), **PARTS}
            for line in chain.from_iterable(part(site) for key, part in parts.items() if what in {"all", key}):
                click.echo(line)
                lines.append(line)
        if readme:
            file = ROOT / "README.md"
            text = "\n".join(lines) + "\n"
            file.write_text(PLACE.sub(lambda m: m[1] + text + m[2], file.read_text(encoding="utf-8")), encoding="utf-8")
    except (BenchmarkError, OSError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="handbook.py bench")
