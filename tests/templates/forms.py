"""A template before a reader: what stands on it, and writing in all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

LABELS = """() => [...document.querySelectorAll(
    "h1, .form-part > p, .form :is(h2, .field-name, .field-hint, .item > label, .item-why, th)")]
  .filter((element) => !element.closest(".list-tools, .list-status, .list-trouble, .list-notice"))
  .map((element) => element.textContent)"""
"""All that a template says, whoever fills it in."""

TEXTS = """() => Object.fromEntries(
[...document.querySelectorAll(".form :is([data-field], .item-box)")].map((field) => [
  field.id,
  field.tagName === "TABLE" ? [...field.querySelectorAll("textarea")].map((cell) => cell.value)
    : field.type === "checkbox" ? field.checked : field.value,
]))"""
"""What stands in each field: a text, the texts of a table's cells, or whether a box is ticked."""

FILL = """() => {
  let number = 0;
  const put = (control, value) => {
    if (control.type === "checkbox") control.checked = true;
    else control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const control of document.querySelectorAll(".form :is(input, textarea, select)")) {
    if (control.closest(".list-tools, .item-fields") || control.type === "file") continue;
    number += 1;
    if (control.type === "checkbox") put(control);
    else if (control.type === "date") put(control, "2026-12-24");
    else if (control.matches("select")) put(control, control.options[control.options.length - 1].value);
    else if (control.closest("td")) control.value || put(control, `Å${number}ö`);
    else if (control.matches("textarea")) put(control, `Først ${number}.\\nSå mer ${number}.`);
    else put(control, `Kari ${number} Ås`);
  }
}"""
"""Write something in every field that is empty, as an input by the reader."""


@dataclass(frozen=True)
class Form:
    """What a template says, and what stands in its fields (as TEXTS)."""

    labels: list[str]
    texts: dict[str, Any]

    def written(self) -> list[str]:
        """All that stands in fields, in pieces that come out in one run."""
        values = [part for text in self.texts.values() for part in (text if isinstance(text, list) else [text])]
        return [line for value in values if isinstance(value, str) for line in value.split("\n") if line]

    def lacking(self, text: str) -> list[str]:
        """The labels and written texts that `text` does not hold, wherever its lines are broken."""
        whole = squeezed(text)
        return [part for part in [*self.labels, *self.written()] if part != DATE and squeezed(part) not in whole]


DATE = "2026-12-24"


def squeezed(text: str) -> str:
    """`text` without spaces and hyphens, which lines end with or not."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text)


def form_on(page: Page) -> Form:
    """The template as it stands."""
    return Form(page.evaluate(LABELS), page.evaluate(TEXTS))
