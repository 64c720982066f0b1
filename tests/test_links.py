"""LinkChecker over the whole built site, served under a sub-path as GitHub Pages does."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Site

CONFIGURATION = """
[checking]
threads=4
maxrequestspersecond=100000
[output]
status=0
[AnchorCheck]
"""


def link_checker(folder: Path, *addresses: str) -> list[dict[str, str]]:
    """A record for each broken link or anchor that LinkChecker meets from `addresses` on, at and below them."""
    program = shutil.which("linkchecker", path=str(Path(sys.executable).parent))
    assert program, "linkchecker is one of the locked packages"
    configuration = folder / "linkcheckerrc"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    command = [program, "--config", str(configuration), "--output", "csv", "--no-robots", *addresses]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter=";"))


def test_no_link_and_no_anchor_is_broken(site: Site, tmp_path: Path) -> None:
    # Every page is a start, so that those no other page leads to are checked as well.
    starts = [site.address + page for page in site.pages()]
    troubles = link_checker(tmp_path, *starts)
    assert [(row["parentname"], row["urlname"], row["result"], row["warningstring"][:80]) for row in troubles] == []


@pytest.mark.parametrize("link", ["no/such/page/", "methods/#no-such-section", "../nb/no-such-picture.svg"])
def test_a_broken_link_would_be_found(site: Site, tmp_path: Path, link: str) -> None:
    page = site.folder / "nb" / "broken.html"
    page.write_text(f'<!doctype html><title>x</title><a href="{link}">x</a>', encoding="utf-8")
    try:
        troubles = link_checker(tmp_path, f"{site.address}nb/broken.html", "--recursion-level=1")
    finally:
        page.unlink()
    assert [row["urlname"] for row in troubles] == [link]
