"""What `serve` builds after a save is, to the byte, what a process builds that remembers nothing."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from methodbook.page.markdown import parse_document
from methodbook.page.translations import confirmed
from tests.conftest import ROOT, build_site, sampled
from tests.site.small_handbook import KEPT, small_handbook, write_menu

DATA = Path("scripts/methodbook/data")
BUILT = "built"
ENVIRONMENT = {"NO_MKDOCS_2_WARNING": "1", "HANDBOOK_SITE_URL": "http://127.0.0.1:8000/"}


@dataclass
class Builder:
    """A process that builds the handbook in `project` below `folder` whenever it is asked to; `site` is the last.

    `soon` is the page that the last build built alone before the rest, and its hash; `-` when it took the long way.
    """

    process: subprocess.Popen[str]
    site: Path
    soon: tuple[str, str] = ("-", "-")

    @classmethod
    def started(cls, project: Path, site: Path, since: float) -> Builder:
        """A fresh one, which remembers nothing."""
        site.mkdir()
        command = [sys.executable, "-m", "tests.site.rebuilding", str(project), str(site), str(since)]
        environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": f"{project / 'scripts'}{os.pathsep}{ROOT}"}
        process = subprocess.Popen(
            command, cwd=project, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return cls(process, site)

    def build(self) -> str:
        """Build; `built`, or what went wrong."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        page, content, site, said = self.process.stdout.readline().rstrip("\n").split("\t")
        self.soon, self.site = (page, content), Path(site)
        return said

    def ended(self) -> None:
        """Let the process end."""
        self.process.communicate()


@dataclass(frozen=True)
class Writer:
    """Somebody who writes in `project` while `serving` goes on."""

    project: Path
    serving: Builder
    since: float

    def fresh(self, target: Path) -> Path:
        """The same, built by a process that remembers nothing."""
        builder = Builder.started(self.project, target, self.since)
        assert builder.build() == BUILT
        builder.ended()
        return builder.site


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A small handbook with a toolbox of its own, served from before the first edit."""
    project = small_handbook(tmp_path_factory.mktemp("serve") / "handbook")
    since = max(path.stat().st_mtime for path in project.rglob("*.md")) + 0.001
    serving = Builder.started(project, project.parent / "served", since)
    assert serving.build() == BUILT
    yield Writer(project, serving, since)
    serving.ended()


def replaced(path: str, before: str, after: str) -> Callable[[Path], None]:
    """An edit: the first `before` in the file `path` becomes `after`."""

    def edit(project: Path) -> None:
        source = (project / path).read_text(encoding="utf-8")
        assert before in source, (path, before)
        (project / path).write_text(source.replace(before, after, 1), encoding="utf-8")

    return edit


def translated(project: Path) -> None:
    """The Danish version of the council's roles is said to match its original again."""
    path = "methods/council/roles.md"
    original = parse_document((project / "docs/sv" / path).read_text(encoding="utf-8"), "sv", Path(path))  # type: ignore[arg-type]
    page = project / "docs/da" / path
    page.write_text(confirmed(page.read_text(encoding="utf-8"), original), encoding="utf-8")


def new_page(project: Path) -> None:
    """A page in one language, in the menu."""
    source = (project / "docs/nb/sources.md").read_text(encoding="utf-8")
    page = source.replace("title: ", "title: Nye ", 1).replace("checklist:", "was:")
    (project / "docs/nb/methods/news.md").write_text(page, encoding="utf-8")
    write_menu(project, [*KEPT[:12], "methods/news.md", *KEPT[12:]])


def deleted(*paths: str) -> Callable[[Path], None]:
    """An edit: the files are gone."""

    def edit(project: Path) -> None:
        for path in paths:
            (project / path).unlink()

    return edit


