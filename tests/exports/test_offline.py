"""The handbook as a zip: every link leads somewhere, and it works in a browser without a server."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, expect

from methodbook.exports import offline
from methodbook.languages import LANGUAGES, words
from tests.conftest import Site

ADDRESS = "https://example.org/h/"
PAGE = "nb/methods/council/index.html"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("roles/", "roles/index.html"),
        ("roles/#who", "roles/index.html#who"),
        ("../", "../index.html"),
        ("..", "../index.html"),
        ("./", "./index.html"),
        ("#who", "#who"),
        ("", ""),
        ("../../files/list.docx", "../../files/list.docx"),
        ("../../../assets/page.css", "../../../assets/page.css"),
        ("../../../da/methods/council/#who", "https://example.org/h/da/methods/council/#who"),
        ("../../../", "https://example.org/h/"),
        ("https://example.com/a/", "https://example.com/a/"),
        ("https://example.org/h/nb/", "https://example.org/h/nb/"),
        ("mailto:someone@example.org", "mailto:someone@example.org"),
        ("data:image/svg+xml,x", "data:image/svg+xml,x"),
    ],
)
def test_links_lead_to_files_of_the_zip_or_to_the_net(link: str, expected: str) -> None:
    assert offline.Offline(Path("site"), ADDRESS, "nb").link(link, PAGE) == expected


def test_the_policy_allows_files_and_modules_from_memory_and_no_more() -> None:
    before = "default-src 'none'; script-src 'self' 'sha256-x='; img-src 'self' data:; trusted-types 'none'"
    assert offline.offline_policy(before) == (
        "default-src 'none'; script-src 'self' file: 'sha256-x=' blob:; img-src 'self' file: data:"
    )


def test_a_module_that_the_site_lacks_is_named() -> None:
    with pytest.raises(offline.OfflineError, match=r"imports gone\.js"):
        offline.offline_script({"page.js": 'import { a } from "./gone.js";'})


def test_modules_that_import_each_other_are_refused() -> None:
    with pytest.raises(offline.OfflineError, match="circle"):
        offline.offline_script({"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'})


def test_the_zip_is_the_same_whenever_and_in_whatever_order_it_is_made(tmp_path: Path) -> None:
    members = [("b", b"2"), ("a", b"1" * 1000)]
    for number, order in enumerate((members, members[::-1])):
        offline.write_zip(tmp_path / f"{number}.zip", order, "handbook", 1_700_000_000)
    assert (tmp_path / "0.zip").read_bytes() == (tmp_path / "1.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "0.zip") as archive:
        assert archive.namelist() == ["handbook/a", "handbook/b"]
        assert archive.infolist()[0].date_time[:3] == (2023, 11, 14)


def test_a_time_before_zips_were_made_is_no_error(tmp_path: Path) -> None:
    offline.write_zip(tmp_path / "x.zip", [("a", b"")], "handbook", 0)
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.infolist()[0].date_time[:3] == (1980, 1, 1)


@pytest.fixture(scope="module")
def folders(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The unpacked zip of each language."""
    unpacked = {}
    for language in LANGUAGES:
        folder = tmp_path_factory.mktemp(language)
        offline.write(site.folder, site.address, language, folder / "handbook.zip", 0)
        with zipfile.ZipFile(folder / "handbook.zip") as archive:
            archive.extractall(folder)
        unpacked[language] = folder / "handbook"
    return unpacked


def links(page: Path) -> Iterator[tuple[str, str]]:
    """Each link of `page` as typed, and the address it leads to without its fragment."""
    tree: Any = html.document_fromstring(page.read_text(encoding="utf-8"))
    for link in tree.xpath("//@href | //@src"):
        yield str(link), urldefrag(urljoin(page.as_uri(), str(link))).url


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_leads_to_a_file_that_is_not_there(folders: dict[str, Path], site: Site, language: str) -> None:
    folder = folders[language]
    pages = sorted(folder.rglob("*.html"))
    assert len(pages) == 1 + len(list((site.folder / language).rglob("*.html")))
    files = {path.as_uri() for path in folder.rglob("*") if path.is_file()}
    for page in pages:
        wrong = [link for link, target in links(page) if target.startswith("file:") and target not in files]
        assert wrong == [], page


@pytest.fixture
def offline_context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser without a net."""
    fresh = browser.new_context(offline=True)
    yield fresh
    fresh.close()


@pytest.mark.browser
def test_the_handbook_works_from_a_folder(folders: dict[str, Path], offline_context: BrowserContext) -> None:
    page = offline_context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((folders["da"] / "index.html").as_uri())
    page.wait_for_url("**/da/index.html")
    page.locator("#menu a[href*=inclusion-day], .cards a[href*=inclusion-day]").first.click()
    page.wait_for_url("**/da/methods/inclusion-day/index.html")
    page.goto((folders["da"] / "da/methods/inclusion-day/index.html").as_uri())
    box = page.locator("input.item-box").first
    for _ in range(100):  # the modules start a moment after the page: a tick before that is not kept
        box.set_checked(True)
        if page.evaluate("localStorage.length"):
            break
        page.wait_for_timeout(100)
        box.set_checked(False)
    page.reload()
    expect(page.locator("input.item-box:checked")).to_have_count(1)
    page.locator("[data-search]").first.click()
    page.locator("#search-field").fill("roller")
    page.locator(".search-hit a").first.click()
    page.wait_for_url("file:**/index.html*")
    expect(page.locator("article h1")).to_be_visible()
    assert troubles == []


@pytest.mark.browser
def test_where_the_search_cannot_be_had_it_says_so_and_the_list_serves(
    folders: dict[str, Path], offline_context: BrowserContext
) -> None:
    folder = folders["sv"]
    (folder / "assets/offline-search.js").unlink()
    page = offline_context.new_page()
    page.goto((folder / "sv/index.html").as_uri())
    page.locator("[data-search]").first.click()
    expect(page.locator(".search-failed")).to_contain_text(words("sv")["search-unreachable"])
    page.locator(".search-failed a").click()
    page.wait_for_url("**/sv/search/index.html")
    page.locator(".pages a[href*=council]").first.click()
    page.wait_for_url("**/sv/methods/council/index.html")


@pytest.mark.browser
def test_the_policy_holds_in_a_folder(folders: dict[str, Path], offline_context: BrowserContext) -> None:
    source = folders["nb"] / "nb/about/index.html"
    attack = "<script>window.ran = true</script><img src=x onerror='window.ran = true'></article>"
    attacked = source.with_name("attacked.html")
    attacked.write_text(source.read_text(encoding="utf-8").replace("</article>", attack), encoding="utf-8")
    page = offline_context.new_page()
    page.goto(attacked.as_uri())
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
