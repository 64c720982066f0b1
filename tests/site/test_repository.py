"""Addresses: of a page's file in its repository, and the site's own as programs write it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from methodbook.page.markdown import Document, parse_document
from methodbook.site.addresses import Repository, ascii_address

PAGE = """---
title: Råd
---

# Råd

Tekst.
"""


def page(text: str = PAGE) -> Document:
    return parse_document(text, "nb", PurePosixPath("methods/council.md"))


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        ("main", "main"),
        ("fix#12", "fix%2312"),
        ("50%-forslag", "50%25-forslag"),
        ("a/b", "a/b"),
        ("årshjul", "%C3%A5rshjul"),
    ],
)
def test_a_branch_of_any_name_is_led_to(branch: str, expected: str) -> None:
    repository = Repository("https://github.com/a/b", branch)
    assert repository.edit(page()) == f"https://github.com/a/b/edit/{expected}/docs/nb/methods/council.md"
    assert f"/new/{expected}/docs/da/methods?filename=council.md&" in repository.translate(page(), "da")


def test_a_handbook_in_a_folder_of_its_repository_is_edited_there() -> None:
    repository = Repository("https://github.com/a/b", "main", "the book/")
    assert repository.edit(page()) == "https://github.com/a/b/edit/main/the%20book/docs/nb/methods/council.md"


def test_a_repository_nobody_knows_is_not_led_to(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    assert Repository.known("", "main", tmp_path).edit(page()) == ""


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://håndbok.example/", "https://xn--hndbok-iua.example/"),
        ("https://example.org/håndbok/", "https://example.org/h%C3%A5ndbok/"),
        ("http://127.0.0.1:8000/a%20b/", "http://127.0.0.1:8000/a%20b/"),
    ],
)
def test_an_address_is_written_as_programs_write_it(address: str, expected: str) -> None:
    assert ascii_address(address) == expected


def test_a_host_that_cannot_be_is_named() -> None:
    with pytest.raises(ValueError, match=r"is no name of a host"):
        ascii_address(f"https://{'å' * 80}.example/")
