"""What is built from `docs/`, and what is left out."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from methodbook.languages import DataError
from methodbook.page.handbook import Handbook
from methodbook.page.markdown import parse_document
from methodbook.site import inputs


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nb/page.md", b"# A", ""),
        ("en/index.md", b"# A", ""),
        ("en/other.md", b"# A", "stands outside the languages"),
        ("assets/font.woff2", b"wOF2=1; alert(1)", "is no page and no picture"),
        ("assets/script.js", b"alert(1)", "is no page and no picture"),
        ("assets/drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "is an unsafe drawing"),
        ("assets/photo.png", b"x", ""),
    ],
)
def test_only_pages_and_pictures_are_published(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert inputs.unpublished(path, tmp_path) == reason


def test_a_link_that_leads_out_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.png").symlink_to(tmp_path / "secret.png")
    assert inputs.unpublished(tmp_path / "docs/a.png", tmp_path / "docs") == "leads out of docs/"


def test_a_linked_folder_is_named_before_it_is_followed(tmp_path: Path) -> None:
    (tmp_path / "docs/nb").mkdir(parents=True)
    (tmp_path / "docs/nb/loop").symlink_to(tmp_path / "docs")
    with pytest.raises(DataError, match=r"docs/nb/loop: a linked folder is not published"):
        inputs.refuse_linked_folders(tmp_path / "docs")


@pytest.mark.parametrize("name", ["print.md", "print/index.md"])
def test_a_page_at_the_address_of_the_printed_book_is_named(name: str) -> None:
    path = PurePosixPath(name)
    page = parse_document("---\ntitle: Skriv ut\n---\n\n# Skriv ut\n", "nb", path)
    with pytest.raises(DataError, match=rf"docs/nb/{name}: its address is taken"):
        inputs.refuse_taken_addresses(Handbook({"nb": {path: page}, "da": {}, "sv": {}}))
