"""The comparison with the spare engine: blind to nothing that a reader would meet."""

from __future__ import annotations

from pathlib import Path

import pytest

from methodbook.commands import packages, spare_engine
from methodbook.commands.spare_engine import Outline
from tests.conftest import ROOT, Site

PAGE = '<html lang="nb"><title>A</title><h2 id="b">B</h2><a href="c/">C</a></html>'


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [("title", ">A<", ">Z<"), ("languages", '"nb"', '"da"'), ("ids", '"b"', '"z"'), ("links", "c/", "z/")],
)
def test_each_kind_of_difference_is_told(what: str, old: str, new: str) -> None:
    ours = {"index.html": Outline.of(PAGE.encode())}
    theirs = {"index.html": Outline.of(PAGE.replace(old, new).encode())}
    found = list(spare_engine.differences(ours, theirs))
    assert [(difference.page, difference.what) for difference in found] == [("index.html", what)]
    assert new.strip('"<>') in str(found[0])


def test_a_missing_page_is_told() -> None:
    page = Outline.of(PAGE.encode())
    found = list(spare_engine.differences({"a.html": page, "b.html": page}, {"a.html": page}))
    assert [str(difference) for difference in found] == [
        "the site: pages differ: only MkDocs ['b.html'], only properdocs []"
    ]


def test_equal_sites_do_not_differ(site: Site) -> None:
    ours = spare_engine.outlines(site.folder)
    assert len(ours) > 150
    assert list(spare_engine.differences(ours, spare_engine.outlines(site.folder))) == []


def test_an_engine_that_cannot_be_installed_is_told_without_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(spare_engine.SpareEngineError, match="failed"):
        spare_engine.run(["python3", "-c", "raise SystemExit(1)"], tmp_path)
    with pytest.raises(spare_engine.SpareEngineError, match="no-such-program"):
        spare_engine.run(["no-such-program"], tmp_path)


def test_the_spare_lock_has_our_versions_and_the_engine() -> None:
    ours = {package.name: package.version for package in packages.locked(ROOT / "requirements.txt")}
    spare = {package.name: package.version for package in packages.locked(ROOT / spare_engine.LOCK)}
    assert spare[spare_engine.ENGINE]
    assert {name: spare.get(name) for name in ours} == ours
