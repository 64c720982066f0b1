"""Reading a page: every part with its line, and a clear reason when it cannot be read."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from methodbook.page import markdown as markdown_module
from methodbook.page import prose
from methodbook.page.markdown import ContentError

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
        markdown_module.read_document(tmp_path, "nb", PurePosixPath("index.md"))
    assert (caught.value.reason, caught.value.line, caught.value.detail) == ("not-utf-8", 2, "0xF8")


PIECES = [
    *(
        "`",
        "``",
        "```",
        "````",
        "~~~",
        "\\",
        "\\\\",
        "x",
        " ",
        "\n",
        "\n\n",
        "- ",
        "    ",
        "> ",
        "| ",
        "\n|---|\n",
        "# ",
        "1. ",
        ": ",
    ),
    *("\n```\n", "```\n", "`\n", "<img src=x>", "{x}", "*"),
]


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(st.sampled_from(PIECES), min_size=2, max_size=14))
def test_nothing_that_markdown_shows_is_taken_for_code(pieces: list[str]) -> None:
    text = "".join([*pieces, "<img src=x>", *pieces])
    extensions = ["attr_list", "def_list", "fenced_code", "tables", "toc"]
    article = html.fragment_fromstring(markdown.markdown(text, extensions=extensions), create_parent="article")
    left = "\n".join(markdown_module.blank_spans(markdown_module.blank_code(text.split("\n"))))
    assert left.count("<img") >= len(article.findall(".//img"))


def test_plain_code_is_blanked() -> None:
    lines = ["Write `<b>` or ``a ` <i>`` here.", "", "```html", "<u>", "```", "", "A ` alone and `<s>`."]
    assert markdown_module.blank_spans(markdown_module.blank_code(lines)) == [
        "Write " + " " * 5 + " or " + " " * 11 + " here.",
        *[""] * 5,
        "A ` alone and `<s>`.",
    ]


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
