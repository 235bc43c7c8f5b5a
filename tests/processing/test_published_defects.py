"""Mistakes that published programs and papers make with such numbers, and that ours do not.

Each was measured in the program or follows from its source; docs/load-model.md tells our formulas.
"""

import math
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from plantar.load import LoadHistory, Method, Ratio
from plantar.measured import Origin, OriginKind, Session, SourceClass, Sport
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch, Sourced, Store
from plantar.store.sql import open_store
from plantar.units import WSE_BW4S
from processing import ratio
from processing.cohort import cohort_ratios, cohort_ratios_plainly
from processing.days.steps import watch_day
from processing.gait_load import of_minute
from processing.recompute import recompute
from processing.rules.decide import load_history
from processing.rules.thresholds import DEFAULTS
from processing.rules.week_jump import WeekSeries, WeekUnit, week_jump

DAY_ONE = date(2026, 1, 5)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
Told = Callable[..., tuple[Ratio, ...]]


def history(*loads: float) -> LoadHistory:
    return LoadHistory(DAY_ONE, loads)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", zone="UTC"))
        yield opened


def test_the_three_weeks_before_do_not_overlap_the_week_in_the_sixth_week_either() -> None:
    """R package ACWR 0.1.0: RAU says 0.95 here, since its windows overlap from week 5 on."""
    loads = (*[10.0] * 14, *[40.0] * 14, *[20.0] * 14)

    day_42 = ratio.uncoupled(history(*loads), floor=0.0)[41]

    assert (day_42.acute, day_42.chronic) == (20.0, pytest.approx((14 * 40 + 7 * 20) / 21))
    assert day_42.ratio == pytest.approx(0.60)
    for compare in (cohort_ratios, cohort_ratios_plainly):
        found = compare(np.array([loads]), floor=0.0).uncoupled.ratio[0, 41]
        assert found == pytest.approx(0.60)


def test_up_to_day_28_it_is_what_the_package_says_too() -> None:
    """ACWR on Menaspà's second athlete: 1.67."""
    loads = [
        *[15, 15, 20, 20, 20, 25, 25, 25, 25, 30, 30, 30, 35, 35],
        *[35, 35, 35, 40, 45, 45, 45, 40, 40, 45, 45, 50, 60, 70],
    ]

    assert ratio.uncoupled(history(*map(float, loads)), floor=0.0)[27].ratio == pytest.approx(5 / 3)


def test_twice_as_many_runs_in_a_week_are_twice_the_load_though_each_run_is_the_same(
    store: Store,
) -> None:
    """ACWR averages over the sessions present: to RAC and RAU this week is like all others."""
    often = {n for week in range(3) for n in (7 * week, 7 * week + 2, 7 * week + 4)}
    often |= set(range(22, 28))
    runs = tuple(
        Session(NOON + timedelta(days=n), Sport.RUNNING, 1800.0, 5000.0) for n in sorted(often)
    )
    origin = Origin("log", OriginKind.IMPORT, "log", NOON)
    store.put("anna", Batch(origin, "log", runs))
    recompute(store, "anna", now=NOON + timedelta(days=28))

    first, last = NOON.date(), (NOON + timedelta(days=27)).date()
    days = store.days("anna", SourceClass.SESSIONS, first, last)
    told = ratio.uncoupled(load_history(days))[-1]

    assert len(days) == 28
    assert {day.load_wse for day in days if (day.day - first).days not in often} == {0.0}
    assert told.ratio == pytest.approx(2.0)


@pytest.mark.parametrize("tell", [ratio.ewma, ratio.ewma_seed])
def test_a_new_day_weighs_two_over_n_plus_one(tell: Told) -> None:
    """Athlytics halves in 3.5 and 14 days (0.198, 0.0495); GoldenCheetah decays by exp(-1/tau)."""
    # Long ago somebody started to rest: one day of load shows what a day weighs.
    last = tell(history(*[0.0] * 900, 1.0), floor=0.0)[-1]

    assert last.acute == pytest.approx(0.25)
    assert last.chronic == pytest.approx(2 / 29)
    for theirs in (1 - 2 ** (-1 / 3.5), math.log(2) / 3.5, 1 - math.exp(-1 / 7)):
        assert last.acute != pytest.approx(theirs, rel=0.05)
    for theirs in (1 - 2 ** (-1 / 14), math.log(2) / 14, 1 - math.exp(-1 / 42)):
        assert last.chronic != pytest.approx(theirs, rel=0.05)


#: What the first value still weighs in a seeded mean of 28 days, by day (vector ewma_seed_weight).
SEED_WEIGHT = {7: 0.65132, 14: 0.394962, 21: 0.239505, 28: 0.145236, 42: 0.053407, 56: 0.019639}


