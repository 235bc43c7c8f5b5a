"""The Open Plantar Profile among the others: its reader is `collector.sole`."""

from dataclasses import replace
from typing import Final

from collector.decoding.reading import Decoded, Reading, Reason, State, Zones, refused
from collector.sole import (
    WRAP,
    FramesGone,
    Packet,
    read_calibration,
    read_declaration,
    read_frames,
    read_missed,
)
from plantar.errors import SensorError

_SENSOR: Final = "sole"


def declaration(payload: bytes, state: State) -> Decoded:
    """What the sole declares; frames are read by it from now on."""
    try:
        declared = read_declaration(_SENSOR, payload)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)
    return Decoded((declared,), replace(state, declaration=declared))


def calibration(payload: bytes, state: State) -> Decoded:
    """What the sole's newtons are to be multiplied by."""
    try:
        return Decoded((read_calibration(_SENSOR, payload),), state)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)


def frames(payload: bytes, state: State) -> Decoded:
    """Frames, once the sole has declared what they are."""
    if state.declaration is None:
        return refused(Reason.KIND, "frames before their declaration", payload, state)
    try:
        packet = read_frames(_SENSOR, payload, state.declaration)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)
    return Decoded(_zones(packet, asked_for=False), state)


def missed(payload: bytes, state: State) -> Decoded:
    """Frames that were asked for, or that they are gone."""
    if state.declaration is None:
        return refused(Reason.KIND, "frames before their declaration", payload, state)
    try:
        answer = read_missed(_SENSOR, payload, state.declaration)
    except SensorError as error:
        return refused(Reason.VALUE, str(error), payload, state)
    if isinstance(answer, FramesGone):
        return Decoded((answer,), state)
    return Decoded(_zones(answer, asked_for=True), state)


def _zones(packet: Packet, *, asked_for: bool) -> tuple[Reading, ...]:
    return tuple(
        Zones(
            tuple(zones_n),
            (packet.sequence + nth) % WRAP,
            32,
            None if nth else packet.device_ms,
            asked_for,
        )
        for nth, zones_n in enumerate(packet.zones_n.tolist())
    )
