"""Build the site beside the last one; the two change places when the new one is complete.

Whatever ends a build before that (an error, a full disk, a killed process) leaves the last site as it was.
"""

import ctypes
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import click

from methodbook.commands import CommandError
from methodbook.languages import LANGUAGES

ASIDE = ".handbook-build-"
AT_FDCWD, SWAP = -100, 2
UNCHANGED = "site/ is as it was"


def default_address() -> str:
    """Where the site will be: HANDBOOK_SITE_URL, else where GitHub Pages puts the repository of a workflow, else here.

    A custom domain is not known here; GitHub redirects from its own address.
    """
    given = os.environ.get("HANDBOOK_SITE_URL", "")
    owner, _, name = os.environ.get("GITHUB_REPOSITORY", "").partition("/")
    if given or not name:
        return given or "http://127.0.0.1:8000/"
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def is_address(text: str) -> bool:
    """Whether a site can be published at `text`: http or https, a host, no query and no fragment."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not (parts.query or parts.fragment or parts.username or any(map(str.isspace, text)))


def serve(root: Path, port: int, language: str | None) -> None:
    """Show the handbook at a port of this machine until Ctrl+C or a signal to end; raises CommandError."""
    address = f"http://127.0.0.1:{port}/"
    os.environ["HANDBOOK_SITE_URL"] = address
    if language:
        os.environ |= {f"HANDBOOK_BUILD_{code.upper()}": str(code == language).lower() for code in LANGUAGES}
        click.echo(f"handbook: {language} is at {address}{language}/", err=True)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    mkdocs(root, "serve", "--dev-addr", f"127.0.0.1:{port}")


def build(root: Path, address: str | None, publish: bool) -> str:
    """Build the handbook in `root` into its folder `site`; what was made, in one line. Raises CommandError."""
    place = address or default_address()
    if not is_address(place):
        raise CommandError(f"{place!r} is no address of a site, such as https://example.org/handbook/; {UNCHANGED}")
    began, target = time.monotonic(), root / "site"
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "a link to somewhere else" if target.is_symlink() else "a file"
        raise CommandError(f"{target} is {kind}, not a folder; move it away first")
    sweep(root)
    try:
        with tempfile.TemporaryDirectory(prefix=f"{ASIDE}{os.getpid()}-", dir=root, ignore_cleanup_errors=True) as name:
            site = Path(name, "site")
            make(root, site, place.rstrip("/") + "/", publish)
            made = summary(site, time.monotonic() - began)
            put_in_place(site, target)
    except OSError as error:
        raise CommandError(f"{error.filename or target}: {error.strerror or error}; {UNCHANGED}") from error
    return made


def make(root: Path, site: Path, address: str, publish: bool) -> None:
    """Build into the empty folder `site`. Raises CommandError, OSError."""
    os.environ |= {"HANDBOOK_SITE_URL": address, "HANDBOOK_DOWNLOADS": "pdf zip" if publish else ""}
    mkdocs(root, "build", "--quiet", "--site-dir", str(site))
    if not publish:
        return
    from methodbook.exports import downloads, offline, pdf
    from methodbook.page import history
    from methodbook.site.publisher import missing_publisher

    if missing := missing_publisher():
        click.echo(f"handbook: docs/_data/publisher.yaml does not say: {', '.join(missing)}", err=True)
    try:
        downloads.make(site, address, history.build_moment(root))
    except (offline.OfflineError, pdf.PdfError) as error:
        raise CommandError(f"{error}; {UNCHANGED}", 1) from error


def mkdocs(root: Path, *arguments: str) -> None:
    """Run MkDocs in this process. Raises CommandError when it fails, OSError for trouble with the disk."""
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # Material's announcement; the README has it
    from mkdocs.__main__ import cli

    log = logging.getLogger("mkdocs.commands.build")
    log.addFilter(lambda record: "[Errno " not in record.getMessage())  # reported once, by the caller
    try:
        cli([*arguments, "--config-file", str(root / "mkdocs.yml")], standalone_mode=False)
    except click.ClickException as error:
        click.echo(error.format_message(), err=True)
        raise CommandError(f"the build failed; {UNCHANGED}", 1) from error
    except SystemExit as error:
        raise CommandError(f"the build failed; {UNCHANGED}", int(error.code or 0) or 1) from error
    except RecursionError as error:
        raise CommandError(f"a page is nested too deep to be read; `check` names it; {UNCHANGED}", 1) from error
    except (OSError, click.Abort):
        raise
    except Exception as error:  # a plugin's or a parser's: which page it was, MkDocs has logged
        reason = " ".join(str(error).split()) or type(error).__name__
        raise CommandError(f"the build failed: {reason}; `check` may say more; {UNCHANGED}", 1) from error


def summary(site: Path, seconds: float) -> str:
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    pages = sum(1 for _ in site.rglob("index.html"))
    return f"site/ holds {pages} pages, {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB; built in {seconds:.1f} s"


def sweep(parent: Path) -> None:
    """Delete what killed builds left; put the last site back if one was killed where the swap takes two steps."""
    for folder in parent.glob(f"{ASIDE}*"):
        owner = folder.name.removeprefix(ASIDE).partition("-")[0]
        if os.name == "nt" or (owner.isdigit() and is_running(int(owner))):
            continue
        if (folder / "old").is_dir() and not (parent / "site").exists():
            (folder / "old").rename(parent / "site")
        shutil.rmtree(folder, ignore_errors=True)


def is_running(process: int) -> bool:
    """Whether `process` lives (not on Windows, where asking would end it)."""
    try:
        os.kill(process, 0)
    except OSError as error:  # one that belongs to somebody else lives as well
        return isinstance(error, PermissionError)
    return True


def put_in_place(new: Path, target: Path) -> None:
    """Let the folder `new` take the place of `target`, which ends up beside `new`; in one step where possible."""
    if target.exists() and exchange(new, target):
        return
    old = new.with_name("old")
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:  # Windows, while another program reads one of its files
        if old.exists():
            old.rename(target)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    library = ctypes.CDLL(None) if os.name == "posix" else None
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(library, "renameat2"):
        return bool(library.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], SWAP) == 0)  # type: ignore[union-attr]
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*paths, SWAP) == 0)
    return False
