"""Which radio bleak speaks through, and which pair of soles to look for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from collector.stream import Tally
from plantar.errors import BadInput
from plantar.measured import Gap
from plantar.recording import ForceRecording
from plantar.sample import Foot

if TYPE_CHECKING:
    from bleak.backends.client import BaseBleakClient
    from bleak.backends.scanner import BaseBleakScanner


@dataclass(frozen=True, slots=True)
class Radio:
    """The two halves of a bleak backend; None is the computer's own Bluetooth."""

    scanner: "type[BaseBleakScanner] | None" = None
    client: "type[BaseBleakClient] | None" = None


@dataclass(frozen=True, slots=True)
class PairedSoles:
    """The two soles of one runner, as fixed when they were paired."""

    name: str  # names the pair, never a person
    left: str  # address; a UUID on macOS
    right: str

    def __post_init__(self) -> None:
        if self.left.lower() == self.right.lower():
            raise BadInput("right", self.right, "another address than the left sole's")

    def address(self, foot: Foot) -> str:
        """The address of one sole."""
        return self.left if foot is Foot.LEFT else self.right


class Phase(StrEnum):
    """What a sole's session is doing."""

    SEARCHING = "searching"
    CONNECTING = "connecting"
    STREAMING = "streaming"
    STALLED = "stalled"
    BACKING_OFF = "backing-off"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SoleState:
    """How one sole is doing, published whenever its phase changes."""

    foot: Foot
    phase: Phase
    since: datetime
    name: str | None = None  # as it advertises; None until it was found
    model: str | None = None
    firmware: str | None = None
    battery_percent: int | None = None
    tally: Tally = field(default_factory=Tally)


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what; called from the event loop, so they should be quick."""

    on_chunk: Callable[[ForceRecording], None]
    on_gap: Callable[[Foot, Gap], None]
    on_state: Callable[[SoleState], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what. [s]"""

    scan_s: float = 5.0  # the other sole waits as long for its turn
    connect_s: float = 20.0
    read_s: float = 5.0
    stall_s: float = 5.0  # without a frame
    second_chance_s: float = 1.0  # after a stall, before the link is given up
    first_back_off_s: float = 1.0
    longest_back_off_s: float = 60.0
    forget_failures_s: float = 30.0  # after so much data, the back-off starts over
