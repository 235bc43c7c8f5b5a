"""Steps out of a counter that only goes up, until it is reset, rolls over, or is told once more.

Watches hold such counters. They begin anew at midnight or after a start, some send yesterday's
once more after midnight, and a counter is also heard again after hours out of reach. Adding up
what looks like differences has given people half a billion steps in a day. So a value is told raw,
and as steps only where nothing else can explain it: what jumped, fell or came first is doubted
until the next value has been heard, and a doubt is decided for the fewer steps.
"""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from plantar.errors import OutboxError

#: Sprinters take about five steps a second; more between two values is no walking. [1/s]
MOST_STEPS_PER_S: Final = 5.0
#: Values bunch up in the radio: so many steps may come at once, two seconds of running.
MOST_AT_ONCE: Final = 10


class Verdict(StrEnum):
    """What a value of a counter is taken for."""

    FIRST = "first"  # nothing of this day and this run of the counter to compare it with
    COUNTED = "counted"  # went on from the last one
    ROLLED_OVER = "rolled-over"  # went on through its largest number
    RESET = "reset"  # had begun anew, which the value after it confirms
    DOUBTED = "doubted"  # jumped or fell: told raw, the next value decides


@dataclass(frozen=True, slots=True)
class CounterValue:
    """What a counter showed."""

    raw: int
    at: datetime
    day: date  # the runner's civil day
    epoch: str  # a run of the counter, where the sensor tells them apart: it starts anew in another


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is remembered of a counter; kept on disk, it outlives the collector."""

    trusted: CounterValue | None = None
    doubted: CounterValue | None = None
    owed: int = 0  # steps that the doubted value adds, should it have been right


@dataclass(frozen=True, slots=True)
class Counted:
    """A value as it is told: raw, and as steps since the last value that was told as steps."""

    raw: int
    steps: int | None  # None: not known; never guessed
    verdict: Verdict
    since: datetime | None = None  # the steps were made after this


def count(standing: Standing, value: CounterValue, bits: int) -> tuple[Counted, Standing]:
    """Steps that a value adds, and what is to be remembered of it.

    Parameters
    ----------
    standing : Standing
        What was remembered; an empty one when nothing was.
    value : CounterValue
        What the counter shows now.
    bits : int
        The counter rolls over at 2^bits.

    Returns
    -------
    counted : Counted
        The value, and the steps that it adds.
    standing : Standing
        What to remember.
    """
    last = standing.doubted or standing.trusted
    if last is None or (last.day, last.epoch) != (value.day, value.epoch):
        return Counted(value.raw, None, Verdict.FIRST), Standing(doubted=value)
    explained = [
        (steps + owed, before)
        for before, owed in ((standing.trusted, 0), (standing.doubted, standing.owed))
        if before is not None and (steps := _rise(before, value, bits)) is not None
    ]
    if explained:
        steps, before = min(explained, key=lambda one: one[0])
        of_reset = before is standing.doubted and standing.owed > 0
        since = standing.trusted.at if of_reset and standing.trusted else before.at
        verdict = _verdict(standing, before, value)
        return Counted(value.raw, steps, verdict, since), Standing(value)
    fell = value.raw < last.raw and value.raw <= _most(last, value)
    owed = value.raw if fell else 0
    return Counted(value.raw, None, Verdict.DOUBTED), Standing(standing.trusted, value, owed)


def _rise(before: CounterValue, value: CounterValue, bits: int) -> int | None:
    """Steps from one value to the other; None when nobody makes so many."""
    steps = (value.raw - before.raw) % (1 << bits)
    return steps if steps <= _most(before, value) else None


def _most(before: CounterValue, value: CounterValue) -> float:
    """Steps that somebody can make between two values."""
    elapsed_s = max((value.at - before.at).total_seconds(), 0.0)
    return elapsed_s * MOST_STEPS_PER_S + MOST_AT_ONCE


def _verdict(standing: Standing, before: CounterValue, value: CounterValue) -> Verdict:
    if before is standing.doubted and standing.owed:
        return Verdict.RESET
    return Verdict.ROLLED_OVER if value.raw < before.raw else Verdict.COUNTED


def standing_bytes(standing: Standing) -> bytes:
    """What is to be remembered, as it is kept on disk."""
    return json.dumps(asdict(standing), default=lambda moment: moment.isoformat()).encode()


def read_standing(kept: bytes) -> Standing:
    """What was remembered.

    Raises
    ------
    OutboxError
        These bytes are none of ours.
    """
    try:
        told = json.loads(kept)
        return Standing(_value(told["trusted"]), _value(told["doubted"]), int(told["owed"]))
    except (ValueError, TypeError, KeyError) as error:
        raise OutboxError(f"what a counter stood at cannot be read: {kept[:80]!r}") from error


def _value(told: dict[str, object] | None) -> CounterValue | None:
    if told is None:
        return None
    return CounterValue(
        int(str(told["raw"])),
        datetime.fromisoformat(str(told["at"])),
        date.fromisoformat(str(told["day"])),
        str(told["epoch"]),
    )
