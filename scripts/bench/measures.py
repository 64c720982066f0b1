"""How well a search answers: success in the first hits, and mean reciprocal rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench.queries import Query


@dataclass(frozen=True)
class Answered:
    """A query with the addresses it found, best first, and how many of them lead to text in a foreign language."""

    query: Query
    found: tuple[str, ...]
    foreign: int = 0

    @property
    def rank(self) -> int | None:
        """Place of the first page that answers the query, counted from 1; None when it is not among those found."""
        return next((place for place, url in enumerate(self.found, 1) if url in self.query.answers), None)


@dataclass(frozen=True)
class Score:
    """Figures over a number of queries. `success_1` and `success_3` are counts of queries, `mrr` lies in 0-1."""

    count: int
    success_1: int
    success_3: int
    mrr: float

    @classmethod
    def of(cls, answered: Iterable[Answered]) -> Score:
        """The score of some answered queries."""
        ranks = [one.rank for one in answered]
        found = [rank for rank in ranks if rank]
        mrr = sum(1 / rank for rank in found) / len(ranks) if ranks else 0.0
        return cls(len(ranks), sum(rank == 1 for rank in found), sum(rank <= 3 for rank in found), mrr)

    @property
    def share_1(self) -> float:
        """Success in the first hit, as a share of 0-1; 1 where nothing was asked."""
        return self.success_1 / self.count if self.count else 1.0

    @property
    def share_3(self) -> float:
        """Success in the first three, as a share of 0-1; 1 where nothing was asked."""
        return self.success_3 / self.count if self.count else 1.0

    def __str__(self) -> str:
        return f"{self.share_1:>6.1%} {self.share_3:>6.1%}  {self.mrr:.3f}"


def grouped(answered: Sequence[Answered], key: Callable[[Query], str]) -> dict[str, Score]:
    """The score of each group, in order of first appearance."""
    groups: dict[str, list[Answered]] = {}
    for one in answered:
        groups.setdefault(key(one.query), []).append(one)
    return {name: Score.of(members) for name, members in groups.items()}
