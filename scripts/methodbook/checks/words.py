"""Rules about words: the terms of the handbook, the right language, spelling."""

import re
from collections.abc import Iterator
from functools import partial

from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.prose import WORD, Passage, word_count
from methodbook.terms import language_guess, spelling, terms

NORDIC = re.compile(r"[a-zæøåäöé'’-]+", re.IGNORECASE)
"""Letters of words that the dictionaries may know; a name with others is a foreign or a Sámi one."""


@rule("false-friend")
def false_friend(page: Page) -> Iterator[Hit]:
    text = terms.unquoted(page.masked)
    for phrase in terms.phrases(page.language):
        for found in phrase.pattern.finditer(text):
            yield at(page.line_of(found.start()), word=found[0], better=phrase.say)


def uses_of(page: Page, tree: Tree, kind: str = "") -> Iterator[Hit]:
    borrowed = borrowed_words(page, tree)
    for use in terms.uses(page.masked, page.language, kind):
        rest = WORD.match(page.document.text, use.end - 1)
        word = page.document.text[use.start : rest.end() if rest else use.end]
        if word.lower() not in borrowed:
            better = terms.preferred(page.language).get(use.form.term, "")
            yield at(page.line_of(use.start), word=word, better=better)


for kind in ("forbidden", "avoid"):
    rule(f"term-{kind}")(partial(uses_of, kind=kind))


def borrowed_words(page: Page, tree: Tree) -> frozenset[str]:
    """The words of the original's title, in small letters: a page not yet translated stands under them."""
    original = tree.pages[page.document.original].get(page.document.path)
    if original is None or not page.document.is_translation or translations.recorded(page.document) is not None:
        return frozenset()
    return frozenset(WORD.findall(f"{original.document.title} {original.document.heading}".lower()))


@rule("wrong-language")
def wrong_language(page: Page) -> Iterator[Hit]:
    for line, text, together in judged(page):
        own = WORD.sub(lambda found: "" if found[0] in spelling.names() else found[0], text)
        alarm = language_guess.alarm(terms.exempt(page.language).sub("", own), page.language, careful=together)
        if alarm:
            yield at(line, language=alarm.language, text=f"{text[:60]} …")


def judged(page: Page) -> Iterator[tuple[int, str, bool]]:
    """Line and text of what is judged: passages by themselves (False), short ones of a section together (True).

    Joined by commas, so that a capital is taken for a name and not for the beginning of a sentence.
    """
    fewest = language_guess.settings()["decision"]["min_words"]
    short: dict[int, list[Passage]] = {}
    section = 0
    for passage in page.passages:
        section += passage.kind == "heading"
        if word_count(passage.text) >= fewest:
            yield passage.line, passage.text, False
        else:
            short.setdefault(section, []).append(passage)
    for run in short.values():
        yield run[0].line, ", ".join(passage.text for passage in run), True


@rule("spelling")
def misspelled(tree: Tree) -> Iterator[Hit]:
    for language in LANGUAGES:
        if spelling.has_dictionary(language):
            yield from misspelled_in(language, list(tree.pages[language].values()), tree)


def misspelled_in(language: str, pages: list[Page], tree: Tree) -> Iterator[Hit]:
    """The unknown words on `pages`, all in `language`: asked for once, then reported wherever they stand."""
    words = {page.path: list(spelling.candidates(spelling.spelled(page.document.text, page.masked))) for page in pages}
    unknown = spelling.unknown({found[0] for here in words.values() for found in here}, language)
    better = spelling.suggestions(unknown, language)
    for page in pages:
        borrowed = borrowed_words(page, tree) if unknown else frozenset()
        for found in words[page.path]:
            is_foreign_name = found[0][0].isupper() and not NORDIC.fullmatch(found[0])
            if found[0] in unknown and found[0].lower() not in borrowed and not is_foreign_name:
                yield at(page.line_of(found.start()), page.path, word=found[0], near=better.get(found[0], ""))