ROLES = "methods/council/roles.md"
OFTEN = {
    *("a page's own heading; a field; a description on a card", "a word of the interface; a term"),
    *("a page that cannot be read", "the page mended"),
    *("a word", "a new paragraph with a term, a link and marks", "a case", "a title", "a block"),
}
"""What each run tries; the weekly one tries all."""
EDITS: dict[str, tuple[Callable[[Path], None], ...]] = {
    "a word in an original, which makes its translations outdated": (
        replaced(f"docs/sv/{ROLES}", "## ", "Rådet hade tolv platser.\n\n## "),
    ),
    "a word in a translation; a case's fields; a link to elsewhere": (
        replaced(f"docs/da/{ROLES}", "## ", "Rådet havde tolv pladser.\n\n## "),
        replaced("docs/nb/cases/gatelag.md", "field: [sport, ", "field: ["),
        replaced("docs/nb/choose.md", "## ", "[Mer](https://example.org/mer).\n\n## "),
    ),
    "a translation that matches again; a title": (
        translated,
        replaced(f"docs/nb/{ROLES}", "title: Roller", "title: Roller og plasser"),
    ),
    "a heading and its id; an item of a checklist; a drawing": (
        replaced(f"docs/nb/{ROLES}", "{#seats}", "{#chairs}"),
        replaced(
            "docs/nb/methods/council/index.md", "Finn en eier og penger til en", "Finn en god eier og penger til en"
        ),
        replaced("docs/assets/figures/cases-roles.svg", "<svg ", '<svg data-new="" '),
    ),
    "a page's own heading; a field; a description on a card": (
        replaced(f"docs/nb/{ROLES}", "\n# Roller i", "\n# Alle roller i"),
        replaced("docs/da/methods/council/index.md", "reviewed: 2026-12-01", "reviewed: 2026-10-20"),
        replaced("docs/sv/methods/council/index.md", "description: ", "description: Nytt. "),
    ),
    "a word of the interface; a term": (
        replaced(f"{DATA}/interface.yaml", "nb: Meny,", "nb: Hele menyen,"),
        replaced("docs/_data/terms.yaml", 'nb: "Lokal politisk', 'nb: "Lokal og politisk'),
    ),
    "a template of every page; a style sheet": (
        replaced("overrides/partials/footer.html", "<footer", '<footer data-new=""'),
        replaced("overrides/assets/handbook.css", "{", "{ --new: 1px;"),
    ),
    "a template of a block; a script": (
        replaced("overrides/blocks/cards.html", "<", "<!-- new --><"),
        replaced("overrides/assets/page.js", "import", "window.fresh = 1;\nimport"),
    ),
    "a new page in the menu": (new_page,),
    "another order of the menu": (lambda project: write_menu(project, sorted(KEPT, reverse=True)),),
    "a page that two languages have; a page that none has": (
        deleted("docs/sv/cases/hopeful.md"),
        deleted("docs/nb/privacy.md", "docs/da/privacy.md", "docs/sv/privacy.md"),
    ),
    "a page that cannot be read": (replaced(f"docs/da/{ROLES}", "title: ", 'title: "'),),
    "the page mended": (replaced(f"docs/da/{ROLES}", 'title: "', "title: "),),
}
"""Edits by what they are; those that cannot hide one another's mistakes are made together, for the sake of time."""


