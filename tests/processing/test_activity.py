"""A recorded activity becomes minutes of steps that add up to what the device counted."""

from datetime import UTC, datetime

import numpy as np
import pytest

from plantar.measured import Sport
from plantar.minute import StepMinute
from plantar.recording import ActivityRecording, CadenceTrack
from processing.activity import merged, reduce_activity

START = datetime(2026, 6, 1, 17, 59, 40, tzinfo=UTC)


def activity(
    seconds: int = 120,
    cadence: float = 160.0,
    sport: Sport = Sport.RUNNING,
    strides: int | None = None,
    pause: slice | None = None,
) -> ActivityRecording:
    time_s = np.arange(seconds + 1, dtype=float)
    cadence_spm = np.full(seconds + 1, cadence)
    contact = np.full(seconds + 1, 0.25)
    if pause is not None:
        keep = np.ones(seconds + 1, bool)
        keep[pause] = False
        time_s, cadence_spm, contact = time_s[keep], cadence_spm[keep], contact[keep]
    track = CadenceTrack(time_s, cadence_spm, np.full(len(time_s), np.nan), contact)
    return ActivityRecording(
        sport, sport.value, START, float(seconds), 400.0, strides, None, track, "test watch"
    )


def test_steps_are_the_integral_of_cadence_over_civil_minutes() -> None:
    made = reduce_activity(activity())

    assert [minute.at.minute for minute in made.minutes] == [59, 0, 1]
    assert [minute.steps for minute in made.minutes] == pytest.approx([160 / 3, 160, 160 * 2 / 3])
    assert [minute.moving_s for minute in made.minutes] == pytest.approx([20, 60, 40])
    assert made.session.steps == 320
    assert all(minute.contact_time_s == pytest.approx(0.25) for minute in made.minutes)


def test_strides_that_the_device_counted_are_exact() -> None:
    made = reduce_activity(activity(strides=150))

    assert made.session.steps == 300
    assert sum(minute.steps for minute in made.minutes) == pytest.approx(300)


def test_a_pause_without_records_adds_no_steps() -> None:
    made = reduce_activity(activity(seconds=300, pause=slice(60, 240)))

    assert made.session.steps == pytest.approx(160 * (59 + 60) / 60, abs=1)


@pytest.mark.parametrize(
    "sport", [Sport.CYCLING, Sport.SWIMMING, Sport.PADDLING, Sport.TRANSITION, Sport.OTHER]
)
def test_what_is_not_on_foot_adds_no_step_whatever_its_cadence(sport: Sport) -> None:
    made = reduce_activity(activity(sport=sport, strides=500))

    assert made.session.steps == 0
    assert made.minutes == ()


def test_two_activities_in_one_minute_add_up() -> None:
    one = StepMinute(START.replace(second=0), 0, 40.0, 20.0, running=True)
    other = StepMinute(START.replace(second=0), 0, 30.0, 25.0, running=False)

    (both,) = merged([one, other])

    assert (both.steps, both.moving_s) == (70.0, 45.0)
