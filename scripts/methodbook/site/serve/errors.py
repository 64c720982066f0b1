"""What `serve` does when the site cannot be built: say what is wrong and where, and keep showing the last good site.

MkDocs alone would print a traceback and let every page wait until the mistake is mended.
"""

import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import yaml
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from mkdocs.exceptions import MkDocsException

from methodbook.checks import messages
from methodbook.languages import LANGUAGES, DataError
from methodbook.site import engine

log = logging.getLogger("mkdocs.methodbook")

KNOWN = (TemplateError, yaml.YAMLError, DataError)
"""Mistakes in templates and data files, which the writer can mend; anything else is the toolbox's own."""
PLACE = re.compile(r"<article\b[^>]*>|<main\b[^>]*>")


class Superseded(Exception):  # noqa: N818 - nothing is wrong
    """Something newer was saved that can be shown at once: the build going on is given up."""


class Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def describe(error: BaseException, root: Path) -> str:
    """What went wrong in one line: file (from the folder `root`), line, and problem."""
    cause = next(filter(lambda one: isinstance(one, KNOWN), chain(error)), error)
    file, line = place(cause, root)
    where = f"{file}:{line}: " if line else f"{file}: " if file else ""
    return " ".join(f"{where}{problem(cause)}".split())


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def problem(error: BaseException) -> str:
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    if isinstance(error, yaml.MarkedYAMLError):
        return error.problem or "it cannot be read as YAML"
    if isinstance(error, (TemplateError, DataError, MkDocsException, OSError)):
        return str(getattr(error, "message", error))
    return f"{type(error).__name__}: {error}"


def place(error: BaseException, root: Path) -> tuple[str, int]:
    """File and line of what went wrong; an empty name when they are not known, 0 for no line."""
    if isinstance(error, DataError):
        return error.file, error.line
    if isinstance(error, TemplateSyntaxError):
        return below(error.filename or error.name or "", root), error.lineno
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return below(str(mark.name), root), mark.line + 1
    frames = traceback.extract_tb(error.__traceback__)
    own = [one for one in frames if Path(one.filename).is_relative_to(root) and "site-packages" not in one.filename]
    return (below(own[-1].filename, root), own[-1].lineno or 0) if own else ("", 0)


def below(file: str, root: Path) -> str:
    return Path(file).relative_to(root).as_posix() if Path(file).is_relative_to(root) else file


def careful(build: Callable[[], None], shown: Path, root: Path) -> bool:
    """Whether `build` built the handbook in `root`; if not, every page of the last good site, `shown`, says why.

    Raises Superseded when the build was given up.
    """
    errors = Errors()
    logging.getLogger("mkdocs").addHandler(errors)
    engine.undo_static_i18n()
    try:
        build()
    except Superseded:
        raise
    except (Exception, SystemExit) as error:
        log.debug("the build failed", exc_info=error)
        # Where it is all that MkDocs has said already, say no more.
        if not (errors.messages and isinstance(error, SystemExit) and str(error).startswith("Aborted with")):
            log.error(describe(error, root))
        log.info("The last good site is shown; fix the mistake and save, and the new one comes by itself.")
        show(shown, "; ".join(errors.messages[-1:]))
        return False
    finally:
        logging.getLogger("mkdocs").removeHandler(errors)
    return True


def is_not_logged_twice(record: logging.LogRecord) -> bool:
    """Whether to log what MkDocs says of a failing page: not when we say the same with file and line."""
    return not (record.msg.startswith("Error ") and isinstance(sys.exc_info()[1], (*KNOWN, Superseded)))


def show(site: Path, said: str) -> None:
    """Put what went wrong on every page of `site`, in the page's language, in the place of what stood there before."""
    for page in site.rglob("*.html"):
        language = page.relative_to(site).parts[0]
        box = notice(said, language if language in LANGUAGES else "en")
        text = re.sub(r'<aside class="box note finding" data-mishap>.*?</aside>', "", page.read_text(encoding="utf-8"))
        if found := PLACE.search(text):
            text = f"{text[: found.end()]}{box}{text[found.end() :]}"
        page.write_text(text, encoding="utf-8", newline="\n")


def notice(said: str, language: str) -> str:
    try:
        labels = messages.labels(language)
    except (DataError, yaml.YAMLError):  # what went wrong is just that these words cannot be read
        labels = {"build-fails": "", "build-fails-mend": ""}
    title, fix = escape(labels["build-fails"]), escape(labels["build-fails-mend"])
    lines = f'<p class="box-title">{title}</p><p><code>{escape(said)}</code></p><p>{fix}</p>'
    return f'<aside class="box note finding" data-mishap>{lines}</aside>'
