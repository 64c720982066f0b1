"""`handbook.py build` as a person runs it: for any address, and whatever happens to it."""

from __future__ import annotations

import ctypes
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import yaml

from methodbook.checks.built import read_site
from methodbook.checks.site import is_there
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lacks the signals, limits and rights tried here")

FEW_PAGES = ["en", "nb/index.md", "nb/methods/index.md", "da/index.md", "sv/index.md", "sv/about.md"]
CAPBSET_DROP = 24
DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2
COMMAND = [sys.executable, "-m", "methodbook", "build"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A handbook of a few pages, so that building is quick; everything else is the real thing."""
    folder = tmp_path / "project"
    for name in FEW_PAGES:
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / "docs" / name).is_dir() else shutil.copy
        copy(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


def build(
    project: Path, *arguments: str, before: Callable[[], None] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in `project`; `before` runs in its process first."""
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=project,
        env={**os.environ, "HANDBOOK_REPOSITORY": "https://github.com/example/handbook", **environment},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=before,
    )


def content(site: Path) -> dict[str, bytes]:
    """All files of a site with their bytes, by path."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


PLACES = {
    "user site": "https://municipality.github.io",
    "project site": "https://municipality.github.io/handbook",
    "custom domain": "https://metode.example.org",
}
"""What the publishing action tells as the base address of each kind of site."""


@pytest.mark.parametrize("kind", PLACES)
def test_a_site_for_any_address_without_editing_a_file(project: Path, kind: str) -> None:
    address = PLACES[kind] + "/"
    done = build(project, HANDBOOK_SITE_URL=address)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    page = (project / "site/nb/methods/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}nb/methods/">' in page
    assert f"<loc>{address}nb/methods/</loc>" in (project / "site/sitemap.xml").read_text(encoding="utf-8")
    path = re.sub(r"https://[^/]+", "", address)
    assert f'href="{path}nb/"' in (project / "site/404.html").read_text(encoding="utf-8")
    assert not any(b"127.0.0.1" in file for file in content(project / "site").values())
    site = read_site(project / "site")
    missing = next(page for page in site.pages if str(page.path) == "404.html")
    assert missing.addresses
    assert [address.target for address in missing.addresses if not is_there(address.target, site)] == []


def test_an_address_beside_a_projects_site_leads_nowhere(tmp_path: Path) -> None:
    """`/nb/` is another site's when ours stands at `/handbook/`."""
    door = (
        '<link rel="canonical" href="https://example.org/handbook/"><a href="/handbook/">in</a><a href="/nb/">out</a>'
    )
    (tmp_path / "index.html").write_text(door, encoding="utf-8")
    site = read_site(tmp_path)
    (page,) = site.pages
    assert {address.words: is_there(address.target, site) for address in page.addresses} == {"in": True, "out": False}


def test_the_workflow_tells_the_build_the_address_it_gets(project: Path) -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8"))
    step = next(step for step in workflow["jobs"]["build"]["steps"] if step.get("name") == "Build")
    assert step["run"] == "python3 scripts/handbook.py build --publish"
    assert step["env"]["HANDBOOK_SITE_URL"] == "${{ steps.pages.outputs.base_url }}/"
    # The options the workflow uses are the command's own.
    assert build(project, "--publish", HANDBOOK_SITE_URL=PLACES["project site"]).returncode == 0
    assert len(list((project / "site/downloads").iterdir())) >= 3


def test_what_is_no_address_is_refused_in_one_line(project: Path) -> None:
    for wrong in (
        "handbook",
        "ftp://example.org/",
        "https://",
        "https://example.org/?a=b",
        "https://[",
        "https://a b/",
    ):
        done = build(project, HANDBOOK_SITE_URL=wrong)
        assert done.returncode == 2
        assert re.fullmatch(r"handbook: .* is no address of a site.*\n", done.stderr), wrong
    assert build(project, "--address", "handbook").returncode == 2


@pytest.fixture
def built(project: Path) -> dict[str, bytes]:
    """The project's site, built once: the last good one."""
    assert build(project).returncode == 0
    return content(project / "site")


def is_untouched(project: Path, before: dict[str, bytes]) -> bool:
    """Whether the last good site stands as it was, and nothing is left beside it."""
    leftovers = list(project.glob(".handbook-build-*"))
    return content(project / "site") == before and leftovers == []


