"""Checklists made for the tests, and the words of a page in one language."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from methodbook.checklists.model import Checklist, checklist_on
from methodbook.page.markdown import parse_document

FRONT = """\
---
title: Sjekkliste
description: Til prøve.
original: nb
kind: checklist
sources: []
reviewed: 2026-11-21
checklist: {name}
---

# {title}

"""

AWKWARD = """\
## Før {#before}

- [ ] Spør: «Hvem er med?»; skriv "alle" ned. {#ask}

    Både små og store; også «stille».

- [ ] Å gjøre på øya: æøåäö. {#letters was=old-letters,older-letters}

## =SUM(A1) {#formula}

- [ ] +47 er ikke et punkt. {#plus}
- [ ] Komma, strek – og & samt <b>. {#signs}
"""


def made(body: str, name: str = "trial", title: str = "Prøveliste", language: str = "nb") -> Checklist:
    """The checklist on a page with this body."""
    text = FRONT.format(name=name, title=title) + body
    found = checklist_on(parse_document(text, language, PurePosixPath("trial/checklist.md")))
    assert found is not None
    return found


def awkward() -> Checklist:
    """A list with all that makes exports stumble."""
    return made(AWKWARD)


def as_script_reads(checklist: Checklist) -> dict[str, Any]:
    """The list in the form the script makes of the page."""
    return {
        "title": checklist.title,
        "sections": [
            {"title": part.title, "items": [{"id": i.id, "text": i.text, "why": i.why} for i in part.items]}
            for part in checklist.sections
        ],
    }
