"""A sensor anywhere on a body counts the steps that feet made, and none where they made none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from collector.files.door import read_file
from plantar.recording import AccelerationRecording, Floats
from plantar.units import WSE_BW4S
from processing.acceleration.minutes import ONE_LEG, load_of, reduce_acceleration, seconds_of
from processing.acceleration.steps import AccelerationSteps, find_steps
from tests.processing.stepping import desk_work, one_foot, pedalling, recording, stepping

WALK_S, WALK_SPM = 60.0, 108.0
WALKED = WALK_S * WALK_SPM / 60.0
STILL = np.tile([0.0, 0.0, 9.81], (1000, 1))


def counted(acceleration: Floats, rate_hz: float = 100.0) -> int:
    return len(find_steps(recording(acceleration, rate_hz)).step_times_s)


@pytest.mark.parametrize("cadence_spm", [72.0, 90.0, 108.0, 125.0, 134.0])
def test_a_steady_walk_has_its_steps(cadence_spm: float) -> None:
    found = find_steps(recording(stepping(60.0, cadence_spm)))

    assert len(found.step_times_s) == pytest.approx(cadence_spm, rel=0.02)
    assert not found.running.any()


@pytest.mark.parametrize("cadence_spm", [150.0, 165.0, 180.0, 200.0])
def test_a_steady_run_has_its_steps(cadence_spm: float) -> None:
    found = find_steps(recording(stepping(60.0, cadence_spm, bounce=9.0, jolt=20.0)))

    assert len(found.step_times_s) == pytest.approx(cadence_spm, rel=0.02)
    assert found.running.all()
    assert ONE_LEG not in load_of(found).quality


@pytest.mark.parametrize("stride_s", [0.65, 0.72, 0.8])
def test_a_running_foot_lands_once_a_stride_and_counts_for_two(stride_s: float) -> None:
    found = find_steps(recording(one_foot(60.0, stride_s)))

    assert len(found.step_times_s) == pytest.approx(120.0 / stride_s, rel=0.02)
    assert found.running.all()
    assert ONE_LEG in load_of(found).quality


def test_a_pocket_that_only_feels_its_own_leg_counts_both() -> None:
    own = stepping(60.0, WALK_SPM / 2, bounce=3.0, jolt=8.0)

    assert counted(own) == pytest.approx(WALKED, rel=0.02)


@pytest.mark.parametrize("pedal_rpm", [55.0, 75.0, 90.0, 105.0])
def test_pedalling_has_no_steps(pedal_rpm: float) -> None:
    assert counted(pedalling(120.0, pedal_rpm)) == 0


@pytest.mark.parametrize("road", [0.3, 0.6, 1.0, 2.0, 4.0])
def test_a_rough_road_does_not_turn_pedalling_into_steps(road: float) -> None:
    assert counted(pedalling(300.0, 80.0, road=road)) == 0


@pytest.mark.parametrize("seed", range(5))
def test_desk_work_has_no_steps(seed: int) -> None:
    assert counted(desk_work(300.0, seed=seed)) == 0


def test_stillness_has_no_steps() -> None:
    assert counted(STILL) == 0


def test_steps_stand_where_the_walk_was() -> None:
    walk = np.concatenate([STILL, stepping(20.0, WALK_SPM), STILL])

    found = find_steps(recording(walk))

    (bout,) = found.bouts
    assert bout.since_s == pytest.approx(10.0, abs=0.5)
    assert bout.until_s == pytest.approx(30.0, abs=0.5)
    assert np.diff(found.step_times_s) == pytest.approx(60.0 / WALK_SPM, abs=0.03)
    # A step is where the body is highest pressed: at the landing, a whole number of steps in.
    phase = (found.step_times_s - 10.0) * WALK_SPM / 60.0
    assert np.abs(phase - np.round(phase)).max() < 0.15


def test_a_walk_that_turns_into_a_run_is_told_apart() -> None:
    both = np.concatenate(
        [stepping(30.0, 110.0), stepping(30.0, 170.0, bounce=9.0, jolt=20.0), STILL]
    )

    found = find_steps(recording(both))
    walking_s, running_s = seconds_of(found)

    assert int((~found.running).sum()) == pytest.approx(55, abs=4)
    assert int(found.running.sum()) == pytest.approx(85, abs=5)
    assert walking_s == pytest.approx(30.0, abs=2.0)
    assert running_s == pytest.approx(30.0, abs=2.0)


@settings(deadline=None, max_examples=25)
@given(
    cadence_spm=st.floats(75.0, 135.0),
    turn=st.integers(0, 10_000),
    rate_hz=st.sampled_from([25.0, 32.0, 50.0, 64.0, 100.0, 128.0, 200.0]),
    shift_s=st.floats(0.0, 2.0),
)
def test_rate_orientation_and_start_leave_the_count(
    cadence_spm: float, turn: int, rate_hz: float, shift_s: float
) -> None:
    turned = Rotation.random(random_state=turn)
    walk = turned.apply(stepping(WALK_S, cadence_spm, rate_hz=rate_hz, shift_s=shift_s))

    assert counted(walk, rate_hz) == pytest.approx(cadence_spm, rel=0.02, abs=1.0)


@settings(deadline=None, max_examples=15)
@given(cadence_spm=st.floats(75.0, 135.0), turn=st.integers(0, 10_000))
def test_gravity_taken_out_leaves_the_count(cadence_spm: float, turn: int) -> None:
    turned = Rotation.random(random_state=turn)
    walk = stepping(WALK_S, cadence_spm) - [0.0, 0.0, 9.80665]

    assert counted(turned.apply(walk)) == pytest.approx(cadence_spm, rel=0.02, abs=1.0)


@settings(deadline=None, max_examples=15)
@given(at_s=st.floats(5.0, 55.0))
def test_a_walk_cut_in_two_keeps_its_steps(at_s: float) -> None:
    walk = stepping(WALK_S, WALK_SPM)
    cut = int(at_s * 100)

    assert counted(walk[:cut]) + counted(walk[cut:]) == pytest.approx(WALKED, rel=0.02)


def test_a_long_recording_is_no_different_in_pieces_of_ten_minutes() -> None:
    hour = stepping(1500.0, WALK_SPM)

    assert counted(hour) == pytest.approx(1500.0 * WALK_SPM / 60.0, rel=0.005)


def test_a_hole_is_missing_and_not_walked_through() -> None:
    walk = stepping(60.0, WALK_SPM)
    walk[2000:4000] = np.nan

    found = find_steps(recording(walk))

    assert len(found.step_times_s) == pytest.approx(WALKED * 2 / 3, rel=0.03)
    assert not ((found.step_times_s > 20.1) & (found.step_times_s < 39.9)).any()
    assert found.measured_s == pytest.approx(40.0, abs=0.1)


def test_two_frames_are_no_walk() -> None:
    assert counted(STILL[:1]) == 0
    assert counted(STILL[:2]) == 0


def test_the_load_of_a_walk_is_that_of_its_steps_at_its_cadence() -> None:
    found = find_steps(recording(stepping(60.0, 110.0)))

    load = load_of(found)

    assert load.walking.m4_bw4s / WSE_BW4S == pytest.approx(110.0, rel=0.03)
    assert load.running.steps == 0
    assert load.standing is None


def test_minutes_add_up_and_still_ones_say_that_nobody_walked() -> None:
    walk = np.concatenate([stepping(90.0, WALK_SPM), np.tile(STILL, (12, 1))])
    start = datetime(2026, 3, 1, 8, 0, 20, tzinfo=UTC)
    one = replace(recording(walk), start=start)

    found = find_steps(one)
    minutes = reduce_acceleration(one, found)

    assert [minute.at.minute for minute in minutes] == [0, 1, 2, 3]
    assert sum(minute.steps for minute in minutes) == len(found.step_times_s)
    assert minutes[0].moving_s == pytest.approx(40.0, abs=0.5)
    assert minutes[2].steps == 0.0
    assert minutes[2].moving_s == 0.0


OXFORD = "steps/oxford_step_counter/user1_"
TRUE_STEPS = {
    f"{OXFORD}hand_1506421989895.csv": 326,
    f"{OXFORD}frontpocket_1506422223341.csv": 327,
    f"{OXFORD}backpocket_1506422470497.csv": 343,
    f"{OXFORD}bag_1506423095164.csv": 346,
}


def found_in(path: Path, trial: str | None = None) -> AccelerationSteps:
    return find_steps(acceleration_of(path, trial))


def acceleration_of(path: Path, trial: str | None = None) -> AccelerationRecording:
    reading = read_file(path, rate_hz=100.0)
    (one,) = [one for one in reading.recordings if trial is None or one.part == trial]
    assert isinstance(one, AccelerationRecording)
    return one


@pytest.mark.shared
def test_phones_in_hand_pockets_and_bag_count_real_steps(recordings: Path) -> None:
    errors = [
        len(found_in(recordings / name).step_times_s) / true - 1.0
        for name, true in TRUE_STEPS.items()
    ]

    assert np.abs(errors).max() <= 0.03
    assert np.median(np.abs(errors)) <= 0.01


@pytest.mark.shared
@pytest.mark.parametrize("name", TRUE_STEPS)
def test_real_phones_count_the_same_however_they_were_set(recordings: Path, name: str) -> None:
    phone = acceleration_of(recordings / name)
    steps = len(find_steps(phone).step_times_s)
    turned = Rotation.random(random_state=4).apply(phone.acceleration)
    half = len(phone.time_s) // 2

    def resampled(rate_hz: float) -> int:
        even_s = np.arange(0.0, phone.time_s[-1], 1.0 / rate_hz)
        axes = [np.interp(even_s, phone.time_s, phone.acceleration[:, k]) for k in range(3)]
        return counted(np.stack(axes, axis=1), rate_hz)

    assert len(find_steps(replace(phone, acceleration=turned)).step_times_s) == steps
    for rate_hz in (25.0, 50.0, 200.0):
        assert resampled(rate_hz) == pytest.approx(steps, rel=0.02)
    parts = [
        replace(phone, time_s=phone.time_s[rows], acceleration=phone.acceleration[rows])
        for rows in (slice(half), slice(half, None))
    ]
    assert sum(len(find_steps(part).step_times_s) for part in parts) == pytest.approx(
        steps, rel=0.02
    )


@pytest.mark.shared
def test_short_walks_of_a_lower_back_are_near_the_reference(recordings: Path) -> None:
    found = found_in(recordings / "steps/mobgap/HA_001_data.mat", "TimeMeasure1/Test11/Trial1")

    assert 62 * 0.85 <= len(found.step_times_s) <= 71 * 1.15
    assert not found.running.any()


@pytest.mark.shared
def test_the_table_and_the_matlab_file_of_one_trial_agree(recordings: Path) -> None:
    folder = recordings / "steps/mobgap"
    table = acceleration_of(folder / "HA_001_Test11_Trial1.csv")
    matlab = acceleration_of(folder / "HA_001_data.mat", "TimeMeasure1/Test11/Trial1")

    # 9.81 and 9.80665 both pass for g there.
    np.testing.assert_allclose(table.acceleration, matlab.acceleration, rtol=1e-3)
    assert matlab.start is not None
    assert matlab.start.isoformat() == "2020-12-10T14:09:03.815000+01:00"


@pytest.mark.shared
@pytest.mark.parametrize(("since_s", "until_s"), [(0, 4), (13, 27), (56, 74), (88, 93), (114, 118)])
def test_nobody_walks_while_a_real_lower_back_is_still(
    recordings: Path, since_s: float, until_s: float
) -> None:
    found = found_in(recordings / "steps/mobgap/HA_001_data.mat", "TimeMeasure1/Test11/Trial1")

    assert not ((found.step_times_s > since_s) & (found.step_times_s < until_s)).any()


@pytest.mark.shared
def test_a_real_running_foot_counts_for_two(recordings: Path) -> None:
    found = found_in(recordings / "steps/wearable_my_foot/foot_imu_test-run.csv")

    assert 276 * 0.98 <= len(found.step_times_s) <= 282 * 1.02
    assert found.running.all()
    assert ONE_LEG in load_of(found).quality
