"""Steps from acceleration as minutes for the store, and as load by the wearable model."""

from datetime import timedelta

import numpy as np

from plantar.day import minute_of
from plantar.errors import BadInput
from plantar.minute import LONGEST_MINUTE_S, StepMinute
from plantar.recording import AccelerationRecording
from plantar.sample import MOST_CADENCE_SPM
from plantar.units import SECONDS_PER_MINUTE
from processing.acceleration.steps import METHOD, AccelerationSteps, Bout
from processing.gait_load import UNCERTAIN_GAIT, GaitLoad, StepLoad, running, walking
from processing.wearable import is_uncertain

ONE_LEG = "felt one running leg, such as a foot: each stride is two steps"


def load_of(found: AccelerationSteps) -> StepLoad:
    """Load of all steps, each bout cut where the gait changes and at a minute's length."""
    walked, ran = GaitLoad(), GaitLoad()
    uncertain = 0
    quality = (ONE_LEG,) if any(bout.one_leg for bout in found.bouts) else ()
    for bout in found.bouts:
        for steps, seconds, is_run in _pieces(bout):
            cadence_spm = SECONDS_PER_MINUTE * steps / seconds
            if is_run:
                ran += running(steps, cadence_spm)
            else:
                walked += walking(steps, cadence_spm)
            if is_uncertain(cadence_spm, tagged=None, contact_time_s=None):
                uncertain += steps
    if uncertain:
        quality = (*quality, f"{uncertain} steps: {UNCERTAIN_GAIT}")
    return StepLoad(walked, ran, None, quality)


def seconds_of(found: AccelerationSteps) -> tuple[float, float]:
    """Time walking and time running. [s]"""
    pieces = [piece for bout in found.bouts for piece in _pieces(bout)]
    return (
        sum(seconds for _, seconds, is_run in pieces if not is_run) or 0.0,
        sum(seconds for _, seconds, is_run in pieces if is_run) or 0.0,
    )


def _pieces(bout: Bout) -> list[tuple[int, float, bool]]:
    """Steps, seconds and gait of each piece of a bout; together they last as long as the bout."""
    times_s = bout.step_times_s
    minute = ((times_s - bout.since_s) // SECONDS_PER_MINUTE).astype(np.int64)
    changes = np.flatnonzero((np.diff(minute) != 0) | np.diff(bout.running)) + 1
    ends_s = [bout.since_s, *(float(times_s[k - 1 : k + 1].mean()) for k in changes), bout.until_s]
    firsts = [0, *changes.tolist(), len(times_s)]
    return [
        (last - first, until_s - since_s, bool(bout.running[first]))
        for first, last, since_s, until_s in zip(
            firsts, firsts[1:], ends_s, ends_s[1:], strict=False
        )
        if last > first
    ]


def reduce_acceleration(
    recording: AccelerationRecording, found: AccelerationSteps
) -> tuple[StepMinute, ...]:
    """Every minute that was measured, those without steps too: nobody walked then.

    Raises
    ------
    BadInput
        When the recording has no clock.
    """
    if recording.start is None:
        raise BadInput("start", None, "a date and time")
    first = minute_of(recording.start)
    offset_s = (recording.start - first).total_seconds()
    known = np.isfinite(recording.acceleration).all(axis=1)
    measured = np.unique((recording.time_s[known] + offset_s) // SECONDS_PER_MINUTE)
    of_step = (found.step_times_s + offset_s) // SECONDS_PER_MINUTE
    minutes = []
    for n in measured.astype(np.int64):
        since_s = n * SECONDS_PER_MINUTE - offset_s
        moving_s = sum(
            max(min(bout.until_s, since_s + SECONDS_PER_MINUTE) - max(bout.since_s, since_s), 0.0)
            for bout in found.bouts
        )
        minutes.append(
            StepMinute(
                at=first + timedelta(minutes=int(n)),
                revision=0,
                steps=float(min((of_step == n).sum(), MOST_CADENCE_SPM)),
                moving_s=float(min(moving_s, LONGEST_MINUTE_S)),
                quality=(METHOD,),
            )
        )
    return tuple(minutes)