def full_disk(size: int) -> None:
    """Let no file grow beyond `size` bytes: what a full disk does, for this process only."""
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("stage", ["a file of the site", "a page", "a download"])
def test_a_full_disk_gives_one_line(project: Path, built: dict[str, bytes], stage: str) -> None:
    largest = max(map(len, built.values()))
    if stage == "a page":
        with (project / "docs/nb/methods/index.md").open("a", encoding="utf-8") as page:
            page.write("word " * largest)
    size = {"a file of the site": largest // 2, "a page": largest * 2, "a download": largest + 1000}[stage]
    done = build(project, "--publish", before=partial(full_disk, size))
    # What cannot be written may be the browser's own files: it says no more than that it could not print.
    reason = "could not print .*" if stage == "a download" else "File too large"
    assert done.returncode in {1, 2}
    assert re.fullmatch(rf"handbook: .*{reason}; site/ is as it was\n", done.stderr)
    assert is_untouched(project, built)


def obey_permissions() -> None:
    """Let even root respect who may write where."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        for right in (DAC_OVERRIDE, DAC_READ_SEARCH):
            if library.prctl(CAPBSET_DROP, right, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "cannot give up a right")


def test_a_folder_that_may_not_be_written_gives_one_line(project: Path, built: dict[str, bytes]) -> None:
    project.chmod(0o555)
    try:
        done = build(project, before=obey_permissions)
    finally:
        project.chmod(0o755)
    assert done.returncode == 2
    assert re.fullmatch(r"handbook: .*Permission denied; site/ is as it was\n", done.stderr)
    assert is_untouched(project, built)


def test_a_build_that_fails_publishes_nothing(project: Path, built: dict[str, bytes]) -> None:
    (project / "overrides/main.html").write_text("{% broken %}", encoding="utf-8")
    done = build(project, "--publish")
    assert done.returncode == 1
    assert done.stderr.endswith("handbook: the build failed; site/ is as it was\n")
    assert is_untouched(project, built)


def start(project: Path, mark: str) -> subprocess.Popen[bytes]:
    """A build in a process group of its own that leaves `mark` on every page of the handbook."""
    repository = {"HANDBOOK_REPOSITORY": "https://github.com/example/handbook", "HANDBOOK_BRANCH": mark}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        COMMAND, cwd=project, env={**os.environ, **repository}, stdout=quiet, stderr=quiet, start_new_session=True
    )


def marks(project: Path, expected: set[str]) -> set[str]:
    """The marks on the pages of the site, which must have all its files."""
    site = content(project / "site")
    assert {re.sub(r"/index/\w+/", "/index/*/", path) for path in site} == expected
    pages = [text.decode() for path, text in site.items() if path.endswith("index.html")]
    return {mark for page in pages for mark in re.findall(r"/handbook/edit/([\w-]+)/docs/", page)}


@pytest.fixture
def whole(project: Path) -> set[str]:
    """The files of a whole site of the project, the folders of the search index by a common name."""
    assert start(project, "first").wait() == 0
    return {re.sub(r"/index/\w+/", "/index/*/", path) for path in content(project / "site")}


def test_builds_killed_fifty_times_at_random_leave_a_whole_site(project: Path, whole: set[str]) -> None:
    began = time.monotonic()
    assert start(project, "measured").wait() == 0
    length = time.monotonic() - began
    chance = random.Random(8)
    for number in range(50):
        running = start(project, f"build-{number}")
        time.sleep(chance.uniform(0.0, length * 1.1))
        # All of it at once, as when a machine loses power.
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        assert len(marks(project, whole)) == 1, f"half a site after build {number}"
    assert start(project, "last").wait() == 0
    assert marks(project, whole) == {"last"}
    assert list(project.glob(".handbook-build-*")) == [], "what killed builds left is swept away"


def test_two_builds_at_once_do_not_harm_each_other(project: Path, whole: set[str]) -> None:
    for _ in range(3):
        running = [start(project, mark) for mark in ("one", "other")]
        assert [build.wait() for build in running] == [0, 0]
        assert marks(project, whole) in ({"one"}, {"other"})


def test_ctrl_c_ends_a_build_without_a_word_and_without_harm(project: Path, built: dict[str, bytes]) -> None:
    running = subprocess.Popen(COMMAND, cwd=project, stderr=subprocess.PIPE, start_new_session=True, text=True)
    while not list(project.glob(".handbook-build-*")):
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate()[1]
    assert (running.returncode, "Traceback" in said) == (130, False), said
    assert is_untouched(project, built)


ANOTHER_DAY = """
import datetime, time
LATER = {seconds}
real, now = datetime.datetime, time.time
time.time = lambda: now() + LATER
class Later(real):
    @classmethod
    def now(cls, tz=None): return real.now(tz) + datetime.timedelta(seconds=LATER)
    @classmethod
    def utcnow(cls): return real.utcnow() + datetime.timedelta(seconds=LATER)
    @classmethod
    def today(cls): return real.today() + datetime.timedelta(seconds=LATER)
datetime.datetime = Later
"""


def test_two_builds_in_two_folders_on_different_days_are_identical(tmp_path: Path) -> None:
    """The whole handbook, with its downloads; what differs is place, day, time zone, hash seed and file dates."""
    found = []
    for number, days in enumerate((0, 400)):
        folder = tmp_path / ("one", "another place")[number]
        for name in ("docs", "overrides"):
            shutil.copytree(ROOT / name, folder / name, copy_function=shutil.copy if number else shutil.copy2)
        (folder / "scripts").symlink_to(ROOT / "scripts")
        shutil.copy(ROOT / "mkdocs.yml", folder)
        clock = tmp_path / f"clock-{number}"
        clock.mkdir()
        (clock / "sitecustomize.py").write_text(ANOTHER_DAY.format(seconds=days * 86400), encoding="utf-8")
        settings = {"PYTHONPATH": str(clock), "PYTHONHASHSEED": str(number), "TZ": ["UTC", "Asia/Tokyo"][number]}
        done = build(folder, "--publish", before=None, SOURCE_DATE_EPOCH="1760000000", **settings)
        assert done.returncode == 0, done.stderr
        found.append(content(folder / "site"))
    assert sorted(found[0]) == sorted(found[1])
    assert [path for path in found[0] if found[0][path] != found[1][path]] == []
    assert sum(path.startswith("downloads/") for path in found[0]) >= 3
