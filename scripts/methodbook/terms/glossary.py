"""The glossary: the reader's word for each term, its definition, and the words of the two neighbours.

Made from the term base (`docs/_data/terms.yaml`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

from lxml import etree, html

from methodbook.cache import remembered
from methodbook.languages import KNOWN, LANGUAGES, book, nearest

UNLINKED = frozenset({"a", "h1", "h2", "h3", "h4", "label", "code", "pre", "svg", "figure", "button", "th", "dt", "em"})
"""Elements inside which a word is not linked: links, headings, names, and what is pressed."""


WORD = re.compile(r"[\w-]+")
UNLINKED_CLASSES = frozenset({
    "begin", "block", "box-title", "chosen", "compare", "facts", "figure", "form-tools", "grade", "lead", "opening",
    "origin", "take", "way", "when",
})  # fmt: skip
"""Classes of parts whose words are not explained: what sells a page at a glance, what the site fills in, labels."""


@dataclass(frozen=True)
class Entry:
    """A term in one language. `neighbours` holds (language, word) of the others."""

    id: str
    term: str
    also: tuple[str, ...]
    definition: str
    neighbours: tuple[tuple[str, str], ...]
    warning: str

    @property
    def initial(self) -> str:
        """The letter it is found under."""
        return self.term[0].upper()


def alphabet_key(language: str, word: str) -> tuple[int, ...]:
    """Sort key after the language's own alphabet (nb, da: æ ø å; sv: å ä ö)."""
    return tuple(KNOWN[language].alphabet.find(letter) for letter in word.lower())


@cache
def entries(language: str) -> tuple[Entry, ...]:
    """All entries in `language`, in the order of its alphabet."""
    found = [make_entry(term, language) for term in book("terms.yaml")["terms"]]
    return tuple(sorted(found, key=lambda entry: alphabet_key(language, entry.term)))


def make_entry(term: dict[str, Any], language: str) -> Entry:
    """One record of the term base as an entry in `language`."""
    own = nearest(term, language)
    others = tuple((other, nearest(term, other)["term"]) for other in LANGUAGES if other != language)
    warning = nearest(term["warning"], language) if "warning" in term else ""
    return Entry(term["id"], own["term"], tuple(own.get("also", ())), nearest(term["def"], language), others, warning)


@cache
def word_forms(language: str) -> dict[str, str]:
    """Lower-case word form -> id of its entry; the preferred term's own forms win over another's synonym."""
    forms: dict[str, str] = {}
    for term in book("terms.yaml")["terms"]:
        own = nearest(term, language)
        listed = re.sub(r"\([^)]*\)", "", str(own.get("forms", "")))
        for form in [own["term"], *re.split(r"[,;]", listed)]:
            if len(form.strip()) > 3 and re.fullmatch(r"[\w\- ]+", form.strip()):
                forms.setdefault(form.strip().lower(), term["id"])
    return forms


@cache
def known() -> frozenset[str]:
    """The ids of terms that every reader knows: they stand in the glossary, but are not marked on the pages."""
    return frozenset(term["id"] for term in book("terms.yaml")["terms"] if term.get("known"))


@cache
def any_form(language: str) -> re.Pattern[str]:
    """Matches as whole words a proper name (group `name`), else any word form of any entry, the longest first."""
    names, forms = (
        "|".join(map(re.escape, sorted(some, key=len, reverse=True))) for some in (proper_names(), word_forms(language))
    )
    return re.compile(rf"(?<![\w-])(?:(?P<name>{names})|{forms})(?![\w-])", re.IGNORECASE)


@cache
def proper_names() -> frozenset[str]:
    """Names of several words: a word inside one (the name of a district) is part of a name, not a use of the term."""
    return frozenset(name["name"] for name in book("terms.yaml")["keep_original"] if " " in name["name"])


@remembered
def uses(text: str, language: str) -> tuple[tuple[int, int, str], ...]:
    """Where the terms of `language` stand in `text`: first letter, letter behind the last, id of the entry."""
    forms, pattern, first = word_forms(language), any_form(language), first_words(language)
    found, end = [], 0
    for word in WORD.finditer(text):
        # A form is sought only at a word that begins one: to try them all at each letter takes ten times as long.
        if word.start() < end or word[0].lower() not in first or not (match := pattern.match(text, word.start())):
            continue
        end = match.end()
        if not match["name"]:
            found.append((*match.span(), forms[match[0].lower()]))
    return tuple(found)


@cache
def first_words(language: str) -> frozenset[str]:
    """The words (lower case) by which a name or a word form of any entry begins."""
    return frozenset(
        found[0] for form in (*proper_names(), *word_forms(language)) if (found := WORD.match(form.lower()))
    )


def link_first_uses(article: html.HtmlElement, language: str, glossary: str) -> int:
    """Link the first use of each term in running text to `glossary` (its address); the number of links made."""
    seen: set[str] = set()
    for element in list(running_text(article)):
        link_in(element, language, glossary, seen)
    return len(seen)


def running_text(element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements whose own text may be linked, in reading order."""
    if not isinstance(element.tag, str) or element.tag in UNLINKED:
        return
    if UNLINKED_CLASSES & set(element.get("class", "").split()):
        return
    yield element
    for child in element:
        yield from running_text(child)


def link_in(element: html.HtmlElement, language: str, glossary: str, seen: set[str]) -> None:
    """Link in the text of `element` itself and behind each of its children."""
    if element.tag in {"p", "li", "dd", "td", "strong", "span"}:
        children = list(element)
        element.text, links = linked(element.text, language, glossary, seen)
        for place, link in enumerate(links):
            element.insert(place, link)
        for child in children:
            child.tail, links = linked(child.tail, language, glossary, seen)
            for place, link in enumerate(links, element.index(child) + 1):
                element.insert(place, link)


def linked(text: str | None, language: str, glossary: str, seen: set[str]) -> tuple[str | None, list[html.HtmlElement]]:
    """`text` up to the first link in it, and the links to terms not `seen` before, each with what follows it."""
    fresh = []
    for use in uses(text or "", language):
        if use[2] not in seen and use[2] not in known():
            seen.add(use[2])
            fresh.append(use)
    if text is None or not fresh:
        return text, []
    links = []
    for (start, end, identifier), following in zip_longest(fresh, fresh[1:]):
        link = term_link(text[start:end], identifier, glossary)
        link.tail = text[end : following[0] if following else None]
        links.append(link)
    return text[: fresh[0][0]], links


def term_link(text: str, identifier: str, glossary: str) -> html.HtmlElement:
    """The button of one term, which opens its explanation where it stands (`explanation`); it needs no script."""
    button = html.Element("button", {"type": "button", "class": "term"})
    button.attrib.update({"popovertarget": f"word-{identifier}", "data-entry": f"{glossary}#{identifier}"})
    button.text = text
    return button


def explanation(entry: Entry, button: html.HtmlElement, name: str) -> html.HtmlElement:
    """What the `button` of a term opens: its definition, and a link to the glossary (`name`)."""
    box = html.Element("div", {"popover": "", "class": "word", "id": f"word-{entry.id}"})
    etree.SubElement(box, "strong").text = entry.term
    etree.SubElement(box, "span").text = entry.definition
    if entry.warning:
        etree.SubElement(box, "span", {"class": "word-warning"}).text = entry.warning
    etree.SubElement(box, "a", {"href": str(button.attrib.pop("data-entry"))}).text = name
    return box
