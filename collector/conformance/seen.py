"""What was seen of a sensor that is examined, and what came of trying a rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from collector.clock import NS_PER_S
from collector.notification import Notification
from collector.sole import (
    DECLARATION,
    FRAMES,
    WRAP,
    Ask,
    Declaration,
    Packet,
    read_declaration,
    read_frames,
)
from plantar.errors import SensorError

#: What its bytes are called in errors.
SENSOR: Final = "sole"


class Outcome(StrEnum):
    """What came of trying a rule."""

    PASS = "pass"  # noqa: S105  no password
    FAIL = "FAIL"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, and what was seen of it."""

    rule: str
    outcome: Outcome
    seen: str
    required: bool = True  # False: it is about something that a sensor need not have


@dataclass(frozen=True, slots=True)
class Asked:
    """Bytes written to Missed frames, and what the sole answered."""

    payload: bytes
    refusal: str | None = None  # as the radio put it; None: it was taken
    answers: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything heard and read in one connection, in order."""

    notifications: tuple[Notification, ...]
    kept: tuple[Ask, Asked] | None = None  # frames that were just sent were asked for
    gone: tuple[Ask, Asked] | None = None  # frames that nobody measured yet
    nothing: Asked | None = None  # an ask of no frames


@dataclass(frozen=True, slots=True)
class Seen:
    """A sole as it was met: in the air, and in two connections."""

    name: str
    services: tuple[str, ...]
    first: Connection
    again: Connection | None
    trouble: str = ""  # why there is no second one


@dataclass(frozen=True, slots=True)
class Told:
    """What a connection told, read."""

    declarations: tuple[Declaration, ...] = ()
    wrong_declaration: str | None = None
    packets: tuple[tuple[float, Packet], ...] = ()  # when each came [s]
    wrong_frames: tuple[str, ...] = ()
    values: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def declared(self) -> Declaration | None:
        """What it declared at first."""
        return self.declarations[0] if self.declarations else None


def conforms(lines: Sequence[Line]) -> bool:
    """Whether every rule that has to hold does; one that could not be tried does not."""
    return all(
        one.outcome is Outcome.PASS or (not one.required and one.outcome is Outcome.NOT_TRIED)
        for one in lines
    )


def line(rule: str, holds: bool, seen: str, *, required: bool = True) -> Line:  # noqa: FBT001  the verdict itself
    """A rule that was tried."""
    return Line(rule, Outcome.PASS if holds else Outcome.FAIL, seen, required)


def untried(rule: str, why: str, *, required: bool = True) -> Line:
    """A rule that could not be tried, and why."""
    return Line(rule, Outcome.NOT_TRIED, why, required)


def read(connection: Connection) -> Told:
    """Read a connection's bytes, each by the declaration before it."""
    declarations: list[Declaration] = []
    packets: list[tuple[float, Packet]] = []
    wrong_declaration, wrong_frames = None, []
    values: dict[str, bytes] = {}
    for one in connection.notifications:
        try:
            if one.characteristic == DECLARATION:
                declarations.append(read_declaration(SENSOR, one.payload))
            elif one.characteristic == FRAMES and declarations:
                packet = read_frames(SENSOR, one.payload, declarations[0])
                packets.append((one.monotonic_ns / NS_PER_S, packet))
            elif one.characteristic != FRAMES:
                values[one.characteristic] = one.payload
        except SensorError as error:
            if one.characteristic == DECLARATION:
                wrong_declaration = str(error)
            else:
                wrong_frames.append(str(error))
    return Told(tuple(declarations), wrong_declaration, tuple(packets), tuple(wrong_frames), values)


def apart(one: int, other: int) -> int:
    """How far one count is past another, through its wrap."""
    half = WRAP // 2
    return (one - other + half) % WRAP - half
