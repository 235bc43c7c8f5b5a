"""Recordings of people, against what their makers and physics say of them."""

from pathlib import Path

import numpy as np
import openpyxl
import pytest

from plantar.recording import FootForce, ForceRecording
from plantar.units import body_weight_n
from processing.force.analysis import FootAnalysis, ForceAnalysis, analyse_force
from processing.force.contact_finding import OFF, ON, find_contacts
from processing.force.contact_table import COLUMNS, STATES, At, Now
from processing.force.contacts import Contact, Gait
from processing.force.holes import LONGEST_BRIDGED_S, bridge, spread
from tests.processing.real_soles import forces, sole_recording
from tests.processing.walker import recording_of

pytestmark = pytest.mark.shared
MOTICON = "insole/moticon_opengo/230927_102114_normal.txt"
REPORT = "insole/moticon_opengo/gait_report_230927_10_21_14.xlsx"
PEOPLE = [("GaCo01_01", 83.0, 2), ("GaCo02_01", 70.0, 3)]


def both(analysis: ForceAnalysis) -> tuple[FootAnalysis, FootAnalysis]:
    assert analysis.left is not None
    assert analysis.right is not None
    return analysis.left, analysis.right


def reported(recordings: Path) -> list[np.ndarray]:
    """Initial contact and toe off of each step, by the maker. [s]"""
    book = openpyxl.load_workbook(recordings / REPORT, data_only=True)
    return [
        np.array([row[1:3] for row in book[sheet].iter_rows(min_row=2, values_only=True)], float)
        for sheet in ("Left Steps", "Right Steps")
    ]


def thinned(recording: ForceRecording, keep: int) -> ForceRecording:
    return recording_of(
        recording.time_s[::keep], forces(recording)[:, ::keep], recording.rate_hz / keep, None
    )


def timed(contacts: tuple[Contact, ...]) -> np.ndarray:
    return np.array([contact.contact_time_s for contact in contacts])


@pytest.mark.parametrize("keep", [1, 2, 4])
def test_fourteen_steps_are_fourteen_steps_at_100_50_and_25_hz(recordings: Path, keep: int) -> None:
    left, right = both(analyse_force(thinned(sole_recording(recordings / MOTICON), keep)))

    assert (len(left.steps), len(right.steps)) == (7, 7)
    assert all(step.gait is Gait.WALKING for step in (*left.steps, *right.steps))
    for foot, truth in zip((left, right), reported(recordings), strict=True):
        stance_s = truth[:, 1] - truth[:, 0]
        assert foot.contact_time_s == pytest.approx(stance_s.mean(), abs=0.025)


def test_each_contact_time_is_the_makers_to_a_frame_or_two(recordings: Path) -> None:
    feet = both(analyse_force(sole_recording(recordings / MOTICON)))

    truths = [truth[:, 1] - truth[:, 0] for truth in reported(recordings)]
    errors_s = np.abs(
        np.concatenate([timed(f.steps) - t for f, t in zip(feet, truths, strict=True)])
    )

    assert np.median(errors_s) <= 0.015
    assert np.percentile(errors_s, 95) <= 0.025


def test_dropped_frames_are_seconds_of_gap_on_the_foot_that_lost_them(recordings: Path) -> None:
    analysis = analyse_force(sole_recording(recordings / MOTICON))
    left, right = both(analysis)

    assert left.gap_s == pytest.approx(0.63 + 0.01, abs=1e-6)
    assert right.gap_s == pytest.approx(0.13 + 0.01, abs=1e-6)
    assert analysis.gap_s == pytest.approx(0.63 + 0.13 - 0.01 + 0.01 + 0.01, abs=0.011)
    assert left.measured_s + left.gap_s == pytest.approx(17.51, abs=1e-6)


def test_the_share_of_the_peak_at_which_a_contact_is_timed_has_a_flat_optimum(
    recordings: Path,
) -> None:
    """Mean error per foot against the maker, by share of the peak (100 Hz, 7 + 7 steps).

    ====== ===== ===== ===== ===== ===== =====
    share  0.02  0.05  0.06  0.08  0.10  0.12
    left   52    27    20    5     -13   -27    ms
    right  55    30    23    9     -5    -15    ms
    ====== ===== ===== ===== ===== ===== =====
    """
    recording = sole_recording(recordings / MOTICON)
    empty = np.empty((2, 3, 0), np.float32)
    rows = spread(recording.time_s, forces(recording), empty, np.nan, 100.0)
    force_n, missing = rows.force_n.copy(), np.isnan(rows.force_n)
    end = len(rows.time_s)
    errors_ms = {}
    for share in (0.06, 0.08, 0.10):
        for foot, truth in enumerate(reported(recordings)):
            bridge(
                force_n[foot], missing[foot], rows.lasts_s, rows.hole_s, 0, end, LONGEST_BRIDGED_S
            )
            table, now = np.zeros((200, COLUMNS)), np.zeros(STATES)
            find_contacts(
                rows.time_s, rows.lasts_s, rows.hole_s, force_n[foot], 0, end,
                ON * 895.0, OFF * 895.0, share, table, now, True,
            )  # fmt: skip
            whole = table[: int(now[Now.ROWS]), At.TIME]
            whole = whole[~np.isnan(whole)]
            stance_s = truth[:, 1] - truth[:, 0]
            errors_ms[share, foot] = 1000.0 * abs(whole.mean() - stance_s.mean())

    assert max(errors_ms.values()) <= 25.0
    assert max(errors_ms[0.08, foot] for foot in (0, 1)) <= 10.0


