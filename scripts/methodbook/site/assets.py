"""The site's own scripts and styles as they are published: in few files, without comments and white space."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import minify_html

IMPORT = re.compile(r"^import (?:\{(?:(?! as )[^}])*\} from )?\"\./([\w-]+\.js)\";\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async |function|class|const|let))", re.MULTILINE)
NOT_JOINABLE = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)
DECLARED = re.compile(r"^(?:async function|function|class|const|let) (?:(\w+|\$)|\{([^}]*)\})", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*?(?:(?!\*/)[\s\S])*\*/[ \t]*)$", re.MULTILINE)
"""Lines that hold nothing but a comment: the minifier keeps them."""
ENTRIES = ("checklist.js", "word.js", "checklist-actions.js", "checklist-progress.js", "search.js")
"""Modules that pages load and that are made of others: published as one file each."""
SHEETS = ("tokens.css", "handbook.css", "sheet.css", "print.css")
"""Style sheets of every page, published as one file, in this order."""
STYLES = "styles.css"


class AssetError(Exception):
    """Modules cannot be joined as they are; the message says why, for people."""


def joined(entry: str, modules: Mapping[str, str]) -> str:
    """The module `entry` and all it imports, as one module. `modules` holds sources by name.

    Each comes once, after what it imports, as in the browser; they share one scope, so no two may declare the same
    name. What `entry` exports is still exported. Only what the modules use is understood: named imports without
    renaming, no default export. Raises AssetError for anything else.
    """
    parts = [(name, modules[name]) for name in in_order(entry, modules, ())]
    owners: dict[str, str] = {}
    for name, source in parts:
        for declared in declared_names(EXPORT.sub("", source)):
            if owners.setdefault(declared, name) != name:
                raise AssetError(f"{owners[declared]} and {name} both declare {declared}; rename one of them")
    *needed, own = (IMPORT.sub("", source) for _, source in parts)
    bare = [EXPORT.sub("", source) for source in needed]
    if found := NOT_JOINABLE.search("\n".join([*bare, EXPORT.sub("", own)])):
        raise AssetError(f"{entry}: cannot join {found[0].strip()!r}")
    return "\n".join([*bare, own])


def in_order(entry: str, modules: Mapping[str, str], above: tuple[str, ...]) -> list[str]:
    """`entry` and the modules it imports, each once and after its own imports. Raises AssetError for a circle."""
    if entry in above:
        raise AssetError(f"modules import each other in a circle: {' -> '.join((*above, entry))}")
    if entry not in modules:
        raise AssetError(f"{above[-1] if above else 'a page'} needs {entry}, which is not there")
    found = [name for other in IMPORT.findall(modules[entry]) for name in in_order(other, modules, (*above, entry))]
    return list(dict.fromkeys([*found, entry]))


def declared_names(source: str) -> Iterator[str]:
    for name, group in DECLARED.findall(source):
        yield from filter(None, [name, *re.findall(r"(\w+)\s*(?:,|$)", group)])


def publish_scripts(folder: Path) -> None:
    """Minify the published scripts in `folder`, and join those that pages load; no others stay."""
    modules = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.js"))}
    entries = [name for name in ENTRIES if name in modules]
    parts = {part for name in entries for part in in_order(name, modules, ())} - set(entries)
    for name, source in modules.items():
        if name in parts:
            (folder / name).unlink()
            continue
        text = joined(name, modules) if name in entries else source
        (folder / name).write_text(minified("script", COMMENT.sub("", text)), encoding="utf-8", newline="\n")


def publish_styles(folder: Path) -> None:
    """Join the style sheets of every page in `folder` into one, and minify all."""
    if all((folder / name).is_file() for name in SHEETS):
        whole = "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
        (folder / STYLES).write_text(whole, encoding="utf-8", newline="\n")
        for name in SHEETS:
            (folder / name).unlink()
    for sheet in sorted(folder.glob("*.css")):
        sheet.write_text(minified("style", sheet.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


def minified(element: str, source: str) -> str:
    """What a `<script>` or `<style>` holds, as short as it can be said."""
    kind = ' type="module"' if element == "script" else ""
    page = minify_html.minify(f"<{element}{kind}>{source}</{element}>", minify_js=True, minify_css=True)
    return page[page.index(">") + 1 : page.rindex("</")]
