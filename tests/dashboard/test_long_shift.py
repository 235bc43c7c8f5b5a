"""A11: nine hours of standing and 4,000 steps, once measured by soles and once told by hand."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard.charting import beside, chart, history, story
from dashboard.charting.story import Story
from dashboard.runner import facts
from plantar.context import ContextKind, ContextNote
from plantar.load import Day
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Measured,
    Origin,
    OriginKind,
    SourceClass,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments
from plantar.plan import DeclaredShift
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import Foot
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from processing.days.build import Calendar
from processing.force.load import WSE_BW4S
from processing.recompute import recompute
from processing.tell_context import tell
from tests.dashboard.tooltip import day_sheet

NL = words("nl")
WEIGHT_N = 700.0
SHIFT, REST = date(2026, 6, 2), date(2026, 6, 1)
NOW = datetime(2026, 6, 3, 6, tzinfo=UTC)  # the day of the shift is over
STEPS_A_MINUTE, WALKED_MIN, STOOD_MIN = 100, 40, 540


def walked(day: date, hour: int) -> list[Measured]:
    """Forty minutes of 100 steps, each of one walking-step equivalent: 4,000 in all."""
    per_foot = STEPS_A_MINUTE // 2
    part = Moments(30.0 * WEIGHT_N, 20.0 * WEIGHT_N**2, per_foot * WSE_BW4S * WEIGHT_N**4)
    told: list[Measured] = []
    for n in range(WALKED_MIN):
        at = datetime(day.year, day.month, day.day, hour, n, tzinfo=UTC)
        told.append(BodyMinute(at, 0, 60.0, 0.0, (0.0,) * QUIET_BINS))
        told += [
            FootMinute(at, foot, 0, 100.0, 60.0, 0.0, part, walking=part, steps_walking=per_foot)
            for foot in Foot
        ]
    return told


def stood(day: date, hour: int) -> list[Measured]:
    """Nine hours with half the body weight on each sole."""
    half, quiet = WEIGHT_N / 2.0, [0.0] * QUIET_BINS
    quiet[int(WEIGHT_N // 25)] = 60.0
    both = Moments(60.0 * half, 60.0 * half**2, 60.0 * half**4)
    told: list[Measured] = []
    for n in range(STOOD_MIN):
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(minutes=n)
        told.append(BodyMinute(at, 0, 0.0, 0.0, tuple(quiet)))
        told += [FootMinute(at, foot, 0, 100.0, 60.0, 0.0, both) for foot in Foot]
    return told


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", body_mass_kg=WEIGHT_N / 9.80665))
        opened.add_wear_plan("anna", WearPlan(REST, WearKind.OWN, (0.5, 9.5, 1, 1, 1, 1, 1)))
        yield opened


def put(store: Store, measured: list[Measured]) -> None:
    origin = Origin("soles", OriginKind.IMPORT, "soles", NOW)
    store.put("anna", Batch(origin, "soles", tuple(measured)))
    recompute(store, "anna", now=NOW)


def computed(store: Store, kind: SourceClass) -> list[Day]:
    return store.days("anna", kind, REST, SHIFT)


def told(store: Store, kind: SourceClass) -> Story:
    runner = store.runner("anna")
    found = history.stretch(computed(store, kind), Calendar(runner.days, (), SHIFT))
    assert found is not None
    first = history.window_start(found.last, 42)
    stands = beside.beside(store, "anna", first, found.last)
    return story.tell(runner, found, 42, [], [], beside=stands)


def figures(store: Store) -> tuple[object, ...]:
    """What the overview says of load: nothing that is told by hand may move it."""
    state = store.state("anna")
    assert state is not None
    return state.ratio, state.week_sum_wse, state.worn_days, state.coverage, state.reasons


def test_measured_by_soles_the_shift_loads_more_than_a_rest_day_of_as_many_steps(
    store: Store,
) -> None:
    weight = Calibration(
        datetime(2026, 5, 1, tzinfo=UTC), 1.0, WEIGHT_N, CalibrationMethod.SELF, 40
    )
    put(store, [weight, *walked(REST, 9), *stood(SHIFT, 5), *walked(SHIFT, 15)])
    rest, shift = computed(store, SourceClass.INSOLE)
    standing_wse = STOOD_MIN * 60 * 2 * 0.5**4 / WSE_BW4S  # 9,480 by hand

    assert (rest.steps, shift.steps) == (4_000, 4_000)
    assert rest.load_wse == pytest.approx(4_000.0)
    assert shift.load_wse == pytest.approx(4_000.0 + standing_wse)
    assert standing_wse == pytest.approx(9_480, rel=1e-3)
    assert shift.standing is not None
    assert shift.standing.minutes == pytest.approx(540.0)


def test_the_split_is_visible_in_the_sheet_of_the_day_and_in_the_bars(store: Store) -> None:
    weight = Calibration(
        datetime(2026, 5, 1, tzinfo=UTC), 1.0, WEIGHT_N, CalibrationMethod.SELF, 40
    )
    put(store, [weight, *walked(REST, 9), *stood(SHIFT, 5), *walked(SHIFT, 15)])
    shown = told(store, SourceClass.INSOLE)

    said = day_sheet(shown, SHIFT, NL)
    series = chart.option(shown, NL)["baseOption"]["series"]
    names = ("staan", "wandelen", "lopen")
    bars = {one["name"]: one["data"][-1] for one in series if one["name"] in names}

    assert "13.500 stapequivalenten" in said
    assert "wandelen 4.000" in said
    assert "staan 9.480" in said
    assert "staan 0" in day_sheet(shown, REST, NL)
    assert (bars["staan"], bars["wandelen"], bars["lopen"]) == (9.48, 4.0, 0.0)
    assert "geschat" not in said


def test_told_by_hand_the_same_day_is_an_estimate_beside_the_same_load(store: Store) -> None:
    put(store, [DayTotal(REST, 4_000), DayTotal(SHIFT, 4_000)])
    before, state = computed(store, SourceClass.DAY_TOTALS), figures(store)
    plain = told(store, SourceClass.DAY_TOTALS)

    tell(store, "anna", DeclaredShift(SHIFT, 540.0, "hard"), NOW)
    tell(store, "anna", ContextNote(SHIFT, ContextKind.WALKED, 45.0), NOW)
    recompute(store, "anna", now=NOW)

    assert computed(store, SourceClass.DAY_TOTALS) == before
    assert figures(store) == state
    shown = told(store, SourceClass.DAY_TOTALS)
    measured = (chart.option(one, NL)["baseOption"]["series"] for one in (plain, shown))
    loads = [[one["data"] for one in series if one.get("stack") == "day"] for series in measured]
    assert loads[0] == loads[1]
    said = day_sheet(shown, SHIFT, NL)
    assert "werkdag, geschat: 9,0 u" in said
    assert "gewandeld, geschat: 0,8 u" in said
    table = facts.days_table(shown, NL)
    assert "zelf verteld, geschat" in table
    assert "werkdag, geschat: 9,0 u" in table


def test_estimates_stand_in_a_strip_of_their_own_and_are_hatched(store: Store) -> None:
    put(store, [DayTotal(REST, 4_000), DayTotal(SHIFT, 4_000)])
    tell(store, "anna", DeclaredShift(SHIFT, 540.0), NOW)

    option = chart.option(told(store, SourceClass.DAY_TOTALS), NL)

    (strip,) = [one for one in option["baseOption"]["series"] if one["name"] == "werkdag, geschat"]
    assert strip["data"][-1] == 9.0
    assert strip["xAxisIndex"] == 3
    assert "decal" in strip["itemStyle"]
    assert option["baseOption"]["yAxis"][3]["name"] == "Zelf verteld (uren, geschat)"
