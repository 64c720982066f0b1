"""What the templates are told about the page being built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from methodbook.exports import print_book
from methodbook.languages import LANGUAGES, NAMES, book
from methodbook.page.markdown import Document
from methodbook.site.addresses import relative


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
    short: Mapping[str, str]
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


def leaves(nav: Navigation) -> list[print_book.Leaf]:
    """The pages of the menu, in order, with their titles and depths."""
    found = []
    for page in nav.pages:
        parents = list(page.ancestors)
        is_first = bool(parents) and isinstance(parents[0], Section) and parents[0].children[0] is page
        url = page.url.partition("/")[2]
        found.append(print_book.Leaf(url, str(page.title), len(parents) + (0 if is_first else 1)))
    return found


def trail(page: Page, base: str, home: str, reader: str) -> list[tuple[str, str]]:
    """The way to `page` as (title, address): the start page (titled `home`), the sections it stands in, itself."""
    steps = [(home, f"{base}{reader}/")]
    for section in reversed(list(page.ancestors)):
        first = section.children[0] if isinstance(section, Section) else None
        if isinstance(first, Page) and first is not page:
            steps.append((str(first.title), f"{base}{first.url}"))
    return steps if page.is_homepage or page.url == f"{reader}/" else [*steps, (str(page.title), f"{base}{page.url}")]


def sources(page: Document) -> tuple[Source, ...]:
    """The sources named in the page's front matter; unknown ones are left to the checks."""
    known: Mapping[str, Any] = book("sources.yaml")
    named = page.meta.get("sources")
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return tuple(Source(name, **known[name]) for name in names if name in known)


def date_in_words(day: object, words: Mapping[str, str]) -> str:
    """A date (datetime.date or text YYYY-MM-DD) as the language writes it in running text: `3. september 2025`.

    What is no date is shown as it was typed; the checks tell of it.
    """
    try:
        read = date.fromisoformat(str(day))
    except ValueError:
        return str(day)
    name = words["months"].split(" ")[read.month - 1]
    return words["date"].format(day=read.day, month=name, year=read.year)