def files_in(site: Path) -> dict[str, bytes]:
    """Every file of a site."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", sampled(EDITS, OFTEN))
def test_after_an_edit_every_byte_is_that_of_a_fresh_build(name: str, writer: Writer, tmp_path: Path) -> None:
    before = files_in(writer.serving.site)
    for edit in EDITS[name]:
        edit(writer.project)
    assert writer.serving.build() == BUILT
    served, fresh = files_in(writer.serving.site), files_in(writer.fresh(tmp_path / "fresh"))
    assert served.keys() == fresh.keys()
    assert [path for path in fresh if served[path] != fresh[path]] == []
    assert served != before, "the edit is to be seen somewhere"


def test_a_build_that_fails_leaves_the_last_site_and_the_next_is_whole(writer: Writer, tmp_path: Path) -> None:
    before = files_in(writer.serving.site)
    replaced("overrides/main.html", "{% endblock %}", "{% endblok %}")(writer.project)
    said = writer.serving.build()
    assert re.match(r"overrides/main\.html:\d+: Encountered unknown tag 'endblok'", said)
    failed = files_in(writer.serving.site)
    assert failed.keys() == before.keys()
    assert "overrides/main.html:" in failed["da/index.html"].decode()
    assert "Du ser siden, som den var før fejlen." in failed["da/index.html"].decode()
    replaced("overrides/main.html", "{% endblok %}", "{% endblock %}")(writer.project)
    deleted("docs/sv/cases/gatelag.md")(writer.project)
    assert writer.serving.build() == BUILT
    assert files_in(writer.serving.site) == files_in(writer.fresh(tmp_path / "fresh"))


def test_what_is_served_is_what_is_built(tmp_path: Path) -> None:
    project = small_handbook(tmp_path / "handbook")
    latest = max(path.stat().st_mtime for path in project.rglob("*.md")) + 1
    serving = Builder.started(project, tmp_path / "served", latest)
    assert serving.build() == BUILT
    replaced(f"docs/sv/{ROLES}", "## ", "Rådet hade tolv platser.\n\n## ")(project)
    os.utime(project / "docs/sv" / ROLES, (latest - 1, latest - 1))  # findings stand on what is saved from then on only
    assert serving.build() == BUILT
    serving.ended()
    build_site(tmp_path / "built", project, **ENVIRONMENT, PYTHONPATH=str(project / "scripts"))
    assert files_in(serving.site) == files_in(tmp_path / "built")


WORDS: dict[str, tuple[str, str, str]] = {
    "a word": (f"docs/nb/{ROLES}", "\n\n## ", " Og litt til.\n\n## "),
    "a word in a translation": (f"docs/da/{ROLES}", "\n\n## ", " Og lidt til.\n\n## "),
    "a new paragraph with a term, a link and marks": (
        f"docs/sv/{ROLES}",
        "\n\n## ",
        "\n\nEn **kommun** [möter](index.md) *alla* & ”flera”.\n\n## ",
    ),
    "a mistake that a finding tells of": (f"docs/nb/{ROLES}", "\n\n## ", " Prosent 30% av 12000.\n\n## "),
    "a point of a list": (f"docs/nb/{ROLES}", "\n\n## ", "\n\n- ett punkt\n- et til\n\n## "),
    "a case": ("docs/nb/cases/gatelag.md", "\n\n## ", " Mer om laget.\n\n## "),
    "the words of a fact": ("docs/sv/methods/council/index.md", "\n:   ", "\n:   Alltså: "),
}
MORE: dict[str, tuple[str, str, str]] = {
    "a title": (f"docs/nb/{ROLES}", "title: ", "title: Ny "),
    "a description": (f"docs/nb/{ROLES}", "description: ", "description: Ny "),
    "a heading": (f"docs/nb/{ROLES}", "\n## ", "\n## Ny "),
    "an id": (f"docs/nb/{ROLES}", "{#", "{#new-"),
    "an item": ("docs/nb/methods/council/index.md", "\n- [ ] ", "\n- [ ] Også "),
    "a block": (f"docs/nb/{ROLES}", "\n\n## ", "\n\n/// note | Merk\nSlik.\n///\n\n## "),
    "a term": ("docs/_data/terms.yaml", "nb: {", "nb:  {"),
    "a template": ("overrides/partials/footer.html", "<footer", '<footer data-x=""'),
    "no words at all": ("mkdocs.yml", "# The one", "# This one"),
}


@pytest.mark.parametrize("name", sampled(WORDS, OFTEN))
def test_words_are_shown_at_once_as_the_whole_build_shows_them(name: str, writer: Writer) -> None:
    path = WORDS[name][0]
    before = files_in(writer.serving.site)
    replaced(*WORDS[name])(writer.project)
    assert writer.serving.build() == BUILT
    page, content = writer.serving.soon
    assert page == path.removeprefix("docs/").removesuffix("index.md").removesuffix(".md").rstrip("/") + "/index.html"
    served = files_in(writer.serving.site)
    assert hashlib.sha256(served[page]).hexdigest() == content
    assert served[page] != before[page]


@pytest.mark.parametrize("name", sampled(MORE, OFTEN))
def test_what_changes_more_than_a_page_takes_the_long_way(name: str, writer: Writer) -> None:
    replaced(*MORE[name])(writer.project)
    assert writer.serving.build() == BUILT
    assert writer.serving.soon == ("-", "-")
    path, before, after = MORE[name]
    replaced(path, after, before)(writer.project)
    assert writer.serving.build() == BUILT


def test_two_pages_saved_at_once_take_the_long_way(writer: Writer) -> None:
    for language in ("nb", "sv"):
        replaced(f"docs/{language}/{ROLES}", "\n\n## ", " X.\n\n## ")(writer.project)
    assert writer.serving.build() == BUILT
    assert writer.serving.soon == ("-", "-")


def test_after_all_the_short_ways_every_byte_is_that_of_a_fresh_build(writer: Writer, tmp_path: Path) -> None:
    assert files_in(writer.serving.site) == files_in(writer.fresh(tmp_path / "fresh"))
