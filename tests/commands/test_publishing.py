"""Nobody ever meets half a site, whatever happens to a build."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from methodbook.commands import publishing

FILES = 40

WRITER = """
import sys, time
from pathlib import Path
from methodbook.commands import publishing

def build(site):
    site.mkdir()
    for number in range({files}):
        (site / f"{{number}}.html").write_text(sys.argv[2])
        time.sleep(0.0005)
    return True

publishing.build_aside(Path(sys.argv[1]), build)
"""


def start_build(target: Path, mark: str) -> subprocess.Popen[bytes]:
    """A build in a process of its own, writing `mark` into every file."""
    return subprocess.Popen([sys.executable, "-c", WRITER.format(files=FILES), str(target), mark])


def marks(target: Path) -> set[str]:
    """What the site's files hold; the site must have all of them."""
    assert len(list(target.iterdir())) == FILES
    return {file.read_text(encoding="utf-8") for file in target.iterdir()}


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither this signal nor the exchange in one step")
def test_fifty_builds_killed_at_random_leave_a_whole_site(tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert start_build(target, "first").wait() == 0
    chance = random.Random(8)
    ended = 0
    for number in range(50):
        build = start_build(target, f"build {number}")
        time.sleep(chance.uniform(0.0, 0.25))
        build.send_signal(signal.SIGKILL)
        ended += build.wait() == 0
        assert len(marks(target)) == 1, f"half a site after build {number}"
    assert 0 < ended < 50, "the kills must fall both before and after the end of a build"
    assert start_build(target, "last").wait() == 0
    assert marks(target) == {"last"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "what killed builds left is swept away"


def test_two_builds_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    target = tmp_path / "site"
    for _ in range(5):
        builds = [start_build(target, mark) for mark in ("one", "other")]
        assert [build.wait() for build in builds] == [0, 0]
        assert len(marks(target)) == 1


def test_a_failed_build_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    (target / "index.html").write_text("last good", encoding="utf-8")

    def fail(site: Path) -> bool:
        site.mkdir()
        return False

    assert publishing.build_aside(target, fail) is False
    assert (target / "index.html").read_text(encoding="utf-8") == "last good"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_full_disk_is_told_in_one_line_and_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()

    def fill(site: Path) -> bool:
        raise OSError(28, "No space left on device", str(site))

    with pytest.raises(publishing.PublishingError, match=r"No space left on device$"):
        publishing.build_aside(target, fill)
    assert target.is_dir()


@pytest.mark.parametrize("kind", ["file", "link", "link to nothing"])
def test_what_is_no_folder_of_its_own_is_never_replaced(tmp_path: Path, kind: str) -> None:
    target, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    if kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(elsewhere)
    if kind == "link":
        elsewhere.mkdir()
    before = sorted(tmp_path.iterdir())

    def build(site: Path) -> bool:
        site.mkdir()
        return True

    with pytest.raises(
        publishing.PublishingError, match=r"site: is a (file|link).*, not a folder; move it away first$"
    ):
        publishing.build_aside(target, build)
    assert sorted(tmp_path.iterdir()) == before
    assert target.is_symlink() == (kind != "file")


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(publishing.PublishingError, match="missing"):
        publishing.build_aside(tmp_path / "missing" / "site", lambda _: True)


def test_a_site_that_cannot_be_put_in_place_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, while another program reads a file of the new site."""
    old, rename = tmp_path / "site", Path.rename
    old.mkdir()
    (old / "index.html").write_text("old", encoding="utf-8")

    def refuse_the_new(path: Path, target: Path) -> Path:
        if target == old and path.name == "site":
            raise PermissionError(13, "Access is denied", str(path))
        return rename(path, target)

    def build(site: Path) -> bool:
        site.mkdir()
        return True

    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", refuse_the_new)
    with pytest.raises(publishing.PublishingError, match="Access is denied"):
        publishing.build_aside(old, build)
    assert (old / "index.html").read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [old]


def test_without_an_exchange_the_site_is_swapped_in_two_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "exchange", lambda *_: False)
    target = tmp_path / "site"
    for mark in ("one", "two"):

        def build(site: Path, mark: str = mark) -> bool:
            site.mkdir()
            (site / "index.html").write_text(mark, encoding="utf-8")
            return True

        assert publishing.build_aside(target, build)
        assert (target / "index.html").read_text(encoding="utf-8") == mark


def test_a_reader_never_misses_the_site_while_builds_swap(tmp_path: Path) -> None:
    target = tmp_path / "site"
    assert start_build(target, "first").wait() == 0
    missing: list[float] = []
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            if not (target / "0.html").exists():
                missing.append(time.monotonic())

    watcher = threading.Thread(target=look)
    watcher.start()
    for number in range(10):
        assert start_build(target, str(number)).wait() == 0
    done.set()
    watcher.join()
    if sys.platform in {"linux", "darwin"}:
        assert missing == []
