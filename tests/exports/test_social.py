"""The social cards: one a method and language when the site is published, always the same, and named by every page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import html
from PIL import Image, ImageChops

from methodbook.exports import icons, social
from tests.conftest import ROOT, Site, build_site
from tests.site.small_handbook import small_handbook

TEMPLATES = ROOT / "overrides"


def test_every_page_of_a_published_site_names_a_card_that_is_there(tmp_path: Path) -> None:
    address = "https://example.org/h/"
    project = small_handbook(tmp_path / "handbook")
    places = {"HANDBOOK_SITE_URL": address, "PYTHONPATH": str(project / "scripts")}
    site = build_site(tmp_path / "site", project, HANDBOOK_DOWNLOADS="zip", **places)
    named = 0
    for page in site.glob("??/**/index.html"):
        for picture in html.document_fromstring(page.read_bytes()).cssselect("meta[property='og:image']"):
            with Image.open(site / picture.get("content", "").removeprefix(address)) as image:
                assert image.size == (social.WIDTH, social.HEIGHT), page
            named += 1
    assert named > 50


def test_a_site_that_is_not_published_draws_no_cards_and_names_none(site: Site) -> None:
    assert not (site.folder / icons.CARDS).exists()
    assert "og:image" not in site.html("nb/methods/council/")


def test_the_same_page_gives_the_same_bytes_and_another_heading_others() -> None:
    one = social.card("methods/council/", "Samverkansråd", "Nordisk metodhandbok", TEMPLATES)
    assert one == social.card("methods/council/", "Samverkansråd", "Nordisk metodhandbok", TEMPLATES)
    assert one != social.card("methods/council/", "Ett råd", "Nordisk metodhandbok", TEMPLATES)


@pytest.mark.parametrize("heading", ["Råd", "Arbejdsintegrerende socialøkonomiske virksomheder og foreninger i Skåne"])
def test_headings_short_and_long_stay_inside(heading: str) -> None:
    size, lines = social.fitted(heading, TEMPLATES, 660)
    assert " ".join(lines) == heading
    assert size * social.LEADING * len(lines) <= social.HIGHEST
    image = Image.open(io.BytesIO(social.card("", heading, "Nordisk metodehåndbog", TEMPLATES))).convert("RGB")
    edge = image.crop((0, 0, 40, social.HEIGHT))
    assert ImageChops.difference(edge, Image.new("RGB", edge.size, edge.getpixel((0, 0)))).getbbox() is None


def test_no_heading_has_a_letter_that_a_card_cannot_show(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    for page in site.pages():
        for heading in site.tree(page).cssselect("article h1"):
            social.drawable(heading.text_content(), TEMPLATES)
    assert caplog.messages == []


def test_signs_that_the_heading_face_lacks_are_drawn_with_another() -> None:
    pieces = [text for text, _ in social.runs("Tro & håp: 50 %", TEMPLATES, 40)]
    assert pieces == ["Tro ", "&", " håp: 50 ", "%"]


def test_letters_that_no_face_has_are_named_and_shown_bare(caplog: pytest.LogCaptureFixture) -> None:
    assert social.drawable("Kárášjohka → ŋ", TEMPLATES) == "Karasjohka  "
    assert "á ŋ š →" in caplog.text


def test_a_word_too_long_for_any_size_is_cut() -> None:
    size, lines = social.fitted("Frivillighetskoordinatorsamarbeidsavtaleutkast", TEMPLATES, 660)
    assert len(lines) > 1
    assert all(social.face(TEMPLATES, size).getlength(line) <= 660 for line in lines)


def test_pictures_are_small() -> None:
    content = social.card("methods/inclusion-day/", "Inkluderingsdag: kontakt, tillit og samarbeid", "N", TEMPLATES)
    assert len(content) < 40_000
