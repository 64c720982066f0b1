"""Rules about words: the terms of the handbook, the right language, spelling."""

from __future__ import annotations

from collections.abc import Iterator

from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import PageRule, Rule
from methodbook.checks.sources import Page, Tree
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.prose import WORD, word_count
from methodbook.terms import language_guess, spelling, terms


class TermRule(PageRule):
    """A form that the term base keeps out."""

    group = "words"
    kind: str

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        borrowed = borrowed_words(page, tree)
        for use in terms.uses(page.masked, page.language, self.kind):
            word = whole_word(page.document.text, use.start, use.end)
            if word.lower() in borrowed:
                continue
            better = terms.preferred(page.language).get(use.form.term, "")
            yield self.finding(page.path, page.line_of(use.start), word=word, better=better)


def borrowed_words(page: Page, tree: Tree) -> frozenset[str]:
    """The words of the original's title, in small letters: a page not yet translated stands under them."""
    original = tree.pages[page.document.original].get(page.document.path)
    if original is None or not page.document.is_translation or translations.recorded(page.document) is not None:
        return frozenset()
    return frozenset(WORD.findall(f"{original.document.title} {original.document.heading}".lower()))


def whole_word(text: str, start: int, end: int) -> str:
    """The found form with the rest of its word."""
    rest = WORD.match(text, end - 1)
    return text[start : rest.end() if rest else end]


class TermForbidden(TermRule):
    """A word of a neighbour language, or one the handbook has decided against."""

    id = "term-forbidden"
    kind = "forbidden"


class TermAvoid(TermRule):
    """A word that is right elsewhere, but not the handbook's."""

    id = "term-avoid"
    kind = "avoid"
    level = Level.ADVICE


class WrongLanguage(PageRule):
    """A paragraph, or the short lines of a section together, left in another language."""

    id = "wrong-language"
    group = "words"

    def find_in(self, page: Page, tree: Tree) -> Iterator[Finding]:
        for line, text, together in (*long_passages(page), *short_passages(page)):
            alarm = language_guess.alarm(terms.exempt(page.language).sub("", text), page.language, careful=together)
            if alarm:
                yield self.finding(page.path, line, language=alarm.language, text=f"{text[:60]} …")


def long_passages(page: Page) -> Iterator[tuple[int, str, bool]]:
    """Line and text of the passages that can be judged by themselves; False."""
    return ((passage.line, passage.text, False) for passage in page.passages if not is_short(passage.text))


def short_passages(page: Page) -> Iterator[tuple[int, str, bool]]:
    """Line and text of what is too short to be judged alone (points, cells, headings), by section together; True.

    Joined by commas, so that a capital is taken for a name and not for the beginning of a sentence.
    """
    run: list[str] = []
    start = 1
    for passage in page.passages:
        if passage.kind == "heading" and run:
            yield start, ", ".join(run), True
            run = []
        if is_short(passage.text):
            start = start if run else passage.line
            run.append(passage.text)
    if run:
        yield start, ", ".join(run), True


def is_short(text: str) -> bool:
    """Whether a text has too few words to tell its language."""
    return word_count(text) < int(language_guess.settings()["decision"]["min_words"])


class Spelling(Rule):
    """A word that neither the dictionary nor the handbook's own list knows."""

    id = "spelling"
    group = "words"

    def find(self, tree: Tree) -> Iterator[Finding]:
        for language in LANGUAGES:
            if spelling.has_dictionary(language):
                yield from self.find_in(language, list(tree.pages[language].values()), tree)

    def find_in(self, language: str, pages: list[Page], tree: Tree) -> Iterator[Finding]:
        """The unknown words on `pages`, all in `language`: asked for once, then told wherever they stand."""
        words = {
            page.path: list(spelling.candidates(spelling.spelled(page.document.text, page.masked))) for page in pages
        }
        unknown = spelling.unknown({found[0] for here in words.values() for found in here}, language)
        better = spelling.suggestions(unknown, language)
        for page in pages:
            borrowed = borrowed_words(page, tree) if unknown else frozenset()
            for found in words[page.path]:
                if found[0] in unknown and found[0].lower() not in borrowed:
                    near = better.get(found[0], "")
                    yield self.finding(page.path, page.line_of(found.start()), word=found[0], near=near)


RULES: tuple[Rule, ...] = (TermForbidden(), TermAvoid(), WrongLanguage())
SPELLING: Rule = Spelling()
"""Apart from the others: it needs hunspell and takes longer than all of them."""
