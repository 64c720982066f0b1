"""The commands for the people who write: `check`, `translations`, `translated`, `record`, `reading-time`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from methodbook import checks
from methodbook.checklists import record as published
from methodbook.checklists.record import RecordError
from methodbook.checks import Finding, Level, Rule, Tree, fix, report
from methodbook.checks.built import Site, read_site
from methodbook.checks.messages import SPOKEN, labels
from methodbook.checks.readability import reading_minutes, reading_words
from methodbook.commands import changes, drafts, editions, linkcheck, own_words
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import ContentError
from methodbook.page.translations import State, Status
from methodbook.terms import spelling

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

ROOT = Path.cwd()
SITE_SOURCES = ("docs", "overrides", "scripts/methodbook", "mkdocs.yml")
"""What the built site is made from: newer than the site, they make it old."""


def register(commands: Commands) -> None:
    """Add these commands to the command line."""
    command = commands.add_parser("check", help="find mistakes in the pages and in the built site")
    command.add_argument("paths", nargs="*", type=Path, help="tell only what is found in these files or folders")
    command.add_argument("--language", choices=SPOKEN, help="language of the messages (default: that of each file)")
    command.add_argument("--format", choices=sorted(report.FORMATS), default="text", help="default: text")
    command.add_argument("--fix", action="store_true", help="mend what can be mended safely")
    command.add_argument("--no-spelling", action="store_true", help="leave spelling out")
    command.add_argument("--no-site", action="store_true", help="leave the built site out")
    command.add_argument("--strict", action="store_true", help="let advice count as errors")
    command.set_defaults(run=check)
    command = commands.add_parser("new", help="begin a page, a method or a case in all three languages")
    command.add_argument("kind", choices=[kind.value for kind in drafts.Kind])
    command.add_argument("title", help="the title, in the language it is first written in")
    command.add_argument(
        "--language", choices=LANGUAGES, default="nb", help="the language of the original (default: nb)"
    )
    command.add_argument("--in", dest="folder", default="", metavar="FOLDER", help="where a page goes: methods/council")
    command.set_defaults(run=new)
    command = commands.add_parser("translations", help="tell how far each translation is, and what changed since")
    command.add_argument("paths", nargs="*", type=Path, help="show for these translations what changed since")
    command.set_defaults(run=show_translations)
    command = commands.add_parser("translated", help="record that a translation now matches its original")
    command.add_argument("paths", nargs="+", type=Path, help="translations, or folders of them")
    command.set_defaults(run=record_translated)
    command = commands.add_parser("record", help="put the ids of new checklist items on record")
    command.set_defaults(run=record_items)
    command = commands.add_parser("links", help="follow every link of the built site, those to other sites too")
    command.add_argument("--no-external", action="store_true", help="follow only links inside the site")
    command.add_argument("--memory", type=Path, default=Path(".links.json"), help="what was broken last time")
    command.add_argument("--report", type=Path, help="also write the report to this file, in Markdown")
    command.set_defaults(run=follow_links)
    command = commands.add_parser("changes", help="sum up what changed since a commit, for a pull request")
    command.add_argument("base", help="the commit the change began at")
    command.set_defaults(run=show_changes)
    command = commands.add_parser("own-words", help="find runs of words shared with source texts")
    command.add_argument("folder", type=Path, help="a folder with the sources as .txt files")
    command.set_defaults(run=show_shared_runs)
    command = commands.add_parser("reading-time", help="tell how long each page takes to read")
    command.set_defaults(run=show_reading_time)


def say(text: str) -> None:
    """Print for a person, beside what is printed for programs."""
    print(text, file=sys.stderr)


def refuse(reason: str) -> int:
    """Say in one line why the command cannot run; the exit code for that."""
    say(f"handbook: {reason}")
    return 2


def check(options: argparse.Namespace) -> int:
    """Run all rules: 0 nothing found (but advice), 1 mistakes, 2 could not run."""
    begun = time.monotonic()
    if wrong := next((path for path in options.paths if not is_ours(path)), None):
        return refuse(f"{wrong} is not there; give files or folders of the handbook, such as docs/nb")
    words = labels(options.language or "en")
    site = None if options.no_site else built_site()
    try:
        tree = checks.read_tree(ROOT, site=site)
    except FileNotFoundError:
        return refuse(f"there is no docs/ folder in {ROOT}; run this in the handbook's own folder")
    rules = (*checks.RULES, *(() if options.no_spelling else (checks.SPELLING,)))
    if options.fix:
        say(words["fixed"].format(count=write_mended(tree, rules)))
        tree = checks.read_tree(ROOT, site=site)
    findings = chosen(checks.check(tree, rules), options.paths)
    print_findings(findings, options)
    if not options.no_site and site is None:
        say(words["no-site"])
    tell_dictionaries(words, options)
    say(summary(findings, tree, time.monotonic() - begun, words))
    return 1 if any(finding.level is Level.ERROR or options.strict for finding in findings) else 0


def is_ours(path: Path) -> bool:
    """Whether there is a file or folder at `path`, in the handbook's own folder."""
    return path.exists() and path.resolve().is_relative_to(ROOT)


