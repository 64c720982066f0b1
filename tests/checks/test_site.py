"""The rules about the built site, on a site of one page."""

from __future__ import annotations

from pathlib import Path

from methodbook import checks
from methodbook.checks.built import read_site
from tests.checks import cases

RULES = [rule for rule in checks.RULES if rule.group == "site"]
PAGE = """<html><body><nav><a href="../">front door</a></nav><article id="here">
<p><a href="#here">right</a> <a href="../nowhere/">gone</a> <a href="#there">no section</a>
<a href="https://example.org/gone/">elsewhere</a></p><p>**left</p><pre>**code</pre></article></body></html>"""


def test_dead_links_and_marks_are_found_at_the_page_that_holds_them(tmp_path: Path) -> None:
    (tmp_path / "nb" / "council").mkdir(parents=True)
    (tmp_path / "index.html").write_text("<a href='nb/council/'>in</a>", encoding="utf-8")
    (tmp_path / "nb" / "index.html").write_text("<p>start</p>", encoding="utf-8")
    (tmp_path / "nb" / "council" / "index.html").write_text(PAGE, encoding="utf-8")
    tree = checks.read_tree(cases.GOOD, cases.TODAY, read_site(tmp_path))
    found = [(finding.path.as_posix(), finding.rule, dict(finding.details)) for finding in checks.check(tree, RULES)]
    assert found == [
        ("docs/nb/council.md", "site-link", {"target": "/nb/council/#there", "words": "no section"}),
        ("docs/nb/council.md", "site-link", {"target": "/nb/nowhere/", "words": "gone"}),
        ("docs/nb/council.md", "site-marks", {"text": "**left"}),
    ]


def test_without_a_built_site_they_say_nothing() -> None:
    assert checks.check(checks.read_tree(cases.GOOD, cases.TODAY), RULES) == []
