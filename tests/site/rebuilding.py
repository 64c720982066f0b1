"""Building again and again in one process, as `serve` does: `python -m tests.site.rebuilding PROJECT SITE SINCE`.

Builds PROJECT into SITE at every line read from standard input, and answers each with a line: `built`, or what went
wrong. SINCE is the time (in seconds since 1970) from which on saved pages show their findings.
"""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from methodbook.site.serve import errors as errors_module


def main(project: Path, site: Path, since: float) -> None:
    """Build at every line of standard input."""
    os.chdir(project)
    address = os.environ["HANDBOOK_SITE_URL"]
    errors = errors_module.Errors()
    logging.getLogger("mkdocs").addHandler(errors)
    load_config(site_dir=str(site)).plugins.on_startup(command="serve", dirty=False)
    sys.modules["scripts/methodbook/site/hooks.py"].serving_since = since  # type: ignore[attr-defined]
    rebuild = errors_module.careful(lambda: build(load_config(site_dir=str(site)), serve_url=address), site, project)
    for _ in sys.stdin:
        errors.told.clear()
        rebuild()
        print(errors.told[-1] if errors.told else "built", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
