"""`handbook.py build` as a person runs it: for any address, and whatever happens to it."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from methodbook.checks.built import read_site
from methodbook.commands import CommandError
from methodbook.commands import build as command
from methodbook.exports import downloads
from methodbook.site import publisher
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lacks the signals, limits and rights tried here")

FEW_PAGES = ["en", "nb/index.md", "nb/search.md", "nb/methods/index.md", "da/index.md", "sv/index.md", "sv/about.md"]
CAPBSET_DROP = 24
DAC_OVERRIDE, DAC_READ_SEARCH = 1, 2
COMMAND = [sys.executable, "-m", "methodbook", "build"]


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handbook of a few pages, so that building is quick, and its site; everything else is the real thing."""
    folder = tmp_path_factory.mktemp("built") / "project"
    for name in FEW_PAGES:
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / "docs" / name).is_dir() else shutil.copy
        copy(ROOT / "docs" / name, folder / "docs" / name)
    shutil.copytree(ROOT / "overrides", folder / "overrides")
    (folder / "scripts").symlink_to(ROOT / "scripts")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    assert build(folder).returncode == 0
    return folder


@pytest.fixture
def project(tmp_path: Path, built_once: Path) -> Path:
    """The small handbook, never built."""
    return shutil.copytree(built_once, tmp_path / "project", symlinks=True, ignore=shutil.ignore_patterns("site"))


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
}
"""What the publishing action tells as the base address of each kind of site."""