def built_site() -> Site | None:
    """The built site; None when there is none, or when something it is made from is newer."""
    front_door = ROOT / "site" / "index.html"
    if not front_door.is_file():
        return None
    made = front_door.stat().st_mtime
    sources = (path for name in SITE_SOURCES for path in files_below(ROOT / name))
    return None if any(path.stat().st_mtime > made for path in sources) else read_site(front_door.parent)


def files_below(path: Path) -> Iterable[Path]:
    """The file itself, or all files below the folder that are sources."""
    if path.is_file():
        return [path]
    return (found for found in path.rglob("*") if found.is_file() and "__pycache__" not in found.parts)


def write_mended(tree: Tree, rules: Sequence[Rule]) -> int:
    """Write what can be mended; the number of files."""
    mended = fix.mend(tree, rules)
    for file in mended:
        fix.write(ROOT, file)
    return len(mended)


def chosen(findings: list[Finding], paths: Sequence[Path]) -> list[Finding]:
    """The findings in `paths`; all of them when none are given."""
    wanted = [PurePosixPath(path.resolve().relative_to(ROOT).as_posix()) for path in paths]
    return [one for one in findings if not wanted or any(one.path.is_relative_to(path) for path in wanted)]


def print_findings(findings: list[Finding], options: argparse.Namespace) -> None:
    """Print the findings in the form asked for; for GitHub, add them to the summary of the run as well."""
    text = report.FORMATS[options.format](findings, options.language, site_address())
    if text:
        print(text)
    if options.format == "github" and (summary_file := os.environ.get("GITHUB_STEP_SUMMARY")):
        with Path(summary_file).open("a", encoding="utf-8") as file:
            file.write(report.as_markdown(findings, options.language, site_address()))


def site_address() -> str:
    """Where the site is published, with a trailing slash."""
    return editions.default_address().rstrip("/") + "/"


def tell_dictionaries(words: Mapping[str, str], options: argparse.Namespace) -> None:
    """Say which languages could not be spelled on this machine."""
    for language in () if options.no_spelling else LANGUAGES:
        if not spelling.has_dictionary(language):
            dictionary, package = spelling.DICTIONARIES[language], spelling.PACKAGES[language]
            name = words[f"language-{language}"]
            say(words["no-dictionary"].format(language=name, dictionary=dictionary, package=f"hunspell {package}"))


