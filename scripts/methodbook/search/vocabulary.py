"""Numbers and word forms as text: forms sorted, front-coded, each with the length of its stem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

DIGITS = "".join(chr(code) for code in range(35, 127) if chr(code) != "\\")
"""91 characters that need no escape in JSON. The lower BASE of them say that more of the number follows."""
BASE = 45


def number(value: int) -> str:
    """A number of zero or more as text, the low digits first; the last digit comes from the upper half of DIGITS."""
    digits = ""
    while value >= BASE:
        digits += DIGITS[value % BASE]
        value //= BASE
    return digits + DIGITS[BASE + value]


def encode_forms(forms: Sequence[str], stems: Mapping[str, int]) -> str:
    """Forms as text, a line each: letters shared with the form before, letters after the stem, the other letters."""
    lines = []
    for before, form in zip(["", *forms], forms, strict=False):
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, form, strict=False)))
        lines.append(number(shared) + number(len(form) - stems[form]) + form[shared:])
    return "\n".join(lines)
