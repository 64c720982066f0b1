"""What the site adds to a page that holds a checklist: progress and tools around it, and the files to take away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from jinja2 import Environment
from lxml import html

from methodbook.cache import remembered
from methodbook.checklists import csv_markdown
from methodbook.checklists.model import Checklist, checklist_on
from methodbook.checklists.word import word
from methodbook.languages import Words, words
from methodbook.page.handbook import Handbook
from methodbook.site import addresses, blocks, views
from methodbook.site.filling import Context

HEADINGS = frozenset({"h2", "h3", "h4"})
SCRIPT_WORDS = "list."


def furnish(article: html.HtmlElement, checklist: Checklist, environment: Environment, context: Context) -> None:
    """Put the items of `article` into one `<div class="checklist">`, with its progress above and its tools below."""
    groups = article.xpath(".//ul[@class='items']")
    if not groups:
        return
    context = {**context, "checklist": checklist, "files": files(checklist, context), "tongue": tongue(context)}
    frame = enclose(article, [child_holding(article, group) for group in groups])
    frame.attrib.update({"class": "checklist", "data-list": checklist.id, "data-items": checklist.keys})
    frame.attrib.update({"data-title": checklist.title, "data-href": ""})
    for group, section in zip(groups, checklist.sections, strict=False):
        finish_group(group, section.title, environment, context)
    frame[:0] = rendered("status", environment, context)
    frame.extend(rendered("tools", environment, context))


def files(checklist: Checklist, context: Context) -> str:
    """Address of the list's files without their ending, relative to the page being built."""
    return addresses.relative(f"{checklist.page.language}/{checklist.page.url}{checklist.id}", context["page"].url)


def tongue(context: Context) -> str:
    """The language of what we add, where the page is shown in a language not the reader's; otherwise empty."""
    reader: str = context["reader"]
    return "" if context["shown"].language == reader else reader


def child_holding(article: html.HtmlElement, element: html.HtmlElement) -> html.HtmlElement:
    """The child of `article` that is, or holds, `element`."""
    while element.getparent() is not article:
        element = element.getparent()
    return element


def enclose(article: html.HtmlElement, parts: list[html.HtmlElement]) -> html.HtmlElement:
    """Put everything from the heading above the first of `parts` to the last of them into a new `<div>`."""
    start, end = article.index(parts[0]), article.index(parts[-1])
    start = next((place for place in range(start, -1, -1) if article[place].tag in HEADINGS), start)
    frame = html.Element("div")
    inside = article[start : end + 1]
    article.insert(start, frame)
    frame.extend(inside)
    return frame


def finish_group(group: html.HtmlElement, title: str, environment: Environment, context: Context) -> None:
    """Give the items of a section their progress, column names for print, and their way to who, when and note."""
    own: Words = context["words"]
    group.attrib.update({"data-section": title, "data-who": own["list.who"], "data-when": own["list.when"]})
    language = {"lang": context["tongue"]} if context["tongue"] else {}
    group.addprevious(html.Element("p", {"class": "items-progress needs-script", **language}))
    for entry in group.iterchildren("li"):
        box, label = entry.find("input"), entry.find("label")
        if box is None or label is None or not box.get("id"):
            continue
        box.set("aria-describedby", f"{box.get('id')}--said")
        label.set("id", f"{box.get('id')}--text")
        entry.extend(rendered("item", environment, {**context, "item": box.get("id")}))


def rendered(name: str, environment: Environment, context: Context) -> list[html.HtmlElement]:
    """The elements that the template `overrides/checklist/<name>.html` makes."""
    source = environment.get_template(f"checklist/{name}.html").render(context)
    return [part for part in html.fragments_fromstring(source) if isinstance(part, html.HtmlElement)]


def lists_in(article: html.HtmlElement) -> str:
    """What lists `article` has: "page" (holds one), "overview" (acts on all), "door" (shows progress) or "" (none)."""
    if not article.xpath(".//*[@data-list]"):
        return ""
    if article.xpath(".//*[@class='list-actions']"):
        return "overview"
    return "page" if article.xpath(".//*[@class='checklist']") else "door"


def script_context(lists: str, context: Context) -> dict[str, Any]:
    """What the page's template needs to load the script of the checklists that `lists` tells of."""
    return {"lists": lists, "script_words": dict(script_words(lists, context))} if lists else {"lists": ""}


def script_words(kind: str, context: Context) -> Iterator[tuple[str, Any]]:
    """The words that the script needs on a page of `kind`, and the titles of all lists."""
    for key, text in context["words"].items():
        if key.startswith(f"{SCRIPT_WORDS}progress" if kind == "door" else SCRIPT_WORDS):
            yield key.removeprefix(SCRIPT_WORDS), text
    if kind != "door":
        yield "titles", {checklist.id: checklist.title for checklist in blocks.all_checklists(context)}


def write_files(site: Path, handbook: Handbook, language: str, base: str) -> None:
    """Write the blank lists of `language` beside their pages in `site`, as Word, CSV and Markdown.

    `base` is the address the site is published under.
    """
    own = words(language)
    for checklist in filter(None, map(checklist_on, handbook.pages[language].values())):
        folder = site / language / checklist.page.url
        origin = origin_line(checklist, own, urljoin(base, f"{language}/{checklist.page.url}"))
        (folder / f"{checklist.id}.docx").write_bytes(word_file(checklist, language, origin))
        (folder / f"{checklist.id}.csv").write_text(csv_markdown.table(checklist, own), encoding="utf-8", newline="")
        (folder / f"{checklist.id}.md").write_text(csv_markdown.markdown(checklist), encoding="utf-8", newline="")


@remembered
def word_file(checklist: Checklist, language: str, origin: str) -> bytes:
    """The blank list as a Word file, for readers of `language`."""
    return word(checklist, words(language), origin)


def origin_line(checklist: Checklist, own: Words, address: str) -> str:
    """Where a file is from, for people who find it on a shared drive in two years."""
    reviewed = checklist.page.meta.get("reviewed")
    day = views.date_in_words(reviewed, own) if reviewed else "–"
    return own["checklist-origin"].format(site=own["site-name"], address=address, day=day)
