"""Languages done right, on the built HTML: switch, sitemap, fallback, 404, and the interface's words."""

from __future__ import annotations

import re
import shutil
import string
from pathlib import Path, PurePosixPath
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest
from lxml import etree, html

from methodbook.languages import LANGUAGES, NAMES, words
from methodbook.page.handbook import Handbook, read_document
from tests.conftest import PREFIX, ROOT, Site, build_site

PLACES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def handbook() -> Handbook:
    return Handbook.read(ROOT / "docs")


def tree(site: Site, page: str) -> html.HtmlElement:
    return html.document_fromstring(site.html(page))


def pages_in(site: Site, language: str) -> list[str]:
    return [page for page in site.pages() if page.startswith(f"{language}/")]


def test_the_three_languages_are_equals_under_a_prefix(site: Site) -> None:
    below = [{page.partition("/")[2] for page in pages_in(site, language)} for language in LANGUAGES]
    assert below[0] == below[1] == below[2]
    assert len(below[0]) > 50


def test_addresses_are_plain(site: Site) -> None:
    assert [page for page in site.pages() if not re.fullmatch(r"[a-z0-9/.-]*", page)] == []


def test_every_page_says_its_language(site: Site) -> None:
    wrong = [p for code in LANGUAGES for p in pages_in(site, code) if tree(site, p).get("lang") != code]
    assert wrong == []


def test_the_switch_leads_to_the_same_page_in_plain_links(site: Site) -> None:
    for language in LANGUAGES:
        for page in pages_in(site, language):
            links = tree(site, page).cssselect(".switch a")
            found = {link.get("hreflang"): urljoin(f"/{page}", link.get("href")) for link in links}
            rest = page.partition("/")[2]
            assert found == {code: f"/{code}/{rest}" for code in LANGUAGES}, page
            assert [link.get("lang") for link in links] == list(LANGUAGES)
            assert [link.get("lang") for link in links if link.get("aria-current")] == [language]
            assert [link.text for link in links] == list(NAMES.values())


def test_heads_hold_no_alternate_links(site: Site) -> None:
    assert [page for page in site.pages() if tree(site, page).cssselect("link[rel=alternate]")] == []


def test_canonical_is_absolute_and_the_page_itself(site: Site, handbook: Handbook) -> None:
    for language in LANGUAGES:
        for page in handbook.pages[language].values():
            link = tree(site, f"{language}/{page.url}").cssselect("link[rel=canonical]")[0]
            assert link.get("href") == f"{site.address}{language}/{page.url}"


