"""What holds for every life: order, more load, units, rest and drawers."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Alert, Level, Rule
from plantar.day import LocalDays
from plantar.load import Activity, Day, DayStatus, LoadHistory
from plantar.measured import Session, SourceClass, Sport
from plantar.plan import PlannedRun, RuleOverride
from processing.ratio import uncoupled
from processing.rules.decide import Evidence, decide
from processing.rules.outings import Outing, runs_of, walks_of

DAY_ONE = date(2026, 3, 2)
HOME = LocalDays("Europe/Brussels")
#: A life: loads, with days in a drawer and days in part.
LOADS = st.lists(st.one_of(st.just(0.0), st.floats(1.0, 80_000.0)), min_size=36, max_size=64)
SIZES = st.lists(st.floats(0.5, 30.0), min_size=64, max_size=64)
SCORES = st.lists(st.integers(0, 10), min_size=64, max_size=64)
RARE = st.sets(st.integers(0, 63), max_size=12)
OFTEN = st.sets(st.integers(0, 63), max_size=40)


def level_on(alerts: Sequence[Alert], day: date) -> Level:
    """The strongest level that spoke about a day."""
    return max((alert.level for alert in alerts if alert.day == day), default=Level.OK)


def on(n: int) -> date:
    return DAY_ONE + timedelta(days=n)


def measured(
    n: int, load: float, status: DayStatus = DayStatus.VALID, uncertain: float = 0.0
) -> Day:
    if status is DayStatus.MISSING:
        return Day(on(n), SourceClass.INSOLE, status)
    return Day(
        on(n),
        SourceClass.INSOLE,
        status,
        load,
        load / 60.0,
        standing=Activity(),
        uncertain_wse=uncertain,
    )


def outing(n: int, km: float, hour: int = 17) -> Outing:
    start = datetime(2026, 3, 2, hour, tzinfo=UTC) + timedelta(days=n)
    return Outing(on(n), start, start + timedelta(minutes=6 * km), km, 6 * km)


@st.composite
def lives(draw: st.DrawFn) -> Evidence:
    loads, sizes = draw(LOADS), draw(SIZES)
    dark, part, run, walk = draw(RARE), draw(RARE), draw(RARE), draw(RARE)
    planned, unsure, shifts = draw(RARE), draw(RARE), draw(OFTEN)
    first_steps, during = draw(SCORES), draw(SCORES)
    status = [
        DayStatus.MISSING if n in dark else DayStatus.PARTIAL if n in part else DayStatus.VALID
        for n in range(len(loads))
    ]
    last = len(loads) - 1
    status[last] = DayStatus.VALID
    return Evidence(
        days=tuple(
            measured(n, load, status[n], load * 0.6 if n in unsure else 0.0)
            for n, load in enumerate(loads)
        ),
        expected=(True,) * len(loads),
        runs=tuple(outing(n, sizes[n]) for n in sorted(run) if n <= last),
        mornings={on(n): first_steps[n] for n in range(len(loads)) if n not in walk},
        walks=tuple(outing(n, sizes[n], 10) for n in sorted(walk) if n <= last),
        during={on(n): during[n] for n in sorted(run)},
        pain_limit=4,
        planned=tuple(plan(n, sizes[-1 - n]) for n in sorted({*planned, last}) if n <= last),
        declared={on(n): 30.0 * sizes[n] for n in sorted(shifts) if n <= last},
    )


def plan(n: int, km: float) -> PlannedRun:
    return PlannedRun(on(n), 1000.0 * km, None, "kine-a")


def in_unit(day: Day, factor: float) -> Day:
    if day.load_wse is None:
        return day
    return replace(day, load_wse=day.load_wse * factor, uncertain_wse=day.uncertain_wse * factor)


def last_day(life: Evidence) -> date:
    return life.days[-1].day


@settings(max_examples=40, deadline=None)
@given(life=lives(), seed=st.integers(0, 999))
def test_the_order_in_which_things_arrived_changes_nothing(life: Evidence, seed: int) -> None:
    shuffle = random.Random(seed).sample  # noqa: S311  an order, no secret
    agreed = tuple(
        RuleOverride(Rule.S2, "caution_ratio", value, "kine-a", "proef", on(first), None)
        for first, value in ((0, 1.5), (20, 1.2), (30, 1.9))
    )
    life = replace(life, overrides=agreed)
    other = Evidence(
        days=life.days,
        expected=life.expected,
        runs=tuple(shuffle(life.runs, len(life.runs))),
        mornings=dict(shuffle(sorted(life.mornings.items()), len(life.mornings))),
        walks=tuple(shuffle(life.walks, len(life.walks))),
        during=dict(shuffle(sorted(life.during.items()), len(life.during))),
        pain_limit=life.pain_limit,
        overrides=tuple(shuffle(agreed, len(agreed))),
        planned=tuple(shuffle(life.planned, len(life.planned))),
        declared=dict(shuffle(sorted(life.declared.items()), len(life.declared))),
    )

    assert decide(life, DAY_ONE, last_day(life)) == decide(other, DAY_ONE, last_day(life))


@settings(max_examples=40, deadline=None)
@given(starts=st.lists(st.integers(0, 20_000), min_size=1, max_size=25), seed=st.integers(0, 99))
def test_runs_and_walks_are_joined_the_same_in_any_order(starts: list[int], seed: int) -> None:
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    sessions = [
        Session(
            begin + timedelta(minutes=7 * minute),
            (Sport.RUNNING, Sport.WALKING, Sport.HIKING)[minute % 3],
            60.0 * (10 + minute % 50),
            1000.0 * (1 + minute % 9),
            minute,
        )
        for minute in starts
    ]
    shuffled = random.Random(seed).sample(sessions, len(sessions))  # noqa: S311  an order

    for read in (runs_of, walks_of):
        assert read(sessions, HOME) == read(shuffled, HOME)


@settings(max_examples=120, deadline=None)
@given(
    life=lives(),
    more=st.floats(1.0, 4.0),
    extra=st.floats(0.0, 40_000.0),
    km=st.one_of(st.none(), st.floats(0.5, 40.0)),
    uncertain=st.floats(0.0, 40_000.0),
    shift_min=st.one_of(st.none(), st.floats(1.0, 900.0)),
    has_plan=st.booleans(),
)
def test_at_equal_wear_more_load_today_never_lowers_the_level_of_today(
    life: Evidence,
    more: float,
    extra: float,
    km: float | None,
    uncertain: float,
    shift_min: float | None,
    *,
    has_plan: bool,
) -> None:
    """Whatever was planned; more of it sure or not, measured, run, or told by the runner."""
    today = life.days[-1]
    n = len(life.days) - 1
    if not has_plan:
        life = replace(life, planned=tuple(one for one in life.planned if one.day != today.day))
    heavier = measured(
        n,
        (today.load_wse or 0.0) * more + extra + uncertain,
        uncertain=today.uncertain_wse + uncertain,
    )
    told = dict(life.declared)
    if shift_min is not None:
        told[today.day] = told.get(today.day, 0.0) + shift_min
    runs = life.runs
    if km is not None:  # longer than the run of the day, or a run where there was none
        runs = (
            *(one for one in runs if one.day != today.day),
            outing(
                n,
                km + max([0.0, *(one.distance_km or 0.0 for one in runs if one.day == today.day)]),
            ),
        )
    busier = replace(life, days=(*life.days[:-1], heavier), runs=runs, declared=told)

    before = level_on(decide(life, DAY_ONE, today.day).alerts, today.day)
    after = level_on(decide(busier, DAY_ONE, today.day).alerts, today.day)

    assert after >= before


@settings(max_examples=40, deadline=None)
@given(life=lives(), factor=st.sampled_from([0.25, 0.5, 2.0, 8.0]))
def test_the_unit_of_load_changes_no_word_of_a_day(life: Evidence, factor: float) -> None:
    """S2 is a ratio of days. Factors are exact, since a threshold is; S4 has a floor in WSE."""
    scaled = tuple(in_unit(day, factor) for day in life.days)

    def told(of: Evidence) -> list[tuple[date, Level, float | int | str]]:
        return [
            (alert.day, alert.level, alert.input("percent"))
            for alert in decide(of, DAY_ONE, last_day(of)).alerts
            if alert.rule is Rule.S2
        ]

    assert told(replace(life, days=scaled)) == told(life)


@settings(max_examples=40, deadline=None)
@given(life=lives(), factor=st.sampled_from([2.0, 8.0, 64.0]))
def test_the_unit_of_load_changes_no_word_of_a_week_above_the_floor(
    life: Evidence, factor: float
) -> None:
    high = tuple(
        day if day.load_wse is None else replace(day, load_wse=day.load_wse + 2000.0)
        for day in life.days
    )
    scaled = tuple(in_unit(day, factor) for day in high)

    def told(days: tuple[Day, ...]) -> list[tuple[date, str]]:
        said = decide(replace(life, days=days), DAY_ONE, last_day(life))
        return [(alert.day, alert.code) for alert in said.alerts if alert.rule is Rule.S4]

    assert told(scaled) == told(high)


@settings(max_examples=60, deadline=None)
@given(loads=st.lists(st.floats(2000.0, 80_000.0), min_size=28, max_size=60))
def test_a_rest_week_lowers_the_ratio_and_an_unworn_week_does_not(loads: list[float]) -> None:
    def last(week: float) -> float | None:
        return uncoupled(LoadHistory(DAY_ONE, (*loads, *[week] * 7)))[-1].ratio

    def worn(history: list[float]) -> float | None:
        return uncoupled(LoadHistory(DAY_ONE, tuple(history)))[-1].ratio

    before = worn(loads)
    assert before is not None
    assert before > 0.0
    assert last(0.0) == 0.0
    assert last(math.nan) is None  # told as too few days, not as a low week


@settings(max_examples=30, deadline=None)
@given(loads=st.lists(st.floats(2000.0, 80_000.0), min_size=28, max_size=60))
def test_a_few_days_in_a_drawer_leave_the_ratio_among_the_worn_days(loads: list[float]) -> None:
    week = [loads[-1]] * 7
    worn = uncoupled(LoadHistory(DAY_ONE, (*loads, *week)))[-1].ratio
    drawer = uncoupled(LoadHistory(DAY_ONE, (*loads, *[math.nan] * 3, *week[:4])))[-1].ratio

    assert drawer == pytest.approx(worn)
