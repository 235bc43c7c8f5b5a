"""Steps out of what watches and foot pods say, with what nobody heard as gaps."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from collector.counter import CounterValue, Standing, count, read_standing, standing_bytes
from collector.decoding.reading import Pace, StepCount, StepsSince
from collector.profile import Ticks
from plantar.measured import Gap, GapCause
from plantar.sample import Cadence, StepsTaken

#: A watch that is connected tells a change within this time. (our choice) [s]
TOLD_WITHIN_S: Final = 10.0
#: A watch that was connected and counted no step for longer may lie on a table: that time is not
#: told as time without steps. (our choice) [s]
LONGEST_QUIET_S: Final = 7200.0
#: A foot pod tells its pace every second; between two words further apart nobody knows. [s]
PACE_SILENT_S: Final = 5.0
#: A clock that began this far from where it began before has begun anew. [s]
SAME_START_S: Final = 60.0


class StepsHeard:
    """What one watch or foot pod tells of steps, across its connections."""

    def __init__(
        self, day_of: Callable[[datetime], date], ticks: Ticks | None, standing: bytes | None
    ) -> None:
        self._day_of = day_of
        self._ticks = ticks
        self._standing = Standing() if standing is None else read_standing(standing)
        self._link_since: datetime | None = None  # all of what it says is heard since then
        self._paced_at: datetime | None = None
        self._cause = GapCause.UNKNOWN
        #: What is to be remembered, when it changed; whoever keeps it takes it away.
        self.changed: bytes | None = None

    def connected(self, at: datetime) -> None:
        """A connection begins."""
        self._link_since = at

    def broke(self, cause: GapCause) -> None:
        """A connection ended."""
        self._link_since, self._cause = None, cause

    def pace(self, pace: Pace, at: datetime) -> list[Cadence | Gap]:
        """What a foot pod says now."""
        told: list[Cadence | Gap] = []
        before, self._paced_at = self._paced_at, at
        if before is not None and (at - before).total_seconds() > PACE_SILENT_S:
            told.append(Gap(before, at, None, self._cause))
        self._cause = GapCause.UNKNOWN
        spm = pace.cadence_spm
        if spm is not None:
            told.append(Cadence(at, spm, pace.speed_mps, running=pace.running))
        return told

    def counter(self, value: StepCount, at: datetime) -> list[StepsTaken]:
        """What a counter of steps shows now."""
        shown = CounterValue(value.raw, at, self._day_of(at), self._epoch(value, at))
        counted, self._standing = count(self._standing, shown, value.bits)
        self.changed = standing_bytes(self._standing)
        if counted.steps is None or counted.since is None:
            return []
        return self._told(min(counted.since, at), at, counted.steps)

    def since_last(self, told: StepsSince, at: datetime) -> list[StepsTaken]:
        """Steps since the sensor's last word."""
        last = self._standing.trusted
        known = at - timedelta(seconds=TOLD_WITHIN_S) if last is None else last.at
        self._standing = Standing(CounterValue(0, at, self._day_of(at), ""))
        self.changed = standing_bytes(self._standing)
        return self._told(min(known, at), at, told.steps)

    def end(self, now: datetime) -> list[Gap]:
        """The silence of a foot pod at the end."""
        last = self._paced_at
        if last is None or (now - last).total_seconds() <= PACE_SILENT_S:
            return []
        return [Gap(last, now, None, self._cause)]

    def _told(self, since: datetime, at: datetime, steps: int) -> list[StepsTaken]:
        """Steps between two words, and the time before them in which there were none.

        A watch that was listened to all the while has told every change at once, so that its steps
        are the last of this time.
        """
        quiet_until = at
        if steps:
            heard_all = self._link_since is not None and self._link_since <= since
            quiet_until = max(since, at - timedelta(seconds=TOLD_WITHIN_S)) if heard_all else since
        told = []
        if 0.0 < (quiet_until - since).total_seconds() <= LONGEST_QUIET_S:
            told.append(StepsTaken(since, quiet_until, 0))
        if steps:
            told.append(StepsTaken(quiet_until, at, steps))
        return told

    def _epoch(self, value: StepCount, at: datetime) -> str:
        """Names the run of the counter by when its sensor was started, where it has a clock."""
        if value.ticks is None or self._ticks is None:
            return ""
        on_for = timedelta(seconds=value.ticks * self._ticks.unit_s)
        started = (at - on_for).timestamp()
        last = self._standing.doubted or self._standing.trusted
        if last is not None and last.epoch and abs(float(last.epoch) - started) < SAME_START_S:
            return last.epoch
        return f"{started:.0f}"
