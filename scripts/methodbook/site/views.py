"""What the templates are told: about every page, about a page of the handbook, about the whole site."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from methodbook.exports import icons, print_book
from methodbook.languages import KNOWN, LANGUAGES, NAMES, book, words
from methodbook.page import history, translations
from methodbook.page.markdown import Document
from methodbook.site import publisher
from methodbook.site.addresses import relative
from methodbook.site.run import Run

START = PurePosixPath("index.md")


def prepare(env: Environment, templates: Path, material: list[str]) -> None:
    """Give `env` what all templates share; `material` are the folders of Material's icons."""
    env.autoescape = True
    if env.loader is not None:
        env.loader = ChoiceLoader([env.loader, FileSystemLoader(material)])
    env.globals |= {"language_names": NAMES, "languages": LANGUAGES}
    env.globals |= {"emblem": partial(icons.icon, templates), "card_emblem": partial(icons.on_card, templates)}
    env.globals |= {"publisher": publisher.publisher()}
    env.filters["date_in_words"] = date_in_words


def common(url: str, reader: str | None, run: Run) -> dict[str, Any]:
    """What the skeleton of every page needs; `url` counts from the root, `reader` is None at the front door."""
    own = words(reader or LANGUAGES[0])
    return {
        "reader": reader,
        "words": own,
        "all_words": {language: words(language) for language in LANGUAGES},
        "handbook": run.handbook,
        "order": run.order,
        "switch": language_links(url, reader),
        "home": relative(f"{reader}/" if reader else "", url),
    }


def of_page(shown: Document, page: Page, reader: str, base: str, run: Run) -> dict[str, Any]:
    """What only a page of the handbook has: sources, address, place in the repository; `base` is the site's address."""
    is_foreign = shown.language != reader
    return {
        "sources": sources(shown),
        "edit_url": run.repository.edit(shown),
        "translate_url": run.repository.translate(shown, reader) if is_foreign else "",
        "canonical": urljoin(base, f"{shown.language}/{shown.url}"),
        "status": translations.status(run.handbook, shown.path, reader),
        "original_href": relative(f"{shown.original}/{shown.url}", f"{reader}/{shown.url}"),
        "picture": urljoin(base, f"{icons.CARDS}/{reader}/{icons.card_name(shown.url)}.png"),
        "trail": trail(page, base, run.handbook.version(START, reader).title, reader),
    }


def language_links(page_url: str, reader: str | None) -> list[dict[str, Any]]:
    """The same page in each language. `page_url` counts from the root; `reader` is None at the front door.

    `readers` are the languages of those whom the language suits.
    """
    rest = page_url.partition("/")[2] if reader else ""
    return [
        {
            "code": code,
            "name": known.name,
            "href": relative(f"{code}/{rest}", page_url),
            "is_current": code == reader,
            "readers": " ".join(known.readers),
        }
        for code, known in KNOWN.items()
    ]


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


def sources(page: Document) -> list[dict[str, Any]]:
    """The sources named in the page's front matter, as the book has them; unknown ones are left to the checks."""
    known, named = book("sources.yaml"), page.meta.get("sources")
    names = [name for name in named if isinstance(name, str)] if isinstance(named, list) else []
    return [{"id": name, **known[name]} for name in names if name in known]


def sitemap(base: str, run: Run) -> list[dict[str, Any]]:
    """One entry for each real page: address, day of its last change, and the addresses of its translations."""
    dates = history.last_changes(run.root)
    found: list[dict[str, Any]] = [{"address": base, "changed": dates.get("docs/en/index.md", ""), "versions": {}}]
    for language, pages in run.handbook.pages.items():
        for path, page in pages.items():
            versions = {code: urljoin(base, f"{code}/{page.url}") for code in run.handbook.translations(path)}
            day = dates.get(f"docs/{language}/{path}") or str(page.meta.get("reviewed", ""))
            found.append({"address": versions[language], "changed": day, "versions": versions})
    return found


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
