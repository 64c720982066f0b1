"""Reading a page's file: its text, its front matter with the line of each field, and the body."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import yaml

from methodbook.languages import Loader

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
"""Front matter as MkDocs finds it: a line of three full stops ends it too, and a closing line is a whole line."""

CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: .*)?$", re.MULTILINE)
LONGEST_FRONT_MATTER = 20_000


class ContentError(Exception):
    """A page cannot be read. `line` is 1-based; `reason` is a key that the checks turn into words."""

    def __init__(self, reason: str, line: int = 1, detail: str = "") -> None:
        super().__init__(f"{reason} (line {line}) {detail}".rstrip())
        self.reason = reason
        self.line = line
        self.detail = detail


def normalized(text: str) -> str:
    """The text of a page as MkDocs reads it: no byte order mark, each line ended by a line feed."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def split_front_matter(text: str) -> tuple[Mapping[str, Any], Mapping[str, int], str, int]:
    """Front matter, the line of each of its fields, the body, and the line the body begins on."""
    if not text.strip():
        raise ContentError("empty-file")
    if conflict := CONFLICT.search(text):
        raise ContentError("merge-conflict", text.count("\n", 0, conflict.start()) + 1)
    if not text.startswith("---"):
        raise ContentError("front-matter-missing")
    found = FRONT_MATTER.match(text)
    if not found:
        raise ContentError("front-matter-open")
    meta, lines = load_front_matter(found[1])
    return MappingProxyType(meta), MappingProxyType(lines), text[found.end() :], found[0].count("\n") + 1


def load_front_matter(source: str) -> tuple[dict[str, Any], dict[str, int]]:
    """Front matter as a mapping, and the line of each field. Raises ContentError with the line YAML stumbled on.

    Anchors and aliases are refused: no page needs them, and a few lines of them can stand for millions of values.
    """
    meta: dict[str, Any] = {}
    lines: dict[str, int] = {}
    line = 2
    if len(source) > LONGEST_FRONT_MATTER:
        raise ContentError("front-matter-broken", line)
    try:
        loader = Loader(source)
        fields = loader.get_single_node()
        has_aliases = "*" in source and any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(source, Loader))
        if not isinstance(fields, yaml.MappingNode) or has_aliases:
            raise ContentError("front-matter-broken", line)
        for key, value in fields.value:
            name, line = str(key.value), key.start_mark.line + 2
            if name in lines:
                raise ContentError("field-twice", line, name)
            lines[name] = line
            line = value.start_mark.line + 2
            meta[name] = loader.construct_object(value, deep=True)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = str(getattr(error, "problem", "") or "")
        raise ContentError("front-matter-broken", mark.line + 2 if mark else line, detail) from error
    return meta, lines


def decoded(raw: bytes) -> str:
    """The text in `raw`. Raises ContentError with the line of the first byte that is not UTF-8."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ContentError("not-utf-8", line, f"0x{raw[error.start]:02X}") from error
