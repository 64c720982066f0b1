"""Running the engine: `python -m methodbook.commands.building TARGET [ENGINE]`, in the folder that holds `mkdocs.yml`.

What `mkdocs build` does, but trouble with the disk is told in one line instead of a traceback.
Exit codes: 0 built, 1 the engine says what is wrong, 2 the site could not be written, 130 interrupted.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Sequence

import click

ENGINE = "mkdocs"
NOT_WRITTEN = 2
INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Build into the folder given first, with the engine given second (default: MkDocs)."""
    target, engine = arguments[0], arguments[1] if len(arguments) > 1 else ENGINE
    # The engine is chosen by name, so that the spare one can be proved on the same pages.
    commands = importlib.import_module(f"{engine}.__main__").cli
    # Trouble with the disk is told below, once.
    logging.getLogger(f"{engine}.commands.build").addFilter(lambda record: "[Errno " not in record.getMessage())
    options = ["build", "--quiet", "--config-file", "mkdocs.yml", "--site-dir", target]
    try:
        commands(options, standalone_mode=False)
    except OSError as error:
        print(f"handbook: {error.filename or target}: {error.strerror or error}; site/ is as it was", file=sys.stderr)
        return NOT_WRITTEN
    except RecursionError:
        print("handbook: a page is nested too deep to be read; `check` tells which", file=sys.stderr)
        return 1
    except click.ClickException as error:
        error.show()
        return 1
    except click.Abort:
        return INTERRUPTED
    except SystemExit as error:
        return int(error.code or 0)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
