"""Ratios: published figures, and the days that are not there."""

import json
import math
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.load import LoadHistory, NoRatio
from processing import ratio

DAY_ONE = date(2026, 1, 1)
METHODS = [ratio.uncoupled, ratio.coupled, ratio.ewma, ratio.ewma_seed]


def history(loads: list[float]) -> LoadHistory:
    return LoadHistory(DAY_ONE, tuple(loads))


# Williams 2017, athletes of Menaspà: load, published EWMA ratio of day 28; rolling is 1.43 for all.
MENASPA = {
    1: ([30.0] * 21 + [50.0] * 7, 1.249746),
    2: (
        [
            *[15, 15, 20, 20, 20, 25, 25, 25, 25, 30, 30, 30, 35, 35],
            *[35, 35, 35, 40, 45, 45, 45, 40, 40, 45, 45, 50, 60, 70],
        ],
        1.406202,
    ),
    3: (
        [
            *[55, 50, 40, 60, 45, 50, 50, 20, 30, 80, 25, 10, 30, 15],
            *[20, 15, 5, 5, 15, 5, 5, 5, 5, 15, 45, 90, 95, 95],
        ],
        1.550724,
    ),
}


@pytest.mark.parametrize("athlete", MENASPA)
def test_published_ratios_are_reproduced(athlete: int) -> None:
    loads, published = MENASPA[athlete]
    week = history([float(load) for load in loads])

    assert ratio.ewma_seed(week, floor=0)[-1].ratio == pytest.approx(published, abs=5e-7)
    assert ratio.coupled(week, floor=0)[-1].ratio == pytest.approx(1.428571, abs=5e-7)
    assert ratio.uncoupled(week, floor=0)[-1].ratio == pytest.approx(1.666667, abs=5e-7)


@pytest.mark.shared
def test_every_day_of_the_published_series_is_reproduced(vectors: Path) -> None:
    cases = json.loads((vectors / "vectors.json").read_text())["ewma_rolling_menaspa_williams"]
    for case in cases["cases"]:
        seeded = ratio.ewma_seed(history(case["load"]), floor=0)
        assert [day.acute for day in seeded] == pytest.approx(case["ewma7"], abs=5e-7)
        assert [day.chronic for day in seeded] == pytest.approx(case["ewma28"], abs=5e-7)
        rolling = ratio.uncoupled(history(case["load"]), floor=0)[-1]
        assert rolling.acute == pytest.approx(case["acute"], abs=5e-7)
        assert rolling.chronic == pytest.approx(case["chronic_uncoupled"], abs=5e-7)


@pytest.mark.shared
def test_missing_days_and_rest_days_differ(vectors: Path) -> None:
    case = json.loads((vectors / "vectors.json").read_text())["missing_vs_zero"]
    absent = set(case["missing_idx"])
    missing = history([math.nan if n in absent else x for n, x in enumerate(case["full"])])
    rest = history([0.0 if n in absent else float(x) for n, x in enumerate(case["full"])])

    for series, key in ((missing, "rolling_missing_day41"), (rest, "rolling_zero_day41")):
        loose, tight = ratio.uncoupled(series)[41], ratio.coupled(series)[41]
        assert loose.acute == pytest.approx(case[key]["acute"], abs=5e-7)
        assert loose.chronic == pytest.approx(case[key]["chronic_uncoupled"], abs=5e-7)
        assert loose.ratio == pytest.approx(case[key]["ratio_uncoupled"], abs=5e-7)
        assert tight.chronic == pytest.approx(case[key]["chronic_coupled"], abs=5e-7)
        assert tight.ratio == pytest.approx(case[key]["ratio_coupled"], abs=5e-7)
    corrected = ratio.ewma(missing)
    assert [day.acute for day in corrected] == pytest.approx(case["ewma7_norm_missing"], abs=5e-7)
    assert [day.chronic for day in corrected] == pytest.approx(
        case["ewma28_norm_missing"], abs=5e-7
    )
    # The vector withheld a ratio on day 36, with 4 of 7 days valid; the load model's floor of
    # 4 of 7 came later, and admits it. One valid day fewer is withheld.
    assert ratio.uncoupled(missing)[36].valid_acute == 4
    fewer = history([math.nan if n in absent | {36} else x for n, x in enumerate(case["full"])])
    assert ratio.uncoupled(fewer)[36].reason is NoRatio.ACUTE_COVERAGE


# Vector missing_vs_zero: six weeks of steps, and what six days of them in a drawer come to.
STEPS = (
    *[5718, 6259, 7787, 7420, 8487, 8274, 7566, 7820, 6403, 6247, 4835, 4092, 3987, 4200],
    *[2901, 3160, 4171, 5271, 5425, 5960, 7697, 6917, 8742, 8120, 7904, 7607, 7412, 7536],
    *[5717, 5532, 4862, 3824, 3710, 2800, 2937, 3572, 4947, 5307, 5953, 7187, 7660, 7908],
)
DRAWER = {10, 11, 20, 33, 34, 35}


