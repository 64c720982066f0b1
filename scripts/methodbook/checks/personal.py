"""Rules about what must not stand in a handbook open to all: how to reach single persons, and who they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from methodbook.checks.findings import Finding
from methodbook.checks.rule import FileRule, Rule
from methodbook.checks.sources import File

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bmailto:\S+", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"(?:\+|00)4[567][ \d-]{8,14}\d"  # with the country's number
    r"|\d{2} \d{2} \d{2} \d{2}"  # Norway, Denmark
    r"|\d{3} \d{2} \d{3}"  # Norway, mobile
    r"|0\d{1,3}[-/ ]\d{2,3}(?: \d{2,3}){1,3}"  # Sweden
    r"|\d{4} \d{4}"  # Denmark
    r")(?![\w-])|\btel:[+\d]"
)
CALLED = re.compile(r"\b(?:tlf|tel|telefon|mobil|ring)\b\.?:? ?\+?\d{5,}", re.IGNORECASE)
IDENTITY = re.compile(
    r"(?<![\w-])(?:"
    r"[0-3]\d[01]\d{3} ?\d{5}"  # Norway, 11 figures
    r"|[0-3]\d[01]\d{3}-\d{4}"  # Denmark, 6 + 4
    r"|(?:19|20)?\d{2}[01]\d[0-3]\d[-+]\d{4}"  # Sweden, 6 or 8 + 4
    r")(?![\w-])"
)

ACCOUNT = re.compile(
    r"(?<![\w.])\d{4}[. ]\d{2}[. ]\d{5}(?![\w])"  # Norway
    r"|\b(?:NO\d{2}|DK\d{2}|SE\d{2})(?: ?\d{4}){2,5}(?: ?\d{1,3})?\b"  # IBAN
    r"|\b(?:reg\.?(?:nr\.?)?:? ?\d{4}[, ]+)?konto(?:nr|nummer)?\.?:? ?\d{7,10}\b"  # Denmark
    r"|\b(?:bank|plus)giro:? ?\d[\d -]{4,10}\d",  # Sweden
    re.IGNORECASE,
)


class PersonalRule(FileRule):
    """Something in a page that points to a person."""

    group = "personal"
    patterns: tuple[re.Pattern[str], ...]

    def find_in(self, file: File) -> Iterator[Finding]:
        if file.path.suffix != ".md":
            return
        for number, line in enumerate((file.text or "").split("\n"), 1):
            for pattern in self.patterns:
                for found in pattern.finditer(line):
                    yield self.at(file, number, found=found[0].strip())


class Email(PersonalRule):
    """An e-mail address."""

    id = "email-address"
    patterns = (EMAIL,)


class Phone(PersonalRule):
    """A phone number."""

    id = "phone-number"
    patterns = (PHONE, CALLED)


class Identity(PersonalRule):
    """A number that identifies a person."""

    id = "identity-number"
    patterns = (IDENTITY,)


class Account(PersonalRule):
    """A bank account."""

    id = "account-number"
    patterns = (ACCOUNT,)


RULES: tuple[Rule, ...] = (Email(), Phone(), Identity(), Account())
