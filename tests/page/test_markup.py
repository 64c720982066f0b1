"""The handbook's Markdown as HTML."""

from __future__ import annotations

import textwrap
from pathlib import Path

import markdown
import pytest
from lxml import html


def render(source: str, drawings: Path = Path(), grade: str = "") -> html.HtmlElement:
    """The article that Markdown makes of `source`, in Danish."""
    settings = {"methodbook.page.markup": {"language": "da", "drawings": str(drawings), "grade": grade}}
    extensions = ["attr_list", "def_list", "tables", "toc", "methodbook.page.markup"]
    text = markdown.markdown(textwrap.dedent(source), extensions=extensions, extension_configs=settings)
    return html.fragment_fromstring(text, create_parent="article")


def test_an_item_is_a_native_box_named_by_its_whole_text() -> None:
    article = render(
        """
        - [ ] Find *en* partner, se [roller](x.md). {#find was=partner}

            Ellers går det i stå.

        - [ ] Vælg leder. {#leader}
        """
    )
    box, label = article.cssselect("li.item input")[0], article.cssselect("li.item label")[0]
    assert (box.get("type"), box.get("id"), box.get("data-was")) == ("checkbox", "find", "partner")
    assert label.get("for") == "find"
    assert label.text_content() == "Find en partner, se roller."
    assert article.cssselect(".item-why")[0].text_content().strip() == "Ellers går det i stå."
    assert len(article.cssselect("ul.items > li.item")) == 2


def test_an_ordinary_list_is_left_alone() -> None:
    assert not render("- et punkt\n- [link](x.md)\n").cssselect(".item, .items")


def test_headings_become_numbered_steps() -> None:
    article = render(
        """
        /// steps
        Indledning.

        ### Afklar rollen {#step-clarify}

        Hvem gør hvad?

        - et
        - to

        ### Besøg {#step-visit}

        Ring først.
        ///
        """
    )
    steps = article.cssselect("ol.steps > li")
    assert [step.cssselect("h3")[0].get("id") for step in steps] == ["step-clarify", "step-visit"]
    assert len(steps[0].cssselect("ul li")) == 2
    assert not article.cssselect("ol.steps")[0].xpath(".//p[contains(., 'Indledning')]")


def test_a_plain_list_in_steps_stays_an_ordered_list() -> None:
    article = render("/// steps\n1. Et\n2. To\n///\n")
    assert article.cssselect("ol")[0].get("class") == "steps steps-plain"


def test_missing_box_has_the_fixed_title_of_the_language() -> None:
    article = render("/// missing\nKilden siger intet om tid.\n///\n")
    assert article.cssselect("aside.missing .box-title")[0].text == "Det står ikke i kilden"


def test_facts_are_grouped() -> None:
    article = render("/// facts\nHvem leder\n:   Kommunen\n\nHvem deltager\n:   Foreninger\n///\n")
    groups = article.cssselect(".facts dl > div")
    assert [group.text_content().split() for group in groups] == [
        ["Hvem", "leder", "Kommunen"],
        ["Hvem", "deltager", "Foreninger"],
    ]


def test_grades_are_labels_below_the_heading() -> None:
    article = render("# Titel\n\n## Hvornår? {#when grade=reading}\n\nTekst.\n", grade="recommends")
    labels = [(label.getprevious().tag, label.text) for label in article.cssselect(".grade")]
    assert labels == [("h1", "Kilden anbefaler"), ("h2", "Håndbogens egen vurdering")]
    assert not article.xpath("//*[@grade]")


def test_section_links_are_named_in_the_language() -> None:
    link = render("## Hvem gør *hvad*? {#who}\n").cssselect("h2 a.anchor")[0]
    assert link.get("aria-label") == "Link til afsnittet »Hvem gør hvad?«"


def test_tables_have_scopes_a_frame_and_no_inline_style() -> None:
    article = render("| Rolle | Antal |\n|---|---:|\n| Leder | 1 |\n")
    assert article.cssselect(".table-frame > table")
    assert {cell.get("scope") for cell in article.cssselect("th")} == {"col"}
    assert article.cssselect("td")[1].get("class") == "align-right"
    assert not article.xpath("//*[@style]")


def test_no_two_tables_of_a_page_have_the_same_name() -> None:
    table = "| A |\n|---|\n| 1 |\n\n"
    article = render(f"## Hvem? {{#who}}\n\n{table}{table}## Hvad? {{#what}}\n\n{table}")
    names = [frame.get("data-label", "") for frame in article.cssselect(".table-frame")]
    assert [name.partition(": ")[2] for name in names] == ["Hvem?", "Hvem? (2)", "Hvad?"]


def test_an_empty_corner_makes_the_first_column_headers_of_the_rows() -> None:
    article = render("| | Oslo |\n|---|---|\n| Leder | 1 |\n")
    assert [(cell.tag, cell.get("scope")) for cell in article.iter("th", "td")] == [
        ("td", None),
        ("th", "col"),
        ("th", "row"),
        ("td", None),
    ]


DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">
<text x="4" y="4" data-words="who" data-width="90"/></svg>"""


def test_a_drawing_gets_the_words_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "roles.svg").write_text(DRAWING, encoding="utf-8")
    article = render("/// figure | roles\nKommunen leder.\n\n- who: Kommunen & byen\n///\n", tmp_path)
    drawing = article.cssselect("svg")[0]
    assert [line.text for line in drawing.iter("tspan")] == ["Kommunen", "& byen"]
    caption = article.get_element_by_id(drawing.get("aria-labelledby"))
    assert caption.text_content().strip() == "Kommunen leder."


def test_a_figure_not_drawn_yet_shows_its_words(tmp_path: Path) -> None:
    article = render("/// figure | none\nKommunen leder.\n\n- who: Kommunen\n///\n", tmp_path)
    assert article.cssselect("figure li")[0].text == "Kommunen"


def test_a_drawing_that_lacks_words_is_told_and_its_words_are_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "roles.svg").write_text(DRAWING, encoding="utf-8")
    article = render("/// figure | roles\nKommunen leder.\n\n- whom: Kommunen\n///\n", tmp_path)
    assert article.cssselect("figure li")[0].text == "Kommunen"
    assert "no words for 'who'" in caplog.text


@pytest.mark.parametrize("name", ["cards", "cases", "checklist", "checklists", "glossary", "translations"])
def test_blocks_for_the_site_are_handed_on(name: str) -> None:
    block = render(f"/// {name} | what\n[a](b.md)\n///\n").cssselect("[data-block]")[0]
    assert (block.get("data-block"), block.get("data-argument")) == (name, "what")


@pytest.mark.parametrize(
    "source",
    ["1. /// facts\n/// facts\n", "> /// note | X\ntext\n///\n/// facts\n", "- 1. /// facts\n//// missing\n"],
)
def test_blocks_in_lists_and_quotations_are_text(source: str) -> None:
    assert "///" in render(source).text_content()


def test_a_block_takes_no_options() -> None:
    article = render("/// note | T\n    1: 2\n    attrs: {onclick: x}\n///\n")
    assert "onclick: x" in article.text_content()
    assert not article.cssselect("[onclick]")
