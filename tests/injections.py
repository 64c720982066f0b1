"""What hostile or careless contributors might send, as data, and a handbook into which all of it has been put."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

DATA = ROOT / "tests/data/injections"
FOLDER = "tried"
FIELDS: dict[str, Any] = {
    "title": "Tried",
    "description": "A page that somebody tries something on.",
    "original": "nb",
    "kind": "page",
    "sources": [],
    "reviewed": date(2026, 11, 21),
}


@dataclass(frozen=True)
class Injection:
    """Something tried: its name, the rule that must refuse it, its file (below `docs/`), and the rest as told."""

    name: str
    rule: str
    path: str
    told: dict[str, Any]

    @property
    def stops(self) -> bool:
        """Whether it stops the build, so that nothing is published at all."""
        return bool(self.told.get("stops"))

    @property
    def times(self) -> int:
        """How often what was tried is repeated."""
        return int(self.told.get("times", 1))

    def put_into(self, docs: Path) -> None:
        """Write the file, or make the symbolic link."""
        target = docs / self.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if "link" in self.told:
            target.symlink_to(self.told["link"])
        else:
            target.write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """What stands in the file."""
        if "content" in self.told:
            return str(self.told["content"]) * self.times
        fields = FIELDS | self.told.get("fields", {})
        front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        return f"---\n{front}---\n\n# Tried\n\nA first paragraph.\n\n{self.body()}\n"

    def body(self) -> str:
        """What was tried in the text."""
        if "staircase" in self.told:
            return "\n".join("    " * depth + "- x" for depth in range(self.told["staircase"]))
        return str(self.told.get("body", "")) * self.times + str(self.told.get("end", ""))


def all_injections() -> list[Injection]:
    """Everything that is tried."""
    found = []
    for file in sorted(DATA.glob("*.yaml")):
        for name, told in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            found.append(Injection(name, told["rule"], told.get("path", f"nb/{FOLDER}/{name}.md"), told))
    return found


def hostile_project(folder: Path) -> Path:
    """A copy of the handbook, in `folder`, with all injections in it but those that stop the build."""
    for name in ("docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for injection in all_injections():
        if not injection.stops:
            injection.put_into(folder / "docs")
    return folder
