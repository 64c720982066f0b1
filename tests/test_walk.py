"""A walk through the README's steps: a bare clone is published under a sub-path, and a reader uses all of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from methodbook.languages import LANGUAGES, words
from tests.conftest import ROOT, Site, served

pytestmark = pytest.mark.browser


def publishing_command() -> list[str]:
    """The command that the README gives for publishing elsewhere than on GitHub."""
    found = re.search(
        r"`python3 scripts/handbook\.py (build [^`]*--address) https://[^`]+`", (ROOT / "README.md").read_text()
    )
    assert found, "the README tells how to publish elsewhere"
    return found[1].split()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A clone of the repository, published as the README says, and served as GitHub Pages serves a project site."""
    clone = tmp_path_factory.mktemp("walk") / "handbook"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    # What is not committed yet is walked through as well.
    for name in ("docs", "overrides", "scripts", "mkdocs.yml"):
        source, target = ROOT / name, clone / name
        if source.is_dir():
            shutil.rmtree(target)
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(source, target)
    # The launcher would make an environment of the same packages first; ours serves as well.
    toolbox = {**os.environ, "PYTHONPATH": str(clone / "scripts"), "GITHUB_REPOSITORY": "example/handbook"}
    with served(clone / "site") as address:
        command = [sys.executable, "-m", "methodbook", *publishing_command(), address]
        subprocess.run(command, cwd=clone, env=toolbox, check=True)
        yield Site(clone / "site", address)


def test_a_reader_comes_in_by_the_front_door_and_uses_all_of_it(page: Page, published: Site) -> None:
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "response", lambda answer: troubles.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
    )
    page.goto(published.address)
    page.locator(".front-languages a[hreflang=nb], main a[hreflang=nb]").first.click()
    expect(page).to_have_url(f"{published.address}nb/")
    page.locator(".switch a[hreflang=da]").click()
    expect(page).to_have_url(f"{published.address}da/")

    page.locator("[data-search]").first.click()
    page.locator("#search-field").fill("foreninger")
    page.locator(".search-hit a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    assert page.url.startswith(f"{published.address}da/")

    page.goto(f"{published.address}da/methods/municipal-guide/1-discover/")
    page.locator("input.item-box").first.scroll_into_view_if_needed()
    page.wait_for_selector("html[data-lists-ready]", state="attached")
    page.locator("input.item-box").first.check()
    page.locator(".switch a[hreflang=sv]").click()
    expect(page.locator("input.item-box:checked")).to_have_count(1)
    assert troubles == []

    page.goto(f"{published.address}sv/no/such/page/")
    expect(page.locator("section[lang]")).to_have_count(1)
    page.locator("section[lang=sv] a").first.click()
    expect(page).to_have_url(f"{published.address}sv/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_handbook_can_be_taken_away(page: Page, published: Site, tmp_path: Path, language: str) -> None:
    page.goto(f"{published.address}{language}/")
    for kind in ("pdf", "zip"):
        place = page.locator(f"[data-downloads] a[href$='handbook-{language}.{kind}']").first
        with page.expect_download() as waiting:
            place.evaluate("link => { link.setAttribute('download', ''); link.click(); }")
        target = tmp_path / f"handbook.{kind}"
        waiting.value.save_as(target)
        size = target.stat().st_size
        told = page.locator(f"[data-size='handbook-{language}.{kind}']").first.text_content() or ""
        number = float(re.sub(r"[^\d,]", "", told).replace(",", ".")) * (1e6 if "MB" in told else 1e3)
        assert abs(number - size) <= 0.06e6, f"{told} for {size} bytes"
    assert len(PdfReader(tmp_path / "handbook.pdf").pages) > 50
    with zipfile.ZipFile(tmp_path / "handbook.zip") as archive:
        assert archive.testzip() is None
        assert any(name.endswith(f"/{language}/index.html") for name in archive.namelist())
    assert words(language)["site-name"] in (page.locator("header").first.text_content() or "")
