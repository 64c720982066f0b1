"""What is code to Markdown is code to the toolbox, and nothing else is."""

from __future__ import annotations

import pytest

from methodbook.page import prose
from methodbook.page.code import blank_code, blank_spans, blanked


def test_plain_code_is_blanked_letter_for_letter() -> None:
    lines = ["Write `<b>` or ``a ` <i>`` here.", "", "```html", "<u>", "```", "", "A ` alone and `<s>`."]
    assert blank_spans(blank_code(lines)) == [
        "Write " + " " * 5 + " or " + " " * 11 + " here.",
        *[""] * 5,
        "A " + " " * 13 + "<s>`.",
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("``a`b`` ute `c`.", "ute ."),
        ("`over\nto linjer` ute", "ute"),
        ("\\`ikke kode` ute", "\\`ikke kode` ute"),
        ("\\\\`kode` ute", "\\\\ ute"),
        ("- ett ` her\n- to ` der", "- ett ` her - to ` der"),
        ("```\ninne\n```\nute", "ute"),
        ("    ```\n    <b>\n    ```", ""),
        ("``` a b\nute\n```", ""),
        ("    ```\n<b>\n    ```", "``` <b> ```"),
    ],
)
def test_code_ends_where_markdown_ends_it(text: str, left: str) -> None:
    assert " ".join(blanked(text).split()) == left


def test_blanking_keeps_every_offset() -> None:
    text = "a `b` c\n```\nd\n```\ne ``f\ng`` h\n"
    found = blanked(text, "?")
    assert found == "a ??? c\n???\n?\n???\ne ???\n??? h\n"


def test_nothing_beside_code_is_hidden_from_the_checks_of_words() -> None:
    text = "---\ntitle: x\n---\n\nBruk ``a`b`` her. Dette er feill `c`.\n"
    (_, shown) = prose.passages(text, prose.masked(text))
    assert shown.text == "Bruk her. Dette er feill ."
