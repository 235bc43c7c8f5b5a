"""Which exercises wait for today and which were missed, counted as one would on a calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.store import Noted
from processing.rehab.due import asked_on, exercised

MONDAY = date(2026, 6, 1)
RAISE = Exercise("heel raise", 3, 12, every_days=2)
CURL = Exercise("toe curl", 2, 15, per_week=3)
BUILD = Programme(MONDAY, (Phase("all along", 1, (RAISE,)),), "kine-a")
WEEKLY = Programme(MONDAY, (Phase("all along", 1, (CURL,)),), "kine-a")


def after(days: int) -> date:
    return MONDAY + timedelta(days=days)


def done(*days: int, name: str = "heel raise") -> list[StrengthSession]:
    return [StrengthSession(after(n), name, 3, 12) for n in days]


def missed(programme: Programme, log: list[StrengthSession], today: int) -> list[int]:
    found = exercised([programme], log, MONDAY, after(today))
    return [(day - MONDAY).days for day, one in found.items() for _ in one.missed]


@pytest.mark.parametrize(
    ("days", "passed"),
    [
        ((), [0, 2, 4, 6, 8]),
        ((0, 2, 4, 6, 8), []),
        ((1, 3, 5, 7, 9), []),  # a day later each time is still every second day
        ((0, 3, 6, 9), []),
        ((0, 2, 8), [4, 6]),
        ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), []),
    ],
)
def test_every_second_day_may_be_a_day_late_and_is_missed_after_that(
    days: tuple[int, ...], passed: list[int]
) -> None:
    assert missed(BUILD, done(*days), today=10) == passed


def test_today_is_never_missed_and_neither_is_a_day_whose_time_is_not_over() -> None:
    assert missed(BUILD, [], today=0) == []
    assert missed(BUILD, [], today=1) == []
    assert missed(BUILD, [], today=2) == [0]


@pytest.mark.parametrize(
    ("days", "passed"),
    [
        ((), [4, 5, 6]),
        ((0, 2, 4), []),
        ((5,), [4, 6]),
        ((0, 1, 2, 3, 4, 5, 6), []),
    ],
)
def test_three_a_week_may_be_any_days_of_the_week(days: tuple[int, ...], passed: list[int]) -> None:
    assert missed(WEEKLY, done(*days, name="Toe  curl"), today=7) == passed
    assert missed(WEEKLY, done(*days, name="toe curl"), today=6) == []


def test_a_version_that_counts_on_cuts_no_week_short_and_leaves_earlier_days() -> None:
    heavier = replace(CURL, load_kg=5.0)
    later = Programme(after(10), (Phase("all along", 1, (heavier,)),), "kine-b", weeks_from=MONDAY)

    found = exercised([WEEKLY, later], [], MONDAY, after(14))

    assert [(day - MONDAY).days for day in found] == [4, 5, 6, 11, 12, 13]


def test_an_exercise_that_ends_is_not_missed_for_what_was_cut_short() -> None:
    ends = replace(BUILD, until=after(4))

    assert missed(ends, [], today=10) == [0, 2]


def test_what_was_done_is_told_on_its_day_also_where_nothing_was_prescribed() -> None:
    found = exercised([], done(3, 3), MONDAY, after(10))

    assert [(one.day, one.done, one.missed) for one in found.values()] == [
        (after(3), ("heel raise", "heel raise"), ())
    ]


@pytest.mark.parametrize(
    ("days", "today", "is_due"),
    [((), 0, True), ((0,), 1, False), ((0,), 2, True), ((0,), 5, True), ((0, 1), 2, False)],
)
def test_every_second_day_waits_for_two_days_after_it_was_done(
    days: tuple[int, ...], today: int, *, is_due: bool
) -> None:
    log = [Noted(str(n), one) for n, one in enumerate(done(*days))]

    (asked,) = asked_on([BUILD], log, after(today))

    assert asked.is_due is is_due
    assert asked.today == ()
    assert asked.last == (log[-1].record if log else None)


@pytest.mark.parametrize(
    ("days", "today", "is_due"),
    [((), 0, True), ((0, 1), 2, True), ((0, 1, 2), 3, False), ((0, 1, 2), 7, True)],
)
def test_three_a_week_wait_until_three_are_done(
    days: tuple[int, ...], today: int, *, is_due: bool
) -> None:
    log = [Noted(str(n), one) for n, one in enumerate(done(*days, name="toe curl"))]

    (asked,) = asked_on([WEEKLY], log, after(today))

    assert asked.is_due is is_due


def test_what_is_done_today_waits_no_more_and_stays_on_top() -> None:
    both = Programme(MONDAY, (Phase("all along", 1, (RAISE, CURL)),), "kine-a")
    log = [Noted(str(n), one) for n, one in enumerate([*done(1), *done(2, name="toe curl")])]

    asked = asked_on([both], log, after(2))

    assert [(one.exercise.name, one.is_due, len(one.today)) for one in asked] == [
        ("toe curl", False, 1),
        ("heel raise", False, 0),
    ]


@given(st.lists(st.integers(0, 59), max_size=60))
def test_done_and_missed_are_no_fewer_than_were_prescribed(days: list[int]) -> None:
    """Every slot of two days holds a session or a miss: 30 of them in 60 days, less a late end."""
    log = done(*sorted(set(days)))

    found = exercised([BUILD], log, MONDAY, after(60)).values()

    slots = sum(len(one.missed) for one in found) + len(set(days))
    assert slots >= 20  # done a day late each time, a session takes three days at most
