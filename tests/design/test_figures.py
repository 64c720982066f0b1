"""The figures: every word inside the drawing and its box, none on top of another, in each language on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from methodbook.languages import LANGUAGES
from methodbook.page import drawings
from methodbook.page.drawings import DrawingError, draw
from tests.conftest import ROOT, Site

NAMES = sorted(path.stem for path in (ROOT / "docs/assets/figures").glob("*.svg"))
CROWDED = """(figure) => {
  const frame = figure.getBoundingClientRect();
  const texts = [...figure.querySelectorAll("text")].map((text) => ({ text, box: text.getBoundingClientRect() }));
  const boxes = [...figure.querySelectorAll("rect.box")].map((rect) => rect.getBoundingClientRect());
  const holds = (outer, { left, right, top, bottom }) =>
    left >= outer.left - 1 && right <= outer.right + 1 && top >= outer.top - 1 && bottom <= outer.bottom + 1;
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  const wrong = [];
  for (const { text, box } of texts) {
    if (!holds(frame, box)) wrong.push(`${text.textContent} leaves the drawing`);
    for (const around of boxes) {
      if (meets(around, box) && !holds(around, box)) wrong.push(`${text.textContent} leaves its box`);
    }
    for (const other of texts) {
      if (other.text === text || !meets(box, other.box)) continue;
      wrong.push(`${text.textContent} meets ${other.text.textContent}`);
    }
  }
  return wrong;
}"""


def figures_of(site: Site) -> dict[str, list[str]]:
    """The figures that stand on each page of a language."""
    pages = [page for page in site.pages() if page.startswith(LANGUAGES) and not page.endswith("print/")]
    found = {page: [figure.get("id", "") for figure in site.tree(page).cssselect("figure[id]")] for page in pages}
    return {page: names for page, names in found.items() if names}


def test_every_drawing_is_used_in_every_language_and_none_is_missing(site: Site) -> None:
    for language in LANGUAGES:
        used = {name for page, names in figures_of(site).items() if page.startswith(language) for name in names}
        assert used == {f"figure-{name}" for name in NAMES}
    assert len(NAMES) >= 6


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_words_stay_inside_and_apart_and_are_large_enough(page: Page, site: Site, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    for address, names in figures_of(site).items():
        page.goto(site.address + address)
        for name in names:
            drawing = page.locator(f"#{name} svg")
            assert drawing.evaluate(CROWDED) == [], f"{address} {name}"
            letters = drawing.evaluate("svg => 16 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
            assert letters >= 12, f"{address} {name}: letters {letters} px high"


@pytest.mark.browser
def test_a_figure_is_named_by_its_caption(page: Page, site: Site) -> None:
    page.goto(f"{site.address}sv/methods/council/how-skane-did-it/")
    caption = page.locator("#figure-council-platforms figcaption").text_content() or ""
    assert len(caption.split()) > 20
    image = page.get_by_role("img", name=" ".join(caption.split())[:60])
    assert image.count() == 1


def test_line_breaks_follow_the_room_and_never_cut_a_word() -> None:
    assert drawings.break_lines("Kommunen som samarbejdspartner", 254 / drawings.BOLD) == [
        "Kommunen som",
        "samarbejdspartner",
    ]
    assert drawings.break_lines("Hovedgjennomføringspartner", 20) == ["Hovedgjennomføringspartner"]
    assert drawings.break_lines("", 100) == [""]
    assert drawings.text_width("iiii") < drawings.text_width("mmmm")


def test_a_drawing_that_is_no_svg_or_lacks_words_is_told() -> None:
    with pytest.raises(DrawingError):
        draw("<svg", {}, "figure-x")
    source = '<svg xmlns="http://www.w3.org/2000/svg"><text data-words="who"/></svg>'
    with pytest.raises(DrawingError, match="no words for 'who'"):
        draw(source, {"whom": "x"}, "figure-x")
    assert drawings.keys(source) == ("who",)


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_has_no_colour_of_its_own(name: str) -> None:
    source = (ROOT / f"docs/assets/figures/{name}.svg").read_text(encoding="utf-8")
    assert "fill=" not in source
    assert "stroke=" not in source
    assert 'viewBox="0 0 320 ' in source
