"""What a reader can take away whole, made when the handbook is published: for each language a file of each kind.

A page offers a download as `<span data-size="handbook-nb.zip"></span>` beside its link; the size is filled in when the
file has been made. The files leave these places out of themselves, so a size never changes what it measures.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from methodbook.exports import offline, pdf
from methodbook.languages import LANGUAGES

FOLDER = "downloads"
PLACE = re.compile(r'(<span data-size="([\w.-]+)">)[^<]*(</span>)')
UNIT = 1000

Maker = Callable[[Path, str, str, Path, int], None]
"""Makes one file: from (built site, its address, language) into (path), dated (seconds since 1970)."""

MAKERS: Mapping[str, Maker] = {"pdf": pdf.write, "zip": offline.write}
"""How each kind of file is made, by its extension, in the order in which pages offer them."""


def make(site: Path, address: str, moment: int) -> Mapping[str, int]:
    """Make all downloads of the built `site` and tell their sizes on its pages; the sizes in bytes, by file name.

    Raises offline.OfflineError or pdf.PdfError when one cannot be made, OSError when one cannot be written.
    """
    folder = site / FOLDER
    folder.mkdir()
    for language in LANGUAGES:
        for kind, write in MAKERS.items():
            write(site, address, language, folder / f"handbook-{language}.{kind}", moment)
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir())}
    for page in sorted(site.rglob("*.html")):
        tell_sizes(page, sizes)
    return sizes


def tell_sizes(page: Path, sizes: Mapping[str, int]) -> None:
    """Fill in the sizes of the downloads that the page offers. Raises KeyError for a download that was not made."""
    before = page.read_text(encoding="utf-8")
    after = PLACE.sub(lambda found: f"{found[1]}{in_words(sizes[found[2]])}{found[3]}", before)
    if after != before:
        page.write_text(after, encoding="utf-8", newline="\n")


def in_words(size: int) -> str:
    """A size in bytes as the three languages write it: `540 kB`, `1,4 MB`."""
    if size < UNIT * UNIT:
        return f"{max(1, round(size / UNIT))}\N{NO-BREAK SPACE}kB"
    return f"{size / UNIT / UNIT:.1f}\N{NO-BREAK SPACE}MB".replace(".", ",")
