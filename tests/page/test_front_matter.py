"""The front matter is where MkDocs finds it, and holds what MkDocs reads in it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta

from methodbook.page.front_matter import ContentError, normalized, split_front_matter
from tests.conftest import examples

LINES = [
    "---",
    "...",
    "----",
    "--- ",
    "title: x",
    "a: [b]",
    "a: b: c",
    "- x",
    "",
    "# Tittel",
    "tekst",
    "\ttab: x",
    "--- x",
]
ENDS = ["\n", "\r\n", "\r"]


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=8), st.sampled_from(ENDS), st.booleans())
def test_what_can_be_read_is_read_as_mkdocs_reads_it(lines: list[str], end: str, is_ended: bool) -> None:
    text = normalized(end.join(["---", *lines]) + end * is_ended)
    try:
        fields, _, body, line = split_front_matter(text)
    except ContentError:
        return
    theirs, their_fields = meta.get_data(text)[::1]
    assert (dict(fields), body.lstrip("\n")) == (their_fields, theirs)
    assert "\n".join(text.split("\n")[line - 1 :]) == body


@pytest.mark.parametrize("end", ["---", "...", "--- \t"])
def test_it_ends_where_mkdocs_ends_it(end: str) -> None:
    _, _, body, line = split_front_matter(f"---\ntitle: x\n{end}\n## Vist\n---\n")
    assert (body, line) == ("## Vist\n---\n", 4)


@pytest.mark.parametrize("text", ["---\ntitle: x\n---", "---\n---\n", "---\ntitle: x\n --- \n"])
def test_what_mkdocs_takes_for_no_front_matter_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="front-matter-open"):
        split_front_matter(text)
