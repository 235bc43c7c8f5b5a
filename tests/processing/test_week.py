"""A week as a sum: alone, against the week before, against the highest of three."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.load import LoadHistory
from processing.week import WeekSum, week_changes, week_sums, weekly_ceilings

DAY_ONE = date(2026, 1, 1)
LOADS = st.lists(st.just(math.nan) | st.floats(0.0, 1e5), max_size=40)


def history(loads: list[float]) -> LoadHistory:
    return LoadHistory(DAY_ONE, tuple(loads))


def test_the_sum_of_a_week_is_that_of_its_worn_days_and_a_rest_day_is_one() -> None:
    week = history([10.0, math.nan, 0.0, 20.0, 5.0, math.nan, 5.0, 100.0])

    sums = week_sums(week)

    assert sums[0] == WeekSum(10.0, 1)
    assert sums[6] == WeekSum(40.0, 5)
    assert sums[7] == WeekSum(130.0, 5)  # the first day has left the week
    assert week_sums(history([math.nan] * 8))[-1] == WeekSum(None, 0)


def test_five_shifts_after_three_leave_the_mean_and_raise_the_sum() -> None:
    three = [80.0, math.nan, 80.0, math.nan, 80.0, math.nan, math.nan]
    five = [80.0] * 5 + [math.nan] * 2

    before, after = (week_sums(history(three + five))[n] for n in (6, 13))

    assert (before.total, after.total) == (240.0, 400.0)
    assert (before.worn_days, after.worn_days) == (3, 5)


@given(LOADS)
def test_a_sum_over_its_days_is_the_mean_of_them(loads: list[float]) -> None:
    for n, week in enumerate(week_sums(history(loads))):
        known = [load for load in loads[max(0, n - 6) : n + 1] if not math.isnan(load)]
        assert week.worn_days == len(known)
        assert week.total == (pytest.approx(math.fsum(known)) if known else None)


def test_a_week_change_needs_six_days_of_both_weeks_and_is_scaled_to_seven() -> None:
    one_missing = [10.0] * 7 + [15.0] * 6 + [math.nan]
    two_missing = [10.0] * 7 + [15.0] * 5 + [math.nan] * 2

    change = week_changes(history(one_missing))[-1]

    assert change is not None
    assert (change.week, change.before) == (105.0, 70.0)
    assert change.change == pytest.approx(0.5)
    assert week_changes(history(two_missing))[-1] is None
    assert week_changes(history(two_missing[::-1]))[-1] is None


def test_a_plan_of_five_shifts_asks_for_four_and_counts_five_of_five_in_full() -> None:
    expected = ([True] * 5 + [False] * 2) * 2
    weeks = [10.0] * 5 + [math.nan] * 2 + [15.0] * 4 + [math.nan] * 3

    change = week_changes(history(weeks), expected)[-1]

    assert change is not None
    assert change.change == pytest.approx(0.5)
    assert week_changes(history(weeks))[-1] is None


def test_after_a_week_of_rest_there_is_no_change_in_percent() -> None:
    assert week_changes(history([0.0] * 7 + [10.0] * 7))[-1] is None
    rest = week_changes(history([10.0] * 7 + [0.0] * 7))[-1]
    assert rest is not None
    assert rest.change == -1.0


@given(st.floats(1.0, 1e5), st.integers(14, 40))
def test_a_constant_load_changes_nothing_and_reaches_its_own_ceiling(load: float, n: int) -> None:
    even = history([load] * n)

    change, ceiling = week_changes(even)[-1], weekly_ceilings(even)[-1]

    assert change is not None
    assert ceiling is not None
    assert change.change == pytest.approx(0.0, abs=1e-12)
    assert ceiling.ratio == pytest.approx(1.0)


@given(LOADS, st.sampled_from([0.5, 2.0, 1024.0]))
def test_a_week_change_does_not_depend_on_the_unit(loads: list[float], factor: float) -> None:
    other = history([load * factor for load in loads])

    for one, two in zip(week_changes(history(loads)), week_changes(other), strict=True):
        assert (one is None) == (two is None)
        if one is not None and two is not None:
            assert two.change == pytest.approx(one.change, rel=1e-9)
