"""A live pair of soles that tell counts: chunks go in, the minutes of steps that changed come out.

Counts are no newtons: steps, their time and their gait are told, no load and no standing.
"""

import copy
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from plantar.errors import BadInput
from plantar.minute import LONGEST_MINUTE_S, BodyMinute, FootMinute, StepMinute
from plantar.recording import Floats, ForceRecording
from plantar.sample import MOST_CADENCE_SPM
from processing.force.minutes import rows_of
from processing.force.raw_counts import RunningScale
from processing.force.reduction import Reduction
from processing.force.stream_clock import StreamClock
from processing.force.sums import EDGE_S
from processing.steps.revisions import Revisions

#: The scale is looked at again after each stretch of this length. (our choice) [s]
SCALED_EVERY_S = 10.0
#: A foot that was measured for less than this share of what the other was is not counted in a
#: minute: the other one speaks for both. (our choice)
LEAST_MEASURED = 0.5

SINGLE_FOOT = "single foot"

#: Frames on the stream's clock, and the counts of both feet.
Piece: TypeAlias = tuple[Floats, tuple[Floats | None, Floats | None]]


class CountsReducer:
    """Reduces one pair of soles that tell counts to minutes; its memory does not grow with time.

    Frames are kept until their stretch is complete, put on the scale that is known by then, and
    reduced as those of soles that tell newtons. The stretch that is not complete counts in the open
    minutes, by the scale so far. What was pushed in which chunks makes no difference.
    """

    def __init__(self, rate_hz: float) -> None:
        self._reduction = Reduction(rate_hz)
        self._clock = StreamClock()
        self._scales = RunningScale(), RunningScale()
        self._stretch: list[Piece] = []
        self._number = 0  # of the stretch
        self._until_s = -np.inf
        self._revisions = Revisions()

    def push(self, chunk: ForceRecording) -> None:
        """Take in the frames that follow; a hole between chunks is a gap.

        Raises
        ------
        BadInput
            A chunk in newtons, without a start, of another rate, or that begins before the last one
            ended.
        """
        if chunk.in_newtons:
            raise BadInput("in_newtons", True, "counts: newtons have a reducer of their own")
        if abs(chunk.rate_hz - self._reduction.rate_hz) > 1e-9 * chunk.rate_hz:
            raise BadInput("rate_hz", chunk.rate_hz, f"{self._reduction.rate_hz:g}, as before")
        time_s = chunk.time_s + self._clock.ahead_s(chunk.start, chunk.time_s)
        self._reduction.phase_s = self._clock.phase_s
        if not len(time_s):
            return
        if time_s[0] <= self._until_s:
            raise BadInput("time_s", float(time_s[0]), f"after {self._until_s:g}")
        self._until_s = float(time_s[-1])
        since_minute_s = time_s + self._clock.phase_s + EDGE_S
        numbers = (since_minute_s // SCALED_EVERY_S).astype(np.int64)
        edges = [0, *(np.flatnonzero(np.diff(numbers)) + 1).tolist(), len(time_s)]
        for begin, end in pairwise(edges):
            if numbers[begin] != self._number:
                _feed(self._reduction, self._scales, self._stretch)
                self._stretch, self._number = [], int(numbers[begin])
            here = slice(begin, end)
            left, right = (
                None if foot is None else foot.force_n[here] for foot in (chunk.left, chunk.right)
            )
            self._stretch.append((time_s[here], (left, right)))

    def minutes(self) -> tuple[StepMinute, ...]:
        """The minutes that changed since the last call, the open ones as they stand now."""
        closed = dict(self._reduction.minutes)
        self._reduction.minutes.clear()
        now = copy.deepcopy(self._reduction)
        _feed(now, copy.deepcopy(self._scales), self._stretch)
        now.finish()
        sums = {**closed, **now.minutes}
        worn = bool(now.worn[0]), bool(now.worn[1])
        told = []
        for number in sorted(sums):
            at = self._clock.minute(number)
            minute = step_minute(rows_of(at, sums[number], worn, now.rate_hz, revision=0))
            if minute is not None:
                told.append(minute)
        changed = self._revisions.changed(told)
        self._revisions.forget(map(self._clock.minute, closed))
        return changed


def step_minute(rows: Sequence[FootMinute | BodyMinute]) -> StepMinute | None:
    """What two soles say of steps in a minute; None where neither of them was measured.

    A step of one foot alone counts twice, as the other foot made one too.
    """
    feet = [row for row in rows if isinstance(row, FootMinute)]
    (body,) = (row for row in rows if isinstance(row, BodyMinute))
    longest_s = max(foot.measured_s for foot in feet)
    if longest_s <= 0.0:
        return None
    heard = [foot for foot in feet if foot.measured_s >= LEAST_MEASURED * longest_s]
    twice = 2 / len(heard)
    steps = twice * sum(foot.steps_walking + foot.steps_running for foot in heard)
    timed = sum(foot.contacts_timed for foot in heard)
    return StepMinute(
        at=body.at,
        revision=0,
        steps=min(steps, MOST_CADENCE_SPM),
        moving_s=min(body.walking_s + body.running_s, LONGEST_MINUTE_S),
        running=None if body.running_s == body.walking_s else body.running_s > body.walking_s,
        contact_time_s=sum(foot.contact_time_sum_s for foot in heard) / timed if timed else None,
        quality=(SINGLE_FOOT,) if len(heard) == 1 else (),
    )


def _feed(
    reduction: Reduction, scales: tuple[RunningScale, RunningScale], pieces: Sequence[Piece]
) -> None:
    """Reduce frames on a scale that has learned from them."""
    for foot, scale in enumerate(scales):
        counts = [feet[foot] for _, feet in pieces]
        scale.learn(np.concatenate([some for some in counts if some is not None] or [np.empty(0)]))
    for time_s, feet in pieces:
        left, right = (
            None if counts is None else scale.scaled(counts)
            for scale, counts in zip(scales, feet, strict=True)
        )
        reduction.feed_frames(time_s, (left, right))
