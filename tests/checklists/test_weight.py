"""What a reader loads for the checklists: little, and only where there are any."""

from __future__ import annotations

import gzip
import re

from methodbook.site.assets import without_comments
from tests.conftest import Site

LARGEST = 11_100  # bytes, gzipped: lists and templates, without the Word writer, which is loaded when asked for


def test_all_modules_together_are_small(site: Site) -> None:
    whole = site.folder / "assets" / "checklist.js"
    assert re.findall(r"^import\b.*|import\(.*?\)", whole.read_text(encoding="utf-8"), re.M) == ['import("./word.js")']
    assert len(gzip.compress(whole.read_bytes(), 9)) <= LARGEST


def test_only_pages_with_a_list_load_them(site: Site) -> None:
    loading, holding = set(), set()
    for address in site.pages():
        page = site.html(address)
        if re.search(r"assets/checklist[\w-]*\.(js|css)", page):
            loading.add(address)
        # A door to a list asks for its progress only when something was ever ticked.
        if ("data-list=" in page or "data-template=" in page) and "data-lazy" not in page:
            holding.add(address)
    assert loading == holding
    assert f"nb/{'methods/inclusion-day/roles/'}" not in loading
    assert len(loading) >= 3 * 12


def test_comments_are_left_out_and_lines_kept() -> None:
    script = '// A.\nconst a = 1; // stays\n  /** B. */\nconst b = "// no comment";\n/* c */ run();\n'
    assert without_comments(script) == '\nconst a = 1; // stays\n\nconst b = "// no comment";\n/* c */ run();\n'
