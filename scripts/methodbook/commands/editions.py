"""An edition of the handbook: the site for one address, with or without what only publishing makes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from methodbook.commands.publishing import PublishingError
from methodbook.exports import downloads
from methodbook.exports.offline import OfflineError
from methodbook.exports.pdf import PdfError
from methodbook.page import history

QUIET = {"NO_MKDOCS_2_WARNING": "1"}
"""Keeps Material's announcement of its end of life out of every build; the README tells maintainers of it."""
THIS_MACHINE = "http://127.0.0.1:8000/"


def default_address() -> str:
    """Where the site will stand when nobody says so: where GitHub puts it, when Actions runs this; else this machine.

    HANDBOOK_SITE_URL says so. A custom domain is not known here; GitHub leads there from its own address.
    """
    given = os.environ.get("HANDBOOK_SITE_URL", "")
    owner, _, name = os.environ.get("GITHUB_REPOSITORY", "").partition("/")
    if given or not name:
        return given or THIS_MACHINE
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


@dataclass(frozen=True)
class Edition:
    """The site made from the handbook in `root`, for `address`; `has_downloads` when readers can take it away whole."""

    root: Path
    address: str = THIS_MACHINE
    has_downloads: bool = False

    @property
    def base(self) -> str:
        """The address with the slash that everything below it hangs on."""
        return self.address.rstrip("/") + "/"

    def environment(self) -> dict[str, str]:
        """Our own environment, and what the engine is told of this edition."""
        kinds = " ".join(downloads.MAKERS) if self.has_downloads else ""
        return {**QUIET, **os.environ, "HANDBOOK_SITE_URL": self.base, "HANDBOOK_DOWNLOADS": kinds}

    def make(self, site: Path) -> bool:
        """Build into the folder `site`; True.

        Raises PublishingError when the engine or a download fails, OSError when a download cannot be written.
        """
        command = [sys.executable, "-m", "methodbook.commands.building", str(site)]
        code = subprocess.run(command, cwd=self.root, env=self.environment(), check=False).returncode
        if code:
            raise PublishingError("the build failed" if code == 1 else "", code)
        if self.has_downloads:
            self.make_downloads(site)
        return True

    def make_downloads(self, site: Path) -> None:
        """Make what readers can take away whole. Raises PublishingError when the site does not allow it."""
        try:
            downloads.make(site, self.base, history.build_moment(self.root))
        except (OfflineError, PdfError) as error:
            raise PublishingError(str(error), 1) from error


def is_address(text: str) -> bool:
    """Whether a site can be published at `text`: http or https, a host, no query and no fragment."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return usable and not (parts.query or parts.fragment or parts.username or any(map(str.isspace, text)))
