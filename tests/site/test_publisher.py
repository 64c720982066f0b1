"""Who answers for the handbook: said where it is known, and no blank to fill in where it is not."""

from __future__ import annotations

import pytest

from methodbook.languages import LANGUAGES, words
from methodbook.site import publisher
from tests.conftest import Site
from tests.design.small import small_site

KNOWN = "name: Eksempel kommune\naddress: https://handbok.example/\nemail: post@handbok.example\ncontact: ''\n"


def test_unset_no_page_has_a_blank_to_fill_in(site: Site) -> None:
    for language in LANGUAGES:
        for page in ("accessibility/", "privacy/"):
            text = site.tree(f"{language}/{page}").text_content()
            assert words(language)["publisher-unknown"] in text
            assert not any(blank in text for blank in ("[Fyll", "[Udfyld"))
            assert words(language)["write-to-us"] not in text


def test_set_every_page_says_so_and_offers_to_write(tmp_path_factory: pytest.TempPathFactory) -> None:
    with small_site(tmp_path_factory.mktemp("published"), KNOWN) as small:
        page = small.tree("nb/about/")
        assert "Eksempel kommune" in page.cssselect(".footer")[0].text_content()
        assert page.cssselect(".publisher a")[1].get("href") == "mailto:post@handbok.example"
        assert page.cssselect(".about .edit")[1].get("href") == "mailto:post@handbok.example"


@pytest.mark.parametrize(
    ("known", "missing"),
    [
        ({}, ("name", "address", "contact")),
        ({"name": "A", "address": "https://a.example/", "contact": "https://a.example/form"}, ()),
        ({"name": "A", "address": "https://a.example/", "email": "a@a.example"}, ()),
        ({"name": " ", "email": None}, ("name", "address", "contact")),
        (None, ("name", "address", "contact")),
    ],
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, known: object, missing: tuple[str, ...]) -> None:
    monkeypatch.setattr(publisher, "book", lambda _: known)
    assert publisher.missing_publisher() == missing
