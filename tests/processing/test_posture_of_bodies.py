"""Standing, sitting, nothing: told from force, and told again when the weight is known."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from plantar.measured import Calibration, CalibrationMethod
from plantar.minute import QUIET_BINS, BodyMinute, Moments
from plantar.units import WSE_BW4S
from processing.force import gait, passes, quiet
from processing.force.analysis import analyse_force
from processing.force.calibration import scale
from processing.force.load import plantar_load_wse, upright_load_bw_min
from processing.force.posture import posture
from processing.force.sums import Cell
from processing.force.warm import warm
from tests.processing.walker import BODY_N, Walker, recording_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def minute(**seconds: float) -> BodyMinute:
    bins = [0.0] * QUIET_BINS
    for number, lasted_s in seconds.items():
        bins[int(number[1:])] = lasted_s
    return BodyMinute(NOON, 1, 5.0, 2.0, tuple(bins), not_worn_s=3.0)


def weighed(gain: float) -> Calibration:
    return Calibration(NOON, gain, 1000.0, CalibrationMethod.SELF, 30)


def test_a_late_calibration_tells_the_same_minute_again() -> None:
    stored = minute(b0=1.0, b10=4.0, b22=6.0, b30=20.0)

    as_it_is = posture(stored, weighed(1.0))
    half = posture(stored, weighed(0.5))

    assert (as_it_is.standing_s, as_it_is.leaning_s, as_it_is.sitting_s) == (20.0, 6.0, 4.0)
    assert (half.standing_s, half.leaning_s, half.sitting_s) == (0.0, 0.0, 30.0)
    assert as_it_is.not_worn_s == half.not_worn_s == 4.0
    assert (as_it_is.walking_s, as_it_is.running_s) == (5.0, 2.0)


def test_a_day_in_short_is_told_to_the_second() -> None:
    day = Walker().rest(20, 1.0).walk(60).rest(30, 1.0).run(60).rest(40, 0.15).walk(20)
    analysis = analyse_force(day.rest(25, 0.0).recording(), BODY_N)

    assert analysis.standing_s == pytest.approx(50.0, abs=1.0)
    assert analysis.sitting_s == pytest.approx(40.0, abs=1.0)
    assert analysis.not_worn_s == pytest.approx(25.0, abs=1.0)
    assert analysis.leaning_s == pytest.approx(0.0, abs=1.0)
    assert analysis.walking_s == pytest.approx(80 * 60 / 110, abs=1.0)
    assert analysis.running_s == pytest.approx(60 * 60 / 165, abs=1.0)


def test_without_a_walk_nobody_knows_what_standing_weighs() -> None:
    analysis = analyse_force(Walker().rest(60, 1.0).recording(), BODY_N)

    assert analysis.standing_s is None
    assert analysis.plantar_load_wse is None
    assert analysis.not_worn_s == 0.0


def test_swaying_from_foot_to_foot_is_no_walking() -> None:
    time_s = np.arange(6000) / 100.0
    sway = 0.3 * BODY_N * np.sin(2 * np.pi * 0.7 * time_s)
    force_n = np.vstack([BODY_N / 2 + sway, BODY_N / 2 - sway])
    analysis = analyse_force(recording_of(time_s, force_n), BODY_N)

    assert analysis.walking_s == analysis.running_s == 0.0
    assert analysis.calibration.strides == 0


def test_the_median_keeps_a_short_lift_out_of_standing() -> None:
    cells = np.zeros((40, len(Cell)))
    cells[:, Cell.SECOND] = np.arange(40)
    cells[:, Cell.SECONDS] = 1.0
    cells[:, Cell.FORCE_S] = 700.0
    cells[18:22, Cell.FORCE_S] = 100.0

    assert quiet.medians(cells, 0, 40).tolist() == [700.0] * 40


def test_load_needs_no_mass_and_the_gain_does() -> None:
    recording = Walker().walk(120).recording()
    nobody_told, told = analyse_force(recording), analyse_force(recording, 2.0 * BODY_N / 1.25)

    assert nobody_told.plantar_load_wse == pytest.approx(told.plantar_load_wse)
    assert nobody_told.plantar_load_wse == pytest.approx(120.0, rel=0.02)  # 120 walking steps
    assert nobody_told.calibration.gain is None
    assert told.calibration.gain == pytest.approx(1.6, rel=0.01)


@pytest.mark.parametrize(
    ("strides", "body_n", "weight_n", "calibrated", "why"),
    [
        (20, 700.0, 700.0, True, ""),
        (19, 700.0, 700.0, True, "fewer than 20"),
        (6, 700.0, None, True, "fewer than 20"),
        (5, 700.0, 700.0, False, "5 whole strides"),
        (40, 700.0, 349.0, False, "outside 0.5-2.0"),
        (40, 700.0, 1401.0, False, "outside 0.5-2.0"),
        (40, 199.0, None, False, "no body weight"),
        (40, 3001.0, None, False, "no body weight"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused_with_its_reason(
    strides: int, body_n: float, weight_n: float | None, *, calibrated: bool, why: str
) -> None:
    found = scale(strides, 40.0, 40.0 * body_n, 2, weight_n)

    assert found.calibrated is calibrated
    assert why in " ".join(found.quality)
    assert (found.gain is not None) == (calibrated and weight_n is not None)


def test_one_walking_step_is_one_unit_and_a_minute_upright_a_minute() -> None:
    assert plantar_load_wse(Moments(0.0, 0.0, WSE_BW4S * 700.0**4), 700.0) == pytest.approx(1.0)
    assert upright_load_bw_min(Moments(700.0 * 60.0, 0.0, 0.0), 700.0) == pytest.approx(1.0)


def test_posture_is_told_without_loading_a_compiler() -> None:
    script = (
        "import sys, processing.force.posture, processing.force.calibration,"
        " processing.force.contacts, processing.force.load;"
        "assert not {'numba', 'numpy'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], check=True)


def test_warming_up_is_done_once_for_all() -> None:
    warm()
    before = passes.reduce_stretches.signatures
    analyse_force(Walker().walk(8).recording())

    assert passes.reduce_stretches.signatures == before


def test_a_gait_is_one_of_three() -> None:
    assert (gait.NONE, gait.WALKING, gait.RUNNING) == (0, 1, 2)