def summary(findings: list[Finding], tree: Tree, seconds: float, words: Mapping[str, str]) -> str:
    """One line: how much was found, on how many pages, in what time."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    figures = {"pages": sum(1 for _ in tree.all_pages()), "seconds": f"{seconds:.1f}"}
    if not findings:
        return words["none"].format(**figures)
    fixable = sum(finding.fixable for finding in findings)
    line = words["some"].format(errors=errors, advice=len(findings) - errors, **figures)
    return f"{line} {words['can-fix'].format(count=fixable)}" if fixable else line


def new(options: argparse.Namespace) -> int:
    """Begin a page, a method or a case: the files, the menu, the way in."""
    today = date.today()  # noqa: DTZ011 - the writer's own day
    try:
        begun = drafts.begin(ROOT, drafts.Kind(options.kind), options.title, options.language, options.folder, today)
    except (drafts.DraftError, ContentError, RecordError) as error:
        return refuse(str(error))
    drafts.write(ROOT, begun)
    for draft in begun:
        print(draft.path)
    say("Write the original first, then the translations; `check` tells what is left to do.")
    return 0


def show_translations(options: argparse.Namespace) -> int:
    """Print every page's state, or what changed since the given translations were made."""
    handbook = Handbook.read(ROOT / "docs")
    if not options.paths:
        print_states(handbook)
        return 0
    try:
        found = [status_of(handbook, path) for path in translation_files(options.paths)]
    except ValueError as error:
        return refuse(str(error))
    for status in found:
        print_status(handbook, status)
    return 0


def print_states(handbook: Handbook) -> None:
    """A table: one line a page, its state in each language; then the number of each state."""
    found = list(translations.statuses(handbook))
    paths = sorted({status.path for status in found})
    width = max((len(str(path)) for path in paths), default=0)
    state = {(status.path, status.language): status for status in found}
    for path in paths:
        cells = [f"{language} {in_words(state[path, language]):<22}" for language in LANGUAGES]
        print(f"{path!s:<{width}}  {'  '.join(cells)}".rstrip())
    for kind in State:
        print(f"{kind.value}: {sum(status.state is kind for status in found)}")


def in_words(status: Status) -> str:
    """A state with the sections that changed."""
    sections = ", ".join(change.section for change in status.changes)
    return f"{status.state.value} ({sections})" if sections else status.state.value


def translation_files(paths: Iterable[Path]) -> list[Path]:
    """The pages among `paths` and below them, sorted. Raises ValueError when one is not below docs/."""
    found: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise ValueError(f"{path} is not there")
        found |= set(pages_below(path)) if path.is_dir() else {path}
    for path in found:
        place(path)
    return sorted(found)


def pages_below(folder: Path) -> Iterator[Path]:
    """The pages of the handbook below `folder`; the front door is none."""
    for path in folder.rglob("*.md"):
        try:
            place(path)
        except ValueError:
            continue
        yield path


def place(path: Path) -> tuple[str, PurePosixPath]:
    """Language and path below the language folder. Raises ValueError when `path` is no page of the handbook."""
    try:
        language, *rest = path.resolve().relative_to(ROOT / "docs").parts
    except ValueError:
        language, rest = "", []
    if language not in LANGUAGES or not rest:
        raise ValueError(f"{path} is no page below docs/nb, docs/da or docs/sv")
    return language, PurePosixPath(*rest)


def status_of(handbook: Handbook, path: Path) -> Status:
    """The state of the page in the file `path`. Raises ValueError when the page cannot be read."""
    language, name = place(path)
    if name not in handbook.pages[language]:
        raise ValueError(f"{path} cannot be read; run check on it")
    return translations.status(handbook, name, language)


def print_status(handbook: Handbook, status: Status) -> None:
    """Print a page's state and, where it is outdated, how its original changed."""
    print(f"docs/{status.language}/{status.path}: {status.state.value}")
    if status.state is not State.OUTDATED:
        return
    original = handbook.pages[status.original][status.path]
    kept = translations.recorded(handbook.pages[status.language][status.path]) or {}
    for difference in translations.differences(ROOT, original, kept):
        print(f"\n  {difference.change.kind.value}: {difference.change.heading} ({difference.change.section})")
        if difference.before is None and difference.change.kind is not translations.Kind.ADDED:
            print("  The version the translation was made from is not in this repository's history.")
        print("  " + translations.marked_up(difference.before or "", difference.after))


