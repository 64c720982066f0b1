"""Pages that moved: where they are now, and every address that was ever published.

An address is a page's path without its language and ending: `methods/visits` for `methods/visits/index.md`. Where an
old one leads stands in `mkdocs.yml` under `extra: redirects:`; all that were published stand in
`docs/_data/pages.yaml`, because others link to them for years.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml

from methodbook.languages import BOOK_NAME, DataError, Loader

NAME = f"{BOOK_NAME}/pages.yaml"
ADDRESS = re.compile(r"\.|[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*")
HEAD = """\
# The address of every page that was ever published, in all languages alike. No line is ever deleted: when a page moves
# or goes, mkdocs.yml says under `redirects` where its readers find what they look for.
# New pages are added by: python3 scripts/handbook.py record
"""


@dataclass(frozen=True)
class Redirect:
    """An old address, the address readers are sent to (perhaps with `#section`), and the line that says so."""

    old: str
    new: str
    line: int


def address(path: PurePosixPath) -> str:
    """The address of the page at `path` (below the language folder); the start page's is `.`."""
    return str(path.parent if path.name == "index.md" else path.with_suffix(""))


def redirects(configuration: Path) -> tuple[Redirect, ...]:
    """The redirects in `mkdocs.yml`; none when it cannot be read or has none."""
    try:
        node = yaml.compose(configuration.read_text(encoding="utf-8"), Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return ()
    for name in ("extra", "redirects"):
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in pairs if key.value == name), None)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return tuple(Redirect(str(old.value), str(new.value), old.start_mark.line + 1) for old, new in pairs)


def published(root: Path) -> frozenset[str]:
    """Every address on record; none when there is no record yet. Raises DataError when it cannot be read."""
    try:
        loaded = yaml.load((root / NAME).read_text(encoding="utf-8"), Loader)  # noqa: S506 - the safe loader
    except FileNotFoundError:
        return frozenset()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DataError(NAME, mark.line + 1 if mark else 0, "this is no list of addresses") from error
    if not isinstance(loaded, list) or not all(isinstance(one, str) for one in loaded):
        raise DataError(NAME, 0, "this is no list of addresses")
    return frozenset(loaded)


def record(addresses: Iterable[str]) -> str:
    """The record as its file holds it: sorted, so that two people who add pages rarely touch the same line."""
    return HEAD + "".join(f"- {one}\n" for one in sorted(set(addresses)))
