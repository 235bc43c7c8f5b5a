"""Named numbers of a frame to readings: the part that packets and lines of text share."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isinf
from typing import Final, assert_never

from collector.decoding.reading import ChargeLevel, Reading, StepCount, StepsSince, Zones
from collector.profile import Frame, Tells, ZoneFields

#: More steps than anybody makes between two words of a sensor.
_MOST_STEPS_AT_ONCE: Final = 100_000
_FULL_PERCENT: Final = 100


class NotSo(ValueError):
    """A number that cannot be; never leaves the decoders."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the numbers of a frame stand, found once."""

    count: int | None
    count_in_head: bool
    ticks: int | None
    ticks_in_head: bool
    zones: tuple[int, ...]
    told: tuple[tuple[Tells, int, int], ...]


def places(frame: Frame) -> Places:
    """Where a frame's named numbers stand."""
    count = None if frame.count is None else frame.count.field
    ticks = None if frame.ticks is None else frame.ticks.field
    return Places(
        _place(frame, count),
        count in frame.head_names,
        _place(frame, ticks),
        ticks in frame.head_names,
        () if frame.zones is None else tuple(map(frame.names.index, frame.zones.fields)),
        tuple((what, frame.names.index(field), bits) for what, field, bits in frame.told),
    )


def readings(
    frame: Frame,
    where: Places,
    head: Sequence[float],
    frames: Sequence[Sequence[float]],
) -> tuple[Reading, ...]:
    """What the numbers of a packet or a line tell.

    Raises
    ------
    NotSo
        One of them cannot be; nothing of the packet is told then.
    """
    told: list[Reading] = []
    for nth, numbers in enumerate(frames):
        ticks = _ticks(frame, where, head, numbers)
        if frame.zones is not None:
            count = _whole(where.count, head if where.count_in_head else numbers)
            told.append(
                Zones(
                    _zones(frame.zones, where, numbers),
                    None if count is None else _numbered(frame, where, count, nth),
                    frame.count_bits,
                    ticks if nth == 0 or not where.ticks_in_head else None,
                )
            )
        told += [_told(what, numbers[place], bits, ticks) for what, place, bits in where.told]
    return tuple(told)


def _place(frame: Frame, field: str | None) -> int | None:
    if field is None:
        return None
    return (frame.head_names if field in frame.head_names else frame.names).index(field)


def _whole(place: int | None, numbers: Sequence[float]) -> int | None:
    """A count or a clock."""
    if place is None:
        return None
    number = numbers[place]
    if not isfinite(number) or number < 0:
        raise NotSo(f"a count or clock of {number:g}")
    return int(number)


def _ticks(
    frame: Frame, where: Places, head: Sequence[float], numbers: Sequence[float]
) -> int | None:
    ticks = _whole(where.ticks, head if where.ticks_in_head else numbers)
    return None if ticks is None or frame.ticks is None else ticks % frame.ticks.wrap


def _numbered(frame: Frame, where: Places, count: int, nth: int) -> int:
    """The count of the nth frame of a packet."""
    if frame.count is not None and frame.count.of_packets:
        count = count * frame.most_frames + nth
    elif where.count_in_head:
        count += nth
    return count % (1 << frame.count_bits)


def _zones(zones: ZoneFields, where: Places, numbers: Sequence[float]) -> tuple[float, ...]:
    raw = [numbers[place] for place in where.zones]
    for number in raw:
        if isinf(number):
            raise NotSo("a zone reads infinity")
        if zones.most is not None and number > zones.most and number != zones.missing:
            raise NotSo(f"a zone reads {number:g}, the most is {zones.most:g}")
    return zones.read(raw)


def _told(what: Tells, number: float, bits: int, ticks: int | None) -> Reading:
    if not isfinite(number) or number < 0 or number != int(number):
        raise NotSo(f"{what}: {number:g}")
    whole = int(number)
    match what:
        case Tells.STEPS:
            return StepCount(whole % (1 << bits), bits, ticks)
        case Tells.STEPS_SINCE:
            if whole > _MOST_STEPS_AT_ONCE:
                raise NotSo(f"{whole} steps at once")
            return StepsSince(whole)
        case Tells.BATTERY:
            if whole > _FULL_PERCENT:
                raise NotSo(f"a battery at {whole} %")
            return ChargeLevel(whole)
        case _:
            assert_never(what)
