"""The hours of strength work: what the feet carried in them is exercise, and no plantar load."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from plantar.measured import Session
from plantar.rehab import StrengthSession

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

    def holds_minute(self, at: datetime) -> bool:
        """Whether a minute that starts then is one of strength work: its middle decides."""
        return self._around(at + HALF_A_MINUTE) is not None

    def holds_session(self, session: Session) -> bool:
        """Whether a recorded activity lies in strength work altogether."""
        around = self._around(session.start)
        lasts = timedelta(seconds=session.duration_s or 0.0)
        return around is not None and session.start + lasts <= around[1]

    def _around(self, moment: datetime) -> tuple[datetime, datetime] | None:
        n = bisect_right(self.stretches, moment, key=lambda stretch: stretch[0])
        return self.stretches[n - 1] if n and moment < self.stretches[n - 1][1] else None


#: Nobody told of any.
NO_STRENGTH = StrengthTime()
