"""The Open Plantar Profile among the others: its reader is `collector.sole`."""

from dataclasses import replace
from typing import Final

from collector.decoding.reading import Decoded, Reason, State, Zones, refused
from collector.sole import WRAP, read_declaration, read_frames
from plantar.errors import SensorError

_SENSOR: Final = "sole"


def declaration(payload: bytes, state: State) -> Decoded:
    """What the sole declares; frames are read by it from now on."""
    try:
        declared = read_declaration(_SENSOR, payload)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)
    return Decoded((declared,), replace(state, declaration=declared))


def frames(payload: bytes, state: State) -> Decoded:
    """Frames, once the sole has declared what they are."""
    if state.declaration is None:
        return refused(Reason.KIND, "frames before their declaration", payload, state)
    try:
        packet = read_frames(_SENSOR, payload, state.declaration)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)
    told = tuple(
        Zones(tuple(zones_n), (packet.sequence + nth) % WRAP, 32, None if nth else packet.device_ms)
        for nth, zones_n in enumerate(packet.zones_n.tolist())
    )
    return Decoded(told, state)
