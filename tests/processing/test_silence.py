"""No data as a story: by the days on which data arrived, and by what is usual for the runner."""

from datetime import date, timedelta

from plantar.alert import Family, Level
from plantar.day import LocalDays
from plantar.runner import WearKind, WearPlan
from processing.days.build import Calendar
from processing.silence import silences

MONDAY = date(2026, 3, 2)
EVERY_DAY = (14.0,) * 7
NEVER = (0.0,) * 7


def on(n: int) -> date:
    return MONDAY + timedelta(days=n)


def told(
    arrivals: list[int], today: int, hours: tuple[float, ...] | None = None
) -> list[tuple[int, int, int | None]]:
    """When each silence began to be told, its last day so far and its end, as days since Monday."""
    kind = WearKind.ALL_DAY if hours == EVERY_DAY else WearKind.OWN
    plans = () if hours is None else (WearPlan(date(2026, 1, 1), kind, hours),)
    calendar = Calendar(LocalDays("Europe/Brussels"), plans, on(today))
    found = silences([on(n) for n in arrivals], calendar)
    assert all(one.family is Family.NO_DATA and one.level is Level.INFO for one in found)
    return [
        (
            (one.opened - MONDAY).days,
            (one.last_day - MONDAY).days,
            None if one.closed is None else (one.closed - MONDAY).days,
        )
        for one in found
    ]


def test_of_whom_nothing_ever_arrived_nothing_is_missing() -> None:
    assert told([], 99) == []


def test_three_planned_days_pass_before_it_is_told() -> None:
    daily = list(range(10))

    assert told(daily, 12) == []  # the days 10, 11 and 12 are not all over
    assert told(daily, 13) == [(13, 13, None)]
    assert told(daily, 20) == [(13, 20, None)]


def test_it_ends_on_the_day_that_something_arrives() -> None:
    daily = list(range(10))

    assert told([*daily, 20], 20) == [(13, 19, 20)]
    assert told([*daily, 13], 20) == [(17, 20, None)]  # on the day itself is in time
    assert told([*daily, 20, 21], 30) == [(13, 19, 20), (25, 30, None)]


def test_two_days_a_week_are_three_planned_days_only_after_more_than_a_week() -> None:
    """Tuesdays and Saturdays: after a Saturday, a Tuesday, a Saturday and a Tuesday are missed."""
    plan = (0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    arrivals = [1, 5, 8, 12]

    assert told(arrivals, 22, plan) == []
    assert told(arrivals, 23, plan) == [(23, 23, None)]


def test_a_plan_that_asks_for_nothing_misses_nothing() -> None:
    assert told([0, 1, 2], 300, NEVER) == []


def test_who_brings_a_week_of_files_on_mondays_is_not_silent_before_two_weeks_are_over() -> None:
    mondays = [0, 7, 14, 21]
    not_known_yet = (4, 6, 7)

    assert told(mondays, 35) == [not_known_yet]
    assert told(mondays, 36) == [not_known_yet, (36, 36, None)]


def test_a_day_of_arrival_that_is_still_to_come_is_none() -> None:
    assert told([0, 50], 10) == [(4, 10, None)]
