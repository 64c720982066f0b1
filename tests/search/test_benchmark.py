"""The benchmark: its queries, its measures, its filler; and that the search answers readers' queries."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import engines, queries, search
from bench.filler import filler
from bench.measures import Answered, Score, grouped
from bench.queries import Pages, Query
from methodbook.languages import LANGUAGES
from methodbook.page.handbook import Handbook
from methodbook.search import index
from methodbook.search.articles import Article, Section
from methodbook.site.search import read_articles, word_files
from tests.conftest import ROOT, Site

LEAST, LEAST_OF_A_KIND = 0.95, 0.85
"""Shares in the first three below which something is broken. The benchmark promises more, but a contributor who changes
a sentence must not be stopped by a query that slips to the fourth place."""


def asked(text: str, *answers: str, kind: str = "exact") -> Query:
    return Query(text, "nb", kind, frozenset(answers), is_held=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_queries_by_hand_are_enough_and_half_held_out(language: str) -> None:
    found = queries.by_hand(language)
    kinds = {query.kind for query in found}
    assert len(found) >= 60
    assert len({query.text for query in found}) == len(found)
    for kind in kinds:
        held = [query.is_held for query in found if query.kind == kind]
        assert len(held) >= 10
        assert sum(held) >= len(held) // 2
    assert kinds == {"exact", "inflected", "compound", "folded", "slip", "neighbour", "name", "question"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_a_page(language: str) -> None:
    pages = {page.url for page in Handbook.read(ROOT / "docs").shown(language).values()}
    wanted = {answer for query in queries.by_hand(language) for answer in query.answers}
    assert wanted <= pages


def test_rank_and_score() -> None:
    answered = [
        Answered(asked("a", "x/"), ("x/", "y/")),
        Answered(asked("b", "x/"), ("y/", "z/", "x/")),
        Answered(asked("c", "x/"), ("a/", "b/", "c/", "x/")),
        Answered(asked("d", "x/"), ()),
    ]
    assert [one.rank for one in answered] == [1, 3, 4, None]
    score = Score.of(answered)
    assert (score.count, score.success_1, score.success_3) == (4, 1, 2)
    assert score.mrr == pytest.approx((1 + 1 / 3 + 1 / 4) / 4)
    assert Score.of([]).share_3 == 1


def test_groups_keep_their_order() -> None:
    answered = [Answered(asked("a", kind=kind), ()) for kind in ("slip", "exact", "slip")]
    assert {name: score.count for name, score in grouped(answered, lambda query: query.kind).items()} == {
        "slip": 2,
        "exact": 1,
    }


def test_figures_are_given_for_the_halves_kinds_and_languages(capsys: pytest.CaptureFixture[str]) -> None:
    held = Query("b", "da", "slip", frozenset({"x/"}), is_held=True)
    ours = [Answered(asked("a", "x/"), ("x/", "y/")), Answered(held, ("y/",), foreign=1)]
    theirs = [Answered(asked("a", "x/"), ()), Answered(held, ("x/",))]
    belongs = search.groups(ours)
    assert list(belongs) == ["all", "tuned on", "held out", "exact", "slip", *LANGUAGES]
    assert [one.query.text for one in ours if belongs["held out"](one.query)] == ["b"]
    search.print_answers("2 queries", {search.OWN: ours, "Peer": theirs})
    printed = capsys.readouterr().out
    assert re.search(r"held out +1 +0\.0% +0\.0% +0\.000 +100\.0% +100\.0% +1\.000", printed)
    assert "below 90%: slip da 0%" in printed
    assert "not the reader's: 1 of 3" in printed


def test_text_in_a_foreign_language_is_counted() -> None:
    own, foreign = (
        next(index.documents_of(Article("p/", "", "page", code, (), (Section("", "", 1, ""),))))
        for code in ("nb", "sv")
    )
    assert engines.answered(asked("a"), [own, foreign, own]).foreign == 1


def pages_of(*texts: str) -> Pages:
    """Norwegian pages `p0/`, `p1/` … that hold `texts`."""
    documents = [
        document
        for place, text in enumerate(texts)
        for document in index.documents_of(
            Article(f"p{place}/", "", "page", "nb", (), (Section("", "", 1, text),)),
        )
    ]
    return Pages("nb", documents)


def test_known_items_are_rare_words_of_real_pages() -> None:
    many = pages_of("kommune kommune avtalen", "kommune", "kommune", "kommune", "b73")
    assert many.items == ["avtalen"]


@pytest.mark.parametrize(
    ("kind", "text", "answers"),
    [
        ("exact", "frivillighetskoordinator", {"p0/"}),
        ("split", "frivillighet koordinator", {"p0/"}),
        ("head", "koordinator", {"p0/"}),
    ],
)
def test_generated_kinds(kind: str, text: str, answers: set[str]) -> None:
    pages = pages_of("frivillighetskoordinator", "frivillighet", "koordinator")
    made = next(queries.MAKERS[kind](pages, "frivillighetskoordinator", random.Random(1)))
    assert made.text == text
    assert set(made.answers) == answers


def test_a_slip_is_one_slip_and_no_known_word() -> None:
    pages = pages_of("avtalene", "annet")
    made = [query.text for seed in range(50) for query in queries.typo(pages, "avtalene", random.Random(seed))]
    assert len(set(made)) > 10
    assert all(abs(len(text) - len("avtalene")) <= 1 and text != "avtalene" for text in made)


def test_folded_queries_lose_their_letters() -> None:
    pages = pages_of("økonomisk", "annet")
    made = {query.text for seed in range(20) for query in queries.folded(pages, "økonomisk", random.Random(seed))}
    assert made == {"okonomisk", "oekonomisk", "ökonomisk"}
    assert list(queries.folded(pages, "annet", random.Random(1))) == []


def test_inflected_queries_stand_on_no_page() -> None:
    pages = pages_of("forening foreningen", "annet")
    made = {query.text for seed in range(20) for query in queries.inflected(pages, "forening", random.Random(seed))}
    assert made
    assert not made & set(pages.of_form)


def test_filler_is_the_same_every_time_and_like_the_pages() -> None:
    real = [
        Article(f"p{n}/", "Råd", "page", "nb", (), (Section("", "Råd", 1, "kommune forening avtale " * 20),) * 4)
        for n in range(5)
    ]
    first, second = (list(filler(real, 3, "nb")) for _ in range(2))
    assert first == second
    assert all(page.url.startswith(queries.FILLER) for page in first)
    assert {len(page.sections) for page in first} == {4}
    assert "kommune" in first[0].sections[1].text


@pytest.mark.browser
def test_readers_find_what_they_look_for(browser: Browser, site: Site) -> None:
    articles = {language: read_articles(site.folder / language) for language in LANGUAGES}
    answer = engines.own(
        articles, index.build(articles, word_files()), engines.engine_modules(Path(ROOT / "overrides"))
    )
    by_hand, generated = [], []
    for language in LANGUAGES:
        documents = [document for article in articles[language] for document in index.documents_of(article)]
        by_hand += answer(browser, language, queries.by_hand(language))
        generated += answer(browser, language, queries.generated(Pages(language, documents), 20))
    assert Score.of(by_hand).share_3 >= LEAST
    assert Score.of(generated).share_3 >= LEAST
    for key in ("kind", "language"):
        for name, score in grouped(by_hand, lambda query, key=key: str(getattr(query, key))).items():  # type: ignore[misc]
            assert score.share_3 >= LEAST_OF_A_KIND, name
