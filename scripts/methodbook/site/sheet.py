"""Pages to act on: a method as a sheet, and a template as a form.

A sheet is what stands before and in the steps: what, when, who, the steps with their items, and the templates to take
along. Printed, it is page one. A form is the sections of a template, each in a frame that says whose points they are.
"""

from jinja2 import Environment
from lxml import html

from methodbook.languages import words
from methodbook.page.markdown import Document
from methodbook.site import blocks, layout
from methodbook.site.addresses import resolve
from methodbook.site.filling import Context, elements

FACTS = ("fits", "leads", "takes-part", "contact", "needs", "gives", "time", "cost", "where")
"""The facts of a method, as `fact-…` in the interface's words names them."""
FRAMES = {"recommends": "form-source", "observed": "form-source", "proposal": "form-proposal"}
"""The look of a template's section by the grade of what it says."""


def lay_out(article: html.HtmlElement, page: Document, environment: Environment, context: Context) -> None:
    """Turn a method with its steps in a checklist into a sheet, and a template into a form."""
    context = {**context, "templates": blocks.named_templates(page, context["handbook"], context["reader"])}
    frame, facts = article.find("div[@class='checklist']"), article.find("div[@class='facts']")
    if page.meta.get("kind") == "template":
        article.extend(elements("sheet/foot", environment, context))
    elif frame is not None and facts is not None and frame.find("div[@class='steps-frame']") is not None:
        make_sheet(article, page, frame, facts, environment, context)
    elif frame is not None:
        frame.extend(elements("sheet/foot", environment, context))


def make_sheet(
    article: html.HtmlElement,
    page: Document,
    frame: html.HtmlElement,
    facts: html.HtmlElement,
    environment: Environment,
    context: Context,
) -> None:
    """Put all down to the steps into `<div class="sheet">`, in the order a reader asks."""
    sheet = html.Element("div", {"class": "sheet"})
    sheet.extend(article[: article.index(frame) + 1])
    article.insert(0, sheet)
    arrange_facts(sheet, facts, page, context)
    facts.addnext(elements("sheet/take", environment, context)[0])
    mark_doors(frame, context)
    sheet.extend(elements("sheet/foot", environment, context))


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
    """`element` under another name."""
    element.tag, element.tail = tag, None
    return element


def blank(name: str) -> html.HtmlElement:
    """A line to write on, on paper."""
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


def make_form(article: html.HtmlElement, page: Document, environment: Environment, context: Context) -> None:
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
    form.addprevious(elements("sheet/form-tools", environment, {**context, "others": others(page, context)})[0])


def others(page: Document, context: Context) -> list[Document]:
    """The other templates of the methods that name this one."""
    handbook, reader = context["handbook"], context["reader"]
    sets = [blocks.named_templates(method, handbook, reader) for method in handbook.of_kind("method", reader)]
    found = {other.url: other for templates in sets if page in templates for other in templates if other != page}
    return list(found.values())
