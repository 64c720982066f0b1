"""A small handbook with a page of each kind (`tests/data/sheet`), built once and served."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import ROOT, Site, build_site, served

PAGES = ROOT / "tests/data/sheet/docs"
NAV = """nav:
  - index.md
  - choose.md
  - methods: [methods/index.md, methods/bridge.md]
  - templates: [templates/index.md, templates/agreement.md, templates/invitation.md]
  - cases: [cases/index.md, cases/league.md, cases/short.md]
  - glossary.md
  - about.md
"""


def project(folder: Path, publisher: str = "") -> Path:
    """A project with the small handbook in `folder`; `publisher` is what `publisher.yaml` says, if anything."""
    shutil.copytree(PAGES, folder / "docs")
    shutil.copytree(ROOT / "docs/_data", folder / "docs/_data")
    if publisher:
        (folder / "docs/_data/publisher.yaml").write_text(publisher, encoding="utf-8")
    for name in ("overrides", "scripts"):
        (folder / name).symlink_to(ROOT / name)
    configured = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        re.sub(r"^nav:\n(?:.|\n)*", NAV, configured, flags=re.MULTILINE), encoding="utf-8"
    )
    return folder


@contextmanager
def small_site(folder: Path, publisher: str = "") -> Iterator[Site]:
    """The small handbook in bokmål, built in `folder`."""
    with served(folder / "site") as address:
        known = {"HANDBOOK_SITE_URL": address, "HANDBOOK_BUILD_DA": "false", "HANDBOOK_BUILD_SV": "false"}
        build_site(folder / "site", project(folder / "project", publisher), **known)
        yield Site(folder / "site", address)
