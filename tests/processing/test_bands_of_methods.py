"""A threshold belongs to the method it was set for, and to no other."""

from datetime import date

import pytest

from plantar.errors import BadInput
from plantar.load import Above, LoadHistory, Method, above_coupled, above_uncoupled
from processing import ratio

#: Three weeks of 30 and one of 50: coupled 1.43, uncoupled 1.67.
WEEKS = LoadHistory(date(2026, 1, 1), (30.0,) * 21 + (50.0,) * 7)


def test_an_uncoupled_threshold_cannot_be_held_against_a_coupled_ratio() -> None:
    """By type: without their marks the two lines would not pass the type checker either."""
    (*_, coupled) = ratio.coupled(WEEKS, floor=0.0)
    (*_, uncoupled) = ratio.uncoupled(WEEKS, floor=0.0)

    with pytest.raises(BadInput, match="uncoupled, which this threshold is of"):
        above_uncoupled(1.5).passed_by(coupled)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="coupled, which this threshold is of"):
        above_coupled(1.5).passed_by(uncoupled)  # type: ignore[arg-type]


@pytest.mark.parametrize("of", [ratio.ewma, ratio.ewma_seed])
def test_nor_can_one_of_windows_be_held_against_an_exponential_mean(of: object) -> None:
    (*_, weighted) = of(WEEKS, floor=0.0)  # type: ignore[operator]

    for threshold in (above_uncoupled(1.1), above_coupled(1.1)):
        with pytest.raises(BadInput, match="method"):
            threshold.passed_by(weighted)


def test_the_same_days_pass_one_and_a_half_by_one_method_and_not_by_the_other() -> None:
    assert above_uncoupled(1.5).passed_by(ratio.uncoupled(WEEKS, floor=0.0)[-1])
    assert not above_coupled(1.5).passed_by(ratio.coupled(WEEKS, floor=0.0)[-1])


def test_what_has_no_ratio_passes_nothing_and_what_is_on_a_threshold_does_not() -> None:
    early, even = ratio.uncoupled(WEEKS, floor=0.0)[5], LoadHistory(WEEKS.first, (30.0,) * 28)

    assert early.ratio is None
    assert not above_uncoupled(0.0).passed_by(early)
    assert not above_uncoupled(1.0).passed_by(ratio.uncoupled(even, floor=0.0)[-1])


@pytest.mark.parametrize("threshold", [-1.0, float("nan")])
def test_a_threshold_is_a_number_from_nothing_up(threshold: float) -> None:
    with pytest.raises(BadInput, match="threshold"):
        Above(Method.COUPLED, threshold)
