"""LinkChecker over the whole built site, served under a sub-path as GitHub Pages does."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html

from tests.conftest import Site

CONFIGURATION = """
[checking]
threads=4
maxrequestspersecond=100000
[output]
status=0
"""
ANCHORS = "[AnchorCheck]\n"


def link_checker(folder: Path, *addresses: str, anchors: bool) -> list[dict[str, str]]:
    """A record for each broken link (or anchor) that LinkChecker meets from `addresses` on, at and below them."""
    program = shutil.which("linkchecker", path=str(Path(sys.executable).parent))
    assert program, "linkchecker is one of the locked packages"
    configuration = folder / "linkcheckerrc"
    configuration.write_text(CONFIGURATION + ANCHORS * anchors, encoding="utf-8")
    command = [program, "--config", str(configuration), "--output", "csv", "--no-robots", *addresses]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    lines = [line for line in done.stdout.splitlines() if line and not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter=";"))


def told(troubles: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """What a person needs of each trouble."""
    return [(row["parentname"], row["urlname"], row["result"], row["warningstring"][:80]) for row in troubles]


def test_no_link_is_broken(site: Site, tmp_path: Path) -> None:
    # Every page is a start, so that those no other page leads to are checked as well.
    starts = [site.address + page for page in site.pages()]
    assert told(link_checker(tmp_path, *starts, anchors=False)) == []


def test_no_anchor_is_broken(site: Site, tmp_path: Path) -> None:
    # LinkChecker reads a page anew for every anchor on it, which takes minutes a language; ids are the same in all
    # three. The pages that list every section (print/, search/) and the other two languages are in the next test.
    lists = f"{site.address}nb/(print|search|contribute/rules)/"
    starts = [site.address + page for page in site.pages() if page.startswith("nb/methods/")]
    others = f"{site.address}(da|sv)/"
    options = ["--ignore-url", lists, "--ignore-url", others, "--recursion-level=1"]
    assert told(link_checker(tmp_path, *starts, *options, anchors=True)) == []


def test_no_anchor_on_any_page_is_broken(site: Site) -> None:
    ids: dict[str, set[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    for page in site.pages():
        tree: Any = html.document_fromstring(site.html(page))
        ids[page] = {str(name) for name in tree.xpath("//@id")}
        for link in tree.iterfind(".//a[@href]"):
            target, _, anchor = urljoin(site.address + page, link.get("href", "")).partition("#")
            if anchor and target.startswith(site.address):
                wanted.append((page, target.removeprefix(site.address), anchor))
    assert len(wanted) > 5000
    assert [link for link in wanted if link[2] not in ids.get(link[1], set())] == []


@pytest.mark.parametrize("link", ["no/such/page/", "methods/#no-such-section", "../nb/no-such-picture.svg"])
def test_a_broken_link_would_be_found(site: Site, tmp_path: Path, link: str) -> None:
    page = site.folder / "nb" / "broken.html"
    page.write_text(f'<!doctype html><title>x</title><a href="{link}">x</a>', encoding="utf-8")
    try:
        troubles = link_checker(tmp_path, f"{site.address}nb/broken.html", "--recursion-level=1", anchors=True)
    finally:
        page.unlink()
    assert [row["urlname"] for row in troubles] == [link]
