"""Own words: a run of eight shared words is found, names and titles do not count."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from methodbook.commands import own_words
from methodbook.page.markdown import parse_document

FRONT = "---\ntitle: Prøve\ndescription: Til prøve.\noriginal: nb\n---\n\n# Prøve\n\n"
SOURCE = "Kommunen inviterte alle foreningene i byen til et stort møte om frivillig arbeid den våren"


def runs(body: str, source: str = SOURCE) -> list[own_words.Run]:
    page = parse_document(FRONT + body, "nb", PurePosixPath("page.md"))
    return list(own_words.shared_runs(page, {"source.txt": [word.lower() for word in source.split()]}))


def test_eight_words_in_a_row_are_found_with_their_line() -> None:
    (found,) = runs("Da sa de:\n\nHun fortalte at alle foreningene i byen til et *stort* møte kom.\n")
    assert (found.line, found.length, found.source) == (11, 8, "source.txt")
    assert found.text == "alle foreningene i byen til et stort møte"


def test_seven_words_are_no_run() -> None:
    assert runs("Hun fortalte at alle foreningene i byen til et stort lokale kom.\n") == []


def test_names_and_titles_do_not_count() -> None:
    source = "partnerne var Kirkens Bymisjon Frivillighet Norge og Agenda Kaupang i Oslo den våren"
    assert runs("Partnerne var Kirkens Bymisjon, Frivillighet Norge og Agenda Kaupang i Oslo.\n", source) == []
    assert runs("*Kommunen inviterte alle foreningene i byen til et stort møte*{lang=nb}\n") == []


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        own_words.read_sources(tmp_path)
