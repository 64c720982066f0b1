"""Rules about the record of checklist items: readers' ticks hang on ids that nobody can call back."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.checklists.record import Fault, Kind
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import DOCS, Tree


@rule("item-vanished")
def item_vanished(tree: Tree) -> Iterator[Hit]:
    return disagreements(tree, Kind.VANISHED)


@rule("item-retired")
def item_retired(tree: Tree) -> Iterator[Hit]:
    return disagreements(tree, Kind.RETIRED)


@rule("item-unrecorded")
def item_unrecorded(tree: Tree) -> Iterator[Hit]:
    return disagreements(tree, Kind.UNRECORDED)


def disagreements(tree: Tree, kind: Kind) -> Iterator[Hit]:
    """Where the pages and the record disagree in this way."""
    recorded = record.read(tree.root / record.NAME)
    held = filter(None, (checklist_on(page.document) for page in tree.all_pages()))
    for fault in record.faults(recorded, held):
        unread = fault.version is None and tree.holds(fault.checklist)  # on a page that cannot be read
        if fault.kind is kind and not unread:
            yield at(fault.line, place(fault), id=fault.id, list=fault.checklist)


def place(fault: Fault) -> PurePosixPath:
    """The file to look at: the page that holds the list, else the record."""
    if fault.version is None:
        return PurePosixPath(record.NAME)
    page = fault.version.page
    return DOCS / page.language / page.path
