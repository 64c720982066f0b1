"""What the site adds to a page that holds a checklist: progress and tools around it, and the files to take away."""

from collections.abc import Iterator
from typing import Any

from jinja2 import Environment
from lxml import html

from methodbook.checklists.model import Checklist, keys
from methodbook.site import addresses, blocks
from methodbook.site.filling import Context, elements

SCRIPT_WORDS = "list."


def furnish(article: html.HtmlElement, checklist: Checklist, environment: Environment, context: Context) -> None:
    """Put the items of `article` into one `<div class="checklist">`, with its progress above and its tools below.

    Items in steps go with their steps: the frame then holds the steps and the heading above them.
    """
    groups = article.xpath(".//ul[contains(@class, 'items')]")
    if not groups:
        return
    context = {**context, "checklist": checklist, "tongue": tongue(context)}
    frame = enclose(article, [child_holding(article, group) for group in groups])
    frame.attrib.update({"class": "checklist", "data-list": checklist.id, "data-items": checklist.keys})
    frame.attrib.update({"data-title": checklist.title, "data-href": ""})
    if not article.xpath(".//*[@id='checklist']"):
        frame.set("id", "checklist")
    titles = {section.id: section.title for section in checklist.sections}
    for group in groups:
        finish_group(group, titles, environment, context)
    place = 1 if frame[0].get("class") == "heading" else 0
    frame[place:place] = elements("checklist/status", environment, context)
    frame.extend(elements("checklist/tools", environment, context))


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
    start = next((place for place in range(start, -1, -1) if article[place].get("class") == "heading"), start)
    frame = html.Element("div")
    inside = article[start : end + 1]
    article.insert(start, frame)
    frame.extend(inside)
    return frame


def finish_group(group: html.HtmlElement, titles: dict[str, str], environment: Environment, context: Context) -> None:
    """Give the items of a step or section their progress, its name, and their way to who, when and note."""
    step = next(group.iterancestors("li"), None)
    holder = group if step is None else step
    headings = group.xpath("preceding::*[self::h2 or self::h3][@id]")
    if holder.get("data-section") is None:
        holder.set("data-section", titles.get(headings[-1].get("id"), "") if headings else "")
        language = {"lang": context["tongue"]} if context["tongue"] else {}
        progress = html.Element("p", {"class": "items-progress needs-script", **language})
        row = headings[-1].getparent() if headings else None
        if row is not None and row.get("class") == "heading":
            row.set("data-who", context["words"]["who-when"])
            row.append(progress)
        else:
            group.addprevious(progress)
    for entry in group.iterchildren("li"):
        box, label = entry.find("input[@class='item-box']"), entry.find("label")
        if box is None or label is None or not box.get("id"):
            continue
        said = f"{box.get('id')}--said"
        if (why := entry.find("div[@class='item-why']")) is not None:
            why.set("id", f"{box.get('id')}--why")
            said = f"{why.get('id')} {said}"
        box.set("aria-describedby", said)
        label.set("id", f"{box.get('id')}--text")
        entry.extend(elements("checklist/item", environment, {**context, "item": box.get("id")}))


def lists_in(article: html.HtmlElement) -> str:
    """What lists or fields `article` has: "page" (some), "overview" (acts on all), "door" (shows progress) or ""."""
    if article.xpath(".//*[@data-template]"):
        return "page"
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
        templates = context["handbook"].of_kind("template", context["reader"])
        yield (
            "titles",
            {
                **{page.path.stem: page.heading for page in templates},
                **{checklist.id: checklist.title for checklist in blocks.all_checklists(context)},
            },
        )
        yield "site-name", context["words"]["site-name"]
        yield "locale", context["words"]["tag"]


def carry_on(context: Context) -> dict[str, Any]:
    """What the strip "carry on where you were" needs: every list with its page and the ids of its steps' items."""
    lists = {
        checklist.id: {
            "title": checklist.title,
            "href": addresses.relative(f"{context['reader']}/{checklist.page.url}", context["page"].url),
            "steps": "|".join(keys(section.items) for section in checklist.sections),
        }
        for checklist in blocks.all_checklists(context)
    }
    return {"root": addresses.relative("", context["page"].url), "lists": lists}
