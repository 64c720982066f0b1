"""A fourth language, nynorsk, comes to a copy of the handbook with data and pages only: no Python, script or template.

It builds, is checked, switches, is searched and ticks in step; what is not translated is shown in bokmål.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from methodbook.page.markdown import parse_document
from methodbook.page.translations import confirmed
from tests.conftest import PREFIX, ROOT, PagesHandler, Site, build_site
from tests.site.small_handbook import small_handbook

SOURCE = ROOT / "tests/data/nynorsk"
TRANSLATED = ("index.md", "privacy.md")
LIST = "methods/council/"
NO_CODE = {".yaml", ".yml", ".md"}


def with_nynorsk(project: Path) -> Path:
    """The small handbook in `project` with a fourth language: one data file, two pages, one line of configuration."""
    shutil.copy(SOURCE / "nn.yaml", project / "scripts/methodbook/data/languages/nn.yaml")
    (project / "docs/nn").mkdir()
    for name in TRANSLATED:
        original = parse_document((project / "docs/nb" / name).read_text(encoding="utf-8"), "nb", Path(name))  # type: ignore[arg-type]
        text = confirmed((SOURCE / name).read_text(encoding="utf-8"), original)
        (project / "docs/nn" / name).write_text(text, encoding="utf-8")
    configuration = (project / "mkdocs.yml").read_text(encoding="utf-8")
    before, line, after = configuration.partition("        - {locale: sv")
    added = "        - {locale: nn, name: Norsk nynorsk, build: true, site_name: Nordisk metodehandbok}\n"
    (project / "mkdocs.yml").write_text(before + added + line + after, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_nynorsk(small_handbook(tmp_path_factory.mktemp("nynorsk") / "handbook"))


@pytest.fixture(scope="module")
def four(project: Path) -> Iterator[Site]:
    """The copy, built and served."""

    class Handler(PagesHandler):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, directory=str(project / "site"), **options)  # type: ignore[arg-type]

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        address = f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
        build_site(project / "site", project, HANDBOOK_SITE_URL=address, PYTHONPATH=str(project / "scripts"))
        thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True)
        thread.start()
        yield Site(project / "site", address)
        server.shutdown()


def test_nothing_but_data_pages_and_configuration_differs(project: Path, tmp_path: Path) -> None:
    plain = small_handbook(tmp_path / "plain")
    mine, theirs = ({p.relative_to(root): p for p in root.rglob("*") if p.is_file()} for root in (project, plain))
    differ = [
        p for p in mine if p.parts[0] != "site" and (p not in theirs or mine[p].read_bytes() != theirs[p].read_bytes())
    ]
    assert {path.suffix for path in differ if "__pycache__" not in path.parts} <= NO_CODE


def test_every_page_is_there_and_switches(four: Site) -> None:
    below = [
        {page.removeprefix(f"{code}/") for page in four.pages() if page.startswith(f"{code}/")} for code in ("nb", "nn")
    ]
    assert below[0] == below[1]
    for page in ("nn/", "nn/privacy/", f"nn/{LIST}", f"sv/{LIST}"):
        links = four.tree(page).cssselect(".switch a")
        rest = page.partition("/")[2]
        found = [urljoin(f"/{page}", link.get("href")) for link in links]
        assert found == [f"/{code}/{rest}" for code in ("nb", "da", "sv", "nn")]


def test_a_translated_page_is_in_nynorsk_and_the_rest_in_bokmaal_with_the_notice(four: Site) -> None:
    assert four.tree("nn/").get("lang") == "nn"
    assert "Saman om inkludering" in four.html("nn/")
    for page in (LIST, "methods/inclusion-day/", "about/"):
        article = four.tree(f"nn/{page}").cssselect("article")[0]
        assert article.get("lang") == "nb", page
        assert "Denne sida er ikkje omsett enno. Ho blir vist på norsk bokmål." in four.html(f"nn/{page}")


def test_check_reads_the_language_and_finds_no_error(project: Path) -> None:
    command = [sys.executable, "-m", "methodbook", "check", "--no-site", "--format", "json"]
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts")}
    page = project / "docs/nn/privacy.md"
    page.write_text(page.read_text(encoding="utf-8") + '\nHan sa "hei" den 3 mai.\n', encoding="utf-8")
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    rules = {finding["rule"] for finding in found if finding["path"] == "docs/nn/privacy.md"}
    assert {"quotation-marks", "date-form"} <= rules, done.stderr
    assert not rules & {"spelling", "wrong-language", "front-matter-broken"}


@pytest.mark.browser
def test_the_search_finds_what_is_written_in_nynorsk(four: Site, page: Page) -> None:
    page.goto(f"{four.address}nn/")
    page.keyboard.press("Control+k")
    page.locator("#search-field").fill("opplysningar nettlesaren")
    expect(page.locator("[data-hits] a").first).to_contain_text("Personvern")


@pytest.mark.browser
def test_ticks_are_in_step_with_the_other_languages(four: Site, page: Page) -> None:
    page.goto(f"{four.address}nb/{LIST}")
    box = page.locator("input.item-box").first
    name = box.get_attribute("id")
    box.scroll_into_view_if_needed()
    page.wait_for_selector("html[data-lists-ready]", state="attached")
    box.check()
    page.goto(f"{four.address}nn/{LIST}")
    expect(page.locator(f"#{name}")).to_be_checked()


@pytest.mark.browser
def test_the_front_door_points_out_nynorsk_to_its_readers(four: Site, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'languages', {get: () => ['nn-NO', 'nb-NO']})")
    page.goto(four.address)
    expect(page.locator("[data-suggested]")).to_have_attribute("hreflang", "nn")
