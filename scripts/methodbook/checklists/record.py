"""The record of every item id that was ever published: `docs/_data/checklists.yaml`.

Readers' ticks hang on these ids, in browsers, backups and links that nobody can call back. So an id once on record
must stay: on its item, or as `was=` on the item that took its place, or marked `retired` when the action itself is
gone. It never comes to mean something else.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from methodbook.checklists.model import Checklist
from methodbook.languages import DataError, load

NAME = "docs/_data/checklists.yaml"
PUBLISHED, RETIRED = "published", "retired"
HEAD = """\
# Every checklist item that was ever published, by list. Readers' ticks hang on these ids, so no line is ever deleted.
#   published   the item is on its page, or its successor carries the id in `was=`
#   retired     the item is gone for good; the id is never used again (write this by hand)
# New items are added by: python3 scripts/handbook.py record
"""

Record = Mapping[str, Mapping[str, str]]


class Kind(StrEnum):
    """What can be wrong between the pages and the record."""

    VANISHED = "item-vanished"
    RETIRED = "item-retired"
    UNRECORDED = "item-unrecorded"


@dataclass(frozen=True)
class Fault:
    """An id that the pages and the record disagree about.

    `version` is the language's version of the list, None when no page holds the list any more; `line` is 1-based.
    """

    kind: Kind
    checklist: str
    id: str
    version: Checklist | None
    line: int


def read(path: Path) -> Record:
    """The record; empty when there is none yet. Raises DataError."""
    loaded = load(path, NAME) if path.exists() else {}
    for name, ids in loaded.items():
        if not isinstance(ids, dict) or not set(ids.values()) <= {PUBLISHED, RETIRED}:
            raise DataError(NAME, 1, f"under {name}, each line must read `id: {PUBLISHED}` or `id: {RETIRED}`")
    return {str(name): {str(key): value for key, value in ids.items()} for name, ids in loaded.items()}


def text(record: Record) -> str:
    """The record as its file holds it: sorted, so that two people who add items rarely touch the same line."""
    tidy = {name: dict(sorted(ids.items())) for name, ids in sorted(record.items())}
    return HEAD + yaml.safe_dump(tidy, sort_keys=False)


def write(path: Path, record: Record) -> None:
    """Write the record. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(record), encoding="utf-8")


def renewed(record: Record, checklists: Iterable[Checklist]) -> Record:
    """The record with all ids that stand on the pages added; what was on it stays as it is."""
    result = {name: dict(ids) for name, ids in record.items()}
    for checklist in checklists:
        ids = result.setdefault(checklist.id, {})
        for item in checklist.items:
            for name in (item.id, *item.was):
                if name:
                    ids.setdefault(name, PUBLISHED)
    return result


def faults(record: Record, checklists: Iterable[Checklist]) -> Iterator[Fault]:
    """Where pages and record disagree, each id once; that all languages have the same ids is not asked here."""
    lists: dict[str, list[Checklist]] = {name: [] for name in record}
    for checklist in checklists:
        lists.setdefault(checklist.id, []).append(checklist)
    for name, versions in lists.items():
        versions.sort(key=lambda version: version.page.is_translation)
        yield from faults_of(name, record.get(name, {}), versions)


def faults_of(name: str, recorded: Mapping[str, str], versions: Sequence[Checklist]) -> Iterator[Fault]:
    """The faults of the list `name`; `versions` are its languages, the original first."""
    present: dict[str, tuple[Checklist, int]] = {}
    for version in versions:
        for item in version.items:
            for key in filter(None, (item.id, *item.was)):
                present.setdefault(key, (version, item.line))
    for key, (version, line) in present.items():
        state = recorded.get(key)
        if state != PUBLISHED:
            yield Fault(Kind.RETIRED if state else Kind.UNRECORDED, name, key, version, line)
    original = versions[0] if versions else None
    first = min((item.line for item in original.items), default=1) if original else 1
    for key, state in recorded.items():
        if state == PUBLISHED and key not in present:
            yield Fault(Kind.VANISHED, name, key, original, first)
