"""Beginning a page, a method or a case: the files in three languages, the menu, the way in.

What a begun page holds stands in `data/drafts/<kind>.<language>.md`. Everything is worked out first and written last,
so that nothing is half made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib.resources import files
from itertools import pairwise
from pathlib import Path, PurePosixPath
from string import Template

import yaml

from methodbook.checklists import record
from methodbook.checklists.model import checklist_on
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.markdown import Document, parse_document

LONGEST_TITLE = 40
LONGEST_HEADING = 60
TITLE = re.compile(r"[^\W_][\w\s.,:;!?’()&–-]*")
FOLDER = re.compile(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "ð": "d", "þ": "th", "ß": "ss", "&": " "})
DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for itself: a repository with such a file cannot be cloned there."""
MENU_ENTRY = re.compile(r"^(\s*)- (?:[\w ]+: )?([\w/-]+\.md)\s*$")


class Kind(StrEnum):
    """What can be begun."""

    PAGE = "page"
    METHOD = "method"
    CASE = "case"


class DraftError(Exception):
    """A page cannot be begun so; the message says why and what to do."""


@dataclass(frozen=True)
class Draft:
    """A file to write: its path from the repository's root, and its whole text."""

    path: PurePosixPath
    text: str


def begin(root: Path, kind: Kind, title: str, language: str, folder: str, today: date) -> list[Draft]:
    """All files to write for a new page of `kind` called `title`, first written in `language`.

    `folder` is where a page goes (below the language folder, empty for the first level); methods and cases have their
    own. Raises DraftError when the title will not do or something of that name is there already.
    """
    if not FOLDER.fullmatch(folder):
        raise DraftError(f"{folder} is no folder of the menu; write it as in methods/council")
    title = fit_title(title)
    pages = new_pages(kind, title, language, folder, today)
    for draft in pages:
        if (root / draft.path).exists():
            raise DraftError(f"{draft.path} is there already; choose another title")
    menu = Draft(PurePosixPath("mkdocs.yml"), menu_with(read(root, "mkdocs.yml"), [inside(draft) for draft in pages]))
    return [*pages, menu, *ways_in(root, kind, Link(title, language, inside(pages[0]))), recorded(root, pages)]


def fit_title(title: str) -> str:
    """The title on one line. Raises DraftError when it is empty, too long, or has marks that mean something else."""
    title = " ".join(unicodedata.normalize("NFC", title).split())
    if not TITLE.fullmatch(title):
        raise DraftError("a title is made of letters, figures, spaces and . , : ; ! ? ’ ( ) & –")
    if len(title) > LONGEST_HEADING:
        raise DraftError(f"the title has {len(title)} characters; the most is {LONGEST_HEADING}")
    return title


def slug(title: str) -> str:
    """The title as a file name: small English letters, figures, hyphens. Raises DraftError when nothing is left."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not name:
        raise DraftError("the title holds no letter that can stand in an address")
    if DEVICES.fullmatch(name):
        raise DraftError(f"Windows allows no file called {name}; choose a longer title")
    return name


def new_pages(kind: Kind, title: str, language: str, folder: str, today: date) -> list[Draft]:
    """The pages themselves: every file of every language, the original language's first."""
    name = slug(title)
    places = {
        Kind.PAGE: [("page", PurePosixPath(folder) / f"{name}.md")],
        Kind.METHOD: [
            ("method", PurePosixPath("methods", name, "index.md")),
            ("checklist", PurePosixPath("methods", name, "checklist.md")),
        ],
        Kind.CASE: [("case", PurePosixPath("cases") / f"{name}.md")],
    }[kind]
    values = {"heading": title, "title": shortened(title), "name": name}
    values |= {"original": language, "today": today.isoformat()}
    order = sorted(LANGUAGES, key=lambda code: code != language)
    return [
        Draft(PurePosixPath("docs", code) / path, template(draft, code).substitute(values))
        for draft, path in places
        for code in order
    ]


def template(name: str, language: str) -> Template:
    """What a begun page of this kind holds."""
    source = files("methodbook").joinpath("data", "drafts", f"{name}.{language}.md")
    return Template(source.read_text(encoding="utf-8"))


def shortened(title: str) -> str:
    """The title as the menu shows it, quoted where YAML needs it."""
    words = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE + 1].rpartition(" ")[0]
    return f'"{words}"' if re.search(r"[:&!?]|^[\d-]", words) or not isinstance(yaml.safe_load(words), str) else words


def inside(draft: Draft) -> PurePosixPath:
    """A draft's path below its language folder."""
    return PurePosixPath(*draft.path.parts[2:])


def read(root: Path, name: str) -> str:
    """The text of a file. Raises DraftError when it is not there."""
    try:
        return (root / name).read_text(encoding="utf-8")
    except OSError as error:
        raise DraftError(f"{name} cannot be read: {error.strerror}") from error


