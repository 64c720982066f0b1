"""What a check reports: where, which rule, and the particulars its message needs."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath


class Level(StrEnum):
    """How much a finding weighs: an error stops publishing, advice does not."""

    ERROR = "error"
    ADVICE = "advice"


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake in one place.

    `path` is counted from the repository's root, `line` is 1-based. `details` are the particulars that the rule's
    message quotes, as (name, words) pairs; `near` among them is the likeliest correct spelling.
    """

    path: PurePosixPath
    line: int
    rule: str
    details: tuple[tuple[str, str], ...] = ()
    level: Level = Level.ERROR
    fixable: bool = False
