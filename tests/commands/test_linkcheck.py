"""Following the links of a small site: what is broken is found, what is whole is not, and nobody is addressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from methodbook.commands import CommandError, linkcheck
from methodbook.commands.linkcheck import Broken


def small_site(root: Path) -> Path:
    """Two pages; the first leads to the second, to its missing picture and to a page that is not there."""
    (root / "nb").mkdir(parents=True)
    (root / "index.html").write_text('<a href="nb/">to nb</a>', encoding="utf-8")
    links = '<a href="../">back</a> <a href="gone/">gone</a> <img src="lost.png" alt="lost">'
    (root / "nb" / "index.html").write_text(links, encoding="utf-8")
    return root


def test_broken_links_are_found_and_whole_ones_are_not(tmp_path: Path) -> None:
    found = linkcheck.follow(small_site(tmp_path / "site"), external=False)
    assert [(one.address, one.page) for one in found] == [("nb/gone/", "nb/"), ("nb/lost.png", "nb/")]
    assert all("404" in one.answer for one in found)


def test_a_pages_own_address_and_those_for_editing_it_are_not_followed(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    # Nothing answers at port 9 of this machine.
    own = '<link rel="canonical" href="http://127.0.0.1:9/handbook/">'
    editing = '<a href="http://127.0.0.1:9/o/r/edit/main/docs/nb/index.md">edit</a>'
    editing += '<a href="http://127.0.0.1:9/o/r/new/main/docs/da?filename=index.md">translate</a>'
    elsewhere = '<a href="http://127.0.0.1:9/elsewhere">elsewhere</a>'
    (site / "index.html").write_text(f"{own}{editing}{elsewhere}<a href='nb/'>to nb</a>", encoding="utf-8")
    (site / "nb" / "index.html").write_text('<link rel="canonical" href="http://127.0.0.1:9/handbook/nb/">', "utf-8")
    assert [one.address for one in linkcheck.follow(site, external=True)] == ["http://127.0.0.1:9/elsewhere"]


def test_without_a_site_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="run build first"):
        linkcheck.follow(tmp_path / "site", external=False)


@pytest.mark.parametrize("name", ["`x` @octocat", "[Approve](https://evil.example)", "a\n# y", "<!-- -->", "**b**"])
def test_a_strangers_name_means_nothing_in_the_report(name: str) -> None:
    text = linkcheck.report([Broken(name, name, name)])
    (line,) = [line for line in text.splitlines() if line.startswith("- ")]
    assert len(text.splitlines()) == 3, "a line break in a name makes no heading"
    outside = line.split("`")[::2]
    assert "@octocat" not in "".join(outside).replace("\\@", ""), "nobody is mentioned"
    assert "](" not in "".join(outside).replace("\\]", ""), "nothing is a link"
    assert line.count("`") - line.count("\\`") == 4, "the code ends where it should"


def test_a_report_is_never_longer_than_an_issue_may_be() -> None:
    text = linkcheck.report(
        [Broken(f"https://example.org/{number}" + "x" * 100, "nb/", "404") for number in range(900)]
    )
    assert 50_000 < len(text) < 65_536
    assert text.endswith("run `links` to see them all.\n")
    assert linkcheck.report([]) == "Every link leads somewhere.\n"
