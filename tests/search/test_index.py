"""The index as files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest

from methodbook.search import index
from methodbook.search.articles import Article, Section
from methodbook.search.synonyms import Alias
from tests.search.conftest import term_base


def build(articles: Sequence[Article], language: str = "nb", stop_words: str = "") -> index.Index:
    return index.build({language: articles}, term_base(stop_words=stop_words))[language]


def page(url: str, *sections: Section, kind: str = "page", language: str = "nb") -> Article:
    return Article(url, f"Side {url}", kind, language, ("Metoder",), sections)


ARTICLES = [
    page(
        "a/",
        Section("", "Møter", 1, "Møter i kommunen, mange møter, alltid møter."),
        Section("b", "Avtale", 2, "Kort."),
    ),
    page(
        "g/",
        Section("", "Ordliste", 1, "Slik."),
        Section("trust", "tillit", 3, "tillit", is_term=True),
        kind="glossary",
    ),
    page("c/", Section("", "Liste", 1, "Inviter bedriftene.", items=("Inviter bedriftene.",)), kind="checklist"),
]


def manifest(built: index.Index) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(built.files["vocabulary.json"])
    return loaded


def test_counts_and_layout() -> None:
    built = build(ARTICLES, "nb", "i kommunen og")
    said = manifest(built)
    assert (built.documents, built.sections) == (4, 5)
    assert said["kinds"] == "ppgc"
    assert said["sections"] == [2, 1, 1, 1]
    assert sum(said["texts"]) == 5
    assert sum(said["postings"]) == built.forms
    assert (said["stop"], said["stops"]) == ("i og", [0, 1])


def test_places_in_a_section() -> None:
    postings = index.collect(tuple(ARTICLES), "nb", term_base()).postings
    assert postings["møter"] == {0: index.IN_HEADING_ALONE}
    assert postings["kommunen"] == {0: 0}
    assert postings["bedriftene"] == {4: index.IN_ITEM}
    assert postings["side"] == dict.fromkeys((0, 2, 4), index.IN_HEADING_ALONE)
    assert postings["tillit"] == {3: index.IN_HEADING_ALONE}
    assert postings["avtale"] == {1: index.IN_HEADING_ALONE}


def test_a_word_thrice_in_the_text_is_told() -> None:
    counted = index.standings(Section("", "x", 1, "råd og råd og råd og avtale, avtale"), "", frozenset())
    assert (counted["råd"], counted["avtale"]) == (2, 1)


def test_glossary_entries_are_documents() -> None:
    entry = list(index.documents_of(ARTICLES[1]))[1]
    assert (entry.title, entry.kind, entry.trail) == ("tillit", "term", ("Metoder", "Side g/"))


def test_foreign_pages_keep_their_own_stems() -> None:
    foreign = page("s/", Section("", "Flickorna", 1, "samverkansmötena"), language="sv")
    lengths = index.collect((*ARTICLES, foreign), "nb", term_base()).stems
    assert lengths["flickorna"] == len("flick")
    assert lengths["bedriftene"] == len("bedrift")


def test_same_articles_give_the_same_bytes() -> None:
    assert build(ARTICLES).files == build(list(ARTICLES)).files


def test_changed_text_changes_the_folder() -> None:
    changed = [*ARTICLES[:2], page("c/", Section("", "Liste", 1, "Inviter foreningene."), kind="checklist")]
    assert manifest(build(ARTICLES))["folder"] != manifest(build(changed))["folder"]


def test_stop_words_come_first() -> None:
    built = build(ARTICLES, "nb", "mange i")
    assert manifest(built)["stops"] == [0, 1]
    assert manifest(built)["forms"].split("\n")[0].endswith("mange")


def test_stop_words_that_stand_everywhere_are_the_very_first() -> None:
    sections = tuple(Section(f"s{n}", "", 2, f"til {'andre' if n == 0 else 'noen'} ting{n}") for n in range(8))
    built = build([page("p/", *sections)], "nb", "andre til")
    assert manifest(built)["stops"] == [1, 2]
    first, second = manifest(built)["forms"].split("\n")[:2]
    assert (first[2:], second[2:]) == ("til", "andre")


def test_languages_learn_from_one_another() -> None:
    texts = {
        "nb": ["leksehjelp for ungdom", "mer om leksehjelp", "noe annet"],
        "da": ["lektiehjælp for unge", "mere om lektiehjælp", "noget andet"],
    }
    articles = {
        code: [page(f"p{n}/", Section("s", "", 2, text), language=code) for n, text in enumerate(lines)]
        for code, lines in texts.items()
    }
    built = index.build(articles, term_base())["nb"]
    learnt = "\n".join(json.loads(content)["aliases"] for name, content in built.files.items() if "/n" in name)
    assert "leksehjelp\tlektiehjalp" in learnt.split("\n")


def test_files_stay_small() -> None:
    text = " ".join(f"ord{n}" for n in range(300))
    many = [
        page(f"p{n}/", *(Section(f"s{m}", f"Del {m}", 2, f"{text} eget{n}x{m}") for m in range(5))) for n in range(30)
    ]
    built = build(many)
    sizes = {name: len(content) for name, content in built.files.items()}
    assert max(size for name, size in sizes.items() if "/p" in name) < 2 * index.POSTINGS_SIZE
    assert max(size for name, size in sizes.items() if "/t" in name) < 3 * index.TEXT_SIZE


@pytest.mark.parametrize("articles", [[], [page("e/", Section("", "", 1, ""))]])
def test_hardly_anything_to_index(articles: list[Article]) -> None:
    built = build(articles, "sv")
    assert manifest(built)["sections"] == [1] * len(articles)


def test_what_readers_ask_is_weighed_but_not_its_small_words() -> None:
    section = Section("", "Avtale", 1, "Skriv avtalen.", asks=("hva koster en avtale",))
    found = index.standings(section, "", frozenset({"hva", "en"}))
    assert (found["koster"], found["avtale"]) == (index.IN_ASKS, index.IN_HEADING_ALONE)
    assert not {"hva", "en"} & found.keys()


def test_a_word_of_the_title_stays_one_though_it_is_asked_for() -> None:
    section = Section("", "Skriv en avtale", 1, "Slik.", asks=("hva koster en avtale",))
    assert index.standings(section, "", frozenset({"hva", "en"}))["avtale"] == index.IN_HEADING


def test_pages_for_those_who_write_are_known_apart() -> None:
    built = build([page("contribute/rules/", Section("", "Regler", 1, "x")), page("a/", Section("", "A", 1, "y"))])
    assert manifest(built)["kinds"] == "wp"


def test_only_what_the_own_pages_lack_is_listed_by_language() -> None:
    texts = {"nb": "kommune møte", "da": "kommune forening et", "sv": "förening ömsesidig"}
    pages = {code: page("p/", Section("", "", 1, text), language=code) for code, text in texts.items()}
    collected = {code: index.collect((one,), code, term_base()) for code, one in pages.items()}
    assert index.shelved([], index.only_elsewhere(collected["nb"], collected)) == {
        "": {"aliases": "", "da": "forening", "sv": "forening\nomsesid"}
    }


def test_files_for_unknown_words_are_cut_between_first_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "NEIGHBOUR_SIZE", 20)
    found = index.shelved([Alias("aktiv", ("virksom",))], {"da": ["aktor", "bolig", "bydel", "bygge"]})
    assert found[""]["aliases"] == "virksom\taktiv"
    assert found["bo"] == {"aliases": "", "da": "bolig\nbydel\nbygge"}
