"""A live watch or foot pod: samples go in, the minutes that changed come out."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import assert_never

import numpy as np

from plantar.day import minute_of
from plantar.minute import StepMinute
from plantar.recording import CadenceTrack
from plantar.sample import Cadence, StepsTaken
from plantar.units import SECONDS_PER_MINUTE
from processing.steps.cadence import minutes_of
from processing.steps.counted import Counted, spread
from processing.steps.revisions import Revisions

#: How long a minute stays open after the newest sample passed its end: samples come late and out
#: of order by seconds. Our choice.
OPEN_FOR = timedelta(minutes=2)
#: A counter that speaks of at least this much of a minute says its steps, else cadence does.
#: Our choice. [s]
ENOUGH_S = SECONDS_PER_MINUTE / 2.0
#: Before anything was heard.
BEGINNING = datetime.min.replace(tzinfo=UTC)

_MOMENT = attrgetter("at")


class StepReducer:
    """Reduces what one sensor says of steps to minutes; its memory does not grow with time.

    Samples may come in any order and in batches of any size. A minute is open until `OPEN_FOR`
    after its end; `minutes` tells it as it stands, again with a higher revision when it changed.
    What comes later still: cadence is left out, since the time it speaks of was told by its
    neighbours. Counted steps count in the oldest open minute, which says so; those of a sensor that
    tells cadence too are left out, since that has told their time.
    """

    def __init__(self) -> None:
        self.late = 0  # samples of cadence left out
        self._cadences: list[Cadence] = []  # by their moments
        self._counted: dict[datetime, Counted] = {}  # by minute
        self._revisions = Revisions()
        self._oldest = BEGINNING  # the oldest open minute
        self._newest = BEGINNING  # the newest sample
        self._start: datetime | None = None  # second 0 of the clock of cadence

    def push(self, samples: Iterable[Cadence | StepsTaken]) -> None:
        """Take in what was heard."""
        for sample in samples:
            match sample:
                case Cadence():
                    self._take_cadence(sample)
                case StepsTaken():
                    self._take_counted(sample)
                case _:
                    assert_never(sample)
            self._newest = max(self._newest, sample.at)

    def minutes(self) -> tuple[StepMinute, ...]:
        """The minutes that changed since the last call, the open ones as they stand now."""
        told = {minute.at: minute for minute in self._by_cadence()}
        for at, counted in self._counted.items():
            told[at] = _both(told[at], counted) if at in told else counted.minute(at)
        changed = self._revisions.changed(told[at] for at in sorted(told))
        self._close(told)
        return changed

    def _take_cadence(self, sample: Cadence) -> None:
        if sample.at < self._oldest:
            self.late += 1
            return
        self._start = self._start or minute_of(sample.at)
        insort(self._cadences, sample, key=_MOMENT)

    def _take_counted(self, sample: StepsTaken) -> None:
        oldest = self._oldest if self._start is None else BEGINNING
        for minute, part in spread(sample, oldest):
            if minute >= self._oldest:
                self._counted[minute] = self._counted.get(minute, Counted()) + part

    def _by_cadence(self) -> Iterable[StepMinute]:
        """The open minutes that cadence tells of."""
        if self._start is None:
            return
        rows = np.array([_numbers(sample, self._start) for sample in self._cadences])
        time_s, cadence_spm, speed_mps, contact_time_s, running = rows.T
        track = CadenceTrack(time_s, cadence_spm, speed_mps, contact_time_s)
        for minute in minutes_of(track, self._start, running):
            if minute.at >= self._oldest:
                yield minute

    def _close(self, told: Iterable[datetime]) -> None:
        """Forget what will not change any more, but for the last cadence before the open ones."""
        if self._newest > BEGINNING:
            self._oldest = max(self._oldest, minute_of(self._newest - OPEN_FOR))
        closed = [at for at in told if at < self._oldest]
        self._revisions.forget(closed)
        for at in closed:
            self._counted.pop(at, None)
        before = sum(sample.at < self._oldest for sample in self._cadences)
        del self._cadences[: max(0, before - 1)]


def _numbers(sample: Cadence, start: datetime) -> tuple[float, ...]:
    told = (sample.cadence_spm, sample.speed_mps, sample.contact_time_s, sample.running)
    time_s = (sample.at - start).total_seconds()
    return (time_s, *(np.nan if number is None else float(number) for number in told))


def _both(cadence: StepMinute, counted: Counted) -> StepMinute:
    """A minute of a sensor that tells both: one of them says its steps, cadence says the rest."""
    if counted.told_s < ENOUGH_S:
        return cadence
    said = counted.minute(cadence.at)
    return replace(cadence, steps=said.steps, moving_s=said.moving_s, quality=said.quality)
