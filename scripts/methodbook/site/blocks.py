"""Filling the blocks that need the whole handbook: cards, cases, checklists, glossary, translations.

Markdown leaves `<div data-block="name">`; here each is replaced by its template in `overrides/blocks/`, which is given
what the block's function in `GATHERED` returns, beside all that the page's template has.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml import html

from methodbook import checks
from methodbook.checklists.model import Checklist, checklist_on
from methodbook.checks import Level, messages
from methodbook.languages import LANGUAGES, book, nearest
from methodbook.page import markdown, translations
from methodbook.page.blocks_markup import FILLED_BLOCKS
from methodbook.page.handbook import Handbook
from methodbook.page.inline import plain_text
from methodbook.page.markdown import Document
from methodbook.site.addresses import relative, resolve
from methodbook.site.layout import Context, inner_html
from methodbook.terms import glossary
from methodbook.terms.glossary import alphabet_key

Gathered = dict[str, Any]

ON_A_CARD = 3
QUOTES = "«»”"
"""What a quotation begins with in the three languages."""
NOT_STATED = "not-stated"
SENTENCE = re.compile(r"(?<=[.!?]) ")
FACETS = ("actor", "field", "form", "municipality")
"""What the cases can be narrowed by, as `case` in the front matter names it."""
USES = ("invite", "meet", "agree", "follow-up")
"""What templates are for, in the order in which one needs them."""


def fill(content: str, context: Context) -> str:
    """The article's HTML with every filled block rendered. `context` is the page's template context."""
    if "data-block=" not in content:
        return content
    article = html.fragment_fromstring(content, create_parent="div")
    for place in article.xpath(".//div[@data-block]"):
        name = str(place.get("data-block"))
        if name in FILLED_BLOCKS:
            gathered = GATHERED[name](place, context) if name in GATHERED else {}
            source = context["environment"].get_template(f"blocks/{name}.html").render({**context, **gathered})
            new = html.fragment_fromstring(source, create_parent="div")
            new.set("class", f"block block-{name}")
            new.tail = place.tail
            place.getparent().replace(place, new)
    return inner_html(article)


def address(page: Document, context: Context) -> str:
    return relative(f"{context['reader']}/{page.url}", context["page"].url)


def in_order(context: Context) -> list[Document]:
    order = {path: place for place, path in enumerate(context["order"])}
    pages = context["handbook"].shown(context["reader"]).values()
    return sorted(pages, key=lambda page: order.get(page.path, len(order)))


def cards(place: html.HtmlElement, context: Context) -> Gathered:
    """A card for each link in the block, with the linked page's description and first facts."""
    found = []
    for link in place.iter("a"):
        href = link.get("href", "")
        language, _, url = resolve(href, context["page"].url).partition("/")
        page = context["handbook"].at(language, url) if language in LANGUAGES else None
        if page is not None:
            found.append({"href": href, "page": page, "facts": markdown.facts(page)[:ON_A_CARD]})
    return {"cards": found}


def all_checklists(context: Context) -> list[Checklist]:
    """Every checklist that a reader of the page's language sees, in the order of the menu."""
    order = {page.path: place for place, page in enumerate(in_order(context))}
    return sorted(lists_of(context["handbook"], context["reader"]), key=lambda found: order[found.page.path])


@lru_cache(maxsize=len(LANGUAGES))
def lists_of(handbook: Handbook, language: str) -> tuple[Checklist, ...]:
    """Every checklist that a reader of `language` sees, by path; worked out once, for many pages ask."""
    return tuple(filter(None, map(checklist_on, handbook.shown(language).values())))


def door(checklist: Checklist, context: Context) -> Gathered:
    """The way to `checklist` from the page being built: `href` leads to the list, `page` to the page that holds it."""
    page = address(checklist.page, context)
    anchor = "#steps" if "steps" in checklist.page.ids else "#checklist"
    return {"checklist": checklist, "href": page + anchor, "page": page}


def checklist_door(place: html.HtmlElement, context: Context) -> Gathered:
    lists = lists_of(context["handbook"], context["reader"])
    found = next((found for found in lists if found.id == place.get("data-argument")), None)
    return {"door": door(found, context) if found else None}


def finder(_: html.HtmlElement, context: Context) -> Gathered:
    """The page's own situations, each with the sentences a reader may recognise: headings in quotation marks."""
    situations: list[dict[str, Any]] = []
    for heading in context["shown"].headings:
        if heading.level == 2:
            situations.append({"heading": heading, "sentences": []})
        elif heading.level == 3 and situations and heading.text[:1] in QUOTES:
            situations[-1]["sentences"].append(heading)
    return {"situations": [situation for situation in situations if situation["sentences"]]}


