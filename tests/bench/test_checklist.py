"""The benchmark of ticks: that it measures what it says. No figure of this machine is judged here."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from bench.checklist import FRAME, Answer, long_page, measure
from tests.conftest import ROOT


def test_ninety_nine_of_a_hundred_ticks_decide() -> None:
    answer = Answer.of(200, [1.0] * 198 + [FRAME + 1, FRAME + 2])
    assert (answer.items, answer.median, answer.usual, answer.worst) == (200, 1.0, FRAME + 1, FRAME + 2)
    assert not answer.within_a_frame
    assert "OVER" in str(answer)
    assert Answer.of(200, [1.0] * 199 + [FRAME + 2]).within_a_frame
    assert Answer.of(1, [FRAME]).within_a_frame


def test_the_long_list_has_all_items() -> None:
    page = long_page(45)
    assert page.count("- [ ] ") == 45
    assert page.count("\n## ") == 3


@pytest.mark.browser
def test_every_tick_is_timed(browser: Browser) -> None:
    answer = measure(browser, ROOT, 5, 2)
    assert answer.items == 5
    assert 0 < answer.median <= answer.usual <= answer.worst