@pytest.mark.parametrize(
    ("absent", "acute", "chronic", "chronic_28"),
    [
        (math.nan, 6493.666667, 5820.611111, 5988.875),
        (0.0, 5566.0, 4989.095238, 5133.321429),
    ],
)
def test_six_days_in_a_drawer_and_six_days_of_rest_have_means_of_their_own(
    absent: float, acute: float, chronic: float, chronic_28: float
) -> None:
    days = history([absent if n in DRAWER else float(steps) for n, steps in enumerate(STEPS)])

    loose, tight = ratio.uncoupled(days)[-1], ratio.coupled(days)[-1]

    assert loose.acute == pytest.approx(acute, abs=5e-7)
    assert loose.chronic == pytest.approx(chronic, abs=5e-7)
    assert tight.chronic == pytest.approx(chronic_28, abs=5e-7)
    # The same in both, by accident: 6/7 of the week and 18/21 of the weeks before it.
    assert loose.ratio == pytest.approx(1.115633, abs=5e-7)
    assert tight.ratio == pytest.approx(1.084288, abs=5e-7)


def test_a_corrected_ewma_leaves_the_drawer_out_and_a_day_of_rest_in() -> None:
    worn, rested = (
        ratio.ewma(history([absent if n in DRAWER else float(s) for n, s in enumerate(STEPS)]))[-1]
        for absent in (math.nan, 0.0)
    )

    assert worn.acute == pytest.approx(6854.563053, abs=5e-7)
    assert worn.chronic == pytest.approx(6233.336569, abs=5e-7)
    assert rested.acute is not None
    assert rested.acute < 6854.0


def test_one_unworn_day_of_seven_leaves_the_mean_of_the_six_others() -> None:
    steady = [1400.0] * 21 + [1400.0, 1400.0, math.nan, 2800.0, 2800.0, 1400.0, 1400.0]
    rested = [0.0 if math.isnan(load) else load for load in steady]

    assert ratio.uncoupled(history(steady))[-1].acute == pytest.approx(11_200 / 6)
    assert ratio.uncoupled(history(rested))[-1].acute == pytest.approx(11_200 / 7)


@pytest.mark.parametrize(
    ("uncoupled", "coupled"),
    [(3 / 7, 0.5), (0.75, 0.8), (1, 1), (13 / 9, 1.3), (1.8, 1.5), (3, 2), (9, 3)],
)
def test_coupled_and_uncoupled_are_bound_by_algebra(uncoupled: float, coupled: float) -> None:
    week = history([1000.0] * 21 + [1000.0 * uncoupled] * 7)
    loose, tight = ratio.uncoupled(week, floor=0)[-1].ratio, ratio.coupled(week, floor=0)[-1].ratio

    assert loose is not None
    assert tight == pytest.approx(coupled, abs=5e-7)
    assert tight == pytest.approx(4 * loose / (3 + loose), rel=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_day_28_is_the_first_that_can_have_a_ratio(method: object) -> None:
    days = method(history([5000.0] * 30))  # type: ignore[operator]

    assert days[26].reason is NoRatio.BUILDING
    assert (days[26].have, days[26].need) == (27, 28)
    assert days[27].ratio == pytest.approx(1.0, rel=1e-12)


def test_a_holiday_of_zeros_gives_a_reason_and_no_infinity() -> None:
    back = ratio.uncoupled(history([0.0] * 28 + [9000.0] * 7))

    assert {day.reason for day in back[27:]} == {NoRatio.CHRONIC_FLOOR}


def test_a_thin_base_is_held_against_the_days_before_it() -> None:
    # 60 days of 20 000, then three weeks of 1 200 and a week of 5 000: 1 200 is above the floor of
    # 1 000, but under a quarter of the mean of all days before.
    thin = ratio.uncoupled(history([20_000.0] * 60 + [1_200.0] * 21 + [5_000.0] * 7))[-1]

    assert thin.reason is NoRatio.CHRONIC_FLOOR


def test_a_plan_of_three_shifts_a_week_asks_for_fewer_days() -> None:
    shifts = [6000.0 if n % 7 in (0, 2, 4) else math.nan for n in range(35)]
    expected = [not math.isnan(load) for load in shifts]

    assert ratio.uncoupled(history(shifts))[-1].reason is NoRatio.ACUTE_COVERAGE
    assert ratio.uncoupled(history(shifts), expected=expected)[-1].ratio == pytest.approx(1.0)


def test_a_rest_week_lowers_the_ratio_but_an_unworn_week_does_not() -> None:
    steady = [8000.0] * 28

    rested = ratio.uncoupled(history([*steady, *[0.0] * 7]))[-1]
    unworn = ratio.uncoupled(history([*steady, *[math.nan] * 7]))[-1]

    assert rested.ratio == 0.0
    assert unworn.ratio is None


loads_of_weeks = st.lists(
    st.one_of(st.just(math.nan), st.just(0.0), st.floats(1.0, 1e6)), min_size=1, max_size=90
)


@given(loads_of_weeks, st.floats(0.01, 100.0))
def test_the_ratio_does_not_depend_on_the_unit_of_load(loads: list[float], factor: float) -> None:
    for method in METHODS:
        one = method(history(loads), floor=0.0)
        other = method(history([load * factor for load in loads]), floor=0.0)
        for a, b in zip(one, other, strict=True):
            if a.ratio is not None and b.ratio is not None:
                assert b.ratio == pytest.approx(a.ratio, rel=1e-9)


@given(loads_of_weeks)
def test_every_day_has_a_ratio_or_a_reason_and_numbers_are_finite(loads: list[float]) -> None:
    for method in METHODS:
        days = method(history(loads))
        assert len(days) == len(loads)
        for day in days:
            assert (day.ratio is None) != (day.reason is None)
            assert day.ratio is None or math.isfinite(day.ratio)
