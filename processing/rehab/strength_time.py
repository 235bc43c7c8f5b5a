"""The hours of strength work: what the feet carried in them is exercise, and no plantar load."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from plantar.measured import Session
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.rehab import StrengthSession
from plantar.store import Sourced

K = TypeVar("K", FootMinute, BodyMinute, StepMinute)

HALF_A_MINUTE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class StrengthTime:
    """Stretches of strength work, in order and apart; each from its start to before its end."""

    stretches: tuple[tuple[datetime, datetime], ...] = ()

    @classmethod
    def of(cls, log: Iterable[StrengthSession]) -> "StrengthTime":
        """The hours of a log; a session whose hours nobody told takes nothing out."""
        told = sorted(
            (one.start, one.start + timedelta(seconds=one.duration_s))
            for one in log
            if one.start is not None and one.duration_s is not None
        )
        apart: list[tuple[datetime, datetime]] = []
        for since, until in told:
            if apart and since <= apart[-1][1]:
                apart[-1] = apart[-1][0], max(until, apart[-1][1])
            else:
                apart.append((since, until))
        return cls(tuple(apart))

    def parted(self, minutes: Sequence[Sourced[K]]) -> tuple[list[Sourced[K]], list[Sourced[K]]]:
        """The minutes outside strength work, and those of it."""
        outside: list[Sourced[K]] = []
        inside: list[Sourced[K]] = []
        for minute in minutes:
            (inside if self.holds_minute(minute.record.at) else outside).append(minute)
        return outside, inside

    def holds_minute(self, at: datetime) -> bool:
        """Whether a minute that starts then is one of strength work: its middle decides."""
        return self._around(at + HALF_A_MINUTE) is not None

    def holds_session(self, session: Session) -> bool:
        """Whether a recorded activity lies in strength work altogether."""
        around = self._around(session.start)
        lasts = timedelta(seconds=session.duration_s or 0.0)
        return around is not None and session.start + lasts <= around[1]

    def _around(self, moment: datetime) -> tuple[datetime, datetime] | None:
        if not self.stretches:
            return None  # the quick way: minutes come by the hundred thousand
        n = bisect_right(self.stretches, moment, key=lambda stretch: stretch[0])
        return self.stretches[n - 1] if n and moment < self.stretches[n - 1][1] else None


#: Nobody told any.
NO_STRENGTH = StrengthTime()


def left_out(minutes: Sequence[Sourced[K]]) -> tuple[str, ...]:
    """What a day says beside its figures when minutes were left out of them."""
    count = len({minute.record.at for minute in minutes})
    return (f"{count} min of strength work left out",) if count else ()
