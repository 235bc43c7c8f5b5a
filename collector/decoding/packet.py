"""Packets: numbers packed one after the other, of exactly the lengths that the profile allows."""

from collections.abc import Callable

from collector.decoding.frame import NotSo, places, readings
from collector.decoding.reading import Decoded, Reason, State, refused
from collector.profile import Frame

Decode = Callable[[bytes, State], Decoded]


def packet_decoder(frame: Frame) -> Decode:
    """How packets of this frame are read."""
    packed, head = frame.packed, frame.head
    if packed is None:
        raise TypeError("a frame of packets says how its numbers are packed")
    where = places(frame)
    lengths = frozenset(frame.lengths)
    skip = 0 if head is None else head.size

    def decode(payload: bytes, state: State) -> Decoded:
        if len(payload) not in lengths:
            return refused(Reason.LENGTH, _wanted(len(payload), frame), payload, state)
        first = () if head is None else head.unpack_from(payload)
        frames = list(packed.iter_unpack(memoryview(payload)[skip:]))
        try:
            return Decoded(readings(frame, where, first, frames), state)
        except NotSo as error:
            return refused(Reason.VALUE, str(error), payload, state)

    return decode


def _wanted(length: int, frame: Frame) -> str:
    lengths = frame.lengths
    wanted = str(lengths[0]) if len(lengths) == 1 else f"one of {lengths[0]} to {lengths[-1]}"
    return f"{length} bytes, {wanted} wanted"
