"""How fast force rises under a landing foot: told where frames are dense enough, else not."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.recording import Floats
from processing.force.analysis import analyse_force
from processing.force.contacts import Contact, Gait
from processing.force.loading_rate import loading_rate
from tests.processing.real_soles import sole_recording
from tests.processing.walker import BODY_N, Walker, recording_of


def contact(start_s: float, end_s: float, peak_n: float, *, cut: bool = False) -> Contact:
    return Contact(
        start_s=start_s,
        end_s=end_s,
        contact_time_s=math.nan if cut else end_s - start_s,
        peak_n=peak_n,
        impulse_ns=0.0,
        m2_n2s=0.0,
        m4_n4s=0.0,
        gait=Gait.RUNNING,
        cut=cut,
        is_step=True,
    )


def landing(rate_hz: float = 200.0) -> tuple[Floats, Floats]:
    """A ramp of 30 kN/s to 1500 N, a dip, and a second hill to 1800 N, from second 0.1 on."""
    time_s = np.arange(round(0.5 * rate_hz)) / rate_hz
    force_n = np.interp(time_s, [0.1, 0.15, 0.18, 0.25, 0.4], [0.0, 1500.0, 1100.0, 1800.0, 0.0])
    return time_s, force_n


def test_a_straight_landing_rises_as_fast_as_it_rises() -> None:
    rate = loading_rate(*landing(), 200.0, contact(0.1, 0.4, 1800.0))

    assert rate == pytest.approx(30_000.0, rel=1e-6)


def test_the_mean_is_taken_from_a_fifth_to_four_fifths_of_the_rise() -> None:
    time_s = np.arange(100) / 200.0
    slow_fast_slow = np.interp(time_s, [0.0, 0.02, 0.08, 0.1, 0.3], [0.0, 50.0, 950.0, 1000.0, 0.0])

    rate = loading_rate(time_s, slow_fast_slow, 200.0, contact(0.0, 0.3, 1000.0))

    assert rate == pytest.approx(900.0 / 0.06, rel=1e-6)


def test_a_wiggle_is_no_maximum_and_a_landing_without_a_dip_rises_to_its_peak() -> None:
    time_s, force_n = landing()
    wiggling = force_n + np.where(np.arange(len(force_n)) % 2, 15.0, -15.0)

    rate = loading_rate(time_s, wiggling, 200.0, contact(0.1, 0.4, 1800.0))
    hill = np.maximum(0.0, np.sin(np.pi * (time_s - 0.1) / 0.3)) * 1800.0
    alone = loading_rate(time_s, hill, 200.0, contact(0.1, 0.4, 1800.0))

    assert rate == pytest.approx(30_000.0, rel=0.05)
    expected = 1800.0 * (math.sin(0.4 * math.pi) - math.sin(0.1 * math.pi)) / (0.6 * 0.15)
    assert alone == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("rate_hz", [25.0, 50.0, 99.0])
def test_below_100_hz_nothing_is_told(rate_hz: float) -> None:
    assert loading_rate(*landing(rate_hz), rate_hz, contact(0.1, 0.4, 1800.0)) is None


def test_a_missing_frame_in_the_landing_or_a_cut_contact_tell_nothing() -> None:
    time_s, force_n = landing()
    whole = contact(0.1, 0.4, 1800.0)
    lost, later = force_n.copy(), force_n.copy()
    lost[24] = np.nan
    later[60] = np.nan
    gone = np.delete(np.arange(len(time_s)), [24, 25])

    assert loading_rate(time_s, lost, 200.0, whole) is None
    assert loading_rate(time_s[gone], force_n[gone], 200.0, whole) is None
    assert loading_rate(time_s, later, 200.0, whole) == pytest.approx(30_000.0)
    assert loading_rate(time_s, force_n, 200.0, contact(0.1, 0.4, 1800.0, cut=True)) is None
    assert loading_rate(time_s, np.cumsum(np.ones(100)), 200.0, whole) is None  # never falls


@given(zero=st.floats(-50.0, 50.0), times=st.floats(0.2, 5.0))
def test_a_zero_that_is_off_cancels_and_a_gain_carries_through(zero: float, times: float) -> None:
    time_s, force_n = landing()
    shifted = times * (force_n + zero)

    rate = loading_rate(time_s, shifted, 200.0, contact(0.1, 0.4, times * 1800.0))

    assert rate == pytest.approx(times * 30_000.0, rel=1e-6)


def test_loading_rate_is_no_part_of_any_load() -> None:
    """Two landings of the same moments, one steep and one gentle, weigh the same."""
    time_s, force_n = Walker().rest(1.0, 0.0).walk(60).rest(1.0, 0.0).forces()
    forwards = analyse_force(recording_of(time_s, force_n), BODY_N)
    backwards = analyse_force(recording_of(time_s, force_n[:, ::-1].copy()), BODY_N)

    assert forwards.plantar_load_wse == pytest.approx(backwards.plantar_load_wse, rel=1e-3)


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["moticon_opengo/230927_102114_normal.txt", "gaitpdb/GaCo01_01.txt"]
)
def test_real_walkers_load_as_fast_as_walkers_do(recordings: Path, name: str) -> None:
    """In-shoe walking is some 3-12 body weights a second; faster would be running."""
    recording = sole_recording(recordings / "insole" / name)
    analysis = analyse_force(recording)
    body_n = analysis.calibration.body_n
    assert body_n is not None
    assert recording.left is not None
    assert analysis.left is not None

    rates = [
        loading_rate(recording.time_s, recording.left.force_n, recording.rate_hz, step)
        for step in analysis.left.steps
    ]
    told = [rate / body_n for rate in rates if rate is not None]

    assert len(told) >= 0.5 * len(rates)
    assert 3.0 < float(np.median(told)) < 12.0
