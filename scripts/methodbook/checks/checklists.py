"""Rules about the record of checklist items: readers' ticks hang on ids that nobody can call back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import ClassVar

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.checklists.record import Fault, Kind, RecordError
from methodbook.checks.findings import Finding
from methodbook.checks.rule import Rule
from methodbook.checks.sources import DOCS, Tree

RECORD = PurePosixPath(record.NAME)


class RecordBroken(Rule):
    """The record itself cannot be read."""

    id = "record-broken"
    group = "checklists"

    def find(self, tree: Tree) -> Iterator[Finding]:
        try:
            record.read(tree.root / record.NAME)
        except RecordError as error:
            yield self.finding(RECORD, error.line, reason=error.reason)


class RecordRule(Rule):
    """A kind of disagreement between the pages and the record."""

    group = "checklists"
    kind: ClassVar[Kind]

    def find(self, tree: Tree) -> Iterator[Finding]:
        try:
            recorded = record.read(tree.root / record.NAME)
        except RecordError:
            return  # told by RecordBroken
        held = filter(None, (checklist_on(page.document) for page in tree.all_pages()))
        for fault in record.faults(recorded, held):
            if fault.kind is self.kind:
                yield self.finding(place(fault), fault.line, id=fault.id, list=fault.checklist)


def place(fault: Fault) -> PurePosixPath:
    """The file to look at: the page that holds the list, else the record."""
    if fault.version is None:
        return RECORD
    page = fault.version.page
    return DOCS / page.language / page.path


class ItemVanished(RecordRule):
    """A published item is neither there nor named by a successor."""

    id = "item-vanished"
    kind = Kind.VANISHED


class ItemRetired(RecordRule):
    """An id that was retired is used again: old ticks would come to mean something else."""

    id = "item-retired"
    kind = Kind.RETIRED


class ItemUnrecorded(RecordRule):
    """A new item that is not on record yet."""

    id = "item-unrecorded"
    kind = Kind.UNRECORDED


RULES: tuple[Rule, ...] = (RecordBroken(), ItemVanished(), ItemRetired(), ItemUnrecorded())
