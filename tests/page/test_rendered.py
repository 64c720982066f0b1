"""One reading of a page: what the toolbox reads is what Markdown makes of it, or the difference is found."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.config import load_config

from methodbook.page.handbook import Handbook
from methodbook.page.markdown import Document, parse_document
from methodbook.page.rendered import EXTENSIONS, differences
from tests.conftest import ROOT, examples


def page(body: str) -> Document:
    return parse_document(f"---\ntitle: x\n---\n{body}\n", "nb", PurePosixPath("x.md"))


def kinds(body: str) -> list[str]:
    return [found.kind for found in differences(page(body))]


def test_the_extensions_are_those_of_the_site() -> None:
    assert {*EXTENSIONS, "toc"} == set(load_config(str(ROOT / "mkdocs.yml")).markdown_extensions)


def test_every_page_of_the_handbook_is_read_as_it_is_shown() -> None:
    pages = [page for pages in Handbook.read(ROOT / "docs").pages.values() for page in pages.values()]
    assert len(pages) > 100
    assert [(page.language, str(page.path), found) for page in pages for found in differences(page)] == []


WORDS = st.sampled_from(
    ["Ord", "flere ord", "*kursiv*", "**fet**", "`kode`", "``a ` b``", "[lenke](x.md#y)", "3 % & mer"]
)
TEXT = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
NAMED = st.integers(0, 99).map("x{}".format)
ITEM = st.builds(
    lambda text, name, why: f"- [ ] {text} {{#{name}}}\n" + (f"\n    {why}\n\n" if why else ""),
    TEXT,
    NAMED,
    st.none() | TEXT,
)
TABLE = st.builds(lambda a, b: f"| {a} | {b} |\n|---|---|\n| {b} | {a} |\n", WORDS, WORDS)
PLAIN = st.one_of(
    TEXT.map("{}\n".format),
    st.builds("{} {} {{#{}}}\n".format, st.sampled_from(["##", "###"]), TEXT, NAMED),
    st.lists(ITEM, min_size=1, max_size=3).map("".join),
    st.lists(TEXT, min_size=1, max_size=3).map(lambda lines: "".join(f"1. {line}\n" for line in lines)),
    st.lists(TEXT, min_size=1, max_size=3).map(lambda lines: "".join(f"- {line}\n" for line in lines)),
    TEXT.map(lambda text: f"Navn\n:   {text}\n"),
    TEXT.map("> {}\n".format),
    TEXT.map(lambda text: f"```\n{text}\n- [ ] x {{#x}}\n# x\n```\n"),
    TABLE,
)
BLOCK = st.builds(
    lambda name, parts: f"/// {name}\n" + "\nMellom.\n\n".join(parts) + "///\n",
    st.sampled_from(["missing", "note | Merk", "steps", "facts", "pages"]),
    st.lists(PLAIN, min_size=1, max_size=2),
)


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(PLAIN | BLOCK, min_size=1, max_size=6))
def test_the_markup_of_the_handbook_is_read_as_it_is_shown(parts: list[str]) -> None:
    assert kinds("\nMellom.\n\n".join(parts)) == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Tittel\n======", "heading"),
        ("Tittel\n---", "heading"),
        ("> ## Tittel", "heading"),
        ("- # Tittel", "heading"),
        ("Tekst.\n\n    # ikke en tittel", "code"),
        ("- [ ] Ett {#one}\n    - [ ] To {#two}", "item"),
        ("Tekst\n- [ ] Ett {#one}", "item"),
        ("- [ ] Ett {#one}\n\n    Fordi.\n- [ ] To {#two}", "item"),
        ("1. Ett\n\n- [ ] To {#two}", "item"),
        ("1. Ett\n\n- [line] To {#two}", "field"),
        ("[lenke][x]\n\n[x]: y.md", "link"),
        ("<https://example.org/>", "link"),
        ("<a href='x.md'>x</a>", "link"),
        ("<pre><code>x</code></pre>", "code"),
        ("<!-- -->/// note | T", "block"),
    ],
)
def test_what_markdown_understands_otherwise_is_found(body: str, kind: str) -> None:
    assert kind in kinds(body)
