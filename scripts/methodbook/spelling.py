"""Spelling, after the hunspell dictionaries of the machine and the handbook's own word lists.

The dictionaries (Debian: hunspell-no, hunspell-da, hunspell-sv) lack a few words of every text; those, and names, stand
in `data/spelling/<language>.txt`, one a line, `#` begins a remark. A word there counts in all its capitals.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from methodbook import terms
from methodbook.prose import WORD

DICTIONARIES = {"nb": "nb_NO", "da": "da_DK", "sv": "sv_SE"}
PACKAGES = {"nb": "hunspell-no", "da": "hunspell-da", "sv": "hunspell-sv"}
MOST_SUGGESTIONS = 20
"""Suggestions take a tenth of a second a word; a text with more unknown words than these needs more than a hint."""


@cache
def program() -> str | None:
    """Where hunspell is; None when it is not on this machine."""
    return shutil.which("hunspell")


@cache
def has_dictionary(language: str) -> bool:
    """Whether spelling in `language` can be checked on this machine."""
    path = program()
    if path is None:
        return False
    asked = subprocess.run([path, "-d", DICTIONARIES[language], "-l"], input=b"", capture_output=True, check=False)
    return asked.returncode == 0 and b"Can't open" not in asked.stderr


@cache
def own_words(language: str) -> frozenset[str]:
    """The words the handbook adds: its list for `language`, and all names and terms of the term base."""
    source = files("methodbook").joinpath("data", "spelling", f"{language}.txt").read_text(encoding="utf-8")
    listed = {line.partition("#")[0].strip() for line in source.splitlines()}
    named = {word for name in terms.names() for word in WORD.findall(name)}
    return frozenset(word.casefold() for word in listed | named if word)


def candidates(text: str) -> list[str]:
    """The words of masked prose that are to be spelled: no figures, no single letters, no abbreviations in capitals."""
    return [word for word in WORD.findall(text) if len(word) > 1 and not word.isupper()]


def unknown(words: Iterable[str], language: str) -> set[str]:
    """Those of `words` that neither the dictionary nor the handbook's list knows.

    Raises FileNotFoundError when hunspell or the dictionary is not on this machine.
    """
    path = program()
    if path is None or not has_dictionary(language):
        raise FileNotFoundError(DICTIONARIES[language])
    parts = {word: word_parts(word) for word in set(words) if not is_own(word, language)}
    asked = sorted({part for found in parts.values() for part in found if not is_own(part, language)})
    command = [path, "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
    done = subprocess.run(command, input="\n".join(asked).encode(), capture_output=True, check=True)
    rejected = set(done.stdout.decode("utf-8", "replace").split("\n"))
    return {word for word, found in parts.items() if rejected.intersection(found)}


def word_parts(word: str) -> list[str]:
    """The parts of a word with hyphens or an apostrophe that are long enough to be spelled."""
    return [part for part in re.split(r"[-'’]", word) if len(part) > 1 and not part.isupper()]


def is_own(word: str, language: str) -> bool:
    """Whether the handbook's list has the word, in any of its forms with an ending for the genitive."""
    bare = word.casefold()
    known = own_words(language)
    return bare in known or re.sub(r"(?:['’:])?s$", "", bare) in known


def suggestions(words: Iterable[str], language: str) -> dict[str, str]:
    """For each word, the likeliest correct spelling after the dictionary; empty when it has none."""
    asked = sorted(set(words))[:MOST_SUGGESTIONS]
    path = program()
    if path is None or not asked:
        return {}
    command = [path, "-d", DICTIONARIES[language], "-i", "utf-8", "-a"]
    done = subprocess.run(command, input="\n".join(f"^{w}" for w in asked).encode(), capture_output=True, check=True)
    found = re.findall(r"^& (\S+) \d+ \d+: ([^,\n]+)", done.stdout.decode("utf-8", "replace"), re.MULTILINE)
    return dict(found)
