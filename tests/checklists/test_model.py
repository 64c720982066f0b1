"""Reading a checklist from its page."""

from __future__ import annotations

from pathlib import PurePosixPath

from methodbook.checklists.model import checklist_on
from methodbook.page.markdown import parse_document
from tests.checklists.pages import awkward, made


def test_sections_keep_their_order_and_items() -> None:
    checklist = awkward()
    assert [(section.id, [item.id for item in section.items]) for section in checklist.sections] == [
        ("before", ["ask", "letters"]),
        ("formula", ["plus", "signs"]),
    ]
    assert checklist.title == "Prøveliste"


def test_headings_without_items_are_no_sections() -> None:
    checklist = made("## A {#a}\n\nTekst.\n\n## B {#b}\n\n- [ ] Gjør det. {#do-it}\n")
    assert [section.title for section in checklist.sections] == ["B"]


def test_items_above_every_heading_are_kept() -> None:
    assert [section.title for section in made("- [ ] Gjør det. {#do-it}\n").sections] == [""]


def test_keys_carry_the_former_ids() -> None:
    assert awkward().keys == "ask letters:old-letters:older-letters plus signs"


def test_a_page_that_names_no_list_has_none() -> None:
    page = parse_document("---\ntitle: A\n---\n\n# A\n", "nb", PurePosixPath("a.md"))
    assert checklist_on(page) is None
