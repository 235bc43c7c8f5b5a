"""Everything that `plantar status` tells, as it was seen at one moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cli.status.dead import Dead
from cli.status.gaps import GapsToday
from collector.board import Board
from collector.outbox.state import OutboxState
from collector.pairing import PairedSensor
from collector.sensor_state import SensorState
from plantar.store import Backlog


class Collector(StrEnum):
    """Whether one is running."""

    RUNNING = "running"
    SILENT = "silent"  # it has the outbox, and has told nothing of itself for a while
    NOT_RUNNING = "not-running"

    @property
    def is_running(self) -> bool:
        """Whether what it told is of the present."""
        return self is Collector.RUNNING


@dataclass(frozen=True, slots=True)
class SensorSeen:
    """A paired sensor, what the collector last said of it, and what was missed of it today."""

    sensor: PairedSensor
    state: SensorState | None  # None: the collector does not know it
    gaps: GapsToday | None  # None: that cannot be told


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen, at `now`."""

    now: datetime
    simulated: bool
    collector: Collector
    board: Board | None
    sensors: tuple[SensorSeen, ...]
    outbox: OutboxState | None  # None: there is none, or it cannot be read
    outbox_most_bytes: int
    broker: str | None = None  # the address by which the centre is reached; None: it is here
    figures: Backlog | None = None  # None: there is no store here, or it cannot be asked
    dead: tuple[Dead, ...] | None = None  # None: this is not the centre, or it cannot be asked
    troubles: tuple[str, ...] = ()  # whatever could not be looked at, and why
