"""Building aside and swapping in whole, so that nobody ever meets half a site.

The new site grows in a folder of its own beside the old one; only when it is finished do the two change places, in one
step where the system can (Linux, macOS). Whatever interrupts a build - an error, a full disk, a lost process - leaves
the last good site untouched.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from methodbook.exports import downloads
from methodbook.exports.offline import OfflineError

INTERRUPTED = 130
AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2
ASIDE = ".handbook-build-"


class PublishingError(Exception):
    """The site could not be made or put in its place; the message says why, for people.

    `code` is the exit code; the message is empty where whoever failed has told why.
    """

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Edition:
    """A site to be made from the handbook in `root`: for which address, and whether with what only publishing makes.

    `address` is empty where the configuration shall say it (environment, else this machine).
    """

    root: Path
    address: str = ""
    is_published: bool = False

    def environment(self) -> dict[str, str]:
        """What the engine is told, besides our own environment."""
        told = {"HANDBOOK_DOWNLOADS": " ".join(downloads.MAKERS) if self.is_published else ""}
        return {**QUIET, **os.environ, **told, **({"HANDBOOK_SITE_URL": self.address} if self.address else {})}

    def make(self, site: Path) -> bool:
        """Build into the folder `site`; always True.

        Raises PublishingError when the engine or a download fails, OSError when something cannot be written.
        """
        command = [sys.executable, "-m", "methodbook.site.building", str(site)]
        done = subprocess.run(command, cwd=self.root, env=self.environment(), check=False)
        if done.returncode:
            raise PublishingError("the build failed" if done.returncode == 1 else "", done.returncode)
        if self.is_published:
            self.make_downloads(site)
        return True

    def make_downloads(self, site: Path) -> None:
        """Make what readers can take away. Raises PublishingError when that fails."""
        try:
            downloads.make(site, self.environment().get("HANDBOOK_SITE_URL", LOCAL), last_moment(self.root))
        except OfflineError as error:
            raise PublishingError(str(error), 1) from error


def is_address(text: str) -> bool:
    """Whether a site can be published at `text`: http or https, a host, no query and no fragment."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment


def build_aside(target: Path, build: Callable[[Path], bool]) -> bool:
    """Let `build` make a site in a fresh folder; put it at `target` when it says that all went well.

    Returns what `build` returned. Raises PublishingError when the folder cannot be made or written.
    """
    try:
        with fresh_folder(target.parent) as aside:
            site = aside / "site"
            done = build(site)
            if done:
                put_in_place(site, target)
            return done
    except OSError as error:
        raise PublishingError(f"{error.filename or target}: {error.strerror or error}") from error


@contextmanager
def fresh_folder(parent: Path) -> Iterator[Path]:
    """A folder of this build's own in `parent` (the same file system), gone afterwards; two builds never share one."""
    sweep(parent)
    with tempfile.TemporaryDirectory(prefix=f"{ASIDE}{os.getpid()}-", dir=parent, ignore_cleanup_errors=True) as name:
        yield Path(name)


def sweep(parent: Path) -> None:
    """Take away what builds that were killed have left behind."""
    for folder in parent.glob(f"{ASIDE}*"):
        owner = folder.name.removeprefix(ASIDE).partition("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def is_running(process: int) -> bool:
    """Whether `process` lives. Where that cannot be asked without harm (Windows), it is taken to live."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put_in_place(new: Path, target: Path) -> None:
    """Let the folder `new` take the place of `target`; the old one ends up where `new` was."""
    if not target.exists():
        new.rename(target)
    elif not exchange(new, target):
        old = new.with_name("old")
        target.rename(old)
        new.rename(target)


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        call = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
        return bool(library.renameat2(*call) == 0)  # type: ignore[union-attr]
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), RENAME_SWAP) == 0)
    return False
