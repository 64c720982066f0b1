"""What each filled block shows, gathered from the handbook."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import html

from methodbook import checks
from methodbook.checklists.model import Checklist, checklist_on
from methodbook.checks import Level, messages
from methodbook.languages import LANGUAGES, book, nearest
from methodbook.page import markdown, translations
from methodbook.page.handbook import Handbook
from methodbook.page.inline import plain_text
from methodbook.page.markdown import Document
from methodbook.page.translations import Status
from methodbook.site.addresses import relative, resolve
from methodbook.site.filling import Context, builder
from methodbook.site.publisher import publisher
from methodbook.terms import glossary
from methodbook.terms.glossary import alphabet_key

ON_A_CARD = 3
QUOTES = "«»”"
"""What a quotation begins with in the three languages."""
NOT_STATED = "not-stated"
SENTENCE = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True)
class Card:
    """A linked page as a card."""

    href: str
    page: Document
    facts: tuple[tuple[str, str], ...]


def address(page: Document, context: Context) -> str:
    """Address of `page` in the reader's language, relative to the page being built."""
    return relative(f"{context['reader']}/{page.url}", context["page"].url)


@builder("cards")
def cards(place: html.HtmlElement, context: Context) -> dict[str, Any]:
    """A card for each link in the block, with the linked page's description and first facts."""
    found = []
    for link in place.iter("a"):
        language, _, url = resolve(link.get("href", ""), context["page"].url).partition("/")
        page = context["handbook"].at(language, url) if language in LANGUAGES else None
        if page is not None:
            found.append(Card(link.get("href", ""), page, markdown.facts(page)[:ON_A_CARD]))
    return {"cards": found}


@dataclass(frozen=True)
class Door:
    """The way to a checklist: `href` leads to the list, `page` to the page that holds it."""

    checklist: Checklist
    href: str
    page: str


def door(checklist: Checklist, context: Context) -> Door:
    """The way to `checklist` from the page being built."""
    page = address(checklist.page, context)
    anchor = "#steps" if "steps" in checklist.page.ids else "#checklist"
    return Door(checklist, page + anchor, page)


def all_checklists(context: Context) -> list[Checklist]:
    """Every checklist that a reader of the page's language sees, in the order of the menu."""
    order = {page.path: place for place, page in enumerate(in_order(context))}
    found = lists_of(context["handbook"], context["reader"])
    return sorted(found, key=lambda checklist: order[checklist.page.path])


@lru_cache(maxsize=len(LANGUAGES))
def lists_of(handbook: Handbook, language: str) -> tuple[Checklist, ...]:
    """Every checklist that a reader of `language` sees, by path; worked out once, for many pages ask."""
    return tuple(filter(None, map(checklist_on, handbook.shown(language).values())))