def record_translated(options: argparse.Namespace) -> int:
    """Keep in each translation the fingerprint of its original."""
    handbook = Handbook.read(ROOT / "docs")
    try:
        found = [(path, status_of(handbook, path)) for path in translation_files(options.paths)]
    except ValueError as error:
        return refuse(str(error))
    if not any(given.is_dir() for given in options.paths):
        for path, status in found:
            if status.state is State.ORIGINAL:
                return refuse(f"{path} is an original; give a translation")
    made = [(path, status) for path, status in found if status.state is not State.ORIGINAL]
    for path, status in made:
        if status.path not in handbook.pages[status.original]:
            return refuse(f"{path} says it was translated from {status.original}, which lacks the page")
    for path, status in made:
        record(path, handbook, status)
    return 0


def record(path: Path, handbook: Handbook, status: Status) -> None:
    """Write the fingerprint into one translation, if it is not there already."""
    before = path.read_text(encoding="utf-8")
    try:
        after = translations.confirmed(before, handbook.pages[status.original][status.path])
    except ContentError as error:  # pragma: no cover - the page was read a moment ago
        raise AssertionError(path) from error
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
        print(f"{path}: matches docs/{status.original}/{status.path}")


def show_reading_time(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its options
    """Print the reading time of every page, the longest first; 1 when one takes too long."""
    tree = checks.read_tree(ROOT)
    pages = sorted(tree.all_pages(), key=reading_minutes, reverse=True)
    for page in pages:
        print(f"{reading_minutes(page):4.1f} min  {reading_words(page):5d} words  {page.path}")
    return 1 if pages and reading_minutes(pages[0]) > checks.readability.LONGEST_READING else 0


def record_items(options: argparse.Namespace) -> int:  # noqa: ARG001 - every command takes its options
    """Put the ids of all checklist items on record; 2 when the record cannot be read."""
    path = ROOT / published.NAME
    try:
        before = published.read(path)
    except published.RecordError as error:
        return refuse(str(error))
    after = published.renewed(before, published.checklists_in(Handbook.read(ROOT / "docs")))
    published.write(path, after)
    added = sum(len(ids) - len(before.get(name, ())) for name, ids in after.items())
    say(f"{published.NAME}: {added} added, {sum(map(len, after.values()))} on record")
    return 0


def follow_links(options: argparse.Namespace) -> int:
    """Follow every link: 0 all lead somewhere, 1 some do not, 2 could not run."""
    if not (ROOT / "site" / "index.html").is_file():
        return refuse("there is no built site; run build first")
    today = date.today()  # noqa: DTZ011 - the writer's own day
    memory = linkcheck.remembered(options.memory)
    try:
        found = linkcheck.follow(ROOT / "site", external=not options.no_external)
    except linkcheck.FollowingError as error:
        return refuse(str(error))
    broken = linkcheck.dated(found, memory, today)
    text = linkcheck.report(broken, memory, today)
    linkcheck.remember(options.memory, broken)
    if options.report:
        options.report.write_text(text, encoding="utf-8")
    print(text, end="")
    return 1 if broken else 0


def show_changes(options: argparse.Namespace) -> int:
    """Print what changed since a commit; 2 when there is no such commit here."""
    try:
        print(changes.summary(ROOT, options.base), end="")
    except changes.UnknownBaseError as error:
        return refuse(str(error))
    return 0


def show_shared_runs(options: argparse.Namespace) -> int:
    """Print every run of words shared with a source, and a table of sources by languages; 1 when there is one."""
    try:
        sources = own_words.read_sources(options.folder)
    except FileNotFoundError:
        return refuse(f"there are no .txt files in {options.folder}")
    runs = own_words.all_runs(Handbook.read(ROOT / "docs"), sources)
    for run in runs:
        print(f"docs/{run.language}/{run.path}:{run.line}: {run.length} words as in {run.source}: {run.text}")
    width = max(map(len, sources))
    print(f"{'':{width}}  {'  '.join(f'{language:>4}' for language in LANGUAGES)}")
    for source in sources:
        counts = [sum(run.source == source and run.language == language for run in runs) for language in LANGUAGES]
        print(f"{source:{width}}  {'  '.join(f'{count:4}' for count in counts)}")
    return 1 if runs else 0
