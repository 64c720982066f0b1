"""The memory of `serve`: what is kept, for how long, and what empties it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from methodbook import cache, languages


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of data files for a memory that keeps nothing yet; afterwards none keeps anything."""
    monkeypatch.setattr(cache, "state", cache.State())
    (tmp_path / "words.yaml").write_text("a: b", encoding="utf-8")
    yield tmp_path
    cache.forget()


@pytest.fixture
def asked() -> list[str]:
    """What had to be made, as it is not remembered."""
    return []


def recall(shelf: cache.Shelf[str], word: str, asked: list[str]) -> str:
    """`word` in capitals, remembered."""

    def make() -> str:
        asked.append(word)
        return word.upper()

    return shelf.recall(word, make)


@pytest.mark.usefixtures("data")
def test_a_build_that_no_other_follows_keeps_nothing(asked: list[str]) -> None:
    shelf = cache.Shelf[str]()
    assert [recall(shelf, "a", asked), recall(shelf, "a", asked)] == ["A", "A"]
    assert asked == ["a", "a"]
    assert not shelf.used


def test_what_was_asked_for_is_kept_for_the_next_build_and_no_longer(data: Path, asked: list[str]) -> None:
    shelf = cache.Shelf[str]()
    cache.begin_build(data)
    assert [recall(shelf, "a", asked), recall(shelf, "b", asked), recall(shelf, "a", asked)] == ["A", "B", "A"]
    cache.end_build()
    cache.begin_build(data)
    recall(shelf, "a", asked)
    assert asked == ["a", "b"]
    cache.end_build()
    assert shelf.earlier.keys() == {"a"}
    cache.begin_build(data)
    recall(shelf, "b", asked)
    assert asked == ["a", "b", "b"]


def test_a_build_that_failed_forgets_nothing(data: Path, asked: list[str]) -> None:
    shelf = cache.Shelf[str]()
    cache.begin_build(data)
    recall(shelf, "a", asked)
    cache.end_build()
    cache.begin_build(data)
    recall(shelf, "b", asked)
    cache.begin_build(data)
    assert [recall(shelf, "a", asked), recall(shelf, "b", asked)] == ["A", "B"]
    assert asked == ["a", "b"]


def test_a_function_is_remembered_by_all_its_arguments(data: Path, asked: list[str]) -> None:
    @cache.remembered
    def joined(one: str, other: str = "y") -> str:
        asked.append(one + other)
        return one + other

    cache.begin_build(data)
    assert [joined("x"), joined("x", "z"), joined("x", other="z"), joined("x")] == ["xy", "xz", "xz", "xy"]
    assert asked == ["xy", "xz", "xz"]


@pytest.mark.parametrize("change", ["written", "new", "gone"])
def test_a_changed_data_file_empties_it(change: str, data: Path, asked: list[str]) -> None:
    shelf = cache.Shelf[str]()
    cache.begin_build(data)
    recall(shelf, "a", asked)
    known = languages.words("nb")
    cache.end_build()
    if change == "gone":
        (data / "words.yaml").unlink()
    else:
        (data / f"{'words' if change == 'written' else 'more'}.yaml").write_text("a: c", encoding="utf-8")
    cache.begin_build(data)
    recall(shelf, "a", asked)
    assert asked == ["a", "a"]
    assert languages.words("nb") is not known, "what Python itself caches rests on the data files too"


def test_nothing_that_python_caches_for_the_toolbox_escapes() -> None:
    import methodbook.terms.glossary

    @functools.cache
    def kept() -> object:
        return object()

    methodbook.terms.glossary.kept = kept  # type: ignore[attr-defined]
    before = kept()
    cache.forget()
    assert kept() is not before
    del methodbook.terms.glossary.kept  # type: ignore[attr-defined]