def test_five_seconds_of_walking_are_eight_steps_and_no_calibration(recordings: Path) -> None:
    path = recordings / "insole/moticon_opengo/walk_with_events_2022.txt"
    analysis = analyse_force(sole_recording(path))
    left, right = both(analysis)

    assert (len(left.steps), len(right.steps)) == (4, 4)
    assert left.gap_s == right.gap_s == 0.0
    assert not analysis.calibration.calibrated
    assert analysis.plantar_load_wse is None
    assert "4 whole strides" in analysis.quality[0]


@pytest.mark.parametrize(("name", "mass_kg", "apart"), PEOPLE)
def test_left_and_right_step_as_often(
    recordings: Path, name: str, mass_kg: float, apart: int
) -> None:
    analysis = analyse_force(
        sole_recording(recordings / f"insole/gaitpdb/{name}.txt"), body_weight_n(mass_kg)
    )
    left, right = both(analysis)

    assert abs(len(left.whole) - len(right.whole)) <= apart
    assert len(left.steps) > 90
    assert len(left.contacts) > len(left.whole)  # the recording begins on both feet
    assert all(step.gait is Gait.WALKING for step in (*left.steps, *right.steps))
    assert all(np.isnan(c.contact_time_s) for c in (*left.contacts, *right.contacts) if c.cut)


@pytest.mark.parametrize(("name", "mass_kg", "apart"), PEOPLE)
def test_the_gain_of_the_first_minute_weighs_the_second(
    recordings: Path, name: str, mass_kg: float, apart: int
) -> None:
    whole = sole_recording(recordings / f"insole/gaitpdb/{name}.txt")
    half = len(whole.time_s) // 2
    weight_n = body_weight_n(mass_kg)
    first, second = (
        analyse_force(recording_of(whole.time_s[part], forces(whole)[:, part]), weight_n)
        for part in (slice(0, half), slice(half, None))
    )

    assert first.calibration.gain is not None
    assert second.calibration.body_n is not None
    assert first.calibration.gain * second.calibration.body_n == pytest.approx(weight_n, rel=0.03)
    assert 0.74 < first.calibration.gain < 0.80  # the raw sum reads a quarter too high


@pytest.mark.parametrize(("name", "mass_kg", "apart"), PEOPLE)
@pytest.mark.parametrize("offset_n", [(60.0, 20.0), (150.0, -30.0)])
def test_soles_that_never_read_zero_weigh_the_same(
    recordings: Path, name: str, mass_kg: float, apart: int, offset_n: tuple[float, float]
) -> None:
    recording = sole_recording(recordings / f"insole/gaitpdb/{name}.txt")
    plain = analyse_force(recording)
    shifted = analyse_force(
        recording_of(recording.time_s, forces(recording) + np.array(offset_n)[:, None])
    )

    assert shifted.plantar_load_wse == pytest.approx(plain.plantar_load_wse, rel=0.02)
    for ours, theirs in zip(both(shifted), both(plain), strict=True):
        assert len(ours.steps) == pytest.approx(len(theirs.steps), abs=1)


@pytest.mark.parametrize("lost", [0.05, 0.3])
def test_lost_frames_change_neither_steps_nor_load(recordings: Path, lost: float) -> None:
    recording = sole_recording(recordings / "insole/gaitpdb/GaCo01_01.txt")
    plain = analyse_force(recording)
    force_n = forces(recording)
    gone = np.random.default_rng(3).random(force_n.shape[1]) < lost
    force_n[0, gone] = np.nan
    thin = analyse_force(recording_of(recording.time_s, force_n))

    assert len(both(thin)[0].steps) == pytest.approx(len(both(plain)[0].steps), abs=1)
    assert both(thin)[0].gap_s == pytest.approx(0.01 * gone.sum(), rel=0.001)
    assert thin.plantar_load_wse == pytest.approx(plain.plantar_load_wse, rel=0.01)


def test_the_made_trace_gives_its_counts_load_and_impulse(vectors: Path) -> None:
    analysis = analyse_force(sole_recording(vectors / "insole_trace_100hz.csv"), 700.0)
    left, right = both(analysis)
    steps = (*left.steps, *right.steps)

    assert (len(left.steps), len(right.steps)) == (20, 20)
    assert sum(step.gait is Gait.WALKING for step in steps) == 20
    assert sum(step.gait is Gait.RUNNING for step in steps) == 20
    assert analysis.plantar_load_wse == pytest.approx(142.523, rel=0.01)
    assert analysis.upright_load_bw_min == pytest.approx(29.78 / 60.0, rel=0.01)
    assert analysis.standing_s == pytest.approx(10.0, abs=0.05)
    assert analysis.calibration.gain == pytest.approx(1.0, abs=0.005)


def test_one_sole_counts_steps_but_gives_no_load_of_both_feet(recordings: Path) -> None:
    recording = sole_recording(recordings / "insole/gaitpdb/GaCo01_01.txt")
    alone = ForceRecording(recording.time_s, 100.0, FootForce(forces(recording)[0]), None)
    analysis = analyse_force(alone, body_weight_n(83.0))

    assert analysis.right is None
    assert analysis.left is not None
    assert len(analysis.left.steps) == 95
    assert analysis.plantar_load_wse is None
    assert analysis.quality == ("single foot",)
