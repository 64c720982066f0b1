"""The old address of a page that moved leads to the new one, with its section, with and without a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from methodbook.exports.programs import served
from methodbook.languages import LANGUAGES
from tests.conftest import ROOT, build_site

PAGE = """---
title: {0}
description: {0}.
original: {1}
kind: page
sources: []
reviewed: 2026-01-01
---

# {0}

## Del {{#part}}

Tekst.
"""
REDIRECTS = """extra:
  redirects:
    methods/old/checklist: methods/new
    old: methods/new#part
    gone: .
    about: methods/new
    ../../outside: methods/new
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A small site with pages that moved, and its address."""
    root = tmp_path_factory.mktemp("moved") / "project"
    shutil.copytree(ROOT / "overrides", root / "overrides")
    (root / "scripts").symlink_to(ROOT / "scripts")
    configuration, _, _ = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:\n")
    before, _, after = configuration.partition("extra:\n")
    after = after if "  redirects:" not in after else "".join(part for part in after.partition("\n\n")[1:])
    names = "  repository: ''\n  branch: main\n  downloads: ''\n"
    text = before + REDIRECTS + names + after.partition("\n\n")[2] + "\nnav: [index.md, about.md, methods/new.md]\n"
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    (root / "docs/en").mkdir(parents=True)
    shutil.copy(ROOT / "docs/en/index.md", root / "docs/en")
    for language in LANGUAGES:
        for name in ("index", "about", "methods/new"):
            page = root / f"docs/{language}/{name}.md"
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(PAGE.format(name.title(), language), encoding="utf-8")
    folder = build_site(root / "site", root, HANDBOOK_SITE_URL="https://example.org/handbook/")
    with served(folder, {}) as address:
        yield folder, address


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_address_says_where_the_page_is_now(site: tuple[Path, str], language: str) -> None:
    page = html.document_fromstring((site[0] / language / "methods/old/checklist/index.html").read_text("utf-8"))
    assert page.get("lang") == language
    assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.xpath("//link[@rel='canonical']/@href") == [f"https://example.org/handbook/{language}/methods/new/"]
    assert page.xpath("//main//a/@href") == ["../../new/"]
    assert page.xpath("//noscript/meta[@http-equiv='refresh']/@content") == ["0; url=../../new/"]
    assert "Content-Security-Policy" in html.tostring(page, encoding="unicode")


def test_no_page_is_replaced_and_nothing_is_written_elsewhere(site: tuple[Path, str]) -> None:
    assert "<h1" in (site[0] / "nb/about/index.html").read_text(encoding="utf-8")
    assert 'id="moved"' not in (site[0] / "nb/about/index.html").read_text(encoding="utf-8")
    assert not list(site[0].parent.rglob("outside"))
    assert 'href="../"' in (site[0] / "nb/gone/index.html").read_text(encoding="utf-8")
    assert "old" not in (site[0] / "sitemap.xml").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nb/methods/old/checklist/", "nb/methods/new/"),
        ("da/methods/old/checklist/#checklist=council:1", "da/methods/new/#checklist=council:1"),
        ("sv/old/", "sv/methods/new/#part"),
        ("sv/old/#other", "sv/methods/new/#other"),
        ("nb/gone/", "nb/"),
    ],
)
def test_a_reader_is_led_on_with_the_section(browser: Browser, site: tuple[Path, str], old: str, new: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(site[1] + old)
    expect(page).to_have_url(site[1] + new)
    page.close()
    assert errors == []


@pytest.mark.browser
def test_a_reader_without_script_is_led_on(browser: Browser, site: tuple[Path, str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site[1]}nb/methods/old/checklist/")
    expect(page).to_have_url(f"{site[1]}nb/methods/new/")
    context.close()
