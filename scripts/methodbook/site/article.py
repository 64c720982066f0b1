"""The article as it is published: its blocks filled, its checklist furnished, the first use of each term linked."""

from dataclasses import dataclass
from typing import Any

from lxml import html
from mkdocs.structure.pages import Page

from methodbook import cache
from methodbook.checklists.model import checklist_on
from methodbook.languages import words
from methodbook.page.markdown import Document
from methodbook.site import addresses, blocks, checklist_page, layout, sheet
from methodbook.terms import glossary


@dataclass(frozen=True)
class Finished:
    """An article's HTML, what kind of checklists stand in it, and the modules it asks for."""

    content: str
    lists: str
    scripts: tuple[str, ...]


finished_articles = cache.Shelf[Finished]()


def finish(page: Page, shown: Document, reader: str, context: dict[str, Any]) -> Finished:
    """The article finished; remembered where nothing in it comes from other pages or from templates."""

    def made() -> Finished:
        tree = finished_tree(page, shown, reader, context)
        scripts = tuple(name for name, what in layout.SCRIPTS.items() if tree.xpath(what))
        return Finished(layout.inner_html(tree), checklist_page.lists_in(tree), scripts)

    content = page.content or ""
    if "data-block=" in content or checklist_on(shown) or shown.meta.get("kind") == "template":
        return made()
    return finished_articles.recall((content, shown, reader, page.url), made)


def finished_tree(page: Page, shown: Document, reader: str, context: dict[str, Any]) -> html.HtmlElement:
    tree = html.fragment_fromstring(blocks.fill(page.content or "", context), create_parent="div")
    layout.lay_out(tree, shown)
    if shown.meta.get("kind") == "template":
        sheet.make_form(tree, shown, context)
    if checklist := checklist_on(shown):
        checklist_page.furnish(tree, checklist, context)
    sheet.lay_out(tree, shown, context)
    sheet.compare(tree, context)
    layout.place_contents(tree)
    for label in tree.iterfind(".//span[@data-grade]"):
        label.tag = "a"
        label.set("href", addresses.relative(f"{reader}/about/", page.url) + "#grades")
    if shown.url != "glossary/":
        glossary.link_first_uses(tree, shown.language, addresses.relative(f"{reader}/glossary/", page.url))
        explain_terms(tree, shown.language)
    return tree


def explain_terms(tree: html.HtmlElement, language: str) -> None:
    """Put what each marked term means at the end of the article, hidden until it is asked for."""
    name = words(language)["glossary-more"]
    entries = {f"word-{entry.id}": entry for entry in glossary.entries(language)}
    for button in tree.xpath(".//button[@class='term']"):
        entry = entries[button.get("popovertarget")]
        tree.append(glossary.explanation(entry, button, name))
