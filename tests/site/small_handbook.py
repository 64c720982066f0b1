"""A small handbook with every kind of page and block, for tests that build again and again."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from tests.conftest import ROOT

KEPT = [
    "index.md",
    "choose.md",
    "checklists.md",
    "glossary.md",
    "about.md",
    "sources.md",
    "translations.md",
    "contribute.md",
    "contribute/rules.md",
    "privacy.md",
    "search.md",
    "methods/index.md",
    "methods/council/index.md",
    "methods/council/roles.md",
    "templates/index.md",
    "templates/council-first-meeting.md",
    "methods/inclusion-day/index.md",
    "cases/index.md",
    "cases/municipality-role.md",
    "cases/gatelag.md",
    "cases/hopeful.md",
]
"""The pages it has of the real one."""


def small_handbook(project: Path) -> Path:
    """The handbook's project with the pages of KEPT only, and a menu of these."""
    for name in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for page in project.glob("docs/*/**/*.md"):
        if page.relative_to(project / "docs").parts[0] != "en":
            place = page.relative_to(project / "docs").as_posix().partition("/")[2]
            if place not in KEPT:
                page.unlink()
    write_menu(project, KEPT)
    return project


def write_menu(project: Path, pages: list[str]) -> None:
    """Let the menu hold `pages`: those of a folder as a section."""
    configuration = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[0]
    menu: list[object] = []
    for page in pages:
        section = next((one for one in menu if isinstance(one, dict) and page.partition("/")[0] in one), None)
        if "/" not in page:
            menu.append(page)
        elif isinstance(section, dict):
            section[page.partition("/")[0]].append(page)
        else:
            menu.append({page.partition("/")[0]: [page]})
    (project / "mkdocs.yml").write_text(f"{configuration}\n{yaml.safe_dump({'nav': menu})}", encoding="utf-8")