def cases(_: html.HtmlElement, context: Context) -> Gathered:
    found = [case for page in in_order(context) for case in cases_on(page, context)]
    values = {facet: [case["values"][facet] for case in found] for facet in FACETS}
    return {"cases": found, "choices": {facet: choices(values[facet], facet, context["reader"]) for facet in FACETS}}


def cases_on(page: Document, context: Context) -> Iterator[Gathered]:
    """The case that a page of kind `case` tells, and short ones: sections that `cases` in the front matter names."""
    href, named = address(page, context), page.meta.get("cases")
    if page.meta.get("kind") == "case":
        yield made_case(href, page.title, str(page.meta.get("description")), page.meta.get("case"), context)
    for heading in page.headings:
        if isinstance(named, dict) and heading.id in named:
            below = (line for line in page.text.splitlines()[heading.line :] if line.strip())
            text = SENTENCE.split(plain_text(next(below, "")), maxsplit=1)[0]
            yield made_case(f"{href}#{heading.id}", heading.text, text, named[heading.id], context)


def made_case(href: str, title: str, text: str, told: object, context: Context) -> Gathered:
    """A case of which the front matter says `told`; what has another form is left out, for the checks report it."""
    entries = {facet: told.get(facet) if isinstance(told, dict) else None for facet in FACETS}
    values = {facet: tuple(map(str, named)) if isinstance(named, list) else () for facet, named in entries.items()}
    known = {facet: case_labels(facet, context["reader"]) for facet in FACETS}
    labels = {facet: tuple(known[facet].get(key, key) for key in keys) for facet, keys in values.items()}
    return {"href": href, "title": title, "text": text, "values": values, "labels": labels}


def choices(values: list[tuple[str, ...]], facet: str, language: str) -> list[Gathered]:
    """The different values of all cases, in the language's alphabet; "not stated" last."""
    labels = case_labels(facet, language)
    counts = Counter(value for of_case in values for value in of_case)
    found = [{"value": value, "label": labels.get(value, value), "count": count} for value, count in counts.items()]
    return sorted(found, key=lambda one: (one["value"] == NOT_STATED, alphabet_key(language, str(one["label"]))))


def case_labels(facet: str, language: str) -> dict[str, str]:
    """The labels of the values of `facet` in `language`, by key; municipalities are names and have none."""
    return {key: nearest(label, language) for key, label in book("case_terms.yaml").get(facet, {}).items()}


def translation_rows(_: html.HtmlElement, context: Context) -> Gathered:
    rows: list[Gathered] = []
    for page in in_order(context):
        states = tuple(translations.status(context["handbook"], page.path, code) for code in LANGUAGES)
        rows.append({"page": page, "href": address(page, context), "states": states})
    counts = Counter(status.state for row in rows for status in row["states"])
    return {"rows": rows, "counts": {state.value: counts[state] for state in translations.State}}


def rules(_: html.HtmlElement, context: Context) -> Gathered:
    labels = messages.labels(context["reader"])
    groups: dict[str, Gathered] = {
        name: {"id": f"group-{name}", "title": labels[f"group-{name}"], "rules": []} for name in messages.GROUPS
    }
    for rule in (*checks.RULES, checks.SPELLING):
        message = messages.explained(rule.id, context["reader"])
        is_advice = rule.level is Level.ADVICE
        told = {"id": rule.id, "message": message, "is_advice": is_advice, "is_fixable": rule.fixable}
        groups[rule.group]["rules"].append(told)
    return {"groups": list(groups.values()), "labels": labels}


def templates(_: html.HtmlElement, context: Context) -> Gathered:
    pages = in_order(context)
    uses = {use: [p for p in pages if p.meta.get("kind") == "template" and p.meta.get("use") == use] for use in USES}
    methods = [(page, named_templates(page, context)) for page in pages if page.meta.get("kind") == "method"]
    return {
        "uses": [{"title": context["words"][f"template-{use}"], "templates": own} for use, own in uses.items() if own],
        "methods": [{"title": method.title, "page": method, "templates": own} for method, own in methods if own],
    }


def named_templates(page: Document, context: Context) -> tuple[Document, ...]:
    """The templates that a method's front matter names; the checks report those that do not exist."""
    names = page.meta.get("templates")
    urls = [f"templates/{name}/" for name in names] if isinstance(names, list) else []
    return tuple(template for url in urls if (template := context["handbook"].at(context["reader"], url)))


GATHERED: Mapping[str, Callable[[html.HtmlElement, Context], Gathered]] = {
    "cards": cards,
    "cases": cases,
    "checklist": checklist_door,
    "checklists": lambda _, context: {"doors": [door(found, context) for found in all_checklists(context)]},
    "finder": finder,
    "glossary": lambda _, context: {"entries": glossary.entries(context["reader"])},
    "rules": rules,
    "templates": templates,
    "translations": translation_rows,
}
"""What the templates of the blocks need, by name; those of the other blocks need nothing else."""
