"""Projects to build: the handbook grown to several times its size, and the same text for other engines.

A grown handbook holds the whole handbook again in folders of its own (`part-02/` ...), each with its place in the menu
and its own checklists; lists of everything (cases, checklists, glossary, translations, pages) exist once.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from methodbook.languages import LANGUAGES, NAMES

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
LIST_OF_ALL = re.compile(
    r"^///+ (?:cases|checklists|glossary|translations|pages|rules)\b.*?^///+$", re.DOTALL | re.MULTILINE
)
LIST_ID = re.compile(r"^(checklist: |/// checklist \| )([a-z0-9-]+)$", re.MULTILINE)
MENU_ENTRY = re.compile(r"- ([\w/.-]+\.md)$")
BLOCK_MARK = re.compile(r"^///.*$", re.MULTILINE)

PLAIN = """site_name: Handbook
site_url: http://127.0.0.1:8000/
theme: {{name: material, font: false}}
plugins:
  - search
  - i18n:
      docs_structure: folder
      languages:
{languages}
markdown_extensions: [attr_list, def_list, tables, {{toc: {{permalink: true}}}}]
"""
HUGO = """baseURL = "http://127.0.0.1:8000/"
title = "Handbook"
defaultContentLanguage = "nb"
defaultContentLanguageInSubdir = true
disableKinds = ["taxonomy", "term"]
[markup.goldmark.renderer]
unsafe = true
{languages}
"""
HUGO_PAGE = """<!doctype html><html lang="{{ .Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><nav><ul>{{ range .Site.Home.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul></nav>
<main>{{ .Content }}</main></body></html>
"""


def handbook(root: Path, folder: Path, times: int) -> int:
    """Put the handbook of `root`, grown `times`, into `folder`; its number of pages."""
    for name in ("docs", "overrides"):
        shutil.copytree(root / name, folder / name)
    (folder / "scripts").symlink_to((root / "scripts").resolve())
    configuration = (root / "mkdocs.yml").read_text(encoding="utf-8")
    before, menu = configuration.split("\nnav:\n")
    entries = [line for line in menu.splitlines() if line.strip()]
    for number in range(2, times + 1):
        part = f"part-{number:02}"
        for language in LANGUAGES:
            copy_part(root / "docs" / language, folder / "docs" / language / part, f"-{number:02}")
        entries += [f"  - {part}:", *(in_part(line, part) for line in menu.splitlines() if line.strip())]
    text = "\n".join([before, "nav:", *entries, ""])
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    return sum(1 for _ in (folder / "docs").rglob("*.md"))


def in_part(line: str, part: str) -> str:
    """A line of the menu, one level deeper, its page in the folder `part`; sections keep their names."""
    return "  " + MENU_ENTRY.sub(rf"- {part}/\1", line)


def copy_part(source: Path, target: Path, suffix: str) -> None:
    """Copy a language's pages; their checklists get names of their own, lists of everything are left out."""
    for page in source.rglob("*.md"):
        text = LIST_OF_ALL.sub("", page.read_text(encoding="utf-8"))
        copy = target / page.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(LIST_ID.sub(rf"\1\2{suffix}", text), encoding="utf-8")


def plain_text(page: Path) -> str:
    """A page as any engine can read it: title and body, without our blocks."""
    text = page.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", text, re.MULTILINE)
    body = BLOCK_MARK.sub("", FRONT_MATTER.sub("", text))
    return f"---\ntitle: {title[1] if title else page.stem}\n---\n{body}"


def copy_plain(grown: Path, target: Path, rename: Callable[[Path], Path]) -> None:
    """Copy the pages of a grown handbook as plain ones; `rename` gives each (from its language on) its place."""
    for language in LANGUAGES:
        for page in (grown / "docs" / language).rglob("*.md"):
            copy = target / rename(page.relative_to(grown / "docs"))
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(plain_text(page), encoding="utf-8")


def plain_material(grown: Path, folder: Path) -> None:
    """The same pages for Material and static-i18n as they come."""
    copy_plain(grown, folder / "docs", lambda path: path)
    lines = [
        f"        - {{locale: {code}, name: {NAMES[code]}, build: true, default: {str(code == 'nb').lower()}}}"
        for code in LANGUAGES
    ]
    (folder / "mkdocs.yml").write_text(PLAIN.format(languages="\n".join(lines)), encoding="utf-8")


def hugo(grown: Path, folder: Path) -> None:
    """The same pages for Hugo with the barest templates."""
    copy_plain(grown, folder / "content", lambda p: p.with_name("_index.md") if p.name == "index.md" else p)
    lines = [
        f'[languages.{code}]\ncontentDir = "content/{code}"\nweight = {place}'
        for place, code in enumerate(LANGUAGES, 1)
    ]
    (folder / "config.toml").write_text(HUGO.format(languages="\n".join(lines)), encoding="utf-8")
    for name in ("single", "list"):
        template = folder / "layouts/_default" / f"{name}.html"
        template.parent.mkdir(parents=True, exist_ok=True)
        template.write_text(HUGO_PAGE, encoding="utf-8")
    shutil.copy(folder / "layouts/_default/list.html", folder / "layouts/index.html")
