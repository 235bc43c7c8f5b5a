"""A live pair of soles: chunks go in, the Minutes that changed come out."""

import copy
from dataclasses import replace
from datetime import datetime

from plantar.errors import BadInput
from plantar.measured import Calibration
from plantar.minute import BodyMinute, FootMinute
from plantar.recording import Floats, ForceRecording
from processing.force.calibration import as_calibration, scale
from processing.force.minutes import rows_of
from processing.force.reduction import Reduction
from processing.force.regions import SoleCells
from processing.force.stream_clock import StreamClock

#: A calibration is sent again when the gain has moved by this share, or has become sure.
#: (our choice)
MOVED = 0.005


class Reducer:
    """Reduces one pair of soles to Minutes; its memory does not grow with time.

    A minute is open until its last step is understood, about a minute after it ended. Until then
    it is reckoned again at each call of `minutes` from what is there, and told again with a higher
    revision when it changed. What was pushed in which chunks makes no difference.
    """

    def __init__(self, body_weight_n: float | None, rate_hz: float) -> None:
        self._body_weight_n = body_weight_n
        self._reduction = Reduction(rate_hz)
        self._clock = StreamClock()
        self._told: dict[int, tuple[FootMinute | BodyMinute, ...]] = {}
        self._calibration: Calibration | None = None
        self._changed = False

    def push(self, chunk: ForceRecording) -> None:
        """Take in the frames that follow; a hole between chunks is a gap.

        Raises
        ------
        BadInput
            A chunk without a start, of another rate, or that begins before the last one ended.
        """
        self._reduction.feed(chunk, self._ahead_s(chunk.start, chunk.time_s))

    def push_cells(
        self, start: datetime, time_s: Floats, left: SoleCells | None, right: SoleCells | None
    ) -> None:
        """As `push`, for soles that send their cells and no force: they are summed on the way in.

        Parameters
        ----------
        start : datetime
            Second 0 of this chunk's clock.
        time_s : array, shape (frames,)
            Strictly rising. [s]
        left, right : SoleCells or None
            As many frames.

        Raises
        ------
        BadInput
            A clock that does not rise, or that begins before the last chunk ended.
        """
        for sole in (left, right):
            if sole is not None and len(sole.cells) != len(time_s):
                raise BadInput("cells", len(sole.cells), f"{len(time_s)} frames")
        if not (time_s[1:] > time_s[:-1]).all():
            raise BadInput("time_s", "not rising", "strictly rising")
        ahead_s = self._ahead_s(start, time_s)
        self._reduction.feed_frames(time_s + ahead_s if ahead_s else time_s, (left, right))

    def _ahead_s(self, start: datetime | None, time_s: Floats) -> float:
        ahead_s = self._clock.ahead_s(start, time_s)
        self._reduction.phase_s = self._clock.phase_s
        return ahead_s

    def minutes(self) -> tuple[FootMinute | BodyMinute, ...]:
        """The rows that changed since the last call, the open minutes as they stand now."""
        changed: list[FootMinute | BodyMinute] = []
        for number in sorted(self._reduction.minutes):
            changed += self._tell(number, self._reduction)
            del self._reduction.minutes[number], self._told[number]
        now = copy.deepcopy(self._reduction)
        now.finish()
        self._calibrate(now)
        for number in sorted(now.minutes):
            changed += self._tell(number, now)
        return tuple(changed)

    def calibration(self) -> Calibration | None:
        """The calibration, when it changed since the last call."""
        if not self._changed:
            return None
        self._changed = False
        return self._calibration

    def _tell(self, number: int, reduction: Reduction) -> list[FootMinute | BodyMinute]:
        """The rows of a minute that differ from what was told, one revision higher."""
        at = self._clock.minute(number)
        worn = (bool(reduction.worn[0]), bool(reduction.worn[1]))
        fresh = rows_of(at, reduction.minutes[number], worn, reduction.rate_hz, revision=1)
        before = self._told.get(number, ())
        rows = []
        for place, row in enumerate(fresh):
            old = before[place] if len(before) == len(fresh) else None
            if not before:
                rows.append(row)
            elif old is None:
                highest = max(told.revision for told in before)
                rows.append(replace(row, revision=highest + 1))
            elif replace(row, revision=old.revision) != old:
                rows.append(replace(row, revision=old.revision + 1))
            else:
                rows.append(old)
        self._told[number] = tuple(rows)
        if len(before) != len(fresh):
            return rows
        return [row for row, old in zip(rows, before, strict=True) if row is not old]

    def _calibrate(self, reduction: Reduction) -> None:
        """Keep the calibration of the session, and notice when it has moved."""
        if self._clock.start is None:
            return
        found = scale(
            reduction.strides,
            reduction.stride_s,
            reduction.stride_force_s,
            int(reduction.worn.sum()),
            self._body_weight_n,
        )
        fresh = as_calibration(found, self._clock.start, self._body_weight_n)
        old = self._calibration
        if fresh is None:
            return
        if (
            old is None
            or fresh.quality != old.quality
            or abs(fresh.gain - old.gain) > MOVED * old.gain
        ):
            self._calibration, self._changed = fresh, True
