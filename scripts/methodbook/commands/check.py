"""Run the rules over the handbook and report what they find."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from methodbook import checks
from methodbook.checks import Finding, Level, Tree, fix, report
from methodbook.checks.built import Site, read_site
from methodbook.checks.messages import labels
from methodbook.commands import CommandError
from methodbook.commands.build import default_address
from methodbook.languages import LANGUAGES
from methodbook.terms import spelling

SITE_SOURCES = ("docs", "overrides", "scripts/methodbook", "mkdocs.yml")
"""What the built site is made from: newer than the site, they make it outdated."""


@dataclass(frozen=True)
class Options:
    """How to check. `language` is that of the messages (None: that of each file); `form` a key of report.FORMATS."""

    language: str | None = None
    form: str = "text"
    fix: bool = False
    no_spelling: bool = False
    no_site: bool = False
    strict: bool = False


def check(root: Path, paths: Sequence[Path], options: Options) -> int:
    """Print what is found in `paths` (all of it when there are none): 0 nothing but advice, 1 mistakes."""
    began = time.monotonic()
    wanted = [inside(path, root) for path in paths]
    words = labels(options.language or "en")
    site = built_site(root) if not options.no_site else None
    tree = read(root, site)
    rules = (*checks.RULES, *(() if options.no_spelling else (checks.SPELLING,)))
    if options.fix:
        mended = fix.mend(tree, rules)
        for file in mended:
            fix.write(root, file)
        click.echo(words["fixed"].format(count=len(mended)), err=True)
        tree = read(root, site)
    found = checks.check(tree, rules)
    found = [one for one in found if not wanted or any(one.path.is_relative_to(path) for path in wanted)]
    publish(found, options)
    if site is None and not options.no_site:
        click.echo(words["no-site"], err=True)
    for line in () if options.no_spelling else missing_dictionaries(words):
        click.echo(line, err=True)
    click.echo(summary(found, tree, time.monotonic() - began, words), err=True)
    return 1 if any(one.level is Level.ERROR or options.strict for one in found) else 0


def inside(path: Path, root: Path) -> PurePosixPath:
    """`path` as counted from the handbook's folder. Raises CommandError when it is not in it."""
    try:
        return PurePosixPath(path.resolve().relative_to(root.resolve()).as_posix())
    except ValueError:
        raise CommandError(f"{path} is not in the handbook; give files or folders such as docs/nb") from None


def read(root: Path, site: Site | None) -> Tree:
    try:
        return checks.read_tree(root, site=site)
    except FileNotFoundError as error:
        raise CommandError(f"there is no docs/ folder in {root}; run this in the handbook's own folder") from error


def built_site(root: Path) -> Site | None:
    """The built site; None when there is none, or when something it is made from is newer."""
    front = root / "site" / "index.html"
    if not front.is_file():
        return None
    made = front.stat().st_mtime
    sources = (path for name in SITE_SOURCES for path in [root / name, *(root / name).rglob("*")])
    newer = (p for p in sources if "__pycache__" not in p.parts and p.is_file() and p.stat().st_mtime > made)
    return None if any(newer) else read_site(front.parent)


def publish(found: list[Finding], options: Options) -> None:
    """Print the findings in the form asked for; for GitHub, add them to the summary of the run as well."""
    address = default_address().rstrip("/") + "/"
    if text := report.FORMATS[options.form](found, options.language, address):
        click.echo(text)
    if options.form == "github" and (file := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(file).open("a", encoding="utf-8") as summary_file:
            summary_file.write(report.as_markdown(found, options.language, address))


def missing_dictionaries(words: Mapping[str, str]) -> Iterator[str]:
    """The languages whose spelling could not be checked on this machine, a line each."""
    for language in LANGUAGES:
        if not spelling.has_dictionary(language):
            yield words["no-dictionary"].format(
                language=words[f"language-{language}"],
                dictionary=spelling.DICTIONARIES[language],
                package=f"hunspell {spelling.PACKAGES[language]}",
            )


def summary(found: list[Finding], tree: Tree, seconds: float, words: Mapping[str, str]) -> str:
    """One line: how much was found, on how many pages, in what time."""
    errors = sum(finding.level is Level.ERROR for finding in found)
    figures = {"pages": sum(1 for _ in tree.all_pages()), "seconds": f"{seconds:.1f}"}
    if not found:
        return words["none"].format(**figures)
    fixable = sum(finding.fixable for finding in found)
    line = words["some"].format(errors=errors, advice=len(found) - errors, **figures)
    return f"{line} {words['can-fix'].format(count=fixable)}" if fixable else line
