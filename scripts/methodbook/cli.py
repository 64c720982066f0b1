"""The command line: `python3 scripts/handbook.py COMMAND`.

A command is a function here; its docstring is its help. It imports what it needs when it runs, so that `check` does not
wait for MkDocs, nor `build` for the tests. Exit codes: 0 success, 1 something was found, 2 the command could not run.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from methodbook.commands import CommandError
from methodbook.languages import LANGUAGES

ROOT = Path.cwd()
INTERRUPTED = 130
EXISTING = click.Path(exists=True, path_type=Path)
LANGUAGE = click.Choice(LANGUAGES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    try:
        code = handbook.main(arguments, prog_name="handbook.py", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # `... | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except CommandError as error:
        click.echo(f"handbook: {error}", err=True)
        return error.code
    except (OSError, ValueError, RecursionError) as error:  # a file that cannot be read, or holds what it must not
        click.echo(f"handbook: {' '.join(str(error).split()) or type(error).__name__}", err=True)
        return 2
    except Exception as error:  # a fault of the toolbox's own: one line for the writer, the traceback for who wants it
        if "HANDBOOK_TRACEBACK" in os.environ:
            raise
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        click.echo(f"handbook: {reason}; please report this, with what HANDBOOK_TRACEBACK=1 adds to it", err=True)
        return 2
    return code if isinstance(code, int) else 0


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def handbook() -> None:
    """The Nordic method handbook."""
    # What is read and printed is UTF-8, whatever the machine's own encoding is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@handbook.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
@click.option("--language", type=LANGUAGE, help="Build this language only.")
def serve(port: int, language: str | None) -> None:
    """Build all languages and show them in the browser, again after every change."""
    from methodbook.commands import build as command

    command.serve(ROOT, port, language)


@handbook.command()
@click.option("--address", help="Where the site will be published, such as https://example.org/handbook/.")
@click.option("--publish", is_flag=True, help="Also make the PDF and the zip of each language.")
def build(address: str | None, publish: bool) -> None:
    """Build the site into site/; the last one stays until the new one is complete."""
    from methodbook.commands import build as command

    click.echo(f"handbook: {command.build(ROOT, address, publish)}", err=True)


@handbook.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option(
    "--language", type=click.Choice([*LANGUAGES, "en"]), help="Language of the messages (default: the file's)."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--fix", is_flag=True, help="Fix what can be fixed safely.")
@click.option("--no-spelling", is_flag=True, help="Leave spelling out.")
@click.option("--no-site", is_flag=True, help="Leave the built site out.")
@click.option("--strict", is_flag=True, help="Treat advice as errors.")
def check(paths: tuple[Path, ...], **options: Any) -> int:
    """Find mistakes in the pages and in the built site: file, line, what, why, how to fix it.

    With PATHS, print only what is found in these files and folders.
    """
    from methodbook.commands import check as command

    return command.check(ROOT, paths, command.Options(**options))


@handbook.command(context_settings={"ignore_unknown_options": True})
@click.argument("selection", nargs=-1, type=click.UNPROCESSED)
@click.option("--words", is_flag=True, help="Only what a change of words under docs/ can break.")
@click.option("--since", metavar="COMMIT", help="With --words: open the pages changed since this commit in a browser.")
@click.option("--engines", is_flag=True, help="Run the readers' journeys in Chromium, Firefox and WebKit instead.")
def test(selection: tuple[str, ...], words: bool, since: str | None, engines: bool) -> int:
    """Run linter, types and all tests; SELECTION is passed to pytest."""
    from methodbook.commands import testing

    return testing.test(ROOT, selection, words, since, engines)


@handbook.command()
@click.argument("kind", type=click.Choice(["page", "method", "case", "template"]), required=False)
@click.argument("title", required=False)
@click.option("--language", type=LANGUAGE, default=LANGUAGES[0], show_default=True, help="Language of the original.")
@click.option("--in", "folder", default="", metavar="FOLDER", help="Where a page goes, such as methods/visits.")
@click.option("--path", "name", default="", metavar="NAME", help="Name in the address, in English: welcome-meeting.")
@click.option("--undo", metavar="PATH", help="Take a page begun with `new` away again, such as cases/choir.")
def new(kind: str | None, title: str | None, undo: str | None, **options: str) -> None:
    """Begin a page, a method, a case or a template in all three languages, or take one away again."""
    from methodbook.commands import new as command

    if undo:
        command.undo(ROOT, undo)
    elif kind and title:
        command.new(ROOT, command.Wanted(command.Kind(kind), title, **options))
    else:
        raise click.UsageError("give KIND and TITLE, or --undo PATH")


@handbook.command()
@click.argument("paths", nargs=-1, type=EXISTING)
@click.option("--lagging", is_flag=True, help="Only what is missing or no longer matches its original.")
def translations(paths: tuple[Path, ...], lagging: bool) -> None:
    """Show how far each translation is; for PATHS, what changed in the original since."""
    from methodbook.commands import translations as command

    command.show(ROOT, paths, lagging)


@handbook.command()
@click.argument("paths", nargs=-1, required=True, type=EXISTING)
def translated(paths: tuple[Path, ...]) -> None:
    """Record that the translations in PATHS now match their originals."""
    from methodbook.commands import translations as command

    command.confirm(ROOT, paths)


@handbook.command()
def record() -> None:
    """Put the ids of new checklist items, and the addresses of new pages, on record."""
    from methodbook.checklists import record as published
    from methodbook.checklists.model import checklist_on
    from methodbook.page import moved
    from methodbook.page.drafts import placeholders
    from methodbook.page.handbook import Handbook

    path = ROOT / published.NAME
    before = published.read(path)
    pages = [page for pages in Handbook.read(ROOT / "docs").pages.values() for page in pages.values()]
    written = [page for page in pages if not next(placeholders(page.text, page.language), None)]
    after = published.renewed(before, filter(None, map(checklist_on, written)))
    published.write(path, after)
    added = sum(len(ids) - len(before.get(name, ())) for name, ids in after.items())
    click.echo(f"{published.NAME}: {added} added, {sum(map(len, after.values()))} on record", err=True)
    known = moved.published(ROOT)
    found = known | {moved.address(page.path) for page in written}
    (ROOT / moved.NAME).write_text(moved.record(found), encoding="utf-8", newline="\n")
    click.echo(f"{moved.NAME}: {len(found) - len(known)} added, {len(found)} on record", err=True)


@handbook.command()
@click.option("--external/--no-external", default=True, help="Follow links to other sites too (default).")
@click.option("--report", type=click.Path(path_type=Path), help="Also write the report to this file, in Markdown.")
def links(external: bool, report: Path | None) -> int:
    """Follow every link of the built site."""
    from methodbook.commands import linkcheck

    broken = linkcheck.follow(ROOT / "site", external)
    text = linkcheck.report(broken)
    if report:
        report.write_text(text, encoding="utf-8")
    click.echo(text, nl=False)
    return 1 if broken else 0


@handbook.command()
@click.argument("base")
def changes(base: str) -> None:
    """Sum up what changed since the commit BASE, in Markdown."""
    from methodbook.commands import changes as command

    click.echo(command.summary(ROOT, base), nl=False)


@handbook.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def bench(options: tuple[str, ...]) -> int:
    """Measure what the handbook promises: pages, search, editing, building (bench --help)."""
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "scripts"), os.environ.get("PYTHONPATH", "")])}
    return subprocess.run([sys.executable, "-m", "bench", *options], cwd=ROOT, env=found, check=False).returncode