@pytest.mark.parametrize("kind", PLACES)
def test_a_site_for_any_address_without_editing_a_file(project: Path, kind: str) -> None:
    address = PLACES[kind] + "/"
    done = build(project, HANDBOOK_SITE_URL=address)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"handbook: site/ holds \d+ pages, \d+ files, [\d.]+ MB; built in [\d.]+ s\n", done.stderr)
    page = (project / "site/nb/methods/index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}nb/methods/">' in page
    assert f"<loc>{address}nb/methods/</loc>" in (project / "site/sitemap.xml").read_text(encoding="utf-8")
    path = re.sub(r"https://[^/]+", "", address)
    assert f'href="{path}nb/"' in (project / "site/404.html").read_text(encoding="utf-8")
    assert not any(b"127.0.0.1" in file for file in content(project / "site").values())
    site = read_site(project / "site")
    missing = next(page for page in site.pages if str(page.path) == "404.html")
    assert missing.addresses
    assert [address.target for address in missing.addresses if not site.answers(address)] == []


def test_an_address_beside_a_projects_site_leads_nowhere(tmp_path: Path) -> None:
    """`/nb/` is another site's when ours stands at `/handbook/`."""
    door = (
        '<link rel="canonical" href="https://example.org/handbook/"><a href="/handbook/">in</a><a href="/nb/">out</a>'
    )
    (tmp_path / "index.html").write_text(door, encoding="utf-8")
    site = read_site(tmp_path)
    (page,) = site.pages
    assert {address.words: site.answers(address) for address in page.addresses if address.words} == {
        "in": True,
        "out": False,
    }


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
def built(project: Path, built_once: Path) -> dict[str, bytes]:
    """The project's site, built once: the last good one."""
    shutil.copytree(built_once / "site", project / "site")
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
    reason = "(could not print .*|File too large)" if stage == "a download" else "File too large"
    assert done.returncode in {1, 2}
    assert re.search(rf"^handbook: .*{reason}; site/ is as it was\n\Z", done.stderr, re.MULTILINE)
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
    assert "overrides/main.html:1: " in done.stderr
    assert done.stderr.endswith("handbook: the build failed; site/ is as it was\n")
    assert is_untouched(project, built)


KILLED = """
import os, signal, sys
from pathlib import Path
from mkdocs import utils
from methodbook.commands import build
moment, how = sys.argv[1], getattr(signal, sys.argv[2])
def at(name):
    if name == moment: os.kill(os.getpid(), how)
def stopped(function, name):
    def run(*arguments):
        at(f"before {name}")
        result = function(*arguments)
        at(f"after {name}")
        return result
    return run
def write(content, path, real=utils.write_file, seen=[]):
    real(content, path)
    seen.append(path)
    if len(seen) == 8: at("half written")
utils.write_file = write
build.make = stopped(build.make, "building")
build.put_in_place = stopped(build.put_in_place, "the swap")
rename = Path.rename
if moment == "half swapped":  # where the system has no exchange
    build.exchange = lambda *_: False
    Path.rename = lambda path, target: (at("half swapped") if path.name == "site" and Path(target).name == "site"
                                        else None, rename(path, target))[1]
print(build.build(Path.cwd(), None, False))
"""


def killed(project: Path, moment: str, how: str = "SIGKILL") -> subprocess.CompletedProcess[str]:
    """A build in `project` that a signal ends at a named moment."""
    environment = {**os.environ, "HANDBOOK_BRANCH": moment.replace(" ", "-")}
    environment["HANDBOOK_REPOSITORY"] = "https://github.com/example/handbook"
    program = [sys.executable, "-c", KILLED, moment, how]
    return subprocess.run(program, cwd=project, env=environment, capture_output=True, text=True, check=False)


def marks(site: dict[str, bytes]) -> set[str]:
    """The branches that the pages of a site name: one for a whole site."""
    pages = [text.decode() for path, text in site.items() if path.endswith("index.html")]
    return {mark for page in pages for mark in re.findall(r"/handbook/edit/([\w-]+)/docs/", page)}


@pytest.mark.parametrize("moment", ["before building", "half written", "after building", "half swapped"])
def test_a_build_killed_before_the_swap_leaves_the_last_site(
    project: Path, built: dict[str, bytes], moment: str
) -> None:
    assert killed(project, moment).returncode == -signal.SIGKILL
    if moment == "half swapped":
        assert not (project / "site").exists(), "the moment is the one meant"
        command.sweep(project)
    assert content(project / "site") == built


def test_a_build_killed_after_the_swap_leaves_the_new_site_and_the_next_one_sweeps(
    project: Path, built: dict[str, bytes]
) -> None:
    assert killed(project, "after the swap").returncode == -signal.SIGKILL
    site = content(project / "site")
    assert len(site) == len(built)
    assert marks(site) == {"after-the-swap"}
    assert list(project.glob(".handbook-build-*"))
    assert build(project).returncode == 0
    assert list(project.glob(".handbook-build-*")) == [], "what killed builds left is deleted"


def test_ctrl_c_ends_a_build_without_harm(project: Path, built: dict[str, bytes]) -> None:
    done = killed(project, "half written", "SIGINT")
    assert done.returncode != 0
    assert is_untouched(project, built)


def test_two_builds_at_once_do_not_harm_each_other(project: Path, built: dict[str, bytes]) -> None:
    program = [*COMMAND, "--address"]
    places = ("https://one.example.org/", "https://other.example.org/")
    running = [subprocess.Popen([*program, place], cwd=project, stderr=subprocess.DEVNULL) for place in places]
    assert [process.wait() for process in running] == [0, 0]
    site = content(project / "site")
    assert len(site) == len(built)
    found = {place for place in places if any(place.encode() in file for file in site.values())}
    assert len(found) == 1


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which `build` makes a site of one page that holds the address it is for."""

    def make(root: Path, site: Path, address: str, publish: bool) -> None:  # noqa: ARG001
        site.mkdir()
        (site / "index.html").write_text(address, encoding="utf-8")

    monkeypatch.setattr(command, "make", make)
    yield tmp_path
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


OLD, NEW = "https://old.example.org/", "https://new.example.org/"


@pytest.mark.parametrize("has_exchange", [True, False])
def test_the_new_site_takes_the_place_of_the_old_one(
    small: Path, monkeypatch: pytest.MonkeyPatch, has_exchange: bool
) -> None:
    if not has_exchange:
        monkeypatch.setattr(command, "exchange", lambda *_: False)
    for place in (OLD, NEW):
        command.build(small, place, publish=False)
        assert (small / "site/index.html").read_text(encoding="utf-8") == place


def test_publishing_says_what_is_not_known_of_the_publisher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "mkdocs", lambda *_: None)
    monkeypatch.setattr(downloads, "make", lambda *_: None)
    monkeypatch.setattr(publisher, "book", lambda _: {"name": "Kommunen", "email": ""})
    command.make(tmp_path, tmp_path / "site", OLD, publish=True)
    assert capsys.readouterr().err == "handbook: docs/_data/publisher.yaml does not say: address, contact\n"
    command.make(tmp_path, tmp_path / "site", OLD, publish=False)
    assert capsys.readouterr().err == ""


def test_linux_and_macos_swap_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if sys.platform in {"linux", "darwin"}:
        assert command.exchange(tmp_path / "one", tmp_path / "other")
        assert (tmp_path / "one/other").exists()


def test_a_site_that_cannot_be_put_in_place_leaves_the_old_one(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, while another program reads a file of the new site."""
    command.build(small, OLD, publish=False)
    rename = Path.rename

    def refuse_the_new(path: Path, target: Path) -> Path:
        if target == small / "site" and path.name == "site":
            raise PermissionError(13, "Access is denied", str(path))
        return rename(path, target)

    monkeypatch.setattr(command, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(CommandError, match=r"Access is denied; site/ is as it was"):
        command.build(small, NEW, publish=False)
    assert (small / "site/index.html").read_text(encoding="utf-8") == OLD


@pytest.mark.parametrize("kind", ["file", "link", "link to nothing"])
def test_what_is_no_folder_of_its_own_is_never_replaced(small: Path, kind: str) -> None:
    target, elsewhere = small / "site", small / "elsewhere"
    if kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(elsewhere)
    if kind == "link":
        elsewhere.mkdir()
    with pytest.raises(CommandError, match=r"site is a (file|link).*, not a folder; move it away first$"):
        command.build(small, NEW, publish=False)
    assert target.is_symlink() == (kind != "file")


SERVE = """
import sys
from methodbook.cli import main
sys.exit(main(["serve", "--port", sys.argv[1], "--language", "da"]))
"""


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT"])
def test_ending_serve_ends_all_of_it(project: Path, ending: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-c", SERVE, str(port)]
    running = subprocess.Popen(program, cwd=project, stderr=subprocess.PIPE, text=True, start_new_session=True)
    assert running.stderr is not None
    for line in running.stderr:
        if "Serving on" in line:
            break
    running.send_signal(getattr(signal, ending))
    said = running.communicate(timeout=60)[1]
    assert "Traceback" not in said
    with socket.socket() as asked:
        assert asked.connect_ex(("127.0.0.1", port)) != 0, "nothing answers any more"
    group = subprocess.run(["ps", "-o", "pid=", "-g", str(running.pid)], capture_output=True, text=True, check=False)
    assert group.stdout.split() == [], "no process of it is left"


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


@pytest.mark.weekly
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
        settings = {
            "PYTHONPATH": f"{clock}{os.pathsep}{ROOT / 'scripts'}",
            "PYTHONHASHSEED": str(number),
            "TZ": ["UTC", "Asia/Tokyo"][number],
        }
        done = build(folder, "--publish", before=None, SOURCE_DATE_EPOCH="1760000000", **settings)
        assert done.returncode == 0, done.stderr
        found.append(content(folder / "site"))
    assert sorted(found[0]) == sorted(found[1])
    assert [path for path in found[0] if found[0][path] != found[1][path]] == []
    assert sum(path.startswith("downloads/") for path in found[0]) >= 3
