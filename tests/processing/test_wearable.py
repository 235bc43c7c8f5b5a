"""The modelled step: published vectors, Newton, and the traps of slow and mixed minutes."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.errors import BadInput
from plantar.units import WSE_BW4S
from processing import wearable

# name, cadence, duty factor, dip, contact time, peak, m1, m2, m4, wse (vector step_waveform)
STEPS = [
    ("walk 110", 110, 0.63, 0.4, 0.687273, 1.092229, 0.545455, 0.482326, 0.427244, 1.0),
    ("walk 90", 90, 0.655, 0.2, 0.873333, 0.979046, 0.666667, 0.573883, 0.468038, 1.095482),
    ("walk 125", 125, 0.605, 0.55, 0.5808, 1.228098, 0.48, 0.455228, 0.494722, 1.157938),
    ("walk 140", 140, 0.58, 0.7, 0.497143, 1.378456, 0.428571, 0.446478, 0.614108, 1.437371),
    ("run 165", 165, 0.34375, 0, 0.25, 2.284795, 0.363636, 0.652536, 2.554818, 5.979766),
    ("run 160", 160, 0.3733333333, 0, 0.28, 2.103745, 0.375, 0.619604, 2.056656, 4.813776),
    ("run 180", 180, 0.315, 0, 0.21, 2.493328, 0.333333, 0.652752, 3.043462, 7.123478),
]


@pytest.mark.parametrize("case", STEPS, ids=[case[0] for case in STEPS])
def test_a_step_has_the_moments_of_its_wave(case: tuple[str, *tuple[float, ...]]) -> None:
    _, cadence, duty, dip, *expected = case

    one = wearable.step(cadence, duty, dip)

    found = (one.contact_time_s, one.peak_bw, one.m1_bws, one.m2_bw2s, one.m4_bw4s, one.load_wse)
    assert found == pytest.approx(expected, rel=1e-5)


@pytest.mark.shared
def test_every_step_of_the_vectors_is_reproduced(vectors: Path) -> None:
    waveform = json.loads((vectors / "vectors.json").read_text())["step_waveform"]

    assert pytest.approx(waveform["k_ref_p4"], abs=5e-10) == WSE_BW4S
    assert pytest.approx(waveform["k_ref_p2"], abs=5e-10) == wearable.WSE_BW2S
    for case in waveform["cases"]:
        one = wearable.step(case["cadence"], case["beta"], case["q"])
        assert one.contact_time_s == pytest.approx(case["Tc"], rel=1e-5), case["name"]
        assert one.peak_bw == pytest.approx(case["peak_bw"], rel=1e-5), case["name"]
        assert one.m1_bws == pytest.approx(case["L1"], rel=1e-5), case["name"]
        assert one.m2_bw2s == pytest.approx(case["L2"], rel=1e-5), case["name"]
        assert one.m4_bw4s == pytest.approx(case["L4"], rel=1e-5), case["name"]
        assert one.load_wse == pytest.approx(case["wse"], rel=1e-5), case["name"]


@given(st.floats(60, 200), st.floats(0.2, 0.9), st.floats(0, 0.8))
def test_the_closed_forms_are_the_integrals_of_the_wave(
    cadence: float, duty: float, dip: float
) -> None:
    one = wearable.step(cadence, duty, dip)
    u = (np.arange(20_000) + 0.5) / 20_000 - 0.5
    amplitude = math.pi / (4 * duty * (1 + dip / 3))
    force = amplitude * (np.cos(np.pi * u) - dip * np.cos(3 * np.pi * u))

    for power, moment in ((1, one.m1_bws), (2, one.m2_bw2s), (4, one.m4_bw4s)):
        assert moment == pytest.approx(float((force**power).mean()) * one.contact_time_s, rel=1e-6)
    assert one.peak_bw == pytest.approx(float(force.max()), rel=1e-6)


def test_the_unit_of_load_is_one_walking_step_at_110() -> None:
    assert wearable.walking_step(110).load_wse == pytest.approx(1.0, abs=1e-8)


def test_slow_walking_keeps_the_step_of_sixty_a_minute() -> None:
    assert wearable.walking_step(10) == wearable.walking_step(60)


@given(st.floats(0, 200) | st.sampled_from([60.0, 90.0, 140.0]))
def test_between_the_points_of_a_table_lie_straight_lines(x: float) -> None:
    points, values = wearable._WALK_CADENCE_SPM, wearable._WALK_DUTY

    assert wearable._between(x, points, values) == float(np.interp(x, points, values))


def test_a_walk_is_walking_a_run_needs_flight_and_cadence_comes_last() -> None:
    def running(cadence: float, tagged: bool | None, contact: float | None) -> bool:  # noqa: FBT001 - as a table reads
        return wearable.is_running(cadence, tagged=tagged, contact_time_s=contact)

    assert not running(139, None, None)
    assert running(140, None, None)
    assert running(120, True, None)
    assert not running(150, False, None)
    assert not running(110, True, 0.65)  # duty 0.60: no flight
    assert running(165, None, 0.25)  # duty 0.34
    assert not running(107, False, 0.474)  # a watch's walk: its contact times run short


def test_between_130_and_150_without_other_evidence_the_gait_is_uncertain() -> None:
    assert wearable.is_uncertain(139, tagged=None, contact_time_s=None)
    assert not wearable.is_uncertain(139, tagged=True, contact_time_s=None)
    assert not wearable.is_uncertain(160, tagged=None, contact_time_s=None)


def test_a_contact_time_that_contradicts_running_is_not_used() -> None:
    assert wearable.running_step(165, contact_time_s=0.60) == wearable.running_step(165)


def test_an_hour_of_standing_is_1053_walking_steps() -> None:
    assert wearable.standing_m4_bw4s(3600) / WSE_BW4S == pytest.approx(1053, abs=0.5)


@pytest.mark.parametrize(("cadence", "duty"), [(0, 0.6), (-1, 0.6), (110, 0), (110, 1.2)])
def test_impossible_gait_is_refused(cadence: float, duty: float) -> None:
    with pytest.raises(BadInput):
        wearable.step(cadence, duty, 0)
