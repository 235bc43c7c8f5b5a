"""The ratios of a cohort: one pass over everybody says what is said of each runner alone."""

import math
from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plantar.errors import BadInput
from plantar.load import LoadHistory, Ratio
from processing import ratio
from processing.cohort import (
    FIGURES,
    CohortRatios,
    Compared,
    cohort_ratios,
    cohort_ratios_plainly,
)

DAY_ONE = date(2026, 1, 1)
Told = Callable[..., tuple[Ratio, ...]]
ALONE: tuple[Told, ...] = (ratio.uncoupled, ratio.coupled, ratio.ewma)
LOADS = st.one_of(
    st.just(math.nan), st.just(0.0), st.floats(0.0, 1e5), st.integers(0, 20_000).map(float)
)


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, float]:
    runners, days = draw(st.integers(1, 3)), draw(st.integers(0, 75))
    cells = draw(st.lists(LOADS, min_size=runners * days, max_size=runners * days))
    plan = draw(st.lists(st.booleans(), min_size=runners * days, max_size=runners * days))
    floor = draw(st.sampled_from([0.0, 1000.0, 5000.0]))
    shape = (runners, days)
    return np.array(cells).reshape(shape), np.array(plan, bool).reshape(shape), floor


def same(ours: Compared, theirs: Compared) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(mine, other, rtol=1e-12, atol=0.0)


def alone(loads: np.ndarray, floor: float, expected: np.ndarray | None) -> CohortRatios:
    """What the functions over one history say, runner by runner."""
    methods = []
    for tell in ALONE:
        figures = np.full((3, *loads.shape), np.nan)
        for r, runner in enumerate(loads):
            plan = None if expected is None else expected[r].tolist()
            days = tell(LoadHistory(DAY_ONE, tuple(runner.tolist())), floor=floor, expected=plan)
            for d, day in enumerate(days):
                told = (day.acute, day.chronic, day.ratio)
                figures[:, r, d] = [math.nan if figure is None else figure for figure in told]
        methods.append(Compared(*figures))
    return CohortRatios(*methods)


@settings(deadline=None)
@given(cohort=cohorts(), planned=st.booleans())
def test_a_cohort_is_told_what_each_runner_is_told_alone(
    cohort: tuple[np.ndarray, np.ndarray, float], *, planned: bool
) -> None:
    loads, plan, floor = cohort
    expected = plan if planned else None
    compiled = cohort_ratios(loads, floor=floor, expected=expected)
    plain = cohort_ratios_plainly(loads, floor=floor, expected=expected)
    one_by_one = alone(loads, floor, expected)

    for ours, twin, single in zip(compiled, plain, one_by_one, strict=True):
        same(ours, twin)
        same(ours, single)


@pytest.mark.parametrize("missing", [0.0, 0.08, 0.5])
def test_a_year_of_many_runners_agrees_with_its_plain_twin(missing: float) -> None:
    random = np.random.default_rng(20260304)
    loads = random.gamma(2.0, 4000.0, (50, 365))
    loads[random.random(loads.shape) < missing] = np.nan
    expected = random.random(loads.shape) < 0.8

    for plan in (None, expected):
        ours = cohort_ratios(loads, expected=plan)
        for mine, twin in zip(ours, cohort_ratios_plainly(loads, expected=plan), strict=True):
            same(mine, twin)
        assert (missing == 0.5) or np.isfinite(ours.uncoupled.ratio[:, 28:]).mean() > 0.5


@settings(deadline=None)
@given(
    load=st.floats(1e-3, 1e6),
    unworn=st.lists(st.booleans(), min_size=60, max_size=60),
)
@example(load=0.1, unworn=[False] * 60)
@example(load=1234.5678, unworn=[n % 5 == 3 for n in range(60)])
def test_who_loads_the_same_every_day_compares_as_exactly_one(
    load: float, unworn: list[bool]
) -> None:
    loads = np.where(unworn, np.nan, load)
    history = LoadHistory(DAY_ONE, tuple(loads.tolist()))
    for tell in (*ALONE, ratio.ewma_seed):
        assert {day.ratio for day in tell(history, floor=0.0)} <= {None, 1.0}
    for compare in (cohort_ratios, cohort_ratios_plainly):
        for method in compare(loads[None, :], floor=0.0):
            assert set(method.ratio[~np.isnan(method.ratio)].tolist()) <= {1.0}
    if not any(unworn):
        assert ratio.uncoupled(history, floor=0.0)[-1].ratio == 1.0
        assert cohort_ratios(loads[None, :], floor=0.0).ewma.ratio[0, -1] == 1.0


def test_figures_go_where_they_are_asked_to() -> None:
    loads = np.full((2, 40), 5000.0)
    out = np.zeros((FIGURES, 2, 40))

    told = cohort_ratios(loads, out=out)

    assert np.shares_memory(told.ewma.ratio, out)
    assert told.coupled.ratio[1, 30] == 1.0


def test_a_cohort_of_nobody_is_no_error() -> None:
    assert cohort_ratios(np.empty((0, 30))).ewma.ratio.shape == (0, 30)


@pytest.mark.parametrize("wrong", [-1.0, math.inf, -math.inf])
def test_what_is_no_load_is_refused_with_its_row(wrong: float) -> None:
    loads = np.full((3, 30), 100.0)
    loads[1, 7] = wrong
    with pytest.raises(BadInput, match="loads"):
        cohort_ratios(loads)
    with pytest.raises(BadInput, match="loads"):
        cohort_ratios_plainly(loads)


def test_shapes_that_do_not_fit_are_refused() -> None:
    loads = np.full((3, 30), 100.0)
    with pytest.raises(BadInput, match="expected"):
        cohort_ratios(loads, expected=np.ones((3, 29), bool))
    with pytest.raises(BadInput, match="out"):
        cohort_ratios(loads, out=np.empty((3, 3, 30)))
    with pytest.raises(BadInput, match="runners by days"):
        cohort_ratios(loads[0])
