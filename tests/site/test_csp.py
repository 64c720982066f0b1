"""The security policy: on every page, by hash, and never for what stands in an article."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Page

from methodbook.site import csp
from tests.conftest import Site

HEAD = '<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


OURS = "a()"


def test_our_own_inline_script_is_let_in_by_hash() -> None:
    page = csp.protect(HEAD.format(head=f"<script>{OURS}</script>", body=""), [OURS, "b()"])
    assert csp.digest(OURS) in page
    assert csp.digest("b()") not in page


@pytest.mark.parametrize("script", ["<script>bad()</script>", "<SCRIPT type=module>bad()</SCRIPT>"])
@pytest.mark.parametrize("place", ["<article>{}</article>", "</article>{}<article>", "{}"])
def test_no_other_script_gets_a_hash_wherever_it_stands(script: str, place: str) -> None:
    page = csp.protect(HEAD.format(head=place.format(script), body=place.format(script)), [OURS])
    assert "sha256" not in page


def test_the_scripts_we_know_are_those_of_the_templates(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text(f"<script>{OURS}</script><script src=x></script>", encoding="utf-8")
    data = '<script type="application/json">{{ words }}</script>'
    (tmp_path / "other.html").write_text(data, encoding="utf-8")
    assert csp.scripts_in(tmp_path) == {OURS}


def test_a_template_with_a_script_that_varies_is_refused(tmp_path: Path) -> None:
    (tmp_path / "base.html").write_text("<script>let a = {{ page.title }}</script>", encoding="utf-8")
    with pytest.raises(ValueError, match="the same on every page"):
        csp.scripts_in(tmp_path)


def test_a_page_that_cannot_be_protected_is_refused() -> None:
    with pytest.raises(ValueError, match="security policy"):
        csp.protect("<html><head></head></html>", [])


@pytest.mark.parametrize(
    "element",
    ["<meta http-equiv=refresh>", "<BASE href=x>", "<!--><link rel=x>-->", "<meta/x>", "<SCRIPT src=x.woff2>"],
)
def test_what_no_policy_stops_becomes_text(element: str) -> None:
    tame = csp.disarm(f"<p>{element}</p><metal>")
    assert "&lt;" in tame
    assert "<metal>" in tame
    assert not re.search(r"<(meta|base|link|script)\b", tame, re.IGNORECASE)


def test_every_page_has_the_policy_before_anything_it_governs(site: Site) -> None:
    for address in site.pages():
        page: Any = html.document_fromstring(site.html(address))
        first = [element.tag for element in page.find("head")][:3]
        rules = page.find("head")[1].get("content")
        assert first == ["meta", "meta", "meta"], address
        assert page.find("head")[1].get("http-equiv") == "Content-Security-Policy", address
        assert "default-src 'none'" in rules
        assert "unsafe" not in rules


def test_our_own_markup_is_never_shown_as_text(site: Site) -> None:
    for address in site.pages():
        page: Any = html.document_fromstring(site.html(address))
        assert not re.search(r"</?(a|p|span|svg|strong|em|div)\b[^<]*>", page.text_content()), address


def test_no_inline_style_or_handler_anywhere(site: Site) -> None:
    for address in site.pages():
        page: Any = html.document_fromstring(site.html(address))
        assert page.xpath("//*[@style] | //style") == [], address
        assert [a for a in page.xpath("//@*") if re.match(r"on[a-z]+$", a.attrname)] == [], address


@pytest.mark.browser
def test_a_script_pasted_into_an_article_does_not_run(page: Page, site: Site) -> None:
    attack = "<script>window.ran = true</script><img src=x onerror='window.ran = true'>"
    source = site.html("nb/about/").replace("</article>", f"{attack}</article>")
    page.route("**/nb/about/", lambda route: route.fulfill(body=source, content_type="text/html"))
    page.goto(f"{site.address}nb/about/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") is None
