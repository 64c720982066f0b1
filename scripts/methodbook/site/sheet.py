"""Pages to act on: a method as a sheet, a template as a form, and the table that compares the methods.

A sheet is what stands before and in the steps: what, when, who, the steps with their items, and the templates to take
along. Printed, it is page one. A form is the sections of a template, each in a frame that says whose points they are.
"""

from lxml import html
from markupsafe import Markup

from methodbook.languages import words
from methodbook.page.markdown import Document
from methodbook.site import blocks, layout
from methodbook.site.addresses import resolve
from methodbook.site.layout import Context, elements, inner_html

FACTS = ("fits", "leads", "takes-part", "contact", "needs", "gives", "time", "cost", "where")
"""The facts of a method, as `fact-…` in the interface's words names them."""
FRAMES = {"recommends": "form-source", "observed": "form-source", "proposal": "form-proposal"}
"""The look of a template's section by the grade of what it says."""


def lay_out(article: html.HtmlElement, page: Document, context: Context) -> None:
    """Turn a method with its steps in a checklist into a sheet, and a template into a form."""
    context = {**context, "templates": blocks.named_templates(page, context)}
    frame, facts = article.find("div[@class='checklist']"), article.find("div[@class='facts']")
    if page.meta.get("kind") == "template":
        article.extend(elements("sheet/foot", context))
    elif frame is not None and facts is not None and frame.find("div[@class='steps-frame']") is not None:
        make_sheet(article, page, frame, facts, context)
    elif frame is not None:
        frame.extend(elements("sheet/foot", context))


def make_sheet(
    article: html.HtmlElement, page: Document, frame: html.HtmlElement, facts: html.HtmlElement, context: Context
) -> None:
    """Put all down to the steps into `<div class="sheet">`, in the order a reader asks."""
    sheet = html.Element("div", {"class": "sheet"})
    sheet.extend(article[: article.index(frame) + 1])
    article.insert(0, sheet)
    arrange_facts(sheet, facts, page, context)
    facts.addnext(elements("sheet/take", context)[0])
    mark_doors(frame, context)
    sheet.extend(elements("sheet/foot", context))


def arrange_facts(sheet: html.HtmlElement, facts: html.HtmlElement, page: Document, context: Context) -> None:
    """Say when the method fits and where it comes from in sentences, and set time and cost beside each other."""
    own = words(page.language)
    keys = {own[f"fact-{key}"]: key for key in FACTS}
    strip = facts.find("dl")
    groups = {keys.get(group.findtext("dt", "").strip(), ""): group for group in strip.findall("div")}
    lead = next((part for part in sheet.findall("p") if part.get("class") is None), facts)
    lead.set("class", "lead")
    origin = sheet.find("p[@class='origin']")
    if origin is None:
        origin = html.Element("p", {"class": "origin"})
    lead.addnext(origin)
    if where := groups.get("where"):
        origin.append(renamed(where.find("dd"), "span"))
        strip.remove(where)
    if fits := groups.get("fits"):
        origin.addprevious(sentence(fits))
        strip.remove(fits)
    if contact := groups.get("contact"):
        contact.find("dd").extend(blank(context["words"][name]) for name in ("blank-name", "blank-phone"))
    if (time := groups.get("time")) is not None and (cost := groups.get("cost")) is not None:
        time.set("class", "fact-pair")
        time.extend(cost)
        strip.remove(cost)


def sentence(fact: html.HtmlElement) -> html.HtmlElement:
    """A fact as a line of text: its name as a question, and what it says."""
    line = renamed(fact.find("dd"), "p")
    line.set("class", "when")
    name = html.Element("strong")
    name.text, name.tail, line.text = f"{fact.findtext('dt')}?", f" {line.text or ''}", None
    line.insert(0, name)
    return line


def renamed(element: html.HtmlElement, tag: str) -> html.HtmlElement:
    element.tag, element.tail = tag, None
    return element


def blank(name: str) -> html.HtmlElement:
    line = html.Element("span", {"class": "blank paper-only"})
    line.text = name
    return line


def mark_doors(frame: html.HtmlElement, context: Context) -> None:
    """A paragraph of a step that is only a link to a template is a door."""
    for line in frame.iter("p"):
        links = list(line)
        if len(links) == 1 and links[0].tag == "a" and line.text_content().strip() == links[0].text_content().strip():
            url = resolve(links[0].get("href", ""), context["page"].url).partition("/")[2]
            if url.startswith("templates/"):
                line.set("class", "step-door")


def make_form(article: html.HtmlElement, page: Document, context: Context) -> None:
    """Put each section of a template into a frame by the grade of what it says, and its tools above them."""
    layout.group_parts(article)
    parts = article.findall("section")
    if not parts:
        return
    form = html.Element("div", {"class": "form", "data-template": page.path.stem, "data-title": page.title})
    parts[0].addprevious(form)
    for part in parts:
        grades = part.xpath("./div[@class='heading']/*/@data-grade")
        part.set("class", f"form-part {FRAMES.get(grades[0], '') if grades else ''}".strip())
        form.append(part)
    form.addprevious(elements("sheet/form-tools", {**context, "others": others(page, context)})[0])


def others(page: Document, context: Context) -> list[Document]:
    methods = context["handbook"].of_kind("method", context["reader"])
    sets = [blocks.named_templates(method, context) for method in methods]
    found = {other.url: other for templates in sets if page in templates for other in templates if other != page}
    return list(found.values())


def compare(article: html.HtmlElement, context: Context) -> None:
    """Replace the table under the heading `compare` by one to choose from, and the chosen methods side by side.

    Its columns are what the methods are compared by: a name, and what it says of each method, as HTML.
    """
    for frame in article.xpath("(.//h2[@id='compare']/following::div[@class='table-frame'])[1]"):
        if not frame.xpath(".//tbody/tr/td[1]/a"):
            continue
        names, *rows = ([Markup(inner_html(cell)) for cell in row] for row in frame.iterfind(".//tr"))  # noqa: S704
        columns = [
            {"name": name, "cells": cells, "is_same": len(cells) > 1 and len(set(cells)) == 1}
            for name, cells in zip(names, zip(*rows, strict=True), strict=True)
        ]
        told = {"method": columns[0], "columns": columns[1:]}
        for part in reversed(elements("sheet/compare", {**context, **told})):
            frame.addnext(part)
        frame.drop_tree()
