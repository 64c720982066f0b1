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


def test_a_grade_stands_below_the_title_and_beside_a_heading() -> None:
    article = render("# Titel\n\n## Hvornår? {#when grade=reading}\n\nTekst.\n", grade="recommends")
    assert article.cssselect("h1 + p.origin > .grade")[0].text == "Kilden anbefaler"
    assert article.cssselect(".heading > h2 ~ .grade")[0].text == "Håndbogens egen vurdering"
    assert not article.xpath("//*[@grade]")


def test_a_proposal_is_labelled_as_one_that_nobody_has_tried() -> None:
    article = render("## Mere {#more grade=proposal}\n")
    assert article.cssselect(".grade-proposal")[0].text == "Håndbogens forslag, ikke afprøvet"


def test_a_section_says_its_source_beside_its_grade() -> None:
    article = render("## Punkter {#points grade=recommends source=municipal-guide}\n")
    assert article.cssselect(".grade + .grade-source")[0].text == "Den danske guide, 2013"
    assert not article.xpath("//*[@source]")


def test_the_name_of_a_heading_is_its_words_and_the_link_stands_beside_it() -> None:
    article = render("## Hvem gør *hvad*? {#who}\n")
    assert article.cssselect("h2")[0].text_content() == "Hvem gør hvad?"
    link = article.cssselect(".heading > h2 + a.anchor")[0]
    assert (link.get("href"), link.get("aria-label")) == ("#who", "Link til afsnittet »Hvem gør hvad?«")


def test_steps_say_their_number_in_the_name_of_the_heading() -> None:
    article = render("/// steps\n### Afklar {#step-a}\n\nEt.\n\n### Besøg {#step-b}\n\nTo.\n///\n")
    assert [step.text_content() for step in article.cssselect("ol.steps h3")] == ["Trin 1: Afklar", "Trin 2: Besøg"]


FIELDS = """
- [line] Forening {#association}
- [text] Hvem gør *hvad*, og hvorfor gør de det sammen? {#who}

    Et par linjer.

- [date] Fra {#from}
- [choice] Hvor ofte? {#often}
    - hver måned
    - hvert kvartal
- [rows] Opgaver {#tasks}
    - Opgave | Hvem
    - | |
    - Velkomst |
- [ ] Skriv det ned. {#note}
"""


def test_fields_are_native_controls_named_by_their_full_text() -> None:
    article = render(FIELDS)
    named = {str(label.get("for")): label.text_content() for label in article.cssselect("label.field-name")}
    assert named["who"] == "Hvem gør hvad, og hvorfor gør de det sammen?"
    kinds = {name: article.get_element_by_id(name).tag for name in named}
    assert kinds == {"association": "input", "who": "textarea", "from": "input", "often": "select"}
    assert article.get_element_by_id("from").get("type") == "date"
    assert all(article.get_element_by_id(name).get("data-field") == name for name in named)


def test_a_hint_describes_its_field() -> None:
    article = render(FIELDS)
    assert article.get_element_by_id("who").get("aria-describedby") == "who--hint"
    assert article.get_element_by_id("who--hint").text_content().strip() == "Et par linjer."


def test_a_choice_begins_with_none_chosen_and_lists_its_options_for_paper() -> None:
    article = render(FIELDS)
    values = [option.get("value", option.text) for option in article.cssselect("option")]
    assert values == ["", "hver måned", "hvert kvartal"]
    assert [line.text for line in article.cssselect(".field-options li")] == values[1:]


def test_rows_are_a_table_to_write_in_where_each_cell_has_a_name_of_its_own() -> None:
    table = render(FIELDS).cssselect("table.field-rows[data-field=tasks]")[0]
    assert [cell.text for cell in table.cssselect("th[scope=col]")] == ["Opgave", "Hvem"]
    cells = table.cssselect("tbody textarea")
    assert [cell.text or "" for cell in cells] == ["", "", "Velkomst", ""]
    names = [cell.get("aria-label") for cell in cells]
    assert names == ["Opgaver: Opgave, 1", "Opgaver: Hvem, 1", "Opgaver: Opgave, 2", "Opgaver: Hvem, 2"]


def test_bars_elsewhere_stay_as_they_are() -> None:
    article = render("- [rows] Opgaver {#tasks}\n    - A | B\n\nTekst:\n\n    - a | b\n\n- x\n    - a | b\n")
    assert [element.text.strip() for element in article.cssselect("code, li li")] == ["- a | b", "a | b"]


def test_items_may_stand_between_fields() -> None:
    article = render(FIELDS)
    assert article.cssselect("ul")[0].get("class") == "items fields"
    assert article.get_element_by_id("note").get("type") == "checkbox"


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


@pytest.mark.parametrize(
    "name", ["cards", "cases", "checklist", "checklists", "glossary", "publisher", "templates", "translations"]
)
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
