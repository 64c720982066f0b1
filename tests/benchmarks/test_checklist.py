"""The benchmark of ticks: that it measures what it says. No figure of this machine is judged here."""

from __future__ import annotations

import pytest

from methodbook.benchmarks.checklist import FRAME, Answer, long_page, measure
from tests.conftest import ROOT


def test_the_slowest_tick_decides() -> None:
    answer = Answer.of([1.0, 2.0, FRAME + 1])
    assert (answer.items, answer.median, answer.worst) == (3, 2.0, FRAME + 1)
    assert not answer.within_a_frame
    assert "OVER" in str(answer)
    assert Answer.of([1.0, FRAME]).within_a_frame


def test_the_long_list_has_all_items() -> None:
    page = long_page(45)
    assert page.count("- [ ] ") == 45
    assert page.count("\n## ") == 3


@pytest.mark.browser
def test_every_tick_is_timed() -> None:
    answer = measure(ROOT, 5, 2)
    assert answer.items == 5
    assert 0 < answer.median <= answer.worst