def menu_with(configuration: str, paths: list[PurePosixPath]) -> str:
    """`mkdocs.yml` with `paths` in the menu: a page behind the last of its folder, a method behind the last method."""
    lines = configuration.split("\n")
    paths = list(dict.fromkeys(paths))
    first = paths[0]
    if first.name == "index.md":
        place, indent = last_entry(lines, first.parent.parent, deep=True)
        section = indent_of_sections(lines, first.parent.parent) or indent + "    "
        new = [f"{section}- {first.parent.name}:", *(f"{section}    - {path}" for path in paths)]
    else:
        place, indent = last_entry(lines, first.parent, deep=False)
        new = [f"{indent}- {first}"]
    return "\n".join([*lines[: place + 1], *new, *lines[place + 1 :]])


def last_entry(lines: list[str], folder: PurePosixPath, deep: bool) -> tuple[int, str]:
    """Line number (0-based) and indentation of the last menu entry in `folder`; `deep` counts folders below it.

    Raises DraftError when the menu has none.
    """
    found: tuple[int, str] | None = None
    for number, line in enumerate(lines):
        if entry := MENU_ENTRY.match(line):
            path = PurePosixPath(entry[2])
            if path.parent == folder or (deep and folder in path.parents):
                found = (number, entry[1])
    if found is None:
        raise DraftError(f"the menu in mkdocs.yml has no page in {folder}; choose a folder that it has")
    return found


def indent_of_sections(lines: list[str], folder: PurePosixPath) -> str:
    """How far the sections of `folder` are pushed in (the line `- council:` above `methods/council/index.md`)."""
    for above, line in pairwise(lines):
        entry = MENU_ENTRY.match(line)
        if entry and PurePosixPath(entry[2]).parent.parent == folder and above.rstrip().endswith(":"):
            return re.match(r"\s*", above)[0]  # type: ignore[index] # matches always
    return ""


@dataclass(frozen=True)
class Link:
    """A link to a page not yet translated: its title, the title's language, its path below the language folder."""

    title: str
    language: str
    path: PurePosixPath

    def markdown(self, page: PurePosixPath, language: str) -> str:
        """The link as it stands on `page` in `language`: a title in another language says which."""
        words = self.title if language == self.language else f"*{self.title}*{{lang={self.language}}}"
        return f"[{words}]({self.path.relative_to(page.parent)})"


def ways_in(root: Path, kind: Kind, link: Link) -> Iterator[Draft]:
    """The pages that are to lead to the new one, with a link: the list of methods, or the folder's first page.

    Cases are listed by the site itself, and the first level is in the menu on every page.
    """
    door = PurePosixPath("methods/index.md") if kind is Kind.METHOD else link.path.parent / "index.md"
    if kind is Kind.CASE or door == PurePosixPath("index.md"):
        return
    before = {code: page for code in LANGUAGES if (page := existing(root, code, door)) is not None}
    linked = {code: with_link(page.text, link.markdown(door, code)) for code, page in before.items()}
    after = {code: parse_document(text, code, door) for code, text in linked.items()}
    for code, page in after.items():
        yield Draft(PurePosixPath("docs", code) / door, still_confirmed(before, after, page))


def existing(root: Path, language: str, path: PurePosixPath) -> Document | None:
    """The page at `path`, None when the language lacks it."""
    source = root / "docs" / language / path
    return parse_document(source.read_text(encoding="utf-8"), language, path) if source.is_file() else None


def with_link(text: str, link: str) -> str:
    """A page with `link` on it: in its first list of cards, else in a paragraph at its end."""
    cards = re.search(r"^/// cards\n(?:.+\n)*?(?=///\s*$)", text, re.MULTILINE)
    if cards:
        return f"{text[: cards.end()]}- {link}\n{text[cards.end() :]}"
    return f"{text.rstrip()}\n\n{link}\n"


def still_confirmed(before: Mapping[str, Document], after: Mapping[str, Document], page: Document) -> str:
    """The text of `page` after the link came in everywhere: what matched its original before, matches it now."""
    kept = translations.recorded(before[page.language])
    original = before.get(page.original)
    if not page.is_translation or original is None or kept is None or translations.changes(original, kept):
        return page.text
    return translations.confirmed(page.text, after[page.original])


def recorded(root: Path, pages: list[Draft]) -> Draft:
    """The record of checklist items with the new ones on it."""
    documents = [parse_document(draft.text, draft.path.parts[1], inside(draft)) for draft in pages]
    known = record.read(root / record.NAME)
    new = record.renewed(known, filter(None, map(checklist_on, documents)))
    return Draft(PurePosixPath(record.NAME), record.text(new) if new != known else read(root, record.NAME))


def write(root: Path, drafts: list[Draft]) -> None:
    """Write all files, making folders where they are missing. Raises OSError."""
    for draft in drafts:
        target = root / draft.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(draft.text, encoding="utf-8", newline="\n")
