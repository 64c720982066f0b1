"""The whole handbook on one page: every page is in it, every link in it leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from lxml import html

from methodbook.exports.print_book import LEFT_OUT
from methodbook.languages import LANGUAGES
from tests.conftest import Site


@pytest.fixture(scope="module", params=LANGUAGES)
def book(site: Site, request: pytest.FixtureRequest) -> html.HtmlElement:
    """The page that holds the whole handbook of one language."""
    page: html.HtmlElement = site.tree(f"{request.param}/print/")
    return page


def test_every_page_of_the_menu_is_a_chapter(book: html.HtmlElement, site: Site) -> None:
    language = book.get("lang")
    left_out = {f"{language}/{url}" for url in LEFT_OUT} | {f"{language}/print/"}
    pages = {page for page in site.pages() if page.startswith(f"{language}/")} - left_out
    chapters = [chapter.get("id", "") for chapter in book.cssselect(".chapter[id]")]
    assert len(chapters) == len(set(chapters)) == len(pages)
    assert [link.get("href") for link in book.cssselect(".book-contents a")] == [f"#{key}" for key in chapters]


def test_ids_are_unique_and_links_within_it_lead_somewhere(book: html.HtmlElement) -> None:
    ids = Counter(str(identifier) for identifier in book.xpath("//@id"))
    assert [identifier for identifier, number in ids.items() if number > 1] == []
    inside = {str(link)[1:] for link in book.xpath("//main//a/@href") if str(link).startswith("#")}
    assert len(inside) > 100
    assert inside - set(ids) == set()
    named = {part for names in book.xpath("//main//*/@aria-labelledby") for part in str(names).split()}
    assert named - set(ids) == set()


def test_no_link_leads_to_a_page_that_is_here_as_a_chapter(book: html.HtmlElement, site: Site) -> None:
    language = book.get("lang")
    outside = {str(link) for link in book.xpath("//main//a/@href") if not str(link).startswith("#")}
    own = {link.removeprefix(site.address) for link in outside if link.startswith(f"{site.address}{language}/")}
    assert {link for link in own if link.removeprefix(f"{language}/") not in LEFT_OUT} == set()


def test_addresses_outside_the_handbook_are_numbered_notes(book: html.HtmlElement, site: Site) -> None:
    marks = [int(mark.text_content()) for mark in book.cssselect(".note-mark")]
    notes = [note.text_content() for note in book.cssselect(".notes li")]
    assert set(marks) == set(range(1, len(notes) + 1))
    assert notes
    assert all(re.match(r"https?://", note) and not note.startswith(site.address) for note in notes)


def test_headings_go_down_one_step_at_a_time(book: html.HtmlElement) -> None:
    levels = [int(heading.tag[1]) for heading in book.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_items_to_tick_are_a_table_with_room_to_write(book: html.HtmlElement, site: Site) -> None:
    language = book.get("lang")
    items = sum(
        len(site.tree(page).cssselect("article .item"))
        for page in site.pages()
        if page.startswith(f"{language}/") and not page.endswith("print/")
    )
    assert len(book.cssselect(".paper-list tbody tr")) == items > 200
    assert book.cssselect("main input, main button, main select") == []
