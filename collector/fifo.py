"""Asking a sole again for the packets that did not come: which ones, and when to give them up.

The ORPHE INSOLE keeps its last packets in a ring, and sends those it is asked for. What to ask is
planned here without a radio: newest first would lose what the ring overwrites next, so the oldest
are asked first. What the ring no longer holds is given up, and told as lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from collector.decoding.reading import Held, NotHeld

#: Packets that the ring holds: about half a minute.
RING: Final = 1500
#: Packets asked for at once: three seconds of the radio.
MOST_AT_ONCE: Final = 200
#: Stretches that one request has room for.
MOST_STRETCHES: Final = 30
#: Frames in a packet of the ring.
FRAMES_A_PACKET: Final = 4
#: The device information of the sole: commands are written to it, and answered in sensor values.
INFORMATION: Final = "24354f22-1c46-430e-a4ab-a1eeabbcdfc0"
#: Send what is asked for, from the ring, instead of what is measured.
READ_FIFO: Final = bytes((0x0D, 0x02))
#: How much is kept, and from where.
ASK_HELD: Final = bytes((0x0B, 0x01))
FORGET_ALL: Final = bytes((0x0B, 0x03))
WATCH: Final = bytes((0x0B, 0x04))
STOP_WATCHING: Final = bytes((0x0B, 0x06))
_ASK_FOR: Final = bytes((0x0B, 0x02))
_WRAP: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """Packets in a row."""

    first: int  # their serial number, modulo 2^16
    packets: int


@dataclass(frozen=True, slots=True)
class Pull:
    """What was heard of a ring, by unwrapped serial number; a new one after the sole restarted."""

    newest: int | None = None  # None: not asked yet
    awaited: frozenset[int] = frozenset()  # measured, not heard, and perhaps still in the ring
    lost: int = 0  # given up


def told_held(pull: Pull, held: Held) -> Pull:
    """The sole told its newest packet: everything up to there is awaited, as far as it is kept.

    The first time, what the ring holds is where counting begins. What was awaited and has left
    the ring meanwhile is lost.
    """
    kept = min(held.packets, RING)
    if pull.newest is None:
        newest = held.newest
        return Pull(newest, frozenset(range(newest - kept + 1, newest + 1)))
    newest = pull.newest + (held.newest - pull.newest) % _WRAP
    oldest = newest - RING + 1
    fresh = range(max(pull.newest + 1, oldest), newest + 1)
    overwritten = max(oldest - pull.newest - 1, 0)
    still = frozenset(serial for serial in pull.awaited if serial >= oldest)
    lost = pull.lost + overwritten + len(pull.awaited) - len(still)
    return Pull(newest, still.union(fresh), lost)


def to_ask(pull: Pull) -> tuple[Stretch, ...]:
    """What to ask for next, the oldest first, as much as one request can hold."""
    stretches: list[Stretch] = []
    room = MOST_AT_ONCE
    in_order = enumerate(sorted(pull.awaited))
    for _, run in groupby(in_order, key=lambda one: one[1] - one[0]):
        serials = [serial for _, serial in run][:room]
        if not serials or len(stretches) == MOST_STRETCHES:
            break
        stretches.append(Stretch(serials[0] % _WRAP, len(serials)))
        room -= len(serials)
    return tuple(stretches)


def request(stretches: Iterable[Stretch]) -> bytes:
    """What is written to ask for them: always 122 bytes, unused room is zero."""
    asked = b"".join(
        one.first.to_bytes(2, "big") + one.packets.to_bytes(2, "big") for one in stretches
    )
    whole = len(_ASK_FOR) + 4 * MOST_STRETCHES
    if len(_ASK_FOR) + len(asked) > whole:
        raise ValueError(f"more than {MOST_STRETCHES} stretches in one request")
    return (_ASK_FOR + asked).ljust(whole, b"\0")


def requested(payload: bytes) -> tuple[Stretch, ...] | None:
    """What a request asks for; None when it is none."""
    if not payload.startswith(_ASK_FOR) or len(payload) != len(_ASK_FOR) + 4 * MOST_STRETCHES:
        return None
    numbers = [
        int.from_bytes(payload[at : at + 2], "big") for at in range(len(_ASK_FOR), len(payload), 2)
    ]
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple(Stretch(first, packets) for first, packets in pairs if packets)


def heard(pull: Pull, serial: int) -> tuple[bool, Pull]:
    """A packet came: whether it was awaited, or is one that was heard before."""
    found = _unwrapped(pull, serial)
    if found is None or found not in pull.awaited:
        return False, pull
    return True, replace(pull, awaited=pull.awaited - {found})


def told_not_held(pull: Pull, gone: NotHeld) -> Pull:
    """The sole no longer has these: they are lost."""
    first = _unwrapped(pull, gone.first)
    if first is None:
        return pull
    given_up = pull.awaited.intersection(range(first, first + gone.packets))
    return replace(pull, awaited=pull.awaited - given_up, lost=pull.lost + len(given_up))


def _unwrapped(pull: Pull, serial: int) -> int | None:
    """A serial number at or before the newest."""
    if pull.newest is None:
        return None
    return pull.newest - (pull.newest - serial) % _WRAP
