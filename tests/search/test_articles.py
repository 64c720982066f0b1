"""Reading built pages."""

from __future__ import annotations

import pytest

from methodbook.search.articles import Article, read_article

PAGE = """<!doctype html><html lang="da"><head><title>x</title>{head}</head><body><main>
<nav class="breadcrumb"><ol><li>Forside</li><li><a href="..">Metoder</a></li><li>Roller</li></ol></nav>
<article lang="nb" data-kind="chapter"{more}>{body}</article><footer>Fotnote</footer></main></body></html>"""


def article(body: str, head: str = "", more: str = "") -> Article:
    found = read_article(PAGE.format(body=body, head=head, more=more), "methods/roles/")
    assert found is not None
    return found


def test_sections_begin_at_headings_with_an_id() -> None:
    page = article(
        '<h1>Rollene</h1><p>Ingress.</p><h2 id="five">Fem roller<a class="anchor" href="#five">#</a></h2><p>Tekst.</p>'
        '<h3>Uten id</h3><p>Mer.</p><h3 id="own">Egen</h3>'
    )
    assert [(s.anchor, s.heading, s.level, s.text) for s in page.sections] == [
        ("", "Rollene", 1, "Ingress."),
        ("five", "Fem roller", 2, "Tekst.\nUten id\nMer."),
        ("own", "Egen", 3, ""),
    ]


def test_page_itself() -> None:
    page = article("<h1>Rollene bak dagen</h1>", more=' data-title="Roller"')
    assert (page.title, page.trail, page.kind, page.language) == ("Roller", ("Metoder",), "chapter", "nb")


def test_the_description_begins_the_first_section() -> None:
    page = article(
        '<h1>Roller</h1><p>Ingress.</p><h2 id="five">Fem roller</h2><p>Tekst.</p>',
        head='<meta name="description" content=" Hvem gjør hva. ">',
    )
    assert [section.text for section in page.sections] == ["Hvem gjør hva.\nIngress.", "Tekst."]
    assert article("<h1>Roller</h1>", head='<meta name="description">').sections[0].text == ""


def test_title_is_the_heading_where_no_other_is_given() -> None:
    found = read_article('<main><article lang="sv"><h1>Sök</h1></article></main>', "search/")
    assert found is not None
    assert (found.title, found.trail, found.kind) == ("Sök", (), "page")


def test_checklist_items_are_told_apart() -> None:
    page = article(
        '<h1>Liste</h1><h2 id="a">Del</h2><ul class="items"><li class="item"><input type="checkbox" id="i">'
        '<label for="i">Inviter <strong>bedriftene</strong>.</label><div class="item-why"><p>Fordi.</p></div></li></ul>'
    )
    assert page.sections[1].items == ("Inviter bedriftene.",)
    assert page.sections[1].text == "Inviter bedriftene.\nFordi."


def test_glossary_entries_are_sections() -> None:
    page = article(
        '<h1>Ordliste</h1><p>Slik.</p><dl class="glossary"><div id="trust"><dt>tillit <span>(også tiltro)</span></dt>'
        '<dd>At man stoler på noen.</dd></div><div id="grant"><dt>tilskudd</dt><dd>Penger.</dd></div></dl>'
    )
    assert [(s.anchor, s.heading, s.is_term) for s in page.sections] == [
        ("", "Ordliste", False),
        ("trust", "tillit", True),
        ("grant", "tilskudd", True),
    ]
    assert page.sections[1].text == "tillit (også tiltro)\nAt man stoler på noen."


@pytest.mark.parametrize(
    "unread",
    [
        '<div class="block block-cards"><p>Kort</p></div>',
        "<script>var kort</script>",
        '<p class="grade">Kort</p>',
        "<nav>Kort</nav>",
        "<p hidden>Kort</p>",
        "<svg><text>Kort</text></svg>",
    ],
)
def test_what_is_repeated_or_hidden_is_not_read(unread: str) -> None:
    page = article(f"<h1>Tittel</h1><p>Før.</p>{unread}<p>Etter.</p>")
    assert page.sections[0].text == "Før.\nEtter."


def test_blocks_do_not_run_together_and_soft_hyphens_go() -> None:
    page = article("<h1>T</h1><table><tr><td>Sam\u00adarbeid</td><td>råd</td></tr></table><p>en  <em>to</em>\n tre</p>")
    assert page.sections[0].text == "Samarbeid\nråd\nen to\ntre"


@pytest.mark.parametrize(
    "source",
    [
        "<main><p>Ingen artikkel</p></main>",
        "<main><article><h1>Uten språk</h1></article></main>",
        PAGE.format(body="<h1>x</h1>", head='<meta name="robots" content="noindex">', more=""),
        PAGE.format(body="<h1>x</h1>", head="", more=' data-index="off"'),
    ],
)
def test_pages_that_are_not_searched(source: str) -> None:
    assert read_article(source, "x/") is None
