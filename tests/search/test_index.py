"""The index as files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from methodbook.search import index
from methodbook.search.aliases import TermBase
from methodbook.search.articles import Article, Section

NOTHING = TermBase([], [], [], {})


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
    built = index.build(ARTICLES, "nb", NOTHING, "og i")
    said = manifest(built)
    assert (built.documents, built.sections) == (4, 5)
    assert said["kinds"] == "pggc"
    assert said["sections"] == [2, 1, 1, 1]
    assert sum(said["texts"]) == 5
    assert sum(said["postings"]) == built.forms
    assert said["stop"] == "i og"
    assert said["rare"] == []


def test_places_in_a_section() -> None:
    postings = index.collect([document for article in ARTICLES for document in index.documents_of(article)])
    assert postings["møter"] == {0: index.IN_HEADING}
    assert postings["kommunen"] == {0: 0}
    assert postings["bedriftene"] == {4: index.IN_ITEM}
    assert postings["side"] == {0: index.IN_HEADING, 2: index.IN_HEADING, 4: index.IN_HEADING}
    assert postings["tillit"] == {3: index.IN_HEADING}


def test_a_word_thrice_in_the_text_is_told() -> None:
    counted = index.standings(Section("", "x", 1, "råd og råd og råd og avtale, avtale"))
    assert (counted["råd"], counted["avtale"]) == (2, 1)


def test_glossary_entries_are_documents() -> None:
    entry = list(index.documents_of(ARTICLES[1]))[1]
    assert (entry.title, entry.kind, entry.trail) == ("tillit", "glossary", ("Metoder", "Side g/"))


def test_foreign_pages_keep_their_own_stems() -> None:
    foreign = page("s/", Section("", "Flickorna", 1, "samverkansmötena"), language="sv")
    documents = [d for article in [*ARTICLES, foreign] for d in index.documents_of(article)]
    lengths = index.stem_lengths(index.collect(documents), documents, "nb")
    assert lengths["flickorna"] == len("flick")
    assert lengths["bedriftene"] == len("bedrift")


def test_same_articles_give_the_same_bytes() -> None:
    assert index.build(ARTICLES, "nb", NOTHING).files == index.build(list(ARTICLES), "nb", NOTHING).files


def test_changed_text_changes_the_folder() -> None:
    changed = [*ARTICLES[:2], page("c/", Section("", "Liste", 1, "Inviter foreningene."), kind="checklist")]
    assert (
        manifest(index.build(ARTICLES, "nb", NOTHING))["folder"]
        != manifest(index.build(changed, "nb", NOTHING))["folder"]
    )


def test_files_stay_small() -> None:
    text = " ".join(f"ord{n}" for n in range(300))
    many = [
        page(f"p{n}/", *(Section(f"s{m}", f"Del {m}", 2, f"{text} eget{n}x{m}") for m in range(5))) for n in range(30)
    ]
    built = index.build(many, "nb", NOTHING)
    sizes = {name: len(content) for name, content in built.files.items()}
    assert max(size for name, size in sizes.items() if "/p" in name) < 2 * index.POSTINGS_SIZE
    assert max(size for name, size in sizes.items() if "/t" in name) < 3 * index.TEXT_SIZE


@pytest.mark.parametrize("articles", [[], [page("e/", Section("", "", 1, ""))]])
def test_hardly_anything_to_index(articles: list[Article]) -> None:
    built = index.build(articles, "sv", NOTHING)
    assert manifest(built)["sections"] == [1] * len(articles)
