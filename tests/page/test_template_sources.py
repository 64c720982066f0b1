"""Each field and item of a template stands in the table: under the source its section names, or as our own."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from methodbook.languages import LANGUAGES
from methodbook.page.markdown import Document, parse_document
from methodbook.page.points import Field, Item

HERE = Path(__file__).resolve().parent
DOCS = HERE.parents[1] / "docs"
TABLE: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "sources" / "templates.yaml").read_text(encoding="utf-8"))


def template(language: str, name: str) -> Document:
    """The template `name` in `language`."""
    path = PurePosixPath("templates", f"{name}.md")
    return parse_document((DOCS / language / path).read_text(encoding="utf-8"), language, path)


def source_of_each(page: Document) -> dict[str | None, str | None]:
    """Id of a field or item -> the source its section names, in reading order."""
    named = {heading.id: heading.source for heading in page.headings}
    parts: tuple[Field | Item, ...] = (*page.fields, *page.items)
    return {part.id: named[part.section] for part in sorted(parts, key=lambda part: part.line)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_has_its_table(language: str) -> None:
    assert {path.stem for path in (DOCS / language / "templates").glob("*.md")} - {"index"} == set(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_sourced_or_our_own(language: str, name: str) -> None:
    found = source_of_each(template(language, name))
    assert None not in found, "a field or item has no id"
    sourced = {identifier: source for identifier, source in found.items() if source}
    own = [identifier for identifier, source in found.items() if not source]
    assert {identifier: told["source"] for identifier, told in TABLE[name]["sourced"].items()} == sourced
    assert TABLE[name]["own"] == own


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_place_is_told(name: str) -> None:
    for identifier, told in TABLE[name]["sourced"].items():
        assert set(told) == {"source", "place"}, identifier
        assert told["place"].strip(), identifier


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_and_front_matter_agree(language: str, name: str) -> None:
    page = template(language, name)
    for heading in page.headings:
        assert heading.grade in {None, "recommends", "observed", "proposal"}, heading.text
        assert bool(heading.source) == (heading.grade in {"recommends", "observed"}), heading.text
    assert {heading.source for heading in page.headings if heading.source} == set(page.meta["sources"])


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_languages_have_the_same_parts_in_the_same_order(name: str) -> None:
    def shape(language: str) -> list[tuple[str, str | None, int, int, int]]:
        page = template(language, name)
        fields = [(f.line, f.kind, f.id, len(f.options), len(f.columns), len(f.rows)) for f in page.fields]
        items = [(item.line, "item", item.id, 0, 0, 0) for item in page.items]
        return [part[1:] for part in sorted(fields + items)]

    first, *others = (shape(language) for language in LANGUAGES)
    assert all(other == first for other in others)
