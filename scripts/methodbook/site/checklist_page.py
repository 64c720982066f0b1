"""What the site adds to a page that holds a checklist: progress and tools around it, and the files to take away."""

from typing import Any

from lxml import html

from methodbook.checklists.model import Checklist, keys
from methodbook.site import addresses, blocks
from methodbook.site.layout import Context, elements


def furnish(article: html.HtmlElement, checklist: Checklist, context: Context) -> None:
    """Put the items of `article` into one `<div class="checklist">`, with its progress above and its tools below.

    Items in steps go with their steps: the frame then holds the steps and the heading above them.
    """
    groups = article.xpath(".//ul[contains(@class, 'items')]")
    if not groups:
        return
    # The language of what we add, where the page is shown in a language not the reader's.
    tongue = "" if context["shown"].language == context["reader"] else context["reader"]
    context = {**context, "checklist": checklist, "tongue": tongue}
    frame = enclose(article, groups[0], groups[-1])
    frame.attrib.update({"class": "checklist", "data-list": checklist.id})
    frame.attrib.update({"data-title": checklist.title, "data-href": ""})
    if not article.xpath(".//*[@id='checklist']"):
        frame.set("id", "checklist")
    titles = {section.id: section.title for section in checklist.sections}
    for group in groups:
        finish_group(group, titles, context)
    place = 1 if frame[0].get("class") == "heading" else 0
    frame[place:place] = elements("checklist/status", context)
    frame.extend(elements("checklist/tools", context))


def enclose(article: html.HtmlElement, first: html.HtmlElement, last: html.HtmlElement) -> html.HtmlElement:
    """Put everything from the heading above the part with `first` to the part with `last` into a new `<div>`."""
    start, end = (
        next(place for place, part in enumerate(article) if part is held or part in held.iterancestors())
        for held in (first, last)
    )
    start = next((place for place in range(start, -1, -1) if article[place].get("class") == "heading"), start)
    frame = html.Element("div")
    inside = article[start : end + 1]
    article.insert(start, frame)
    frame.extend(inside)
    return frame


def finish_group(group: html.HtmlElement, titles: dict[str, str], context: Context) -> None:
    """Give the items of a step or section their progress, its name, and their way to who, when and note."""
    holder = next(group.iterancestors("li"), group)
    headings = group.xpath("preceding::*[self::h2 or self::h3][@id]")
    if holder.get("data-section") is None:
        holder.set("data-section", titles.get(headings[-1].get("id"), "") if headings else "")
        language = {"lang": context["tongue"]} if context["tongue"] else {}
        progress = html.Element("p", {"class": "items-progress needs-script", **language})
        progress.text = context["words"]["list.progress-step"].format(ticked=0, all=len(group.findall("li")))
        row = headings[-1].getparent() if headings else None
        if row is not None and row.get("class") == "heading":
            row.set("data-who", context["words"]["who-when"])
            row.append(progress)
        else:
            group.addprevious(progress)
    for entry in group.iterchildren("li"):
        box, label = entry.find("input[@class='item-box']"), entry.find("label")
        if box is None or label is None or not (name := box.get("id")):
            continue
        said = f"{name}--said"
        if (why := entry.find("div[@class='item-why']")) is not None:
            why.set("id", f"{name}--why")
            said = f"{name}--why {said}"
        box.set("aria-describedby", said)
        label.set("id", f"{name}--text")
        entry.extend(elements("checklist/item", {**context, "item": name}))


def lists_in(article: html.HtmlElement) -> str:
    """What lists or fields `article` has: "page" (some), "overview" (acts on all), "door" (shows progress) or ""."""
    if article.xpath(".//*[@data-template]"):
        return "page"
    if not article.xpath(".//*[@data-list]"):
        return ""
    if article.xpath(".//*[@class='list-actions']"):
        return "overview"
    return "page" if article.xpath(".//*[@class='checklist']") else "door"


def script_words(context: Context) -> dict[str, Any]:
    """What the script says, by key without its `list.`, and the titles of all lists and templates."""
    own = context["words"]
    templates = context["handbook"].of_kind("template", context["reader"])
    titles = {page.path.stem: page.heading for page in templates}
    titles |= {checklist.id: checklist.title for checklist in blocks.all_checklists(context)}
    said = {key.removeprefix("list."): text for key, text in own.items() if key.startswith("list.")}
    return {**said, "titles": titles, "site-name": own["site-name"], "locale": own["tag"]}


def carry_on(context: Context) -> dict[str, Any]:
    """What the strip "carry on where you were" needs: every list with its page and the ids of its steps' items."""
    lists = {
        checklist.id: {
            "title": checklist.title,
            "href": blocks.address(checklist.page, context),
            "steps": "|".join(keys(section.items) for section in checklist.sections),
        }
        for checklist in blocks.all_checklists(context)
    }
    return {"root": addresses.relative("", context["page"].url), "lists": lists}
