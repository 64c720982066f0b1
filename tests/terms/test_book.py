"""The book's own data: where they are looked for, and that nothing of them is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions

from methodbook import languages
from methodbook.languages import DataError
from methodbook.page.markdown import parse_document
from methodbook.site.addresses import Repository
from tests.conftest import ROOT


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `docs/_data` of a handbook that one works in, which is not this one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(languages, "book", languages.book.__wrapped__)
    folder = tmp_path / languages.BOOK_NAME
    folder.mkdir(parents=True)
    return folder


def test_the_data_are_those_of_the_handbook_one_works_in(elsewhere: Path) -> None:
    (elsewhere / "sources.yaml").write_text("other: {title: En annen}\n", encoding="utf-8")
    assert languages.book("sources.yaml") == {"other": {"title": "En annen"}}


def test_a_broken_data_file_is_named_as_people_know_it(elsewhere: Path) -> None:
    (elsewhere / "terms.yaml").write_text("terms: [\n]]", encoding="utf-8")
    with pytest.raises(DataError, match=r"^docs/_data/terms\.yaml:2: "):
        languages.book("terms.yaml")


def test_mkdocs_publishes_none_of_the_data() -> None:
    config = load_config(str(ROOT / "mkdocs.yml"))
    files = get_files(config)
    set_exclusions(files, config)
    found = [file for file in files if file.src_uri.startswith("_data/")]
    assert {"_data/terms.yaml", "_data/checklists.yaml", "_data/names.txt"} <= {file.src_uri for file in found}
    assert all(file.inclusion is InclusionLevel.EXCLUDED for file in found)


def test_to_suggest_a_change_in_the_glossary_is_to_change_the_terms() -> None:
    repository = Repository("https://github.com/example/handbook", "main")
    text = "---\ntitle: Ordliste\n---\n\n# Ordliste\n"
    glossary = parse_document(f"{text}\n/// glossary\n///\n", "nb", Path("glossary.md"))  # type: ignore[arg-type]
    plain = parse_document(text, "nb", Path("words.md"))  # type: ignore[arg-type]
    assert repository.edit(glossary).endswith("/edit/main/docs/_data/terms.yaml")
    assert repository.edit(plain).endswith("/edit/main/docs/nb/words.md")
