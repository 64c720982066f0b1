"""Every section of each source is carried by a page that is there, in every language; and no source is copied here."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from methodbook.languages import LANGUAGES, book
from methodbook.page.handbook import Handbook

TABLES = Path(__file__).resolve().parent / "sources"
ROOT = TABLES.parents[2]


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    """The real handbook."""
    return Handbook.read(ROOT / "docs")


def table(source: str) -> Any:
    """Section of the source, in our own words -> the places that carry it."""
    return yaml.safe_load((TABLES / f"{source}.yaml").read_text(encoding="utf-8"))


def test_every_source_has_its_table() -> None:
    assert {path.stem for path in TABLES.glob("*.yaml")} - {"templates"} == set(book("sources.yaml"))


@pytest.mark.parametrize("source", sorted(book("sources.yaml")))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_is_carried_in_every_language(handbook: Handbook, source: str, language: str) -> None:
    for section, places in table(source).items():
        assert places, section
        for place in places:
            path, _, identifier = place.partition("#")
            page = handbook.pages[language].get(PurePosixPath(path))
            assert page is not None, f"{section}: {path} is not there in {language}"
            assert source in page.meta["sources"], f"{path} does not name {source}"
            assert not identifier or identifier in page.ids, f"{section}: {path} has no #{identifier}"


def test_the_sources_themselves_are_not_here() -> None:
    assert [path.name for path in TABLES.rglob("*") if path.suffix != ".yaml"] == []
