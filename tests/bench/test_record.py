"""The benchmark's figures: compared fairly, kept in order, and the README's table made from them alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import projects, record
from bench.measuring import BenchmarkError, measure
from methodbook.languages import LANGUAGES
from methodbook.page.markdown import page_paths, read_document
from tests.conftest import ROOT, build_site


def figures(growth: float = 15.0, memory: float = 300) -> dict[str, dict[str, float]]:
    """A whole run."""
    found: dict[str, dict[str, float]] = {}
    for times in (1, 10, 20):
        cpu = 1 + (growth - 1) * (times - 1) / 19
        found[f"build ×{times}"] = {"pages": 170 * times, "cpu s": cpu, "MB": memory}
        found[f"check ×{times}"] = {"pages": 170 * times, "cpu s": cpu, "MB": memory}
        found[f"plain ×{times}"] = {"pages": 170 * times, "cpu s": cpu * 2, "MB": memory}
    found["pages: method overviews"] = {"kB": 23.4, "requests": 5, "CLS": 0.0, "LCP ms": 90}
    return found


def test_kept_promises_are_kept_and_broken_ones_told() -> None:
    assert list(record.broken_promises(figures())) == []
    broken = list(record.broken_promises(figures(growth=24.1, memory=601)))
    assert [promise.split(" ")[4] for promise in broken] == ["cost", "need"]


def test_a_change_is_told_as_a_ratio_and_noise_is_not() -> None:
    last = {"build ×1": {"cpu s": 10.0}}
    assert "(×1.50)" in next(record.table({"build ×1": {"cpu s": 15.0}}, last))
    assert "×" not in next(record.table({"build ×1": {"cpu s": 11.0}}, last)).removeprefix("build ×1")


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    record.write(tmp_path / "x.json", figures())
    assert record.read(tmp_path / "x.json") == figures()
    assert record.read(tmp_path / "none.json") == {}
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(BenchmarkError):
        record.read(tmp_path / "x.json")


def test_the_table_tells_ratios_and_stands_where_it_stood(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{record.BEGIN}\nafter\n", encoding="utf-8")
    record.into_readme(readme, figures())
    once = readme.read_text(encoding="utf-8")
    record.into_readme(readme, figures())
    assert readme.read_text(encoding="utf-8") == once
    assert once.startswith("before\n")
    assert once.endswith("\nafter\n")
    assert "| Build, processor time | 1.0 | 7.6 | 15.0 |" in once
    assert "| Material and static-i18n as they come, to our build | 2.00 | 2.00 | 2.00 |" in once
    assert "to our build | – | – | – |" in once, "a peer that was not measured"


def test_a_readme_without_a_place_and_half_a_run_are_refused(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text("nothing", encoding="utf-8")
    with pytest.raises(BenchmarkError, match="has no"):
        record.into_readme(readme, figures())
    with pytest.raises(BenchmarkError, match="no figure for build ×10"):
        record.readme_table({"build ×1": {"pages": 1, "cpu s": 1, "MB": 1}})


def test_the_readme_shows_the_figures_that_are_kept() -> None:
    kept = record.read(ROOT / record.BASELINE)
    assert record.readme_table(kept) in (ROOT / "README.md").read_text(encoding="utf-8")
    assert list(record.broken_promises(kept)) == []


def test_a_command_that_fails_is_told(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="failed: oh no"):
        measure(["python3", "-c", "import sys; sys.exit('oh no')"], tmp_path)
    cost = measure(["python3", "-c", "x = bytearray(50_000_000); sum(range(3_000_000))"], tmp_path)
    assert cost.memory > 50
    assert cost.cpu > 0


def test_a_grown_handbook_is_whole(tmp_path: Path) -> None:
    count = projects.handbook(ROOT, tmp_path, 2)
    docs = tmp_path / "docs"
    for language in LANGUAGES:
        assert len(page_paths(docs, language)) == 2 * len(page_paths(ROOT / "docs", language))
        lists = [read_document(docs, language, path).meta.get("checklist") for path in page_paths(docs, language)]
        named = [name for name in lists if name]
        assert len(named) == len(set(named)), "each part has checklists of its own"
    site = build_site(tmp_path / "site", tmp_path)
    assert (site / "nb/part-02/methods/inclusion-day/roles/index.html").exists()
    assert len(list(site.rglob("index.html"))) >= count


def test_an_edit_that_is_seen_late_is_told() -> None:
    row = {"visible s": 4.0, "worst s": 9.0, "cpu s": 1.2}
    told = list(record.broken_promises({"serve all: a word": row, "serve da: a word": row}))
    assert told == ["serve da: a word: an edit is seen after 1.5 s at the earliest (at most 1)"]
