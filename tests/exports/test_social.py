"""The pictures for social media: one a method and language, always the same, and named by every page."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from methodbook.exports import social
from methodbook.languages import LANGUAGES
from tests.conftest import ROOT, Site

FACES = ROOT / "overrides/assets/fonts"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("", "start"),
        ("choose/", "start"),
        ("methods/council/", "council"),
        ("methods/council/roles/", "council"),
        ("methods/municipal-guide/2-match/", "2-match"),
        ("methods/municipal-guide/agreements/", "municipal-guide"),
        ("cases/gatelag/", "cases"),
    ],
)
def test_a_page_goes_by_its_part_s_picture(url: str, name: str) -> None:
    assert social.of_page(url) == name


def test_every_page_names_a_picture_that_is_there(site: Site) -> None:
    for page in site.pages():
        if page.startswith(LANGUAGES) and not page.endswith("print/"):
            tree = site.tree(page)
            picture = tree.cssselect("meta[property='og:image']")[0].get("content", "")
            with Image.open(site.folder / picture.removeprefix(site.address)) as image:
                assert image.size == (social.WIDTH, social.HEIGHT), page
    assert len(list((site.folder / social.FOLDER).rglob("*.png"))) == 36


def test_the_same_page_gives_the_same_bytes_and_another_heading_others() -> None:
    one = social.picture("methods/council/", "Samverkansråd", "Nordisk metodhandbok", FACES)
    social.picture.cache_clear()
    assert one == social.picture("methods/council/", "Samverkansråd", "Nordisk metodhandbok", FACES)
    assert one != social.picture("methods/council/", "Ett råd", "Nordisk metodhandbok", FACES)


@pytest.mark.parametrize("heading", ["Råd", "Arbejdsintegrerende socialøkonomiske virksomheder og foreninger i Skåne"])
def test_headings_short_and_long_stay_inside(heading: str) -> None:
    size, lines = social.fitted(heading, FACES, 660)
    assert " ".join(lines) == heading
    assert size * social.LEADING * len(lines) <= social.HIGHEST
    image = Image.open(io.BytesIO(social.picture("", heading, "Nordisk metodehåndbog", FACES))).convert("RGB")
    edge = image.crop((0, 0, 40, social.HEIGHT))
    assert ImageChops.difference(edge, Image.new("RGB", edge.size, edge.getpixel((0, 0)))).getbbox() is None


def test_every_letter_of_a_heading_is_in_the_face(site: Site) -> None:
    letters = social.face(FACES, 40)
    missing = letters.getmask("\ue000").getbbox(), letters.getlength("\ue000")
    used = {
        letter
        for page in site.pages()
        for heading in site.tree(page).cssselect("article h1")
        for letter in heading.text_content()
    }
    strange = {a for a in used if not a.isspace() and (letters.getmask(a).getbbox(), letters.getlength(a)) == missing}
    assert strange == set()


def test_pictures_are_small() -> None:
    content = social.picture("methods/inclusion-day/", "Inkluderingsdag: kontakt, tillit og samarbeid", "N", FACES)
    assert len(content) < 40_000
