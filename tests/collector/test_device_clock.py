"""When a sole measured, by its own clock: drift is found, and setting a clock moves no frame."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.clock import NS_PER_S, Anchor, Clock
from collector.device_clock import SETTLE_S, ClockQuality, DeviceClock, Moment

BEGAN_S = 5_000.0


def walked(
    clock: DeviceClock,
    drift_ppm: float,
    lasts_s: float,
    seed: int = 1,
    first_ms: int = 0,
    wrap: int = 2**32,
) -> list[tuple[float, Moment]]:
    """True moments of packets that come late as radios are, and what is told of them."""
    chance = np.random.default_rng(seed)
    told = []
    arrival_s = 0.0
    for n in range(int(lasts_s * 14)):
        true_s = n / 14
        late_s = chance.exponential(0.03) + (0.8 if chance.random() < 0.02 else 0.0)
        arrival_s = max(arrival_s, true_s + late_s)  # packets come in order
        ticks = (first_ms + int(true_s / (1 + drift_ppm * 1e-6) * 1000)) % wrap
        device_s = clock.heard(ticks, BEGAN_S + arrival_s)
        told.append((BEGAN_S + true_s, clock.moment(device_s)))
    return told


@settings(deadline=None, max_examples=15)
@given(st.floats(-200.0, 200.0), st.integers(0, 1000), st.integers(0, 2**32 - 1))
def test_a_clock_that_goes_wrong_by_200_ppm_is_read_right_after_a_minute(
    drift_ppm: float, seed: int, first_ms: int
) -> None:
    clock = DeviceClock(1e-3, 2**32)

    told = walked(clock, drift_ppm, 400.0, seed, first_ms)

    settled = [(true_s, one) for true_s, one in told if true_s > BEGAN_S + SETTLE_S + 20]
    assert all(one.quality is ClockQuality.FITTED for _, one in settled)
    assert max(abs(one.at_s - true_s) for true_s, one in settled) < 0.015
    assert clock.drift_ppm == pytest.approx(drift_ppm, abs=40.0)
    assert clock.leaps == 0


def test_before_a_minute_the_offset_alone_is_told_and_called_so() -> None:
    clock = DeviceClock(1e-3, 2**32)

    told = walked(clock, 100.0, 50.0)

    assert {one.quality for _, one in told} == {ClockQuality.SETTLING}
    assert clock.drift_ppm is None
    assert max(abs(one.at_s - true_s) for true_s, one in told[100:]) < 0.02


def test_how_far_off_a_moment_may_be_is_told_with_it() -> None:
    clock = DeviceClock(1e-3, 2**32)

    (*_, (_, last)) = walked(clock, 50.0, 200.0)

    assert 0.0 < last.off_s < 0.02


def test_a_clock_of_hours_and_minutes_goes_on_through_midnight() -> None:
    day_ms = 86_400_000
    clock = DeviceClock(1e-3, day_ms)

    told = walked(clock, 0.0, 120.0, first_ms=day_ms - 60_000, wrap=day_ms)

    assert max(abs(one.at_s - true_s) for true_s, one in told[100:]) < 0.02
    assert clock.leaps == 0


def test_a_sole_that_was_away_for_longer_than_its_clock_goes_round_is_still_on_time() -> None:
    clock = DeviceClock(1e-3, 2**16)  # round in 65.5 s
    walked(clock, 0.0, 100.0, wrap=2**16)
    away_s = 1000.0

    device_s = clock.heard(int((100.0 + away_s) * 1000) % 2**16, BEGAN_S + 100.0 + away_s + 0.01)

    assert clock.moment(device_s).at_s == pytest.approx(BEGAN_S + 1100.0, abs=0.06)


def test_a_clock_that_begins_anew_is_not_mixed_with_what_it_was() -> None:
    clock = DeviceClock(1e-3, 2**32)
    walked(clock, 150.0, 300.0)

    device_s = clock.heard(10, BEGAN_S + 301.0)

    assert clock.leaps == 1
    assert clock.moment(device_s).at_s == BEGAN_S + 301.0
    assert clock.moment(device_s).quality is ClockQuality.SETTLING


@pytest.mark.parametrize("tick_s", [0.99, 1.01, 1.5])
def test_a_clock_that_seems_to_drift_more_than_any_does_is_not_believed(tick_s: float) -> None:
    clock = DeviceClock(1.0, 2**32)
    for n in range(120):
        clock.heard(1000 + n, BEGAN_S + n * tick_s)

    assert clock.drift_ppm is None


@pytest.mark.parametrize("set_by_s", [-3600.0, -1.0, -0.1, 0.1, 1.5])
def test_a_wall_clock_that_is_set_moves_no_frame(set_by_s: float) -> None:
    began = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)  # a minute before summer time begins
    wall_ns = int(began.timestamp() * NS_PER_S)
    anchor = Anchor(Clock(lambda: int(BEGAN_S * NS_PER_S), lambda: wall_ns))
    clock = DeviceClock(1e-3, 2**32)
    dates = []
    for n in range(240):
        since_s = n * 0.5
        set_s = set_by_s if n > 120 else 0.0
        monotonic_ns = int((BEGAN_S + since_s) * NS_PER_S)
        anchor.follow(monotonic_ns, wall_ns + int((since_s + set_s) * NS_PER_S))
        device_s = clock.heard(int(since_s * 1000), BEGAN_S + since_s)
        dates.append(anchor.moment(clock.moment(device_s).at_s))

    assert all(
        abs(later - earlier - timedelta(seconds=0.5)) < timedelta(milliseconds=1)
        for earlier, later in pairwise(dates)
    )
    assert abs(dates[0] - began) < timedelta(milliseconds=1)
