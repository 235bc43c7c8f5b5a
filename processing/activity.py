"""A recorded activity as minutes of steps and one session.

Steps are twice the strides where the device counted them, else the time integral of cadence.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from operator import attrgetter

from plantar.measured import Session, Sport
from plantar.minute import StepMinute
from plantar.recording import ActivityRecording
from plantar.sample import MOST_CADENCE_SPM
from plantar.units import STEPS_PER_STRIDE
from processing.rejoin import together
from processing.steps.cadence import minutes_of


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
    running = activity.sport is Sport.RUNNING
    minutes = tuple(
        replace(minute, running=running) for minute in minutes_of(activity.track, activity.start)
    )
    counted = sum(minute.steps for minute in minutes)
    if activity.strides is not None:
        steps = STEPS_PER_STRIDE * activity.strides
        if counted > 0:
            minutes = tuple(_scaled(minute, steps / counted) for minute in minutes)
        return ActivitySteps(_session(activity, steps), minutes)
    return ActivitySteps(_session(activity, round(counted) if minutes else None), minutes)


def merged(minutes: Iterable[StepMinute]) -> tuple[StepMinute, ...]:
    """Minutes in time order, one per moment: where two activities share a minute they add up."""
    moment = attrgetter("at")
    in_order = groupby(sorted(minutes, key=moment), moment)
    return tuple(reduce(together, at_once) for _, at_once in in_order)


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
