"""A recorded activity as minutes of steps and one session.

Steps are twice the strides where the device counted them, else the time integral of cadence. A
mean cadence times a duration would count the pauses too, a fifth too many in a stop-and-go run.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from plantar.day import minute_of
from plantar.measured import Session, Sport
from plantar.minute import LONGEST_MINUTE_S, StepMinute
from plantar.recording import ActivityRecording, Floats
from plantar.sample import MOST_CADENCE_SPM
from plantar.units import SECONDS_PER_MINUTE, STEPS_PER_STRIDE

#: Records further apart than this leave a pause between them, not steps. Our choice. [s]
LONGEST_HOLD_S = 30.0


@dataclass(frozen=True, slots=True)
class ActivitySteps:
    """What an activity adds to a runner's store."""

    session: Session
    minutes: tuple[StepMinute, ...]


def reduce_activity(activity: ActivityRecording) -> ActivitySteps:
    """Minutes and session of one activity; none of its cycles are steps when it is not on foot.

    Parameters
    ----------
    activity : ActivityRecording
        Cadence of both feet on the activity's own clock.

    Returns
    -------
    ActivitySteps
        The minutes' steps add up to the session's.
    """
    if not activity.sport.on_foot:
        return ActivitySteps(_session(activity, 0), ())
    minutes = _minutes(activity)
    counted = sum(minute.steps for minute in minutes)
    if activity.strides is not None:
        steps = STEPS_PER_STRIDE * activity.strides
        if counted > 0:
            minutes = tuple(_scaled(minute, steps / counted) for minute in minutes)
        return ActivitySteps(_session(activity, steps), minutes)
    return ActivitySteps(_session(activity, round(counted) if minutes else None), minutes)


def merged(minutes: Iterable[StepMinute]) -> tuple[StepMinute, ...]:
    """Minutes in time order, one per moment: where two activities share a minute they add up."""
    by_moment: dict[datetime, StepMinute] = {}
    for minute in minutes:
        known = by_moment.get(minute.at)
        by_moment[minute.at] = minute if known is None else _together(known, minute)
    return tuple(by_moment[at] for at in sorted(by_moment))


def _together(one: StepMinute, other: StepMinute) -> StepMinute:
    longest = one if one.moving_s >= other.moving_s else other
    return replace(
        longest,
        steps=min(one.steps + other.steps, MOST_CADENCE_SPM),
        moving_s=min(one.moving_s + other.moving_s, LONGEST_MINUTE_S),
    )


def _scaled(minute: StepMinute, factor: float) -> StepMinute:
    return replace(minute, steps=min(minute.steps * factor, MOST_CADENCE_SPM))


def _session(activity: ActivityRecording, steps: int | None) -> Session:
    return Session(
        start=activity.start,
        sport=activity.sport,
        duration_s=activity.duration_s,
        distance_m=activity.distance_m,
        steps=steps,
        contact_time_s=activity.contact_time_s,
        quality=activity.quality,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Stretches between two records, cut at the minute; all arrays of shape (pieces,)."""

    minute: npt.NDArray[np.int64]  # counted from the minute in which the activity starts
    seconds: Floats
    cadence_spm: Floats
    speed_mps: Floats
    contact_time_s: Floats

    def mean(self, quantity: Floats, minute: int) -> float | None:
        """Mean of a quantity over the moving time of a minute; None where it is unknown."""
        known = (self.minute == minute) & np.isfinite(quantity) & (self.cadence_spm > 0)
        seconds = self.seconds[known]
        return float(np.average(quantity[known], weights=seconds)) if seconds.sum() > 0 else None


def _minutes(activity: ActivityRecording) -> tuple[StepMinute, ...]:
    pieces = _pieces(activity)
    first = minute_of(activity.start)
    minutes = []
    for n in np.unique(pieces.minute):
        here = pieces.minute == n
        seconds, cadence_spm = pieces.seconds[here], pieces.cadence_spm[here]
        minutes.append(
            StepMinute(
                at=first + timedelta(minutes=int(n)),
                revision=0,
                steps=float(min((cadence_spm * seconds).sum() / 60.0, MOST_CADENCE_SPM)),
                moving_s=float(min(seconds[cadence_spm > 0].sum(), LONGEST_MINUTE_S)),
                running=activity.sport is Sport.RUNNING,
                contact_time_s=pieces.mean(pieces.contact_time_s, int(n)),
                speed_mps=pieces.mean(pieces.speed_mps, int(n)),
            )
        )
    return tuple(minutes)


def _pieces(activity: ActivityRecording) -> _Pieces:
    track = activity.track
    offset_s = (activity.start - minute_of(activity.start)).total_seconds()
    since, until = track.time_s[:-1] + offset_s, track.time_s[1:] + offset_s
    cadence_spm = (track.cadence_spm[:-1] + track.cadence_spm[1:]) / 2.0  # trapezoid
    kept = (until - since > 0) & (until - since <= LONGEST_HOLD_S) & np.isfinite(cadence_spm)
    since, until = since[kept], until[kept]
    # A stretch is shorter than a minute, so it crosses at most one border and makes two pieces.
    border = (np.floor(since / SECONDS_PER_MINUTE) + 1.0) * SECONDS_PER_MINUTE
    minute = np.floor(since / SECONDS_PER_MINUTE).astype(np.int64)
    seconds = np.concatenate([np.minimum(until, border) - since, np.maximum(until - border, 0.0)])

    def twice(quantity: Floats) -> Floats:
        return np.tile(quantity, 2)

    return _Pieces(
        minute=np.concatenate([minute, minute + 1])[seconds > 0],
        seconds=seconds[seconds > 0],
        cadence_spm=twice(cadence_spm[kept])[seconds > 0],
        speed_mps=twice(_held(track.speed_mps)[kept])[seconds > 0],
        contact_time_s=twice(_held(track.contact_time_s)[kept])[seconds > 0],
    )


def _held(quantity: Floats) -> Floats:
    """The quantity through each stretch: its mean at both ends, or the end that is known."""
    ends = np.stack([quantity[:-1], quantity[1:]])
    known = np.isfinite(ends)
    counts = known.sum(axis=0)
    sums = np.where(known, ends, 0.0).sum(axis=0)
    means: Floats = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return means
