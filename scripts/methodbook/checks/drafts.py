"""The rule about pages that `new` began and nobody has finished."""

from __future__ import annotations

from collections.abc import Iterator

from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page
from methodbook.page.drafts import placeholders


@rule("placeholder")
def placeholder(page: Page) -> Iterator[Hit]:
    for line, sentence in placeholders(page.document.text, page.document.language):
        yield at(line, text=sentence)
