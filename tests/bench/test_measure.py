"""The cost of a command, and the handbook grown: nothing lost, nothing twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench import __main__ as command
from bench.measure import BenchmarkError, grow, measure
from methodbook.languages import LANGUAGES
from methodbook.page.handbook import page_paths, read_document
from tests.conftest import ROOT


def test_cost_of_a_command(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", "x = bytearray(50_000_000); sum(range(3_000_000))"], tmp_path)
    assert cost.memory > 50
    assert cost.cpu > 0


def test_a_command_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="failed: oh no"):
        measure([sys.executable, "-c", "import sys; sys.exit('oh no')"], tmp_path)
    assert measure(["false"], tmp_path, most=1).cpu >= 0


def test_a_grown_handbook_is_whole(tmp_path: Path) -> None:
    count = grow(ROOT, tmp_path, 2)
    docs = tmp_path / "docs"
    for language in LANGUAGES:
        paths = page_paths(docs, language)
        assert len(paths) == 2 * len(page_paths(ROOT / "docs", language))
        lists = [name for path in paths if (name := read_document(docs, language, path).meta.get("checklist"))]
        assert len(lists) == len(set(lists)), "each part has checklists of its own"
    assert count >= sum(len(page_paths(docs, language)) for language in LANGUAGES)
    menu = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    assert "  - part-02/glossary.md" in menu


def test_the_command_names_its_parts_and_refuses_others() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "nonsense"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert all(part in done.stderr for part in ("all", "scale", *command.PARTS))


def test_the_readme_has_a_place_for_the_figures() -> None:
    assert command.PLACE.search((ROOT / "README.md").read_text(encoding="utf-8"))
