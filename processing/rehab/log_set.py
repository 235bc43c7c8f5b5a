"""The one door for strength work that is logged by tapping: as planned, then what differed."""

from dataclasses import replace
from datetime import date, datetime

from plantar.rehab import Exercise, StrengthSession
from plantar.store import Noted, Store
from processing.tell_context import ONE_TAP, may_be_told


def as_planned(exercise: Exercise, day: date, last: StrengthSession | None) -> StrengthSession:
    """What doing an exercise as planned means: what is prescribed, with the load of last time.

    A load that is prescribed counts; where none is, the one lifted last time is what somebody has
    at hand. Nothing here ever raises one.
    """
    load_kg = exercise.load_kg
    if load_kg is None and last is not None:
        load_kg = last.load_kg
    return StrengthSession(
        day=day,
        exercise=exercise.name,
        sets=exercise.sets,
        reps=exercise.reps,
        load_kg=load_kg,
        mode=exercise.mode,
        tempo=exercise.tempo,
    )


def log_set(
    store: Store, runner_id: str, session: StrengthSession, now: datetime
) -> Noted[StrengthSession]:
    """Keep a session that was tapped, once for two taps of one finger.

    Raises
    ------
    BadInput
        When its day is still to come, or more than a week ago.
    UnknownRunner
        When there is no such runner.
    """
    may_be_told("day", session.day, store.runner(runner_id).days.day_of(now))
    return store.keep_strength(runner_id, session, now, once_within=ONE_TAP)


def with_pain(
    store: Store, runner_id: str, noted: Noted[StrengthSession], score: int | None
) -> Noted[StrengthSession]:
    """Add the worst pain during a session that was kept, or take it off again."""
    return store.change_strength(runner_id, noted.id, replace(noted.record, worst_pain=score))
