"""Frames that did not come and may still be had: asked for again, filled in, or given up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from plantar.measured import GapCause

#: A sole gets this long to send again what was missed; then it is a gap. (our choice) [s]
CATCH_UP_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Frames in a row, by their unwrapped count."""

    counts: range
    cause: GapCause  # why they did not come
    noticed_s: float  # when that was seen, on the host's monotonic clock


class Awaited:
    """The frames of one sole that did not come yet, oldest first."""

    def __init__(self) -> None:
        self._stretches: list[Stretch] = []

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self._stretches)

    def __len__(self) -> int:
        return sum(len(one.counts) for one in self._stretches)

    @property
    def first(self) -> int | None:
        """The oldest frame that is awaited."""
        return self._stretches[0].counts.start if self._stretches else None

    def add(self, stretch: Stretch) -> None:
        """Await frames, all newer than those awaited so far."""
        if stretch.counts:
            self._stretches.append(stretch)

    def came(self, count: int) -> bool:
        """A frame came; whether it was awaited."""
        for place, one in enumerate(self._stretches):
            if count in one.counts:
                self._stretches[place : place + 1] = _without(one, range(count, count + 1))
                return True
        return False

    def give_up(self, counts: range) -> list[Stretch]:
        """Await these no longer; what of them was awaited."""
        return self._part(lambda one: _shared(one.counts, counts))

    def give_up_noticed_before(self, moment_s: float) -> list[Stretch]:
        """Await no longer what was missed before a moment."""
        return self._part(lambda one: one.counts if one.noticed_s < moment_s else range(0))

    def give_up_all(self) -> list[Stretch]:
        """Await nothing any more."""
        gone, self._stretches = self._stretches, []
        return gone

    def _part(self, chosen: Callable[[Stretch], range]) -> list[Stretch]:
        gone: list[Stretch] = []
        kept: list[Stretch] = []
        for one in self._stretches:
            counts = chosen(one)
            if counts:
                gone.append(Stretch(counts, one.cause, one.noticed_s))
                kept += _without(one, counts)
            else:
                kept.append(one)
        self._stretches = kept
        return gone


def _shared(one: range, other: range) -> range:
    return range(max(one.start, other.start), min(one.stop, other.stop))


def _without(one: Stretch, counts: range) -> list[Stretch]:
    parts = range(one.counts.start, counts.start), range(counts.stop, one.counts.stop)
    return [Stretch(part, one.cause, one.noticed_s) for part in parts if part]
