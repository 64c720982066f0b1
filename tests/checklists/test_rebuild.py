"""Ticks against a handbook that changes under them: items reworded, reordered, added, renamed - and all kept."""

from __future__ import annotations

import mimetypes
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from methodbook.languages import LANGUAGES
from tests.checklists.reader import LIST, PAGE, Reader
from tests.conftest import ROOT, build_site

pytestmark = pytest.mark.browser
ORIGIN = "http://handbook.test/"
KEPT = ("methods/inclusion-day", "index.md", "checklists.md")


def small_handbook(project: Path) -> Path:
    """A project with one method only, so that it is built in a moment."""
    shutil.copytree(ROOT / "overrides", project / "overrides")
    shutil.copytree(ROOT / "docs/assets", project / "docs/assets")
    (project / "docs/en").mkdir()
    shutil.copy(ROOT / "docs/en/index.md", project / "docs/en")
    (project / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", project)
    for language in LANGUAGES:
        for name in KEPT:
            source, target = ROOT / "docs" / language / name, project / "docs" / language / name
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
    return project


def revise(page: Path, word: str) -> None:
    """Reword every item, turn the order in each section round, add one, and give one a new id."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"^- \[ \] (.*?)(\s*\{#)", rf"- [ ] {word}, \1\2", text, flags=re.MULTILINE)
    text = text.replace("{#project-manager}", "{#name-the-manager was=the-manager,project-manager}")
    head, _, rest = text.partition("/// steps\n")
    steps, _, tail = rest.partition("\n///\n")
    turned_steps = map(turned, re.split(r"(?=^### )", steps, flags=re.MULTILINE)[1:])
    page.write_text(f"{head}/// steps\n{''.join(turned_steps)}\n///\n{tail}", encoding="utf-8")


def turned(section: str) -> str:
    """A step with its items the other way round, and a new one first."""
    first, *items = re.split(r"(?=^- \[ \] )", section.rstrip() + "\n", flags=re.MULTILINE)
    identifier = re.search(r"\{#([\w-]+)", first)
    assert identifier
    parts = [f"{first.rstrip()}\n\n- [ ] Ny. {{#new-{identifier[1]}}}", *map(str.rstrip, reversed(items))]
    return "\n\n".join(parts) + "\n\n"


def serve(page: Page, folder: Path) -> None:
    """Let the browser find the site in `folder` at one unchanging address."""

    def answer(route: Route) -> None:
        path = folder / route.request.url.removeprefix(ORIGIN).partition("#")[0]
        path = path / "index.html" if path.is_dir() else path
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            route.fulfill(body=path.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    page.unroute_all()
    page.route(f"{ORIGIN}**", answer)


def test_not_one_tick_is_lost_or_moved(page: Page, tmp_path: Path) -> None:
    project = small_handbook(tmp_path)
    serve(page, build_site(tmp_path / "first", project))
    reader = Reader(page, ORIGIN).open(PAGE, "nb")
    items = page.locator(".item-box").evaluate_all("(boxes) => boxes.map((box) => box.id)")
    ticked = [*items[::3], "project-manager"]
    reader.tick(*dict.fromkeys(ticked))
    reader.skip("mandate")
    reader.write("project-manager", who="Kari")
    reader.open(PAGE, "sv")
    assert set(reader.checked) == set(ticked)
    link = page.evaluate("location.href") + "#" + share(reader)

    for language, word in zip(LANGUAGES, ("Så", "Derpå", "Sedan"), strict=True):
        revise(project / "docs" / language / "methods/inclusion-day/index.md", word)
    serve(page, build_site(tmp_path / "second", project))
    expected = {("name-the-manager" if item == "project-manager" else item) for item in ticked}
    for language in LANGUAGES:
        reader.open(PAGE, language)
        now = page.locator(".item-box").evaluate_all("(boxes) => boxes.map((box) => box.id)")
        assert len(now) == len(items) + 7
        assert [item for item in now if item in items] != [item for item in items if item in now]
        assert set(reader.checked) == expected
        assert page.locator("[id='name-the-manager--said']").inner_text() == "Kari"
        assert page.locator("[id='mandate--said']").inner_text() == reader.say("skipped")

    # What the reader does next is stored under the new id, once.
    reader.tick("name-the-manager")
    assert "project-manager" not in reader.ticks
    assert reader.state["notes"] == {LIST: {"name-the-manager": {"who": "Kari"}}}

    # A link from before the revision, opened by somebody who only knows the new list.
    page.evaluate("localStorage.clear()")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(".list-dialog[open]")
    reader.choose("take")
    assert set(reader.checked) == expected


def share(reader: Reader) -> str:
    """The fragment of the list's link."""
    reader.do("share")
    address = reader.page.input_value(".list-dialog textarea")
    reader.choose("close")
    return address.partition("#")[2]
