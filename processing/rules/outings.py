"""Runs and walks: sessions on foot whose short pauses are joined, and a log of them by day."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from plantar.day import LocalDays
from plantar.measured import Session, Sport

#: A pause shorter than this does not end a run or a walk. Our choice. [min]
LONGEST_PAUSE_MIN = 30.0
WALKS = (Sport.WALKING, Sport.HIKING)


@dataclass(frozen=True, slots=True)
class Outing:
    """One run or one walk, its short pauses joined."""

    day: date
    start: datetime
    end: datetime
    distance_km: float | None
    duration_min: float | None
    steps: int | None = None

    def size(self, measure: str) -> float | None:
        """How far, how long or how many steps it was."""
        match measure:
            case "distance":
                return self.distance_km
            case "duration":
                return self.duration_min
            case _:
                return self.steps


def runs_of(sessions: Sequence[Session], days: LocalDays) -> tuple[Outing, ...]:
    """The runs among sessions, in time order; a pause under half an hour joins two."""
    return _outings(sessions, (Sport.RUNNING,), days)


def walks_of(sessions: Sequence[Session], days: LocalDays) -> tuple[Outing, ...]:
    """The walks and hikes among sessions, in time order, joined like runs."""
    return _outings(sessions, WALKS, days)


class Log:
    """Outings in order of time, and quick to ask for those around a day."""

    def __init__(self, outings: Sequence[Outing]) -> None:
        self._outings = tuple(sorted(outings, key=_order))
        self._days = [outing.day for outing in self._outings]

    def between(self, first: date, last: date) -> tuple[Outing, ...]:
        """Those of the days from first to last."""
        until = last + timedelta(days=1)
        return self._outings[bisect_left(self._days, first) : bisect_left(self._days, until)]

    def before(self, day: date) -> date | None:
        """The last day before this one that has any."""
        at = bisect_left(self._days, day)
        return self._days[at - 1] if at else None

    @property
    def first_day(self) -> date | None:
        """The first day that has any."""
        return self._days[0] if self._days else None


def longest(outings: Sequence[Outing], measure: str) -> tuple[float, Outing] | None:
    """The longest by a measure, the latest of equals; None where none has that measure."""
    sized = [(size, one) for one in outings if (size := one.size(measure)) is not None]
    return max(sized, key=lambda item: (item[0], item[1].start), default=None)


def _order(outing: Outing) -> tuple[Any, ...]:
    sizes = (outing.distance_km, outing.duration_min, outing.steps)
    return (
        outing.day,
        _moment(outing.start),
        _moment(outing.end),
        *(-1.0 if one is None else one for one in sizes),
    )


def _moment(at: datetime) -> datetime:
    """In UTC, since times of one zone are compared and subtracted as its clock shows them."""
    return at.astimezone(UTC)


def _outings(
    sessions: Sequence[Session], sports: tuple[Sport, ...], days: LocalDays
) -> tuple[Outing, ...]:
    joined: list[Outing] = []
    wanted = [session for session in sessions if session.sport in sports]
    for outing in sorted((_outing(session, days) for session in wanted), key=_order):
        pause = _moment(outing.start) - _moment(joined[-1].end) if joined else None
        if pause is not None and pause < timedelta(minutes=LONGEST_PAUSE_MIN):
            joined[-1] = _joined(joined[-1], outing)
        else:
            joined.append(outing)
    return tuple(joined)


def _outing(session: Session, days: LocalDays) -> Outing:
    duration_s = session.duration_s
    # An alert tells it in the runner's time.
    start = days.local(session.start)
    return Outing(
        day=days.day_of(start),
        start=start,
        end=days.local(_moment(start) + timedelta(seconds=duration_s or 0.0)),
        distance_km=None if session.distance_m is None else session.distance_m / 1000.0,
        duration_min=None if duration_s is None else duration_s / 60.0,
        steps=session.steps,
    )


def _joined(one: Outing, other: Outing) -> Outing:
    return Outing(
        day=one.day,
        start=one.start,
        end=max(one.end, other.end, key=_moment),
        distance_km=_sum(one.distance_km, other.distance_km),
        duration_min=_sum(one.duration_min, other.duration_min),
        steps=None if one.steps is None or other.steps is None else one.steps + other.steps,
    )


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
