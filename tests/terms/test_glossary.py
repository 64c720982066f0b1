"""The glossary's data are whole, and terms are linked where a reader first meets them."""

from __future__ import annotations

import pytest
from lxml import html

from methodbook.languages import LANGUAGES, book
from methodbook.terms import glossary


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_has_a_definition_and_two_neighbours(language: str) -> None:
    found = glossary.entries(language)
    assert len(found) == len(book("terms.yaml")["terms"])
    assert all(entry.definition.endswith(".") for entry in found)
    assert all({code for code, _ in entry.neighbours} == set(LANGUAGES) - {language} for entry in found)


KNOWN = glossary.known


@pytest.fixture(autouse=True)
def _all_terms_are_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about how terms are marked; which of them every reader knows is the term base's."""
    monkeypatch.setattr(glossary, "known", frozenset)


def test_warnings_speak_all_languages() -> None:
    warnings = [term["warning"] for term in book("terms.yaml")["terms"] if "warning" in term]
    assert warnings
    assert all(set(texts) == set(LANGUAGES) for texts in warnings)
    assert all(text.endswith(".") for texts in warnings for text in texts.values())


def test_entries_follow_the_alphabet_of_the_language() -> None:
    assert glossary.alphabet_key("nb", "åpen") > glossary.alphabet_key("nb", "ærlig")
    assert glossary.alphabet_key("sv", "öppen") > glossary.alphabet_key("sv", "åtgärd")
    found = [entry.term for entry in glossary.entries("sv")]
    assert found.index("ansökan") < found.index("volontär")


def linked(source: str, language: str = "nb") -> list[tuple[str, str]]:
    article = html.fragment_fromstring(source, create_parent="article")
    glossary.link_first_uses(article, language, "../glossary/")
    return [(term.text, term.get("data-entry")) for term in article.iter("button") if term.get("class") == "term"]


def test_the_first_use_of_each_term_is_linked_once() -> None:
    text = "<p>Kommunen og en <em>kjent</em> forening. Kommunen igjen.</p><p>Foreningene.</p>"
    assert linked(text) == [("Kommunen", "../glossary/#municipality"), ("forening", "../glossary/#association")]


@pytest.mark.parametrize("part", ["lead", "facts", "when", "origin"])
def test_what_is_read_at_a_glance_is_left_alone(part: str) -> None:
    assert linked(f'<div class="{part}"><p>Kommunen</p></div><p>En kommune.</p>') == [
        ("kommune", "../glossary/#municipality")
    ]


def test_a_word_that_every_reader_knows_is_not_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "<p>En kommune og en ildsjel.</p>"
    assert {word for word, _ in linked(text)} == {"kommune", "ildsjel"}
    monkeypatch.setattr(glossary, "known", KNOWN)
    assert {word for word, _ in linked(text)} == {"ildsjel"}


def test_a_term_opens_its_explanation() -> None:
    article = html.fragment_fromstring("<p>Kommunen.</p>", create_parent="article")
    glossary.link_first_uses(article, "nb", "../glossary/")
    button = article.cssselect("button.term")[0]
    entry = next(entry for entry in glossary.entries("nb") if entry.id == "municipality")
    box = glossary.explanation(entry, button, "Se ordlista")
    assert button.get("popovertarget") == box.get("id")
    assert entry.definition in box.text_content()
    assert box.cssselect("a")[0].get("href") == "../glossary/#municipality"


def test_the_longest_term_wins() -> None:
    assert linked("<p>En sosial entreprenør.</p>") == [("sosial entreprenør", "../glossary/#social-entrepreneur")]


def test_a_word_inside_a_proper_name_is_no_use_of_the_term() -> None:
    text = "<p>Bydel Nordstrand er en bydel.</p>"
    assert linked(text) == [("bydel", "../glossary/#city-district")]
    assert linked("<p>NÄTVERKET – Idéburen sektor Skåne</p>", "da") == []


@pytest.mark.parametrize(
    "source",
    [
        "<h2>Kommunen</h2>",
        '<p><a href="x">Kommunen</a></p>',
        "<ul><li><label>Kommunen</label></li></ul>",
        '<p><em lang="da">kommunen</em></p>',
        '<div class="block"><p>Kommunen</p></div>',
        "<p><code>kommune</code></p>",
    ],
)
def test_headings_links_labels_and_names_are_left_alone(source: str) -> None:
    assert linked(source) == []


def test_the_text_around_the_links_is_kept_to_the_letter() -> None:
    source = "Kommunen, bydelen og <strong>foreningen</strong> – kommunen."
    article = html.fragment_fromstring(f"<p>{source}</p>", create_parent="article")
    before = article.text_content()
    glossary.link_first_uses(article, "nb", "")
    assert article.text_content() == before


def test_an_entry_is_found_under_its_first_letter() -> None:
    initials = [entry.initial for entry in glossary.entries("sv")]
    assert all(initials)
    assert sorted(initials, key=lambda letter: glossary.alphabet_key("sv", letter)) == initials
