"""Building again and again in one process, as `serve` does: `python -m tests.site.rebuilding PROJECT SITE SINCE`.

Builds PROJECT into a folder below SITE at every line read from standard input, and answers each with a line: the page
that was built alone before the rest (its file in the site, else `-`), what it then held (its SHA-256, else `-`), the
folder of the site, and what went wrong, parted by tabs. SINCE is the time (in seconds since 1970) from which on saved
pages show their findings.
"""

from __future__ import annotations

import hashlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from methodbook.site.run import State as Build
from methodbook.site.run import current
from methodbook.site.serve import errors as errors_module
from methodbook.site.serve import quick, server


def main(project: Path, site: Path, since: float) -> None:
    """Build at every line of standard input."""
    os.chdir(project)
    address = os.environ["HANDBOOK_SITE_URL"]
    errors = errors_module.Errors()
    logging.getLogger("mkdocs").addHandler(errors)
    load_config(site_dir=str(site)).plugins.on_startup(command="serve", dirty=False)
    Build.serving_since = since
    soon, show_words = ["-", "-"], quick.show_words

    def noted(shown: Path) -> str:
        """Build the page soon, and note what it then holds."""
        page = show_words(shown)
        soon[:] = [page, hashlib.sha256((shown / page).read_bytes()).hexdigest()] if page else ["-", "-"]
        return page

    quick.show_words = noted
    serving = first(lambda: build(load_config(site_dir=str(site)), serve_url=address))
    for number, _ in enumerate(sys.stdin):
        if number:
            errors.messages.clear()
            server.rebuild(serving, lambda: build(load_config(site_dir=str(site)), serve_url=address), project)
        print(*soon, serving.shown, errors.messages[-1] if errors.messages else "built", sep="\t", flush=True)


def first(build_all: Callable[[], None]) -> server.Serving:
    """What `serve` keeps after its first build."""
    build_all()
    serving = server.State.serving
    assert serving is not None
    serving.show()
    quick.keep(current())
    return serving


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