def sitemap(site: Site) -> dict[str, ElementTree.Element]:
    root = ElementTree.fromstring((site.folder / "sitemap.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
    return {str(entry.findtext("s:loc", namespaces=PLACES)): entry for entry in root.findall("s:url", PLACES)}


def test_the_sitemap_lists_real_pages_with_their_real_translations(site: Site, handbook: Handbook) -> None:
    entries = sitemap(site)
    expected = {f"{site.address}{code}/{page.url}" for code in LANGUAGES for page in handbook.pages[code].values()}
    assert set(entries) == {site.address, *expected}
    for code in LANGUAGES:
        for path, page in handbook.pages[code].items():
            links = entries[f"{site.address}{code}/{page.url}"].findall("x:link", PLACES)
            found = {link.get("hreflang"): link.get("href") for link in links}
            real = {other: f"{site.address}{other}/{page.url}" for other in handbook.translations(path)}
            assert found == {**real, "x-default": site.address}


def test_the_sitemap_dates_come_from_history(site: Site) -> None:
    for address, entry in sitemap(site).items():
        day = entry.findtext("s:lastmod", namespaces=PLACES)
        assert day is not None, address
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day), address


def test_the_404_page_speaks_all_three_languages(site: Site) -> None:
    page = tree(site, "404.html")
    for code in LANGUAGES:
        section = page.cssselect(f"section[lang={code}]")[0]
        assert page.cssselect(f"h1 [lang={code}]")[0].text == words(code)["not-found-title"]
        # Absolute, since the page is shown at any depth.
        assert section.cssselect("a")[0].get("href") == f"{PREFIX}{code}/"
    assert not (site.folder / "nb" / "404.html").exists()


def test_titles_and_menu_come_from_the_pages(site: Site, handbook: Handbook) -> None:
    for code in LANGUAGES:
        titles = {page.title for page in handbook.shown(code).values()}
        for page in pages_in(site, code):
            shown = {link.text_content().strip() for link in tree(site, page).cssselect("#menu li > a")}
            assert shown <= titles, page


def visible_texts(page: html.HtmlElement) -> set[str]:
    """Texts and names outside the article that a reader may meet, in the page's own language."""
    for element in page.cssselect("article, script, style, head, svg, [lang]:not(html)"):
        element.drop_tree()
    texts = {str(text).strip() for text in page.xpath("//body//text()")}
    names = {str(name).strip() for name in page.xpath("//body//@aria-label | //body//@title | //body//@alt")}
    return {text for text in texts | names if re.search(r"[^\W\d_]{2}", text)}


def catalogue_patterns(language: str) -> re.Pattern[str]:
    """Matches any entry of the catalogue, its blanks filled in."""
    patterns = []
    for entry in words(language).values():
        parts = [
            re.escape(text) + (".+?" if name is not None else "") for text, name, *_ in string.Formatter().parse(entry)
        ]
        patterns.append("".join(parts))
    return re.compile("|".join(patterns), re.DOTALL)


def test_no_foreign_word_in_the_interface(site: Site, handbook: Handbook) -> None:
    for code in LANGUAGES:
        known = catalogue_patterns(code)
        own = {text for page in handbook.shown(code).values() for text in (page.title, page.heading)}
        own |= {heading.text for page in handbook.shown(code).values() for heading in page.headings}
        plain = re.compile(r"CC BY 4\.0|\(.*\)|[.,:;/()]+")
        for page in pages_in(site, code):
            for text in visible_texts(tree(site, page)):
                assert text in own or known.fullmatch(text) or plain.fullmatch(text), f"{page}: {text!r}"


@pytest.fixture(scope="module")
def with_gaps(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A copy of the handbook in which each language lacks one page that another has written first."""
    project = tmp_path_factory.mktemp("gaps")
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, project / name)
    (project / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", project)
    for language, path in GAPS.items():
        (project / "docs" / language / path).unlink()
    for language in ("nb", "da"):
        (project / "docs" / language / "methods/council/findings.md").unlink()
    target = build_site(
        project / "site", project, HANDBOOK_SITE_URL="https://example.org/h/", HANDBOOK_REPOSITORY=REPOSITORY
    )
    return Site(target, "https://example.org/h/")


REPOSITORY = "https://github.com/example/handbook"
GAPS = {
    "nb": "methods/municipal-guide/roles.md",
    "da": "methods/council/roles.md",
    "sv": "methods/inclusion-day/roles.md",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_is_shown_in_its_original(with_gaps: Site, language: str) -> None:
    path = PurePosixPath(GAPS[language])
    original = {"nb": "da", "da": "sv", "sv": "nb"}[language]
    url = read_document(ROOT / "docs", original, path).url
    page = tree(with_gaps, f"{language}/{url}")
    assert page.get("lang") == language
    assert page.cssselect("article")[0].get("lang") == original
    assert page.cssselect("link[rel=canonical]")[0].get("href") == f"https://example.org/h/{original}/{url}"
    notice = page.cssselect(".notice")[0]
    assert words(language)[f"language-{original}"] in notice.text_content()
    help_link = notice.cssselect("a")[0].get("href")
    assert help_link.startswith(f"{REPOSITORY}/new/main/docs/{language}/{path.parent}?filename={path.name}")


def test_a_missing_page_is_no_translation_in_the_sitemap(with_gaps: Site) -> None:
    entries = sitemap(with_gaps)
    assert "https://example.org/h/sv/methods/inclusion-day/roles/" not in entries
    links = entries["https://example.org/h/nb/methods/inclusion-day/roles/"].findall("x:link", PLACES)
    assert [link.get("hreflang") for link in links] == ["nb", "da", "x-default"]


def test_a_page_in_one_language_only_is_shown_in_the_others(with_gaps: Site) -> None:
    for language in ("nb", "da"):
        article = tree(with_gaps, f"{language}/methods/council/findings/").cssselect("article")[0]
        assert article.get("lang") == "sv"


def test_links_and_menu_reach_a_page_shown_in_another_language(with_gaps: Site) -> None:
    page = tree(with_gaps, "sv/methods/inclusion-day/")
    targets = {urljoin("/sv/methods/inclusion-day/", link.get("href")) for link in page.cssselect("#menu a")}
    assert "/sv/methods/inclusion-day/roles/" in targets


def test_words_of_markup_are_in_the_text_s_own_language(with_gaps: Site) -> None:
    article = tree(with_gaps, "sv/methods/inclusion-day/roles/").cssselect("article")[0]
    label = article.cssselect(".grade")[0].text
    assert label in {words("nb")[f"grade-{grade}"] for grade in ("recommends", "observed", "reading")}


def test_html_is_well_formed_enough_to_be_read_back(site: Site) -> None:
    for page in site.pages():
        ids = [str(i) for i in tree(site, page).xpath("//@id")]
        assert len(ids) == len(set(ids)), f"{page}: an id stands twice"
        assert etree.tostring(tree(site, page))


def test_the_folder_of_drawings_is_not_published(site: Site) -> None:
    assert not (site.folder / "assets" / "figures").exists()
    assert not list(Path(site.folder).rglob("*.min.js")), "the theme's own scripts stay out"
