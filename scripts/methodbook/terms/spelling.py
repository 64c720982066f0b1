"""Spelling, after the hunspell dictionaries of the machine and the handbook's own word lists.

The dictionaries (Debian: hunspell-no, hunspell-da, hunspell-sv) lack a few words of every text. Those stand in
`docs/_data/words.<language>.txt`, in small letters; names stand in `docs/_data/names.txt`, as they are written, for
all languages. One word a line; `#` begins a remark.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache

from methodbook.languages import KNOWN, book_words
from methodbook.page.prose import WORD, blank
from methodbook.terms import terms

DICTIONARIES = {code: language.dictionary for code, language in KNOWN.items()}
PACKAGES = {code: language.package for code, language in KNOWN.items()}
ITALICS = re.compile(r"(?<![*\w\\])\*(?![\s*])[^*\n]+\*(?!\*)")
NOT_SPELLED = re.compile(r"\(\w+\)\w+|\w+(?:\.\w+)+|\b\w+-(?!\w)|[#:&][\w-]+[:;]?|(?<!\w)/\w+")
"""Addresses and short forms with stops inside (`m.fl.`), and the first part of `barne- og ungdomsarbeid`."""

VERDICTS: dict[str, dict[str, bool]] = {language: {} for language in DICTIONARIES}
"""What the dictionaries have said in this run, by language: word -> whether it is there."""

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
def names() -> frozenset[str]:
    """Names, word by word, as they are written: the handbook's list, and those of the term base."""
    return book_words("names.txt") | frozenset(word for name in terms.names() for word in WORD.findall(name))


def spelled(text: str, masked: str) -> str:
    """`masked` prose of the page `text` without what is not spelled: words in italics, addresses, short forms."""
    for found in ITALICS.finditer(text):
        masked = f"{masked[: found.start()]}{blank(found[0])}{masked[found.end() :]}"
    return NOT_SPELLED.sub(lambda found: blank(found[0]), masked)


def candidates(text: str) -> Iterator[re.Match[str]]:
    """The words of a text that are to be spelled: no single letters, no abbreviations in capitals."""
    return (found for found in WORD.finditer(text) if len(found[0]) > 1 and not found[0].isupper())


def unknown(words: Iterable[str], language: str) -> set[str]:
    """Those of `words` that neither the dictionary nor the handbook's list knows.

    Raises FileNotFoundError when hunspell or the dictionary is not on this machine.
    """
    if not has_dictionary(language):
        raise FileNotFoundError(DICTIONARIES[language])
    parts = {word: word_parts(word) for word in set(words) if not is_own(word, language)}
    asked = {part for found in parts.values() for part in found if not is_own(part, language)}
    rejected = rejected_words(asked, language)
    return {word for word, found in parts.items() if rejected.intersection(found)}


def rejected_words(words: set[str], language: str) -> set[str]:
    """Those of `words` that the dictionary does not have; what it was asked before is remembered."""
    known = VERDICTS[language]
    new = sorted(words - set(known))
    if new:
        command = [program() or "", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"]
        done = subprocess.run(command, input="\n".join(new).encode(), capture_output=True, check=True)
        refused = set(done.stdout.decode("utf-8", "replace").split("\n"))
        known |= {word: word not in refused for word in new}
    return {word for word in words if not known[word]}


def word_parts(word: str) -> list[str]:
    """The parts of a word with hyphens or an apostrophe that are long enough to be spelled."""
    return [part for part in re.split(r"[-'’]", word) if len(part) > 1 and not part.isupper()]


def is_own(word: str, language: str) -> bool:
    """Whether the handbook's lists have the word, with or without the ending of the genitive."""
    bare = re.sub(r"(?:['’:])?s$", "", word)
    return any(form in names() or form.casefold() in book_words(f"words.{language}.txt") for form in (word, bare))


def suggestions(words: Iterable[str], language: str) -> dict[str, str]:
    """For the first of `words`, the likeliest correct spelling after the dictionary, where it has one."""
    return {word: found for word in sorted(set(words))[:MOST_SUGGESTIONS] if (found := suggestion(word, language))}


@cache
def suggestion(word: str, language: str) -> str:
    """The likeliest correct spelling of an unknown word; empty when the dictionary has none."""
    command = [program() or "", "-d", DICTIONARIES[language], "-i", "utf-8", "-a"]
    done = subprocess.run(command, input=f"^{word}\n".encode(), capture_output=True, check=True)
    found = re.search(r"^& \S+ \d+ \d+: ([^,\n]+)", done.stdout.decode("utf-8", "replace"), re.MULTILINE)
    return found[1] if found else ""
