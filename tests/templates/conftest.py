"""Every template in every language, empty and filled in: printed, and taken away as Word. Made once for all tests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from methodbook.exports import programs
from tests.checklists.reader import Reader
from tests.conftest import ROOT, Site
from tests.templates.forms import FILL, Form, form_on

OUTPUT = ROOT / "test-output/templates"
PAPER = {"width": 688, "height": 1032}
"""What an A4 sheet leaves inside its margins, in CSS pixels."""

CUT = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const box = element.getBoundingClientRect();
  const isCut = element.matches("textarea") && element.scrollHeight > element.clientHeight + 2;
  return box.width && (box.right > innerWidth + 1 || box.left < -1 || isCut) && !element.closest(".unseen");
}).map((element) => element.outerHTML.slice(0, 90))"""


@dataclass(frozen=True)
class Taken:
    """A template as it came out: what stood on screen, the sheets, the Word file, and what is cut on paper."""

    form: Form
    pdf: bytes
    word: Path
    cut: Sequence[str] = ()


def templates(site: Site, language: str = "") -> list[str]:
    """The addresses of all templates."""
    return [a for a in site.pages() if a.startswith(language) and "/templates/" in a and not a.endswith("/templates/")]


def name_of(address: str) -> str:
    """`nb/templates/first-meeting/` -> `first-meeting-nb`."""
    language, _, name = address.strip("/").split("/")
    return f"{name}-{language}"


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Reader]:
    """A reader for all tests of a module; each begins with what it needs."""
    context = browser.new_context(locale="nb-NO", viewport={"width": 1280, "height": 800})
    yield Reader(context.new_page(), site.address)
    context.close()


@pytest.fixture(scope="session")
def taken(
    browser: Browser, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, tuple[Taken, Taken]]]:
    """Each template by its address: empty, and with something written in every field."""
    folder = tmp_path_factory.mktemp("taken")
    context = browser.new_context(locale="nb-NO", viewport=PAPER)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for address in templates(site):
        page.goto(site.address + address)
        empty = take(page, folder / f"{name_of(address)}-empty.docx")
        page.evaluate(FILL)
        filled = take(page, folder / f"{name_of(address)}.docx")
        page.emulate_media(media="print")
        cut = page.evaluate(CUT)
        OUTPUT.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=OUTPUT / f"{name_of(address)}-print.png")
        page.emulate_media(media="null")
        page.evaluate("localStorage.clear()")
        found[address] = (empty, replace(filled, cut=cut))
    yield found
    context.close()


def take(page: Page, target: Path) -> Taken:
    """Print the page, and take it away as Word."""
    with page.expect_download() as waiting:
        page.locator(".form-buttons [data-do=word]").click()
    waiting.value.save_as(target)
    return Taken(form_on(page), page.pdf(prefer_css_page_size=True), target)


@pytest.fixture(scope="session")
def opened(taken: dict[str, tuple[Taken, Taken]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each filled-in Word file by the template's address, as LibreOffice prints it; pictures if pdftoppm is there."""
    office = programs.OFFICE.path()
    if office is None:
        pytest.fail("opening the Word files needs LibreOffice: run `python3 scripts/handbook.py test`")
    folder = tmp_path_factory.mktemp("opened")
    files = [str(filled.word) for _, filled in taken.values()]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = {address: folder / filled.word.with_suffix(".pdf").name for address, (_, filled) in taken.items()}
    if painter := shutil.which("pdftoppm"):
        for address, pdf in found.items():
            picture = OUTPUT / f"{name_of(address)}-word"
            subprocess.run([painter, "-png", "-singlefile", "-r", "60", "-l", "1", str(pdf), str(picture)], check=True)
    return found