@builder("checklists")
def checklists(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """The doors to all checklists."""
    return {"doors": [door(checklist, context) for checklist in all_checklists(context)]}


@builder("checklist")
def checklist(place: html.HtmlElement, context: Context) -> dict[str, Any]:
    """The door to one checklist; None when no page holds it."""
    wanted = place.get("data-argument")
    lists = lists_of(context["handbook"], context["reader"])
    found = next((found for found in lists if found.id == wanted), None)
    return {"door": door(found, context) if found else None}


@dataclass(frozen=True)
class Situation:
    """One of the finder's situations: its heading, and the sentences a reader may recognise, as headings below it."""

    heading: markdown.Heading
    sentences: tuple[markdown.Heading, ...]


@builder("finder")
def finder(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """The page's own situations; sentences are what stands in quotation marks."""
    situations: list[Situation] = []
    for heading in context["shown"].headings:
        if heading.level == 2:
            situations.append(Situation(heading, ()))
        elif heading.level == 3 and situations and heading.text[:1] in QUOTES:
            last = situations[-1]
            situations[-1] = Situation(last.heading, (*last.sentences, heading))
    return {"situations": [situation for situation in situations if situation.sentences]}


FACETS = ("actor", "field", "form", "municipality")
"""What the cases can be narrowed by, as `case` in the front matter names it."""


@dataclass(frozen=True)
class Case:
    """A case as a card. `values` and `labels` (in the reader's language) are by facet."""

    href: str
    title: str
    text: str
    values: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Choice:
    """Something the cases can be narrowed by: a value, its label, and how many cases have it."""

    value: str
    label: str
    count: int


@builder("cases")
def cases(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Every case, with a page of its own or a section, and what they can be narrowed by."""
    found = [case for page in in_order(context) for case in cases_on(page, context)]
    return {
        "cases": found,
        "choices": {
            facet: choices([case.values[facet] for case in found], facet, context["reader"]) for facet in FACETS
        },
    }


def cases_on(page: Document, context: Context) -> Iterator[Case]:
    """The case that a page of kind `case` tells, and short ones: sections that `cases` in the front matter names."""
    if page.meta.get("kind") == "case":
        yield made_case(
            address(page, context), page.title, str(page.meta.get("description")), page.meta.get("case"), context
        )
    named = page.meta.get("cases")
    for heading in page.headings:
        if isinstance(named, dict) and heading.id in named:
            below = (line for line in page.text.splitlines()[heading.line :] if line.strip())
            text = SENTENCE.split(plain_text(next(below, "")), maxsplit=1)[0]
            yield made_case(f"{address(page, context)}#{heading.id}", heading.text, text, named[heading.id], context)


def made_case(href: str, title: str, text: str, told: object, context: Context) -> Case:
    """A case of which the front matter says `told`; what has another form is left out, for the checks tell."""
    entries = {facet: told.get(facet) if isinstance(told, dict) else None for facet in FACETS}
    values = {facet: tuple(map(str, named)) if isinstance(named, list) else () for facet, named in entries.items()}
    known = {facet: case_labels(facet, context["reader"]) for facet in FACETS}
    labels = {facet: tuple(known[facet].get(key, key) for key in keys) for facet, keys in values.items()}
    return Case(href, title, text, values, labels)


def choices(values: list[tuple[str, ...]], facet: str, language: str) -> list[Choice]:
    """The different values of all cases, in the language's alphabet; "not stated" last."""
    labels = case_labels(facet, language)
    counts = Counter(value for of_case in values for value in of_case)
    found = [Choice(value, labels.get(value, value), count) for value, count in counts.items()]
    return sorted(found, key=lambda choice: (choice.value == NOT_STATED, alphabet_key(language, choice.label)))


def case_labels(facet: str, language: str) -> dict[str, str]:
    """The labels of the values of `facet` in `language`, by key; municipalities are names and have none."""
    return {key: nearest(label, language) for key, label in book("case_terms.yaml").get(facet, {}).items()}


@builder("glossary")
def glossary_entries(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """The whole glossary in the reader's language."""
    return {"entries": glossary.entries(context["reader"])}


@dataclass(frozen=True)
class TranslationRow:
    """A page with its state in each language."""

    page: Document
    href: str
    states: tuple[Status, ...]


@builder("translations")
def translation_rows(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Every page with its state in every language, and how many translations are in each state."""
    handbook: Handbook = context["handbook"]
    rows = [
        TranslationRow(
            page, address(page, context), tuple(translations.status(handbook, page.path, code) for code in LANGUAGES)
        )
        for page in in_order(context)
    ]
    counts = Counter(status.state.value for row in rows for status in row.states)
    return {"rows": rows, "counts": {state.value: counts[state.value] for state in translations.State}}


@dataclass(frozen=True)
class RuleGroup:
    """The rules that stand under one heading."""

    id: str
    title: str
    rules: tuple["ExplainedRule", ...]


@dataclass(frozen=True)
class ExplainedRule:
    """A rule of `check` in the reader's words."""

    id: str
    message: messages.Message
    is_advice: bool
    is_fixable: bool


@builder("rules")
def rules(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Every rule of `check`, by group, made from the rules themselves."""
    language = context["reader"]
    labels = messages.labels(language)
    groups = []
    for name in messages.GROUPS:
        members = [rule for rule in (*checks.RULES, checks.SPELLING) if rule.group == name]
        explained = tuple(
            ExplainedRule(rule.id, messages.explained(rule.id, language), rule.level is Level.ADVICE, rule.fixable)
            for rule in members
        )
        groups.append(RuleGroup(f"group-{name}", labels[f"group-{name}"], explained))
    return {"groups": groups, "labels": labels}


@dataclass(frozen=True)
class TemplateGroup:
    """Templates that belong together: to a method (a page), or to a situation."""

    title: str
    page: Document | None
    templates: tuple[Document, ...]


USES = ("invite", "meet", "agree", "follow-up")
"""What templates are for, in the order in which one needs them."""


@builder("templates")
def templates(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Every template, by situation and by method."""
    handbook, reader = context["handbook"], context["reader"]
    found = [page for page in in_order(context) if page.meta.get("kind") == "template"]
    uses = [(use, tuple(page for page in found if page.meta.get("use") == use)) for use in USES]
    methods = [page for page in in_order(context) if page.meta.get("kind") == "method"]
    own = [(method, named_templates(method, handbook, reader)) for method in methods]
    return {
        "uses": [TemplateGroup(context["words"][f"template-{use}"], None, pages) for use, pages in uses if pages],
        "methods": [TemplateGroup(method.title, method, pages) for method, pages in own if pages],
    }


def named_templates(page: Document, handbook: Handbook, reader: str) -> tuple[Document, ...]:
    """The templates that a method's front matter names; those that do not exist are left out, for the checks tell."""
    names = page.meta.get("templates")
    urls = [f"templates/{name}/" for name in names] if isinstance(names, list) else []
    return tuple(template for url in urls if (template := handbook.at(reader, url)))


def in_order(context: Context) -> list[Document]:
    """The pages that the reader sees, in the order of the menu."""
    order = {path: place for place, path in enumerate(context["order"])}
    pages = context["handbook"].shown(context["reader"]).values()
    return sorted(pages, key=lambda page: order.get(page.path, len(order)))


@builder("publisher")
def publisher_of(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Who answers for the handbook."""
    return {"publisher": publisher()}


@builder("pages")
def pages(place: html.HtmlElement, context: Context) -> dict[str, Any]:  # noqa: ARG001
    """Every page and section; the template goes through the menu itself."""
    return {}
