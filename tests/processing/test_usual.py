"""The usual load: a runner's own three weeks, before the week that is looked at."""

import math
from datetime import date

import pytest

from plantar.load import LoadHistory
from processing.usual import usual


def test_the_usual_load_leaves_out_the_week_itself_and_the_days_not_worn() -> None:
    before = [float(n) for n in range(1, 22)]
    before[3] = math.nan
    days = usual(LoadHistory(date(2026, 1, 1), (*before, *[900.0] * 7)))

    last = days[-1]
    assert last is not None
    assert last.days == 20
    assert last.mean == pytest.approx((sum(range(1, 22)) - 4) / 20)
    assert last.low < last.mean < last.high < 21.0


def test_no_band_before_fourteen_valid_days() -> None:
    days = usual(LoadHistory(date(2026, 1, 1), (5000.0,) * 30))

    assert days[19] is None  # 13 days lie a week or more back
    assert days[20] is not None
