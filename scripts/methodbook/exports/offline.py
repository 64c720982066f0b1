"""The handbook of one language as a zip that opens from a folder, without a server.

Made from the built pages. Browsers refuse modules, `fetch` and folder addresses to a page opened from a file, so links
lead to `index.html`, the modules travel inside one classic script (`data/offline.js`), and the search index beside it.
"""

import graphlib
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html

from methodbook.languages import words

MODULE_NAME = re.compile(r"[\"'`]\./([\w-]+\.js)[\"'`]")
POLICY = "meta[http-equiv=Content-Security-Policy]"
NOT_OFFLINE = "[data-downloads], link[rel=preload], link[rel=modulepreload], meta[property]"
"""What a page opened from a folder has no use for: downloads, fetching ahead, pictures for other sites."""
INDEX = "index.html"
FIRST_ZIP_MOMENT = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())

START = """<!doctype html>
<html lang="{language}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'">
  <meta http-equiv="refresh" content="0; url={language}/index.html">
  <title>{title}</title>
</head>
<body><p><a href="{language}/index.html">{title}</a></p></body>
</html>
"""


class OfflineError(Exception):
    """The offline handbook cannot be made; the message says why, for people."""


@dataclass(frozen=True)
class Offline:
    """The offline handbook of `language`, from the site built in `site` for `address` (with a trailing slash)."""

    site: Path
    address: str
    language: str

    @cached_property
    def pages(self) -> Mapping[str, str]:
        found = (path.relative_to(self.site).as_posix() for path in (self.site / self.language).rglob("*.html"))
        return {path: self.page(path) for path in sorted(found)}

    def page(self, path: str) -> str:
        tree: html.HtmlElement = html.document_fromstring((self.site / path).read_text(encoding="utf-8"))
        for element in tree.cssselect(NOT_OFFLINE):
            element.drop_tree()
        for rules in tree.cssselect(POLICY):
            rules.set("content", offline_policy(rules.get("content", "")))
        start_modules(tree)
        for element in tree.cssselect("[href], [src]"):
            name = "href" if "href" in element.attrib else "src"
            element.set(name, self.link(element.get(name, ""), path))
        return str(html.tostring(tree, encoding="unicode", doctype="<!doctype html>"))

    def link(self, link: str, path: str) -> str:
        """`link` on the page at `path`: to a file if the zip has it, else to the site on the net."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        target = urljoin(urljoin(self.address, path.removesuffix(INDEX)), link)
        if not target.removeprefix(self.address).startswith((f"{self.language}/", "assets/")):
            return target
        bare, fragment = urldefrag(link)
        whole = f"{bare}/" if bare.rpartition("/")[2] in {".", ".."} else bare
        return (f"{whole}{INDEX}" if whole.endswith("/") else whole) + (f"#{fragment}" if fragment else "")

    def members(self) -> dict[str, bytes]:
        """All files of the zip, by path. Raises OfflineError when the site's modules cannot be carried along."""
        assets = self.site / "assets"
        modules = {path.name: path.read_text(encoding="utf-8") for path in sorted(assets.glob("*.js"))}
        data = sorted((self.site / self.language).rglob("*.json"))  # what scripts fetch: the index, and their words
        fetched = {path.relative_to(self.site).as_posix(): path.read_text(encoding="utf-8") for path in data}
        made = {
            INDEX: START.format(language=self.language, title=words(self.language)["site-name"]),
            "assets/offline.js": offline_script(modules),
            "assets/offline-search.js": f"offlineFiles({as_json(fetched)});\n",
            **self.pages,
        }
        return {**{path: text.encode() for path, text in made.items()}, **self.other_files()}

    def other_files(self) -> dict[str, bytes]:
        """What the pages show or offer: style sheets, and whatever pages and style sheets name."""
        found = [path for name in ("assets", self.language) for path in sorted((self.site / name).rglob("*"))]
        sheets = [path.read_text(encoding="utf-8") for path in found if path.suffix == ".css"]
        named = "\n".join([*self.pages.values(), *sheets])
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in found
            if path.is_file()
            and path.suffix not in {".html", ".json"}
            and (path.suffix != ".js" or f'/{path.name}"' in named)  # modules travel inside one script
            and (path.suffix == ".css" or path.name in named)
        }


def offline_policy(policy: str) -> str:
    """The security policy of a page opened from a folder: 'self' is then no host, and modules come from memory."""
    rules = [rule for rule in policy.split("; ") if "trusted-types" not in rule]
    allowed = (rule.replace("'self'", "'self' file:") for rule in rules)
    return "; ".join(f"{rule} blob:" if rule.startswith("script-src ") else rule for rule in allowed)


def start_modules(page: html.HtmlElement) -> None:
    """Replace the page's module scripts by the one script that starts them."""
    scripts = page.cssselect("script[type=module][src]")
    if not scripts:
        return
    names = " ".join(str(script.get("src")).rpartition("/")[2] for script in scripts)
    first, *others = scripts
    source = str(first.get("src")).rpartition("/")[0] + "/offline.js"
    first.attrib.update({"src": source, "defer": "", "data-modules": names})
    del first.attrib["type"]
    for other in others:
        other.drop_tree()


def offline_script(modules: Mapping[str, str]) -> str:
    """The classic script that carries `modules` (source by name). Raises OfflineError when they need what it lacks."""
    imports = {name: set(MODULE_NAME.findall(source)) for name, source in modules.items()}
    if absent := sorted(set().union(*imports.values()) - set(modules)):
        raise OfflineError(f"a module imports {', '.join(absent)}, which the site does not have")
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        raise OfflineError(f"modules import each other in a circle: {' -> '.join(error.args[1])}") from error
    starter = files("methodbook").joinpath("data", "offline.js").read_text(encoding="utf-8")
    return f"{starter}startOffline({as_json(modules)});\n"


def as_json(content: Mapping[str, str]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def write_zip(target: Path, members: Iterable[tuple[str, bytes]], folder: str, moment: int) -> None:
    """Write `members` (path, content) below `folder` into the zip `target`, all dated `moment` (seconds since 1970)."""
    date = datetime.fromtimestamp(max(moment, FIRST_ZIP_MOMENT), UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w") as archive:
        for path, content in sorted(members):
            entry = zipfile.ZipInfo(f"{folder}/{path}", date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the same on every system
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content, compresslevel=9)


def write(site: Path, address: str, language: str, target: Path, moment: int) -> None:
    """Write the offline handbook of `language` to `target`.

    Raises OfflineError when the site's modules cannot be carried along, OSError when the file cannot be written.
    """
    write_zip(target, Offline(site, address, language).members().items(), target.stem, moment)
