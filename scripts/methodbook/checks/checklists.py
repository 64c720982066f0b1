"""Rules about the record of checklist items: readers' ticks hang on ids that nobody can call back."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.checklists.record import Kind
from methodbook.checks.rule import Hit, at, rule
from methodbook.checks.sources import DOCS, Tree


def disagreements(tree: Tree, kind: Kind) -> Iterator[Hit]:
    """Where the pages and the record disagree in this way."""
    recorded = record.read(tree.root / record.NAME)
    held = filter(None, (checklist_on(page.document) for page in tree.all_pages()))
    for fault in record.faults(recorded, held):
        page = fault.version.page if fault.version else None
        place = DOCS / page.language / page.path if page else PurePosixPath(record.NAME)
        unread = page is None and tree.holds(fault.checklist)  # on a page that cannot be read
        if fault.kind is kind and not unread:
            yield at(fault.line, place, id=fault.id, list=fault.checklist)


for kind in Kind:
    rule(kind.value)(partial(disagreements, kind=kind))
