"""Rules about what stands beside the pages: the configuration, the book's data and the toolbox's own."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import yaml

from methodbook.checklists import record
from methodbook.checks.rule import Hit, at, nearest, rule
from methodbook.checks.schemas import errors
from methodbook.checks.sources import CONFIGURATION, Tree
from methodbook.languages import BOOK_NAME, DATA, DATA_NAME, LANGUAGES, DataError, Loader, load, words
from methodbook.page import moved

SETTINGS = frozenset(
    (
        *("site_name", "site_url", "site_description", "site_author", "site_dir", "docs_dir", "copyright", "theme"),
        *("repo_url", "repo_name", "edit_uri", "edit_uri_template", "extra", "extra_css", "extra_javascript", "hooks"),
        *("extra_templates", "plugins", "markdown_extensions", "mdx_configs", "nav", "not_in_nav", "draft_docs"),
        *("exclude_docs", "validation", "watch", "use_directory_urls", "strict", "dev_addr", "remote_branch"),
        *("remote_name", "INHERIT"),
    )
)
"""What MkDocs 1.6 reads in its configuration."""
WORD_USED = re.compile(r"\bwords\[\"([a-z-]+)\"\]")
INTERFACE = PurePosixPath(DATA_NAME, "interface.yaml")


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
    names, meant = set[str](), set[str]()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        name, line = str(key.value), key.start_mark.line + 1
        if name in names or name not in SETTINGS:
            near = "" if name in names else nearest(name, SETTINGS)
            yield at(line, CONFIGURATION, found=f"{name}:", near=near)
            meant.add(near)
        names.add(name)
    if "nav" not in names | meant:
        yield at(1, CONFIGURATION, found="nav:")


@rule("data-broken")
def data_broken(tree: Tree) -> Iterator[Hit]:
    for folder, name in ((tree.root / BOOK_NAME, BOOK_NAME), (DATA, DATA_NAME)):
        for path in sorted(folder.rglob("*.yaml")):
            yield from broken(path, PurePosixPath(name, path.relative_to(folder).as_posix()), tree.root)
    used = {key for page in sorted((tree.root / "overrides").rglob("*.html")) for key in words_in(page)}
    try:
        known = words(LANGUAGES[0])
    except DataError as error:
        yield at(error.line, INTERFACE, found=error.message)
        return
    yield from (at(1, INTERFACE, found=f"{key}:") for key in sorted(used - set(known)))


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


def words_in(template: Path) -> Iterator[str]:
    return iter(WORD_USED.findall(template.read_text(encoding="utf-8", errors="replace")))
