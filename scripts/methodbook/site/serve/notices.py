"""What `serve` shows while a page is being written: the findings on it, in its own language, above its text.

A page that cannot be read at all is shown as its finding alone, so that the rest of the site goes on working and the
next save brings the page back. Only pages saved since `serve` began are examined: the others were well, or are told
by `check`.
"""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path, PurePosixPath

from methodbook import checks
from methodbook.checks import Finding, Level, Tree, messages
from methodbook.checks.sources import read_file
from methodbook.languages import LANGUAGES
from methodbook.page.front_matter import ContentError
from methodbook.page.handbook import read_document


def stand_in(docs: Path, path: PurePosixPath) -> str | None:
    """Markdown to show for the page `path` (below `docs`) when it cannot be read; None when it can."""
    if path.parts[0] not in LANGUAGES:
        return None
    try:
        read_document(docs, path.parts[0], PurePosixPath(*path.parts[1:]))
    except (ContentError, OSError):
        file, _ = read_file(docs, path)
        found = checks.findings_in(Tree(docs.parent, (file,), {}), path)
        return f"# {path.name}\n\n{as_html(found)}\n"
    return None


def findings_on(tree: Tree, path: PurePosixPath) -> list[Finding]:
    """What the rules about files and single pages find on the page `path` (below `docs`), errors first."""
    found = checks.findings_in(tree, path)
    return sorted(found, key=lambda one: (one.level is Level.ADVICE, one.line, one.rule, one.details))


def as_html(findings: Iterable[Finding]) -> str:
    """The findings as boxes, empty when there are none: line and what, why, what to do."""
    return "\n".join(map(box_of, findings))


def failure(language: str, problem: str) -> str:
    """What stands in the place of a page that cannot be built: what went wrong, and what to do."""
    labels = messages.labels(language)
    fix = {labels["mend"]: labels["page-fails-mend"]}
    return box('data-rule="page-fails"', labels["page-fails"], problem, "", fix)


def box_of(finding: Finding) -> str:
    language = messages.language_of(finding)
    said, labels = messages.message(finding, language), messages.labels(language)
    further = {labels["why"]: said.why, labels["mend"]: said.mend}
    return box(f'data-rule="{finding.rule}"', said.title, f"{finding.path}:{finding.line}", f" {said.what}", further)


def box(mark: str, title: str, code: str, what: str, further: Mapping[str, str]) -> str:
    """A box with a title, a line that begins with code, and further lines, each by the strong words it begins with."""
    lines = [f'<p class="box-title">{escape(title)}</p>', f"<p><code>{escape(code)}</code>{escape(what)}</p>"]
    lines += [f"<p><strong>{escape(word)}</strong> {escape(text)}</p>" for word, text in further.items()]
    return f'<aside class="box note finding" {mark}>{"".join(lines)}</aside>'
