"""The security policy: on every page, by hash, and never for what stands in an article."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Page

from methodbook.site import policy
from tests.conftest import Site

HEAD = '<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


def test_an_inline_script_outside_the_article_is_let_in_by_hash() -> None:
    page = policy.protect(HEAD.format(head="<script>a()</script>", body=""))
    assert policy.digest("a()") in page


@pytest.mark.parametrize("script", ["<script>bad()</script>", "<SCRIPT type=module>bad()</SCRIPT>"])
def test_a_script_in_an_article_gets_no_hash(script: str) -> None:
    page = policy.protect(HEAD.format(head="", body=f"<article>{script}</article><article>{script}</article>"))
    assert policy.digest("bad()") not in page
    assert "sha256" not in page


def test_data_blocks_need_no_hash() -> None:
    page = policy.protect(HEAD.format(head="", body='<script type="application/json">{}</script>'))
    assert "sha256" not in page


def test_a_page_that_cannot_be_protected_is_refused() -> None:
    with pytest.raises(ValueError, match="security policy"):
        policy.protect("<html><head></head></html>")


def test_every_page_has_the_policy_before_anything_it_governs(site: Site) -> None:
    for address in site.pages():
        page: Any = html.document_fromstring(site.html(address))
        first = [element.tag for element in page.find("head")][:3]
        rules = page.find("head")[1].get("content")
        assert first == ["meta", "meta", "meta"], address
        assert page.find("head")[1].get("http-equiv") == "Content-Security-Policy", address
        assert "default-src 'none'" in rules
        assert "unsafe" not in rules


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
