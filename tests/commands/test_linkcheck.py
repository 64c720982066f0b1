"""Following links: what is broken is told with its page and since when, and remembered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from methodbook.commands import linkcheck

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def small_site(root: Path) -> Path:
    """Two pages; the first leads to the second, to its missing picture and to a page that is not there."""
    (root / "nb").mkdir(parents=True)
    (root / "index.html").write_text('<a href="nb/">to nb</a>', encoding="utf-8")
    links = '<a href="../">back</a> <a href="gone/">gone</a> <img src="lost.png" alt="lost">'
    (root / "nb" / "index.html").write_text(links, encoding="utf-8")
    return root


def test_broken_links_are_found_and_whole_ones_are_not(tmp_path: Path) -> None:
    found = linkcheck.follow(small_site(tmp_path / "site"), external=False)
    assert {(address, page) for address, page, _ in found} == {("nb/gone/", "nb/"), ("nb/lost.png", "nb/")}
    assert all("404" in answer for _, _, answer in found)


def test_a_pages_own_address_and_those_for_editing_it_are_not_followed(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    # Nothing answers at port 9 of this machine.
    own = '<link rel="canonical" href="http://127.0.0.1:9/handbook/">'
    editing = '<a href="http://127.0.0.1:9/o/r/edit/main/docs/nb/index.md">edit</a>'
    editing += '<a href="http://127.0.0.1:9/o/r/new/main/docs/da?filename=index.md">translate</a>'
    elsewhere = '<a href="http://127.0.0.1:9/elsewhere">elsewhere</a>'
    (site / "index.html").write_text(f"{own}{editing}{elsewhere}<a href='nb/'>to nb</a>", encoding="utf-8")
    (site / "nb" / "index.html").write_text('<link rel="canonical" href="http://127.0.0.1:9/handbook/nb/">', "utf-8")
    assert [address for address, _, _ in linkcheck.follow(site, external=True)] == ["http://127.0.0.1:9/elsewhere"]


def test_what_is_broken_keeps_the_day_it_was_first_found(tmp_path: Path) -> None:
    found = [("nb/gone/", "nb/", "404"), ("nb/lost.png", "nb/", "404")]
    memory = tmp_path / "memory.json"
    linkcheck.remember(memory, linkcheck.dated(found[:1], linkcheck.remembered(memory), MONDAY))
    broken = linkcheck.dated(found, linkcheck.remembered(memory), SUNDAY)
    assert [(one.address, one.since) for one in broken] == [("nb/gone/", MONDAY), ("nb/lost.png", SUNDAY)]
    text = linkcheck.report(broken, linkcheck.remembered(memory), SUNDAY)
    assert text.index("## New (1)") < text.index("nb/lost.png") < text.index("## Broken before (1)")


def test_what_works_again_is_told_once_and_forgotten(tmp_path: Path) -> None:
    memory = tmp_path / "memory.json"
    linkcheck.remember(memory, linkcheck.dated([("nb/gone/", "nb/", "404")], {}, MONDAY))
    before = linkcheck.remembered(memory)
    assert "## Work again (1)\n\n- nb/gone/" in linkcheck.report([], before, SUNDAY)
    linkcheck.remember(memory, [])
    assert linkcheck.report([], linkcheck.remembered(memory), SUNDAY) == "Every link leads somewhere.\n"


def test_a_broken_memory_is_an_empty_one(tmp_path: Path) -> None:
    for text in ("", "{", "[1]", "\x00"):
        (tmp_path / "memory.json").write_text(text, encoding="utf-8")
        assert linkcheck.remembered(tmp_path / "memory.json") == {}
