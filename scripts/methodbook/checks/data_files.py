"""Rules about what stands beside the pages: the configuration, the book's data and the toolbox's own."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath

import yaml

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.checks.rule import Hit, at, nearest, repeated, rule
from methodbook.checks.schemas import errors
from methodbook.checks.sources import CONFIGURATION, DOCS, Tree
from methodbook.languages import BOOK_NAME, DATA, DATA_NAME, LANGUAGES, DataError, Loader, data, load, words
from methodbook.page import moved

SETTINGS = data("schemas.yaml")["mkdocs.yml"]["propertyNames"]["enum"]
WORD_USED = re.compile(r"\bwords\[\"([a-z-]+)\"\]")


@rule("configuration")
def configuration(tree: Tree) -> Iterator[Hit]:
    path = tree.root / CONFIGURATION
    if not path.is_file():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    try:
        node = yaml.compose("\n".join(lines), Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        yield at(line, CONFIGURATION, found=lines[min(line, len(lines)) - 1].strip())
        return
    names = [
        (str(key.value), key.start_mark.line + 1)
        for key, _ in (node.value if isinstance(node, yaml.MappingNode) else ())
    ]
    for name, line in names:
        if name not in SETTINGS:
            yield at(line, CONFIGURATION, found=f"{name}:", near=nearest(name, SETTINGS))
    for name, line, _ in repeated(names):
        yield at(line, CONFIGURATION, found=f"{name}:", near="")
    if not any(nearest(name, SETTINGS) == "nav" for name, _ in names):
        yield at(1, CONFIGURATION, found="nav:")


@rule("data-broken")
def data_broken(tree: Tree) -> Iterator[Hit]:
    for folder, name in ((tree.root / BOOK_NAME, BOOK_NAME), (DATA, DATA_NAME)):
        for path in sorted(folder.rglob("*.yaml")):
            yield from broken(path, PurePosixPath(name, path.relative_to(folder).as_posix()), tree.root)
    templates = (path.read_text("utf-8", "replace") for path in (tree.root / "overrides").rglob("*.html"))
    used = {key for template in templates for key in WORD_USED.findall(template)}
    interface = PurePosixPath(DATA_NAME, "interface.yaml")
    try:
        known = words(LANGUAGES[0])
    except DataError as error:
        yield at(error.line, interface, found=error.message)
        return
    yield from (at(1, interface, found=f"{key}:") for key in sorted(used - set(known)))


def broken(path: Path, name: PurePosixPath, root: Path) -> Iterator[Hit]:
    """What is wrong in the data file `path`, which people know as `name`."""
    try:
        if str(name) == moved.NAME:
            moved.published(root)
        elif str(name) == record.NAME:
            record.read(path)
        elif error := next(errors(load(path, str(name)), name.name, {}), None):
            yield at(1, name, found=f"{name.name} {error.json_path}")
    except DataError as error:
        yield at(error.line, name, found=error.message)


def disagreements(tree: Tree, kind: record.Kind) -> Iterator[Hit]:
    """Where the pages and the record disagree in this way."""
    recorded = record.read(tree.root / record.NAME)
    held = filter(None, (checklist_on(page.document) for page in tree.all_pages()))
    for fault in record.faults(recorded, held):
        page = fault.version.page if fault.version else None
        place = DOCS / page.language / page.path if page else PurePosixPath(record.NAME)
        unread = page is None and tree.holds(fault.checklist)  # on a page that cannot be read
        if fault.kind is kind and not unread:
            yield at(fault.line, place, id=fault.id, list=fault.checklist)


for kind in record.Kind:
    rule(kind.value)(partial(disagreements, kind=kind))