def test_the_first_day_is_not_counted_as_if_it_had_always_been_so() -> None:
    """Seeded with the first value a mean of four weeks is one seventh that value after 28 days."""
    once = history(1.0, *[0.0] * 55)
    seeded, ours = (tell(once, floor=0.0) for tell in (ratio.ewma_seed, ratio.ewma))

    for day, weight in SEED_WEIGHT.items():
        assert seeded[day - 1].chronic == pytest.approx(weight, abs=5e-7)
        decay = 27 / 29
        alike = decay ** (day - 1) * (1 - decay) / (1 - decay**day)  # as any other day that old
        assert ours[day - 1].chronic == pytest.approx(alike, rel=1e-12)
    assert ours[27].chronic == pytest.approx(0.0116, abs=5e-5)


def test_an_ewma_is_called_provisional_as_long_as_it_leans_on_its_start() -> None:
    for tell in (ratio.ewma, ratio.ewma_seed):
        told = tell(history(*[5000.0] * 50))
        assert [day.provisional for day in told] == [n < 41 for n in range(50)]
    assert not any(day.provisional for day in ratio.uncoupled(history(*[5000.0] * 50)))


@pytest.mark.parametrize("tell", [ratio.uncoupled, ratio.coupled, ratio.ewma, ratio.ewma_seed])
def test_one_day_of_seven_in_a_drawer_is_no_day_of_rest(tell: Told) -> None:
    """A missing row summed as zero turns a forgotten watch into a lighter week.

    In the vectors both ratios are 18/21 by accident, so these are numbers of our own.
    """
    loads = [*[4000.0, 9000.0, 6000.0] * 9, 8000.0, 3000.0, 7000.0, 5000.0, 9000.0, 6000.0, 2000.0]
    worn = tell(history(*loads))[-1]
    drawer = tell(history(*loads[:-4], math.nan, *loads[-3:]))[-1]
    rest = tell(history(*loads[:-4], 0.0, *loads[-3:]))[-1]

    assert drawer.valid_acute == 6
    assert worn.valid_acute == rest.valid_acute == 7
    assert rest.acute is not None
    assert drawer.acute is not None
    assert rest.acute < drawer.acute
    assert rest.chronic != drawer.chronic or tell is ratio.uncoupled
    if tell in (ratio.uncoupled, ratio.coupled):
        week = [load for load in loads[-7:] if load != 5000.0]
        assert drawer.acute == pytest.approx(sum(week) / 6)
        assert rest.acute == pytest.approx(sum(week) / 7)


def test_coupled_cut_offs_are_not_laid_on_uncoupled_ratios() -> None:
    """A coupled 1.3 is an uncoupled 1.44: one number for both would speak of 30 % as of 44 %."""
    bound = DEFAULTS.S4.load_ratio
    coupled_bound = 4 * bound / (3 + bound)

    def said(last_week: float) -> tuple[Ratio, Ratio, object]:
        week = history(*[10_000.0] * 28, *[last_week] * 7)
        series = WeekSeries.of(week, (True,) * 35, WeekUnit.LOAD, SourceClass.INSOLE)
        spoken = week_jump(series, week.last, last_spoke=None, told=())
        return ratio.uncoupled(week)[-1], ratio.coupled(week)[-1], spoken

    loose, tight, quiet = said(10_000.0 * (bound - 0.01))
    assert (loose.method, tight.method) == (Method.UNCOUPLED, Method.COUPLED)
    assert tight.ratio is not None
    assert coupled_bound - 0.01 < tight.ratio < coupled_bound
    assert quiet is None
    *_, spoken = said(10_000.0 * (bound + 0.01))
    assert spoken is not None
    assert getattr(spoken, "threshold", None) == bound
    assert str(getattr(spoken, "method", "")).startswith(Method.UNCOUPLED)


def test_seconds_without_a_step_are_no_seconds_at_the_mean_cadence() -> None:
    """Mean cadence times duration leaves the pauses out of the mean, and then walks them too."""
    minutes = [
        StepMinute(NOON, 0, 160.0, 60.0),
        StepMinute(NOON + timedelta(minutes=1), 0, 40.0, 15.0),
    ]
    told = [Sourced(minute, "watch", "one") for minute in minutes]

    day = watch_day(NOON.date(), told, 14.0)

    assert day.steps == 200  # and not 160 a minute for two minutes
    assert day.running is not None
    assert day.running.minutes == pytest.approx(1.25)


@pytest.mark.parametrize("moving_s", [10.0, 60.0])
def test_a_minute_with_ten_steps_in_it_is_ten_seconds_on_foot(moving_s: float) -> None:
    """Ten steps stretched over the minute would be 106 WSE and a minute upright."""
    ten = of_minute(StepMinute(NOON, 0, 10.0, moving_s))

    assert ten.m4_bw4s / WSE_BW4S == pytest.approx(17.7, abs=0.1)
    assert ten.m1_bws == pytest.approx(10.0)
