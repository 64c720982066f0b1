"""Show how far the translations are, what changed since one was made, and record that one matches again."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import click

from methodbook.commands import CommandError
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.drafts import placeholders
from methodbook.page.handbook import Handbook
from methodbook.page.translations import State, Status

DONE = frozenset({State.ORIGINAL, State.CURRENT})


def show(root: Path, paths: Sequence[Path], lagging: bool) -> None:
    """Print a table of all pages, or what changed since the translations in `paths`. Raises CommandError."""
    handbook = Handbook.read(root / "docs")
    if paths:
        for status in statuses_in(root, handbook, paths).values():
            describe(root, handbook, status)
        return
    found = {(status.path, status.language): status for status in translations.statuses(handbook)}
    names = sorted({path for path, _ in found})
    if lagging:
        names = [name for name in names if any(found[name, code].state not in DONE for code in LANGUAGES)]
    width = max((len(str(name)) for name in names), default=0)
    for name in names:
        cells = [f"{code} {state(found[name, code]):<22}" for code in LANGUAGES]
        click.echo(f"{name!s:<{width}}  {'  '.join(cells)}".rstrip())
    for kind in State:
        click.echo(f"{kind.value}: {sum(status.state is kind for status in found.values())}")


def state(status: Status) -> str:
    sections = ", ".join(change.section for change in status.changes)
    return f"{status.state.value} ({sections})" if sections else status.state.value


def statuses_in(root: Path, handbook: Handbook, paths: Sequence[Path]) -> dict[Path, Status]:
    """The states of the pages in `paths` and below them, by file. Raises CommandError for a file that is no page."""
    found = {}
    for file in sorted({page for path in paths for page in (path.rglob("*.md") if path.is_dir() else [path])}):
        if own := place(root, file):
            language, path = own
            if path not in handbook.pages[language]:
                raise CommandError(f"{file} cannot be read; run check on it")
            found[file] = translations.status(handbook, path, language)
        elif file in paths:
            raise CommandError(f"{file} is no page below docs/nb, docs/da or docs/sv")
    if not found:
        raise CommandError("there are no pages in these folders; give pages below docs/nb, docs/da or docs/sv")
    return found


def place(root: Path, path: Path) -> tuple[str, PurePosixPath] | None:
    """Language and path below the language folder; None when `path` is no page of the handbook."""
    try:
        language, *rest = path.resolve().relative_to(root.resolve() / "docs").parts
    except ValueError:
        return None
    return (language, PurePosixPath(*rest)) if language in LANGUAGES and rest and path.suffix == ".md" else None


def describe(root: Path, handbook: Handbook, status: Status) -> None:
    click.echo(f"docs/{status.language}/{status.path}: {status.state.value}")
    if status.state is not State.OUTDATED:
        return
    kept = translations.recorded(handbook.pages[status.language][status.path]) or {}
    original = handbook.pages[status.original][status.path]
    for difference in translations.differences(root, original, kept):
        click.echo(f"\n  {difference.change.kind.value}: {difference.change.heading} ({difference.change.section})")
        if difference.before is None and difference.change.kind is not translations.Kind.ADDED:
            click.echo("  The version the translation was made from is not in this repository's history.")
        click.echo("  " + translations.marked_up(difference.before or "", difference.after))


def confirm(root: Path, paths: Sequence[Path]) -> None:
    """Write into each translation in `paths` the fingerprint of its original. Raises CommandError, nothing written."""
    handbook = Handbook.read(root / "docs")
    found = statuses_in(root, handbook, paths)
    if wrong := next((path for path in paths if path in found and found[path].state is State.ORIGINAL), None):
        raise CommandError(f"{wrong} is an original; give a translation")
    made = {path: status for path, status in found.items() if status.state is not State.ORIGINAL}
    after = {path: confirmed(handbook, path, status) for path, status in made.items()}
    for path, text in after.items():
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8", newline="\n")
            click.echo(f"{path}: matches docs/{made[path].original}/{made[path].path}")


def confirmed(handbook: Handbook, path: Path, status: Status) -> str:
    """The text of a translation with its original's fingerprint. Raises CommandError for what cannot match."""
    original = handbook.pages.get(status.original, {}).get(status.path)
    if original is None:
        raise CommandError(f"{path} says it was translated from {status.original}, which lacks the page")
    pages = (handbook.pages[code][status.path] for code in (status.language, status.original))
    if any(next(placeholders(page.text, page.language), None) for page in pages):
        raise CommandError(f"{path} still has sentences from `new`; write the page first, `check` shows where")
    return translations.confirmed(path.read_text(encoding="utf-8"), original)
