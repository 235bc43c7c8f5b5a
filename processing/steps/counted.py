"""Steps that a sensor counted itself, spread over the minutes in which they were made.

A counter says how many steps there were between two moments, and nothing of what lies between
them. So its steps are spread evenly, whole ones, and their sum stays what was counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from plantar.day import minute_of
from plantar.minute import StepMinute
from plantar.sample import MOST_CADENCE_SPM, StepsTaken
from plantar.units import SECONDS_PER_MINUTE
from processing.gait_load import TOTALS_WALK_SPM

#: A stretch up to here with steps in it was spent on foot. Our choice. [s]
LONGEST_ON_FOOT_S = 15.0
#: Steps of a longer stretch count in the last part of it: more minutes than of two days are not
#: made of one sample. Our choice.
LONGEST_SPREAD = timedelta(days=2)

SPREAD = "steps spread evenly: the sensor did not say when"
LATE = "steps told late: counted in a later minute"
TOO_MANY = f"more than {MOST_CADENCE_SPM:.0f} steps in a minute: the rest left out"

MINUTE = timedelta(minutes=1)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What a counter says about one minute; parts of it add up."""

    steps: int = 0
    moving_s: float = 0.0
    told_s: float = 0.0  # time the counter speaks of
    quality: tuple[str, ...] = ()

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            self.steps + other.steps,
            self.moving_s + other.moving_s,
            self.told_s + other.told_s,
            tuple(sorted({*self.quality, *other.quality})),
        )

    def minute(self, at: datetime) -> StepMinute:
        """The row of it; time on foot never so short that nobody could make the steps."""
        steps = min(float(self.steps), MOST_CADENCE_SPM)
        shortest_s = SECONDS_PER_MINUTE * steps / MOST_CADENCE_SPM
        return StepMinute(
            at=at,
            revision=0,
            steps=steps,
            moving_s=min(max(self.moving_s, shortest_s), SECONDS_PER_MINUTE),
            quality=(*self.quality, TOO_MANY) if self.steps > steps else self.quality,
        )


def spread(taken: StepsTaken, oldest: datetime) -> Iterator[tuple[datetime, Counted]]:
    """The minutes of a stretch, each with its part of the steps.

    Parameters
    ----------
    taken : StepsTaken
        Of a stretch up to `LONGEST_ON_FOOT_S` the time with steps was spent on foot. Of a longer
        one nobody knows: each minute then holds as much of it as its steps take at
        `TOTALS_WALK_SPM`.
    oldest : datetime
        The oldest minute still open; what was made before counts there, and says so.
    """
    until = taken.at.astimezone(UTC)
    since = max(taken.since.astimezone(UTC), until - LONGEST_SPREAD)
    if until <= oldest and not taken.steps:
        return
    minute, begins, before = max(minute_of(since), oldest), since, 0
    late = (LATE,) if since < oldest else ()
    while True:
        ends = min(minute + MINUTE, until)
        made = _made(taken.steps, since, until, ends)
        yield minute, _part(made - before, (ends - begins).total_seconds(), until - since, late)
        minute, begins, before, late = minute + MINUTE, ends, made, ()
        if minute >= until:
            return


def _made(steps: int, since: datetime, until: datetime, at: datetime) -> int:
    """How many of the steps were made by a moment: a whole number, the nearest to even."""
    if at >= until:
        return steps
    passed, whole = (at - since) // MICROSECOND, (until - since) // MICROSECOND
    return (2 * steps * passed + whole) // (2 * whole)


def _part(steps: int, told_s: float, of: timedelta, late: tuple[str, ...]) -> Counted:
    if not steps:
        return Counted(told_s=told_s)
    if of.total_seconds() <= LONGEST_ON_FOOT_S:
        return Counted(steps, told_s, told_s, late)
    walked_s = SECONDS_PER_MINUTE * steps / TOTALS_WALK_SPM
    return Counted(steps, min(told_s, walked_s), told_s, (*late, SPREAD))
