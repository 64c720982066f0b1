"""Begin a page, a method, a case or a template: its files in three languages, its place in the menu, a link to it.

Everything is worked out first and written last, so that nothing is left half done; `undo` takes all of it away again.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path, PurePosixPath

import click
import yaml

from methodbook.commands import CommandError
from methodbook.languages import LANGUAGES
from methodbook.page import translations
from methodbook.page.drafts import draft
from methodbook.page.front_matter import ContentError
from methodbook.page.history import git
from methodbook.page.markdown import Document, parse_document
from methodbook.page.moved import address

LONGEST_TITLE, LONGEST_HEADING = 40, 60
TITLE = re.compile(r"[^\W_][\w\s.,:;!?’()&–-]*")
FOLDER = re.compile(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")
LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ö": "o", "ä": "a", "ð": "d", "þ": "th", "ß": "ss", "&": " "})
DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)[0-9]")
"""Names that Windows keeps for itself: a repository with such a file cannot be cloned there."""
MENU_ENTRY = re.compile(r"^(\s*)- (?:[\w ]+: )?([\w/.-]+\.md)\s*$")
MENU = "mkdocs.yml"


class Kind(StrEnum):
    PAGE = "page"
    METHOD = "method"
    CASE = "case"
    TEMPLATE = "template"


BY_HAND = {
    Kind.METHOD: "the finder and the comparison in docs/*/choose.md, the front page docs/*/index.md",
    Kind.TEMPLATE: "a link in the step that needs it, and `templates:` in the front matter of its method",
}
"""What must be filled in elsewhere, because only a person can say where the page belongs."""


@dataclass(frozen=True)
class Wanted:
    """A page to begin: `folder` is where a page goes (the other kinds have their own), `name` its name in addresses."""

    kind: Kind
    title: str
    language: str = LANGUAGES[0]
    folder: str = ""
    name: str = ""

    @property
    def path(self) -> PurePosixPath:
        """Its path below the language folder. Raises CommandError when no address can be made of it."""
        name = self.name or slug(self.title)
        if not FOLDER.fullmatch(self.folder):
            raise CommandError(f"{self.folder} is no folder of the menu; write it as in methods/visits")
        if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) or DEVICES.fullmatch(name):
            raise CommandError(f"{name!r} cannot be a name in an address; use small letters a-z, figures and hyphens")
        if self.kind is Kind.METHOD:
            return PurePosixPath("methods", name, "index.md")
        return PurePosixPath({Kind.CASE: "cases", Kind.TEMPLATE: "templates"}.get(self.kind, self.folder), f"{name}.md")


def new(root: Path, wanted: Wanted) -> None:
    """Begin a page, print its files and say what is left to do. Raises CommandError with nothing written."""
    today = date.today().isoformat()  # noqa: DTZ011 - the writer's own day
    path, heading = wanted.path, one_line(wanted.title)
    original_first = sorted(LANGUAGES, key=lambda code: code != wanted.language)
    pages = {f"docs/{code}/{path}": skeleton(wanted, code, today) for code in original_first}
    if there := next((name for name in pages if (root / name).exists()), None):
        raise CommandError(f"{there} is there already; choose another title, or another --path")
    write(root, {**pages, MENU: menu_with(read(root, MENU), path), **doors(root, wanted, with_link)})
    title = shortened(heading)
    click.echo(
        f"Write docs/{wanted.language}/{path} first, then the translations; `check` says what is left.", err=True
    )
    if wanted.kind in BY_HAND:
        click.echo(f"To fill in by hand: {BY_HAND[wanted.kind]}.", err=True)
    if title != heading:
        told = f"since a title has at most {LONGEST_TITLE} characters; the heading is whole"
        click.echo(f"The menu shows {title!r}, {told}.", err=True)
    if wanted.kind is Kind.METHOD:
        click.echo("When the items of its checklist are written, run `record`.", err=True)
    click.echo(f"To take it away again: new --undo {address(path)}", err=True)


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write and name the texts of `files`, by path from the repository's root."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        click.echo(name)


def undo(root: Path, address_: str) -> None:
    """Take away a page that `new` began and nobody has written in. Raises CommandError with nothing changed."""
    wanted, today = begun(root, address_.strip("/").removesuffix("/index"))
    pages = {f"docs/{code}/{wanted.path}": skeleton(wanted, code, today) for code in LANGUAGES}
    for name, text in pages.items():
        if git(root, "ls-tree", "--name-only", "HEAD", "--", name):
            raise CommandError(f"{name} is part of the handbook's history; delete it by hand and leave a redirect")
        if (root / name).exists() and read(root, name) != text:
            raise CommandError(f"{name} has been written in; delete it yourself if you do not need the text")
    write(root, {MENU: menu_without(read(root, MENU), wanted.path), **doors(root, wanted, without_link)})
    for name in pages:
        (root / name).unlink(missing_ok=True)
        if wanted.kind is Kind.METHOD and (root / name).parent.is_dir() and not any((root / name).parent.iterdir()):
            (root / name).parent.rmdir()
        click.echo(f"{name} deleted")


def begun(root: Path, place: str) -> tuple[Wanted, str]:
    """What was wanted, and on which day, told from the page at `place` (such as cases/choir). Raises CommandError."""
    for path in (PurePosixPath(f"{place.removesuffix('.md')}.md"), PurePosixPath(place, "index.md")):
        if (page := next(filter(None, (existing(root, code, path) for code in LANGUAGES)), None)) is not None:
            break
    else:
        raise CommandError(f"there is no page {place}; give its path below the language, such as cases/choir")
    source = existing(root, page.original, path) or page
    kind = Kind(kind_of) if (kind_of := str(page.meta.get("kind"))) in {*Kind} else Kind.PAGE
    name = path.parent.name if kind is Kind.METHOD else path.stem
    heading = re.search(r"^# (.+)$", source.text, re.MULTILINE)
    folder = str(path.parent) if kind is Kind.PAGE and path.parent.name else ""
    wanted = Wanted(kind, heading[1] if heading else source.title, page.original, folder, name)
    return wanted, str(page.meta.get("reviewed", ""))


def skeleton(wanted: Wanted, language: str, today: str) -> str:
    """The text that a new page begins with in `language`. Raises CommandError when its title will not do."""
    title = one_line(wanted.title)
    name = wanted.path.parent.name if wanted.kind is Kind.METHOD else wanted.path.stem
    values = {"heading": title, "title": quoted(shortened(title)), "name": name, "original": wanted.language}
    return draft(wanted.kind.value, language).substitute(values, today=today)


def one_line(title: str) -> str:
    """The title on one line. Raises CommandError when it is empty, too long, or has marks that mean something else."""
    title = " ".join(unicodedata.normalize("NFC", title).split())
    if not TITLE.fullmatch(title):
        raise CommandError("a title is made of letters, figures, spaces and . , : ; ! ? ’ ( ) & –")
    if len(title) > LONGEST_HEADING:
        raise CommandError(f"the title has {len(title)} characters; the most is {LONGEST_HEADING}")
    return title


def slug(title: str) -> str:
    """The title as a file name: small English letters, figures, hyphens. Raises CommandError when nothing is left."""
    plain = unicodedata.normalize("NFKD", one_line(title).lower().translate(LETTERS)).encode("ascii", "ignore").decode()
    name = "-".join(re.findall(r"[a-z0-9]+", plain))
    if not name or DEVICES.fullmatch(name):
        raise CommandError(f"no address can be made of {title!r}; give one in English with --path")
    return name


def shortened(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE + 1].rpartition(" ")[0]


def quoted(words: str) -> str:
    return f'"{words}"' if re.search(r"[:&!?]|^[\d-]", words) or not isinstance(yaml.safe_load(words), str) else words


def read(root: Path, name: str) -> str:
    try:
        return (root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{name} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8'}") from error


def menu_with(configuration: str, path: PurePosixPath) -> str:
    """`mkdocs.yml` with `path` in the menu: a page behind the last of its folder, a method behind the last method."""
    lines = configuration.split("\n")
    is_section = path.name == "index.md"
    folder = path.parent.parent if is_section else path.parent
    found = [(n, m) for n, line in enumerate(lines) if (m := MENU_ENTRY.match(line))]
    kin = [(n, m) for n, m in found if PurePosixPath(m[2]).parent == folder]
    deep = [(n, m) for n, m in found if folder in PurePosixPath(m[2]).parents]
    if not kin or (is_section and not deep):
        raise CommandError(f"the menu in mkdocs.yml has no page in {folder}; choose a folder that it has")
    indent = kin[-1][1][1]
    if is_section:
        sections = [n for n, m in deep if PurePosixPath(m[2]).parent.parent == folder and lines[n - 1].endswith(":")]
        below = [n for n, m in deep if n >= max(sections, default=0) and len(m[1]) > len(indent)]
        last = max(below, default=kin[-1][0])
        new = [f"{indent}- {path.parent.name}:", f"{indent}    - {path}"]
    else:
        last, new = kin[-1][0], [f"{indent}- {path}"]
    return "\n".join([*lines[: last + 1], *new, *lines[last + 1 :]])


def menu_without(configuration: str, path: PurePosixPath) -> str:
    section = rf"(?: *- {re.escape(path.parent.name)}:\n)?" if path.name == "index.md" else ""
    return re.sub(rf"^{section} *- {re.escape(str(path))}\n", "", configuration, flags=re.MULTILINE)


def doors(root: Path, wanted: Wanted, edit: Callable[[str, str], str]) -> dict[str, str]:
    """The pages that lead to the new one, after `edit` of (text, link): the overview of methods, or the folder's first.

    Cases and templates are listed by the site itself, and the first level is in the menu on every page.
    """
    door = PurePosixPath("methods/index.md") if wanted.kind is Kind.METHOD else wanted.path.parent / "index.md"
    if wanted.kind in (Kind.CASE, Kind.TEMPLATE) or door == PurePosixPath("index.md"):
        return {}
    before = {code: page for code in LANGUAGES if (page := existing(root, code, door)) is not None}
    after = {code: parsed(edit(page.text, link(wanted, door, code)), code, door) for code, page in before.items()}
    return {f"docs/{code}/{door}": still_confirmed(before, after, page) for code, page in after.items()}


def link(wanted: Wanted, door: PurePosixPath, language: str) -> str:
    """The link to the new page as it stands on `door` in `language`: a title in another language says which."""
    title = one_line(wanted.title)
    words = title if language == wanted.language else f"*{title}*{{lang={wanted.language}}}"
    return f"[{words}]({wanted.path.relative_to(door.parent)})"


def existing(root: Path, language: str, path: PurePosixPath) -> Document | None:
    """The page at `path`, None when the language lacks it. Raises CommandError when it cannot be read."""
    name = f"docs/{language}/{path}"
    return parsed(read(root, name), language, path) if (root / name).is_file() else None


def parsed(text: str, language: str, path: PurePosixPath) -> Document:
    try:
        return parse_document(text, language, path)
    except ContentError as error:
        raise CommandError(f"docs/{language}/{path}:{error.line} cannot be read; run `check` on it") from error


def with_link(text: str, link: str) -> str:
    """A page with `link` on it: in its first list of cards, else in a paragraph at its end."""
    cards = re.search(r"^/// cards\n(?:.+\n)*?(?=///\s*$)", text, re.MULTILINE)
    if cards:
        return f"{text[: cards.end()]}- {link}\n{text[cards.end() :]}"
    return f"{text.rstrip()}\n\n{link}\n"


def without_link(text: str, link: str) -> str:
    return text.replace(f"\n- {link}\n", "\n").replace(f"\n\n{link}\n", "\n")


def still_confirmed(before: Mapping[str, Document], after: Mapping[str, Document], page: Document) -> str:
    """The text of `page` after the edit of all languages: what matched its original before, matches it now."""
    kept, original = translations.recorded(before[page.language]), before.get(page.original)
    if not page.is_translation or original is None or kept is None or translations.changes(original, kept):
        return page.text
    return translations.confirmed(page.text, after[page.original])
