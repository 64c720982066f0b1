"""A checklist as read from the page that holds it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from methodbook.page.markdown import Document
from methodbook.page.points import Item

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Section:
    """A heading of the page with the items below it; items before any heading have an empty one."""

    id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Checklist:
    """The items of one page. `id` is the same in all languages, and so are the ids of its items."""

    id: str
    page: Document
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """The name it goes by: the page's own heading."""
        return self.page.heading

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def keys(self) -> str:
        """All item ids, each followed by those it had before: `new:old:older other`."""
        return keys(self.items)


def keys(items: Iterable[Item]) -> str:
    """The ids of `items`, each followed by those it had before: `new:old:older other`."""
    return " ".join(":".join([item.id or "", *item.was]) for item in items)


def checklist_on(page: Document) -> Checklist | None:
    """The checklist that stands on `page`; None when its front matter names none by a plain id.

    The id becomes the name of files, so nothing else is taken for one.
    """
    name = str(page.meta.get("checklist") or "")
    return Checklist(name, page, tuple(sections(page))) if NAME.fullmatch(name) else None


def sections(page: Document) -> Iterator[Section]:
    """The headings of `page` that have items below them, in order."""
    titles = {heading.id: heading.text for heading in page.headings if heading.id}
    for name in dict.fromkeys(item.section for item in page.items):
        items = tuple(item for item in page.items if item.section == name)
        yield Section(name or "", titles.get(name or "", ""), items)
