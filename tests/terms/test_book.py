"""The book's own data: where they are looked for, and that nothing of them is published."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import InclusionLevel, get_files, set_exclusions

from methodbook import languages
from methodbook.languages import DataError
from methodbook.page.handbook import Handbook
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


def names_of_the_book() -> set[str]:
    """Names that only this book knows: of organisations, places, sources, methods and cases."""
    names = set(languages.book("sources.yaml"))
    names |= {
        str(name[key])
        for name in languages.book("terms.yaml")["keep_original"]
        for key in ("name", "full")
        if key in name
    }
    for page in Handbook.read(ROOT / "docs").pages["nb"].values():
        case = page.meta.get("case") or {}
        names |= {str(place) for place in case.get("municipality") or () if place != "not-stated"}
        names |= {page.path.parts[1]} if page.path.parts[0] == "methods" and len(page.path.parts) > 2 else set()
        names |= {page.path.stem} if page.meta.get("kind") == "case" else set()
    return names - {"cases"}


def test_the_toolbox_knows_no_name_of_the_book() -> None:
    names = sorted(names_of_the_book(), key=len, reverse=True)
    assert {"municipal-guide", "gatelag", "council", "Bydel Nordstrand"} <= set(names)
    known = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    files = [path for path in (ROOT / "scripts/methodbook").rglob("*") if path.suffix in {".py", ".yaml", ".js", ".md"}]
    assert len(files) > 100
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in known.finditer(line)
    ]
    assert found == []


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
