"""What one build worked out and the next need not work out again: the memory of `serve`.

A result is kept under everything it follows from: the arguments, and, since they stand behind so much, the toolbox's
data files, whose change empties the memory. What no build asked for any more is forgotten, so that no more is kept than
one build needs. A build that is not followed by another keeps nothing.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Hashable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
OWN = __name__.partition(".")[0]


class Shelf(Generic[T]):
    """Results of one kind, by key. `used` are those asked for since the last build ended, `earlier` those before."""

    def __init__(self) -> None:
        self.used: dict[Hashable, T] = {}
        self.earlier: dict[Hashable, T] = {}
        SHELVES.append(self)

    def recall(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is kept under `key`, else what `make` makes. The key must hold everything that `make` looks at."""
        if not state.is_kept:
            return make()
        if key not in self.used:
            self.used[key] = self.earlier[key] if key in self.earlier else make()
        return self.used[key]


SHELVES: list[Shelf[Any]] = []


class State:
    """Whether anything is kept, and what the toolbox's data files held when it was."""

    is_kept = False
    sources = b""


state = State()


def remembered(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what `function` returns, by its arguments: it may look at nothing else but the toolbox's data files."""
    shelf = Shelf[T]()

    @wraps(function)
    def recalled(*arguments: P.args, **named: P.kwargs) -> T:
        key = (*arguments, *sorted(named.items()))
        return shelf.recall(key, lambda: function(*arguments, **named))

    return recalled


def begin_build(*data: Path) -> None:
    """From now on keep results. They are all forgotten when a file below the folders `data` is not what it was."""
    found = digest(path.read_bytes() for folder in data for path in sorted(folder.rglob("*")) if path.is_file())
    if state.is_kept and found != state.sources:
        forget()
    state.is_kept, state.sources = True, found


def end_build() -> None:
    """Forget what the build that has ended did not ask for."""
    for shelf in SHELVES:
        shelf.earlier, shelf.used = shelf.used, {}


def forget() -> None:
    """Forget everything, in the `functools.cache` of any of the toolbox's functions too."""
    for shelf in SHELVES:
        shelf.earlier, shelf.used = {}, {}
    for name in [name for name in sys.modules if name.partition(".")[0] == OWN]:
        for value in vars(sys.modules[name]).values():
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


def digest(parts: Iterable[bytes]) -> bytes:
    """A fingerprint of `parts` and their order."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.digest()
