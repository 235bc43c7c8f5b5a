"""What holds for every week by every method, and for days of 23 and 25 hours."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.day import LocalDays
from plantar.load import DayStatus, LoadHistory, NoRatio, Ratio
from plantar.measured import Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.sql import open_store
from processing import ratio
from processing.monotony import monotony
from processing.recompute import recompute

DAY_ONE = date(2026, 1, 5)
METHODS: tuple[Callable[..., tuple[Ratio, ...]], ...] = (
    ratio.uncoupled,
    ratio.coupled,
    ratio.ewma,
    ratio.ewma_seed,
)
each_method = pytest.mark.parametrize("tell", METHODS)
steady_lives = st.lists(st.floats(2000.0, 80_000.0), min_size=28, max_size=60)
#: Which of sixty days lay in a drawer: at most three a week, so that every ratio is carried.
drawers = st.lists(st.sets(st.integers(0, 6), max_size=3), min_size=9, max_size=9).map(
    lambda weeks: {7 * week + day for week, days in enumerate(weeks) for day in days}
)


def history(loads: list[float]) -> LoadHistory:
    return LoadHistory(DAY_ONE, tuple(loads))


@each_method
@given(load=st.floats(1000.0, 1e6), drawer=drawers)
def test_who_loads_the_same_on_every_worn_day_has_exactly_one_from_day_28_on(
    tell: Callable[..., tuple[Ratio, ...]], load: float, drawer: set[int]
) -> None:
    days = [math.nan if n in drawer else load for n in range(63)]

    ratios = [day.ratio for day in tell(history(days))[27:]]

    # A window that is not a calendar week may hold more than three of the drawer's days.
    assert set(ratios) <= {1.0, None}
    assert ratios[7::7] == [1.0] * len(ratios[7::7])


@each_method
@given(loads=steady_lives)
def test_a_rest_week_lowers_the_ratio_by_every_method_and_an_unworn_one_withholds_it(
    tell: Callable[..., tuple[Ratio, ...]], loads: list[float]
) -> None:
    before = tell(history(loads), floor=0.0)[-1]
    rested = tell(history([*loads, *[0.0] * 7]), floor=0.0)[-1]
    unworn = tell(history([*loads, *[math.nan] * 7]), floor=0.0)[-1]

    if before.ratio is not None and rested.ratio is not None:
        assert rested.ratio < before.ratio
    assert rested.valid_acute == 7
    assert (unworn.ratio, unworn.reason) == (None, NoRatio.ACUTE_COVERAGE)


@each_method
@given(loads=steady_lives, gone=st.sets(st.integers(1, 7), min_size=1, max_size=3))
def test_days_in_a_drawer_never_count_as_days_of_rest(
    tell: Callable[..., tuple[Ratio, ...]], loads: list[float], gone: set[int]
) -> None:
    drawer = [math.nan if len(loads) - n in gone else load for n, load in enumerate(loads)]
    rest = [0.0 if math.isnan(load) else load for load in drawer]

    forgotten, rested = tell(history(drawer), floor=0.0)[-1], tell(history(rest), floor=0.0)[-1]

    assert rested.acute is not None
    assert forgotten.acute is not None
    assert rested.acute < forgotten.acute


#: Weeks of the vectors: mean over sample spread, and over the other kind of spread.
WEEKS = [
    ([600, 200, 400, 500, 100, 650, 0], 1.381699, 1.492405, 3385.161471),
    ([8000, 6500, 12_000, 7000, 9000, 15_000, 4000], 2.392224, 2.583897, 147_121.749147),
]


@pytest.mark.parametrize(("week", "sample", "population", "strain"), WEEKS)
def test_how_even_a_week_was_is_told_by_its_sample_spread(
    week: list[float], sample: float, population: float, strain: float
) -> None:
    told = monotony(np.array(week, float))

    assert told == pytest.approx(sample, abs=5e-7)
    assert told * math.sqrt(7 / 6) == pytest.approx(population, abs=5e-7)
    assert told * sum(week) == pytest.approx(strain, abs=5e-7)


@pytest.mark.parametrize(
    ("where", "changed", "hours"),
    [
        ("Europe/Brussels", date(2026, 3, 29), 23),
        ("Europe/Brussels", date(2026, 10, 25), 25),
        ("America/Santiago", date(2026, 9, 6), 23),  # has no midnight: it begins at one
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Kolkata", date(2026, 3, 29), 24),
    ],
)
def test_every_minute_lies_in_one_day_however_long_the_day_is(
    where: str, changed: date, hours: float
) -> None:
    begin = LocalDays(where).begins(changed - timedelta(days=1))
    end = LocalDays(where).begins(changed + timedelta(days=2))
    minutes = [
        StepMinute(begin + timedelta(minutes=n), 0, 100.0, 60.0)
        for n in range(int((end - begin).total_seconds() // 60))
    ]
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna", zone=where))
        origin = Origin("one", OriginKind.IMPORT, "one", begin)
        store.put("anna", Batch(origin, "watch", tuple(minutes)))
        recompute(store, "anna", now=datetime(2026, 12, 31, tzinfo=UTC))
        days = store.days(
            "anna", SourceClass.WATCH, changed - timedelta(days=2), changed + timedelta(days=2)
        )

    told = {day.day: (day.steps or 0) / 6000 for day in days if day.status is DayStatus.VALID}
    assert told == {
        changed - timedelta(days=1): 24.0,
        changed: hours,
        changed + timedelta(days=1): 24.0,
    }
