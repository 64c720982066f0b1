"""What the templates are told about the page being built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from methodbook.content import Document
from methodbook.languages import LANGUAGES, NAMES, data
from methodbook.site.links import relative


@dataclass(frozen=True)
class LanguageLink:
    """One of the three links of the language switch; `href` is relative to the page."""

    code: str
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Source:
    """A source in the page foot; What the source does not tell is None."""

    id: str
    title: str
    publisher: str | None
    year: int | None
    covers: str | int | None
    language: str


def language_links(page_url: str, reader: str | None) -> tuple[LanguageLink, ...]:
    """The same page in each language. `page_url` counts from the root; `reader` is None at the front door."""
    rest = page_url.partition("/")[2] if reader else ""
    return tuple(
        LanguageLink(code, NAMES[code], relative(f"{code}/{rest}", page_url), code == reader) for code in LANGUAGES
    )


def sources(page: Document) -> tuple[Source, ...]:
    """The sources named in the page's front matter; unknown ones are left to the checks."""
    known: Mapping[str, Any] = data("sources.yaml")
    named = page.meta.get("sources") or []
    return tuple(Source(str(name), **known[name]) for name in named if name in known)


def date_in_words(day: object, words: Mapping[str, str]) -> str:
    """A date (datetime.date or text YYYY-MM-DD) as the language writes it in running text: `3. september 2025`."""
    year, month, number = str(day).split("-")
    name = words["months"].split(" ")[int(month) - 1]
    return words["date"].format(day=int(number), month=name, year=year)
