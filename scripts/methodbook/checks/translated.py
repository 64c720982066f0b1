"""Rules about whether translations still say what their originals say."""

from __future__ import annotations

from collections.abc import Iterator

from methodbook.checks.findings import Finding, Level
from methodbook.checks.rule import Edit, EditRule, Rule, TranslationRule
from methodbook.checks.sources import Page, Tree
from methodbook.page import translations
from methodbook.page.front_matter import FRONT_MATTER


class NotTranslated(TranslationRule):
    """A translation that nobody has confirmed: begun, or copied from a template."""

    id = "not-translated"
    group = "languages"
    level = Level.ADVICE

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        if translations.recorded(translation.document) is None:
            yield self.finding(translation.path, 1, original=original.path, path=translation.path)


class TranslationOutdated(TranslationRule):
    """A translation whose original has changed since."""

    id = "translation-outdated"
    group = "languages"
    level = Level.ADVICE

    def compare(self, original: Page, translation: Page) -> Iterator[Finding]:
        kept = translations.recorded(translation.document)
        if kept is None:
            return
        for change in translations.changes(original.document, kept):
            line = next((h.line for h in translation.document.headings if h.id == change.section), 1)
            details = {"heading": change.heading, "original": original.path, "path": translation.path}
            yield self.finding(translation.path, line, **details)


class FingerprintMisplaced(EditRule):
    """A fingerprint on an original: it is no translation of anything."""

    id = "fingerprint-misplaced"
    group = "languages"

    def edits(self, page: Page, tree: Tree) -> Iterator[Edit]:
        front = FRONT_MATTER.match(page.document.text)
        if front and "fingerprint" in page.document.meta and not page.document.is_translation:
            kept = translations.without_fingerprint(front[1])
            yield Edit(front.start(1), front.end(1), kept if kept != front[1] else None)

    def edit_finding(self, page: Page, edit: Edit) -> Finding:
        return self.finding(page.path, page.document.meta_lines["fingerprint"])


RULES: tuple[Rule, ...] = (NotTranslated(), TranslationOutdated(), FingerprintMisplaced())
