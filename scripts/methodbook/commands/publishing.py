"""Building aside and swapping in whole, so that nobody ever meets half a site.

The new site grows in a folder of its own beside the old one; only when it is finished do the two change places, in one
step where the system can (Linux, macOS). Whatever interrupts a build - an error, a full disk, a lost process - leaves
the last good site untouched.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100
RENAME_EXCHANGE = 2
RENAME_SWAP = 2
ASIDE = ".handbook-build-"


class PublishingError(Exception):
    """The site could not be made or put in its place.

    The message says why, for people; it is empty where that has been told already. `code` is the exit code.
    """

    def __init__(self, message: str = "", code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def build_aside(target: Path, build: Callable[[Path], bool]) -> bool:
    """Let `build` make a site in a fresh folder; put it at `target` when it says that all went well.

    Returns what `build` returned. Raises PublishingError when the folder cannot be made or written.
    """
    try:
        require_own_folder(target)
        with fresh_folder(target.parent) as aside:
            site = aside / "site"
            done = build(site)
            if done:
                put_in_place(site, target)
            return done
    except OSError as error:
        raise PublishingError(f"{error.filename or target}: {error.strerror or error}") from error


def require_own_folder(target: Path) -> None:
    """Raise NotADirectoryError when something stands at `target` that a site must not take the place of."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link to somewhere else" if target.is_symlink() else "a file"
        raise NotADirectoryError(errno.ENOTDIR, f"is {kind}, not a folder; move it away first", str(target))


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
        try:
            new.rename(target)
        except OSError:  # Windows, while another program reads one of its files
            old.rename(target)
            raise


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places in one step; False where the system cannot."""
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        call = (AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
        return bool(library.renameat2(*call) == 0)  # type: ignore[union-attr]
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(os.fsencode(one), os.fsencode(other), RENAME_SWAP) == 0)
    return False
