"""Reading a page: every part with its line, and a clear reason when it cannot be read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from methodbook.page import handbook, prose
from methodbook.page import markdown as markdown_module
from methodbook.page.front_matter import ContentError

PAGE = """---
title: Roller
description: Fem roller.
original: da
---

# Roller i metoden

Les om [rollene](roles.md#who) og se [IMDi](https://www.imdi.no/).

/// facts
Hvem leder
:   **Kommunen**

Hvem deltar
:   Lag og
:   foreninger
///

## Fyll rollene {#fill grade=reading}

- [ ] Finn en *partner*. {#find-partner was=partner,seek}

    Uten partner stopper det.

- [x] Velg leder. {#leader}

```
## Not a heading {#no}
- [ ] not an item {#no-item}
```
"""


def parse(text: str) -> markdown_module.Document:
    return markdown_module.parse_document(text, "nb", PurePosixPath("methods/x/roles.md"))


def test_headings_have_line_level_id_and_grade() -> None:
    found = [(h.line, h.level, h.text, h.id, h.grade) for h in parse(PAGE).headings]
    assert found == [(7, 1, "Roller i metoden", None, None), (20, 2, "Fyll rollene", "fill", "reading")]


def test_items_keep_their_old_ids_their_reason_and_their_section() -> None:
    first, second = parse(PAGE).items
    assert (first.line, first.text, first.id) == (22, "Finn en partner.", "find-partner")
    assert first.was == ("partner", "seek")
    assert first.why == "Uten partner stopper det."
    assert (second.id, second.section) == ("leader", "fill")


def test_links_tell_page_from_world() -> None:
    inner, outer = parse(PAGE).links
    assert (inner.target, inner.is_external, inner.line) == ("roles.md#who", False, 9)
    assert outer.is_external


def test_facts_are_pairs_in_order() -> None:
    assert markdown_module.facts(parse(PAGE)) == (("Hvem leder", "Kommunen"), ("Hvem deltar", "Lag og foreninger"))


def test_address_and_original() -> None:
    page = parse(PAGE)
    assert page.url == "methods/x/roles/"
    assert page.is_translation
    assert markdown_module.parse_document(PAGE, "da", PurePosixPath("index.md")).url == ""
    assert markdown_module.parse_document(PAGE, "da", PurePosixPath("cases/index.md")).url == "cases/"


def test_windows_line_ends_and_byte_order_mark_are_read_alike() -> None:
    assert parse("\ufeff" + PAGE.replace("\n", "\r\n")).headings == parse(PAGE).headings


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "empty-file", 1),
        ("# No front matter\n", "front-matter-missing", 1),
        ("---\ntitle: x\n\n# Never closed\n", "front-matter-open", 1),
        ("---\ntitle: x\ndescription: [a\n---\n", "front-matter-broken", 4),
        ("---\njust text\n---\n", "front-matter-broken", 2),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, reason: str, line: int) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text)
    assert (caught.value.reason, caught.value.line) == (reason, line)


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "nb").mkdir()
    (tmp_path / "nb" / "index.md").write_bytes("---\ntitle: Søk\n---\n".encode("latin-1"))
    with pytest.raises(ContentError) as caught:
        handbook.read_document(tmp_path, "nb", PurePosixPath("index.md"))
    assert (caught.value.reason, caught.value.line, caught.value.detail) == ("not-utf-8", 2, "0xF8")


def test_links_are_found_over_lines_and_within_each_other() -> None:
    page = markdown_module.parse_document(
        "---\ntitle: x\n---\n\nSee [a\nb](c.md) and [![d](e.png)](f.md).\n", "nb", PurePosixPath("x.md")
    )
    assert [(link.line, link.text, link.target, link.is_image) for link in page.links] == [
        (5, "a b", "c.md", False),
        (6, "d", "f.md", False),
        (6, "d", "e.png", True),
    ]


FIELDS = """---
title: Avtale
---

# Avtale

- [line] Forening {#association}

## Dette nevner guiden {#guide grade=recommends source=municipal-guide}

- [text] Hvem gjør *hva*? {#who-does-what}

    Et hint om
    oppgaver.

- [date] Fra dato {#from}
- [choice] Hvor ofte møtes dere? {#how-often}
    - hver måned
    - hvert
      kvartal
- [rows] Oppgaver {#tasks}

    Skriv én oppgave på hver linje.

    - Oppgave | Hvem | Når
    - Rydde | |
    - | |
- [ ] Et punkt {#item}
- [other] ikke et felt {#no-field}
"""


def test_fields_have_their_kind_section_hint_and_parts() -> None:
    found = parse(FIELDS)
    assert [(f.line, f.kind, f.text, f.id, f.section) for f in found.fields] == [
        (7, "line", "Forening", "association", None),
        (11, "text", "Hvem gjør hva?", "who-does-what", "guide"),
        (16, "date", "Fra dato", "from", "guide"),
        (17, "choice", "Hvor ofte møtes dere?", "how-often", "guide"),
        (21, "rows", "Oppgaver", "tasks", "guide"),
    ]
    by_id = {field.id: field for field in found.fields}
    assert by_id["who-does-what"].hint == "Et hint om oppgaver."
    assert by_id["how-often"].options == ("hver måned", "hvert kvartal")
    assert by_id["tasks"].hint == "Skriv én oppgave på hver linje."
    assert by_id["tasks"].columns == ("Oppgave", "Hvem", "Når")
    assert by_id["tasks"].rows == (("Rydde", "", ""), ("", "", ""))


def test_a_heading_names_the_source_of_its_section() -> None:
    assert [(h.grade, h.source) for h in parse(FIELDS).headings] == [(None, None), ("recommends", "municipal-guide")]


def test_fields_and_items_give_their_ids_in_reading_order() -> None:
    found = parse(FIELDS).ids
    assert found == ("association", "guide", "who-does-what", "from", "how-often", "tasks", "item")


def test_the_kind_of_a_field_is_no_prose() -> None:
    shown = [passage.text for passage in prose.passages(FIELDS, prose.masked(FIELDS))]
    assert "Forening" in shown
    assert "Hvem gjør hva?" in shown
    assert not [text for text in shown if "line" in text or "rows" in text]


def headings(body: str) -> list[tuple[int, str, str | None]]:
    return [(h.level, h.text, h.id) for h in parse(f"---\ntitle: x\n---\n{body}\n").headings]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("#Uten mellomrom", (1, "Uten mellomrom", None)),
        ("## Tittel ##", (2, "Tittel", None)),
        ("## Tittel ## {#id}", (2, "Tittel", "id")),
        ("## Tittel{#id}", (2, "Tittel{#id}", None)),
        ("## Tittel {: #id }", (2, "Tittel", "id")),
        ("## {#id}", (2, "{#id}", None)),
        ("#", (1, "", None)),
    ],
)
def test_headings_are_read_as_markdown_does(line: str, heading: tuple[int, str, str | None]) -> None:
    assert headings(line) == [heading]


def test_the_words_of_an_item_go_on_until_its_attributes() -> None:
    (item,) = parse("---\ntitle: x\n---\n\n- [ ] Finn en\n  partner. {#find}\n\n    Derfor.\n").items
    assert (item.text, item.id, item.why) == ("Finn en partner.", "find", "Derfor.")


def test_blocks_stand_within_each_other() -> None:
    found = parse("---\ntitle: x\n---\n//// steps\n///note | T\n///\n////\n").blocks
    assert [(block.name, block.argument, block.line, block.end) for block in found] == [
        ("steps", "", 4, 7),
        ("note", "T", 5, 6),
    ]


def test_an_escaped_bracket_begins_no_link() -> None:
    assert parse("---\ntitle: x\n---\n\\[a](b.md)\n").links == ()
