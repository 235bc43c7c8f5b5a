"""Which radio bleak speaks through, for how long it is waited, and who is told what is heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collector.link_events import LinkEvent
from collector.sensor_state import SensorState
from plantar.measured import Gap
from plantar.recording import ForceRecording
from plantar.sample import Cadence, Foot, StepsTaken

if TYPE_CHECKING:
    from bleak.backends.client import BaseBleakClient
    from bleak.backends.scanner import BaseBleakScanner


@dataclass(frozen=True, slots=True)
class Radio:
    """The two halves of a bleak backend; None is the computer's own Bluetooth."""

    scanner: "type[BaseBleakScanner] | None" = None
    client: "type[BaseBleakClient] | None" = None


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told what of which device; called from the event loop, so they should be quick."""

    on_chunk: Callable[[str, ForceRecording], None]
    on_samples: Callable[[str, Sequence[Cadence | StepsTaken]], None]
    on_gap: Callable[[str, Gap], None]
    on_state: Callable[[SensorState], None]
    #: What a counter of steps stands at, to be kept together with the steps told before it.
    on_standing: Callable[[str, bytes], None] = lambda _device, _standing: None
    #: The gain that a pair of soles itself tells, left and right.
    on_gain: Callable[[str, Foot, float], None] = lambda _device, _foot, _gain: None
    #: What happens on the links of a sensor, named by its own id: bytes as they came.
    on_event: Callable[[str, LinkEvent], None] = lambda _sensor, _event: None


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what. [s]"""

    scan_s: float = 5.0  # at a time, before those who were heard get the radio to connect
    connect_s: float = 20.0
    read_s: float = 5.0
    stall_s: float = 5.0  # without a word from a sensor that speaks all the time
    probe_every_s: float = 60.0  # of a sensor that only speaks when it has something to say
    second_chance_s: float = 1.0  # after a stall, before the link is given up
    first_back_off_s: float = 1.0
    longest_back_off_s: float = 60.0
    forget_failures_s: float = 30.0  # after so much data, the back-off starts over
