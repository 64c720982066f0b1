"""`serve` as a writer meets it: a real server, a real browser, real mistakes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from methodbook.site import csp
from tests.conftest import ROOT
from tests.site.small_handbook import small_handbook

PATIENCE = 90
"""Seconds a busy machine may take."""
ROLES = "docs/da/methods/council/roles.md"


@dataclass(frozen=True)
class Served:
    """A handbook while it is served: its folder, its address, what the server says, and its process."""

    project: Path
    address: str
    said: Path
    process: subprocess.Popen[bytes]

    def edit(self, path: str, before: str, after: str) -> None:
        """Save the file `path` with the first `before` in it as `after`."""
        source = (self.project / path).read_text(encoding="utf-8")
        assert before in source
        (self.project / path).write_text(source.replace(before, after, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A small handbook, served by the toolbox's own command."""
    folder = tmp_path_factory.mktemp("serving")
    project, said, temporary = small_handbook(folder / "handbook"), folder / "said", folder / "temporary"
    temporary.mkdir()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = str(found.getsockname()[1])
    environment = {**os.environ, "PYTHONPATH": str(project / "scripts"), "TMPDIR": str(temporary)}
    with said.open("wb") as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "methodbook", "serve", "--port", port],
            cwd=project, env=environment, stdout=told, stderr=told, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    wait_for(address)
    yield Served(project, address, said, process)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(address: str) -> None:
    """Wait until something answers at `address`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()  # noqa: S310 - our own
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    pytest.fail("serve did not begin")


@pytest.mark.browser
def test_an_open_page_shows_what_was_saved_by_itself(served: Served, page: Page) -> None:
    page.goto(f"{served.address}da/methods/council/roles/")
    served.edit(ROLES, "\n## ", "\nHer står noget nyt.\n\n## ")
    page.get_by_text("Her står noget nyt.").wait_for(timeout=PATIENCE * 1000)


@pytest.mark.weekly
@pytest.mark.browser
def test_a_page_that_cannot_be_read_shows_why_and_the_others_go_on(served: Served, page: Page) -> None:
    page.goto(f"{served.address}da/methods/council/roles/")
    served.edit(ROLES, "title: ", 'title: "')
    page.wait_for_selector("[data-rule=front-matter-broken]", timeout=PATIENCE * 1000)
    assert "Gør sådan:" in page.inner_text(".finding")
    other = page.context.new_page()
    other.goto(f"{served.address}da/glossary/")
    assert other.locator("dl.glossary").count() == 1
    served.edit(ROLES, 'title: "', "title: ")
    page.wait_for_selector("[data-rule=front-matter-broken]", state="detached", timeout=PATIENCE * 1000)
    assert page.inner_text("h1") == "Hvem gør hvad i og omkring rådet?"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("path", "before", "after", "said"),
    [
        ("mkdocs.yml", "docs_dir: docs", "docs_dir: [docs", r"mkdocs\.yml:\d+: "),
        ("mkdocs.yml", "docs_dir: docs", "docs_dir: nowhere", r"Config value 'docs_dir': .*nowhere"),
        ("overrides/main.html", "{% endblock %}", "{% endblok %}", r"main\.html:\d+: .*unknown tag 'endblok'"),
        ("overrides/partials/about.html", "<", "{{ absent.x }}<", r"overrides/partials/about\.html:\d+: 'absent'"),
        ("scripts/methodbook/data/interface.yaml", "menu: {nb: Meny,", "menu: {nb: [Meny,",
         r"scripts/methodbook/data/interface\.yaml:\d+: did not find expected"),
        ("scripts/methodbook/data/interface.yaml", "menu: {nb: Meny, da: Menu,", "menu: {nb: Meny,",
         r"scripts/methodbook/data/interface\.yaml:\d+: menu has no words in Dansk"),
    ],
)  # fmt: skip
def test_a_mistake_outside_the_pages_is_told_on_all_of_them(
    path: str, before: str, after: str, said: str, served: Served, page: Page
) -> None:
    known = served.said.stat().st_size
    page.goto(f"{served.address}sv/choose/")
    served.edit(path, before, after)
    page.wait_for_selector("[data-mishap]", timeout=PATIENCE * 1000)
    told = page.inner_text("[data-mishap]")
    assert re.search(said, told)
    assert "Rätta felet och spara filen" in told
    printed = served.said.read_bytes()[known:].decode()
    # Once a build; what is saved while one is going on may be met by that one and by the next.
    assert len(re.findall(said, printed)) in {1, 2}
    assert "Traceback" not in printed
    served.edit(path, after, before)
    page.wait_for_selector("[data-mishap]", state="detached", timeout=PATIENCE * 1000)
    page.wait_for_selector("article h1", timeout=PATIENCE * 1000)


def test_ctrl_c_ends_it_quietly_and_leaves_nothing(served: Served) -> None:
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(PATIENCE) == 0
    assert "Traceback" not in served.said.read_text(encoding="utf-8")
    assert list((served.said.parent / "temporary").iterdir()) == []


def test_only_the_last_inline_script_is_let_in() -> None:
    own = csp.scripts_in(ROOT / "overrides")
    built = csp.protect(f"<head>{csp.CHARSET}</head><script>strange()</script>", own)
    served = csp.admit_last(f"{built}<script>reload()</script>".encode()).decode()
    assert csp.digest("reload()") in served
    assert csp.digest("strange()") not in served
