"""Which exercises wait for today, and which sessions were missed: a calendar, and no judgement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from plantar.day import each_day
from plantar.rehab import (
    DAYS_A_WEEK,
    Exercise,
    Programme,
    StrengthSession,
    exercises_on,
    plain_name,
    programme_on,
)
from plantar.store import Noted


@dataclass(frozen=True, slots=True)
class Asked:
    """One exercise of today's phase, and what is known of it."""

    exercise: Exercise
    is_due: bool  # by how often it is prescribed, counted from when it was last done
    today: tuple[Noted[StrengthSession], ...]  # what was done of it today
    last: StrengthSession | None  # the last time before today


@dataclass(frozen=True, slots=True)
class Exercised:
    """One day of strength work: what was done, and what was let pass."""

    day: date
    done: tuple[str, ...] = ()  # names, as they were logged
    missed: tuple[str, ...] = ()  # names, as they were prescribed


def asked_on(
    programmes: Sequence[Programme], log: Sequence[Noted[StrengthSession]], day: date
) -> list[Asked]:
    """The exercises of the phase in force on a day, those that wait for it first."""
    programme = programme_on(programmes, day)
    found = []
    for exercise in exercises_on(programmes, day):
        its_own = [one for one in log if _same(one.record.exercise, exercise.name)]
        before = [one.record for one in its_own if one.record.day < day]
        today = tuple(one for one in its_own if one.record.day == day)
        days = {session.day for session in before}
        week_began = _week_began(programme, day)
        is_due = not today and _is_due(exercise, days, day, week_began)
        last = max(before, key=lambda session: session.day, default=None)
        found.append(Asked(exercise, is_due, today, last))
    return sorted(found, key=lambda one: not (one.is_due or one.today))


def exercised(
    programmes: Sequence[Programme], log: Sequence[StrengthSession], first: date, today: date
) -> dict[date, Exercised]:
    """What was done and what was missed on each day from first to today, where either was.

    A session of every second day may be done on its day or the next one, and the next is counted
    from when it was done; sessions of so many a week may be done on any days of a week of the
    programme. One is missed only when its time is over, so never today; a stretch that a new
    phase or programme cuts short misses nothing.
    """
    done: dict[date, list[str]] = {}
    for one in log:
        if first <= one.day <= today:
            done.setdefault(one.day, []).append(one.exercise)
    missed: dict[date, list[str]] = {}
    for name, day in _missed(programmes, log, today):
        if first <= day:
            missed.setdefault(day, []).append(name)
    return {
        day: Exercised(day, tuple(done.get(day, ())), tuple(missed.get(day, ())))
        for day in sorted(done.keys() | missed.keys())
    }


def _is_due(exercise: Exercise, days: set[date], day: date, week_began: date) -> bool:
    if exercise.every_days is not None:
        return not any(day - timedelta(days=n) in days for n in range(1, exercise.every_days))
    this_week = sum(week_began <= one < day for one in days)
    return this_week < (exercise.per_week or 0)


def _missed(
    programmes: Sequence[Programme], log: Sequence[StrengthSession], today: date
) -> Iterator[tuple[str, date]]:
    begun = min((programme.since for programme in programmes), default=today)
    if begun >= today:
        return
    days = list(each_day(begun, today - timedelta(days=1)))
    prescribed = [
        (day, programme_on(programmes, day), exercises_on(programmes, day)) for day in days
    ]
    names = dict.fromkeys(plain_name(one.name) for _, _, known in prescribed for one in known)
    for name in names:
        logged = {one.day for one in log if plain_name(one.exercise) == name}
        of_name = [
            (day, programme, next((one for one in known if plain_name(one.name) == name), None))
            for day, programme, known in prescribed
        ]
        for _, grouped in groupby(of_name, key=_how_often):
            stretch = list(grouped)
            first, programme, asked = stretch[0]
            last = stretch[-1][0]
            if programme is None or asked is None:
                continue
            if asked.every_days is not None:
                passed = _of_every(asked.every_days, first, last, logged)
            else:
                ahead = (_weeks_from(programme) - first).days % DAYS_A_WEEK
                whole_weeks = first + timedelta(days=ahead)
                passed = _of_weeks(asked.per_week or 0, whole_weeks, last, logged)
            yield from ((asked.name, day) for day in passed)


def _how_often(
    one: tuple[date, Programme | None, Exercise | None],
) -> tuple[date | None, tuple[int | None, int | None] | None]:
    _, programme, exercise = one
    if programme is None or exercise is None:
        return None, None
    # A version that counts on from the weeks of an earlier one cuts nothing short.
    return _weeks_from(programme), (exercise.every_days, exercise.per_week)


def _of_every(every: int, first: date, last: date, logged: set[date]) -> Iterator[date]:
    """The days on which one of every so many days was let pass."""
    at = first
    while at + timedelta(days=every - 1) <= last:
        within = (at + timedelta(days=n) for n in range(every))
        done = next((day for day in within if day in logged), None)
        if done is None:
            yield at
        at = (at if done is None else done) + timedelta(days=every)


def _of_weeks(per_week: int, first: date, last: date, logged: set[date]) -> Iterator[date]:
    """The last empty days of each whole week that has fewer than so many."""
    week = timedelta(days=DAYS_A_WEEK)
    at = first
    while at + week - timedelta(days=1) <= last:
        days = [at + timedelta(days=n) for n in range(DAYS_A_WEEK)]
        empty = [day for day in days if day not in logged]
        short = per_week - (DAYS_A_WEEK - len(empty))
        if short > 0:
            yield from empty[-short:]
        at += week


def _week_began(programme: Programme | None, day: date) -> date:
    """The first day of the week of the programme that a day lies in."""
    if programme is None:
        return day
    return day - timedelta(days=(day - _weeks_from(programme)).days % DAYS_A_WEEK)


def _weeks_from(programme: Programme) -> date:
    return programme.weeks_from or programme.since


def _same(name: str, other: str) -> bool:
    return plain_name(name) == plain_name(other)
