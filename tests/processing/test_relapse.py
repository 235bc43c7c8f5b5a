"""Maintenance and relapse watch, counted by hand on short diaries."""

from datetime import date, timedelta

import pytest

from plantar.alert import Alert, Level, Rule
from processing.rehab.relapse import Came, month_of, watch
from processing.rules.pain_weeks import pain_weeks

MONDAY = date(2026, 1, 5)


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def diary(*scores: int | None) -> dict[date, int]:
    return {after(n): score for n, score in enumerate(scores) if score is not None}


def told(mornings: dict[date, int]) -> list[Alert]:
    """What P3 says of a diary."""
    said = [pain_weeks(mornings, day) for day in mornings]
    return [one for one in said if isinstance(one, Alert)]


@pytest.mark.parametrize(
    ("scores", "known", "median", "is_quiet"),
    [
        ([1] * 28, 28, 1.0, True),
        ([0, 1] * 14, 28, 0.5, True),
        ([1] * 14 + [2] * 14, 28, 1.5, False),
        ([2] * 15 + [0] * 13, 28, 2.0, False),
        ([None] * 14 + [0] * 14, 14, 0.0, True),
        ([None] * 15 + [0] * 13, 13, None, False),  # 13 known: nobody can say
        ([3, 3, 3, 3, 3, 3] + [1] * 22, 28, 1.0, True),
        ([], 0, None, False),
    ],
)
def test_a_month_is_quiet_when_enough_mornings_are_known_and_half_are_1_or_less(
    scores: list[int | None], known: int, median: float | None, *, is_quiet: bool
) -> None:
    month = month_of(diary(*scores), after(27))

    assert (month.known, month.median, month.is_quiet) == (known, median, is_quiet)


def test_a_morning_without_a_score_is_none_without_pain() -> None:
    """Twelve 3s and nothing else: silence in between does not make a month quiet."""
    hurt = {after(n): 3 for n in range(0, 24, 2)}

    assert month_of(hurt, after(27)).median is None
    assert watch(hurt, (), 5, after(27)).quiet_days == 0


def test_quiet_days_count_from_the_first_with_a_quiet_month_behind_it() -> None:
    """0s from day 0: on day 13 fourteen mornings are known, so that day is the first."""
    zeros = diary(*[0] * 60)

    assert watch(zeros, (), None, after(12)).quiet_days == 0
    assert watch(zeros, (), None, after(13)).quiet_days == 1
    assert watch(zeros, (), None, after(40)).quiet_days == 28
    assert watch(zeros, (), None, after(40)).relapse is None


def test_days_of_which_too_little_is_known_neither_add_to_the_quiet_ones_nor_end_them() -> None:
    """20 zeros, 30 mornings unknown: the month has 14 known up to day 33, then fewer."""
    silent = diary(*[0] * 20, *[None] * 30)

    assert watch(silent, (), None, after(33)).quiet_days == 21  # days 13 to 33
    assert watch(silent, (), None, after(49)).quiet_days == 21
    assert watch(silent, (), None, after(49)).month.median is None


def test_a_week_above_the_one_before_is_a_relapse_after_28_quiet_days() -> None:
    """Zeros for 41 days (28 quiet), then 3 each morning: P3 needs a rise of 2 in the mean.

    Five mornings of 3 in a week of seven have a mean of 15/7 = 2.14 above 0: day 45 is the first.
    """
    mornings = diary(*[0] * 41, *[3] * 10)
    alerts = told(mornings)
    assert min(alert.day for alert in alerts) == after(45)

    assert watch(mornings, alerts, None, after(44)).relapse is None
    found = watch(mornings, alerts, None, after(45)).relapse

    assert found is not None
    assert (found.day, found.came, found.score) == (after(45), Came.WEEK, 3)
    assert (found.week_mean, found.before_mean) == (pytest.approx(15 / 7), 0.0)
    assert found.quiet_days == 32  # days 13 to 44
    assert watch(mornings, alerts, None, after(50)).relapse == found


@pytest.mark.parametrize(("zeros", "is_told"), [(40, False), (41, True)])
def test_before_28_quiet_days_the_same_rise_is_p3_alone(zeros: int, *, is_told: bool) -> None:
    """Of 41 zeros 28 days are quiet, of 40 only 27 before the first morning above the limit."""
    mornings = diary(*[0] * zeros, 6)

    found = watch(mornings, told(mornings), 5, after(zeros)).relapse

    assert (found is not None) is is_told


def test_one_morning_above_the_agreed_level_is_a_relapse_and_one_at_it_is_none() -> None:
    at, above = diary(*[1] * 50, 5), diary(*[1] * 50, 6)

    assert watch(at, (), 5, after(50)).relapse is None
    found = watch(above, (), 5, after(50)).relapse
    assert found is not None
    assert (found.came, found.score, found.limit) == (Came.ABOVE_LIMIT, 6, 5)
    assert watch(above, (), None, after(50)).relapse is None  # nothing is agreed


def test_a_limit_of_0_is_passed_by_any_pain_and_by_no_silence() -> None:
    assert watch(diary(*[0] * 50, None), (), 0, after(50)).relapse is None
    assert watch(diary(*[0] * 50, 1), (), 0, after(50)).relapse is not None


def test_a_relapse_is_told_for_four_weeks_and_by_its_first_day() -> None:
    mornings = diary(*[0] * 50, 6, 6, *[0] * 60)

    for day in (50, 51, 77):
        found = watch(mornings, (), 5, after(day)).relapse
        assert found is not None
        assert found.day == after(50)
    assert watch(mornings, (), 5, after(78)).relapse is None


def test_a_month_of_more_pain_ends_the_watch_until_it_has_been_quiet_again() -> None:
    """Zeros, then fifteen 3s: with fourteen of each the median of 28 is 1.5."""
    mornings = diary(*[0] * 60, *[3] * 15, *[0] * 13, 6)

    assert watch(mornings, (), None, after(72)).quiet_days == 60  # days 13 to 72
    assert watch(mornings, (), None, after(73)).quiet_days == 0
    assert watch(mornings, (), 5, after(88)).relapse is None  # quiet for too few days


def test_rules_other_than_p3_are_not_asked_and_later_days_are_not_looked_at() -> None:
    mornings = diary(*[0] * 60, 9)
    p2 = Alert(after(55), Rule.P2, Level.ALERT, "p2-repeated", (), 2.0, "", 2)

    assert watch(mornings, [p2], None, after(59)).relapse is None
    assert watch(mornings, [p2], 5, after(59)).relapse is None
