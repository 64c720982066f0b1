"""Hostile and careless content: refused by `check`, and harmless in the browser even where `check` was passed by."""

from __future__ import annotations

import mimetypes
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Route

from methodbook import checks
from tests.conftest import build_site
from tests.injections import Injection, all_injections, hostile_project

HOST = "http://handbook.example"
INJECTIONS = all_injections()
TOUCH = """
for (const element of document.querySelectorAll("article *, main > *")) {
  for (const name of ["pointerover", "mouseover", "animationstart", "toggle", "load", "error"])
    element.dispatchEvent(new Event(name, { bubbles: true }));
  element.focus?.();
}
"""
PRESS = """
for (const element of document.querySelectorAll("article a, article button, article [onclick], article em, main > p"))
  if (!/^https?:$/.test(element.protocol ?? ""))
    element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
"""
"""Presses everything but plain links, which may lead where they say."""


def test_enough_is_tried() -> None:
    assert len(INJECTIONS) >= 40
    assert len({injection.path for injection in INJECTIONS}) == len(INJECTIONS)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handbook with all injections in it but those that stop the build."""
    return hostile_project(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules that refuse each file of a handbook with all injections in it, by path below `docs/`."""
    folder = tmp_path_factory.mktemp("checked")
    hostile_project(folder)
    for injection in INJECTIONS:
        if injection.stops:
            injection.put_into(folder / "docs")
    found: dict[str, set[str]] = defaultdict(set)
    for finding in checks.check(checks.read_tree(folder)):
        if finding.level == checks.Level.ERROR:
            found[str(finding.path).removeprefix("docs/")].add(finding.rule)
    return found


@pytest.mark.parametrize("injection", INJECTIONS, ids=lambda injection: injection.name)
def test_check_refuses_it(findings: dict[str, set[str]], injection: Injection) -> None:
    assert injection.rule in findings[injection.path]


@pytest.mark.parametrize("injection", [i for i in INJECTIONS if i.stops], ids=lambda injection: injection.name)
def test_what_stops_the_build_is_told_in_one_line(docs_copy: Path, injection: Injection) -> None:
    injection.put_into(docs_copy / "docs")
    command = [sys.executable, "-m", "methodbook", "build"]
    done = subprocess.run(command, cwd=docs_copy, capture_output=True, text=True, check=False, env=os.environ.copy())
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not (docs_copy / "site").exists()


@pytest.fixture(scope="module")
def published(hostile: Path) -> Path:
    """The site of the hostile handbook, every check passed by."""
    return build_site(hostile / "site", hostile, HANDBOOK_SITE_URL=f"{HOST}/")


def test_no_file_goes_out_that_a_browser_could_run(published: Path) -> None:
    for injection in INJECTIONS:
        if not injection.path.endswith(".md"):
            assert not (published / injection.path).exists(), injection.name
    assert not list(published.rglob("passwd"))
    for page in published.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "root:x:0" not in text, page
        assert '<meta http-equiv="Content-Security-Policy"' in text, page


def test_nothing_is_written_outside_the_site(published: Path, hostile: Path) -> None:
    assert sorted(path.name for path in hostile.iterdir()) == ["docs", "mkdocs.yml", "overrides", "scripts", "site"]
    assert not list(published.parent.glob("tried*"))


class Watch:
    """Serves a site to a browser from its folder, and takes down whatever should not happen."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.page = ""
        self.troubles: list[str] = []

    def answer(self, route: Route) -> None:
        """Answer a request: with a file of the site, or, for another host, with nothing and a note."""
        request = route.request
        if not request.url.startswith(HOST):
            if not request.url.startswith("data:"):
                self.troubles.append(f"{self.page}: asked {request.url}")
            route.fulfill(status=204)
            return
        path = self.site / unquote(urlsplit(request.url).path).lstrip("/")
        file = path / "index.html" if path.is_dir() else path
        if file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
        else:
            route.fulfill(status=404)

    def asked(self, dialog: Dialog) -> None:
        """Take down a dialog, and close it."""
        self.troubles.append(f"{self.page}: {dialog.message}")
        dialog.dismiss()

    def ran(self) -> None:
        """What injected scripts call."""
        self.troubles.append(f"{self.page}: ran")


def tried_pages(site: Path) -> list[str]:
    """Addresses of the pages that hold injections, and of the lists that show their titles."""
    found = [path.parent.relative_to(site).as_posix() + "/" for path in sorted((site / "nb/tried").rglob("index.html"))]
    others = [path for path in site.glob("nb/*/index.html") if "ran()" in path.read_text(encoding="utf-8")]
    return [*found, *(path.parent.relative_to(site).as_posix() + "/" for path in others)]


@pytest.mark.browser
def test_nothing_runs_in_the_browser(browser: Browser, published: Path) -> None:
    watch = Watch(published)
    context = browser.new_context()
    context.expose_function("ran", watch.ran)
    context.route("**/*", watch.answer)
    page = context.new_page()
    page.on("dialog", watch.asked)
    context.on("page", lambda other: watch.troubles.append(f"{watch.page}: opened {other.url}"))
    addresses = tried_pages(published)
    for address in addresses:
        watch.page = address
        page.goto(f"{HOST}/{quote(address)}")
        for act in (TOUCH, PRESS):
            page.evaluate(act)
            page.wait_for_timeout(30)
        assert page.url == f"{HOST}/{quote(address)}", "the reader was led away"
    context.close()
    assert watch.troubles == []
    assert len(addresses) >= 80


@pytest.mark.browser
def test_the_watch_would_see_it(browser: Browser, published: Path, tmp_path: Path) -> None:
    """Without its policy the same page runs what was put into it, and the watch tells of it."""
    source = (published / "nb/tried/image-error/index.html").read_text(encoding="utf-8")
    (tmp_path / "index.html").write_text(source.replace("Content-Security-Policy", "x-none"), encoding="utf-8")
    watch = Watch(tmp_path)
    context = browser.new_context()
    context.expose_function("ran", watch.ran)
    context.route("**/*", watch.answer)
    page = context.new_page()
    page.goto(f"{HOST}/")
    page.wait_for_timeout(200)
    context.close()
    assert ": ran" in watch.troubles
