"""What the system's D-Bus may tell about Bluetooth, on Linux."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Adapter:
    """A Bluetooth radio, as BlueZ tells of it."""

    name: str  # such as hci0
    address: str
    powered: bool
    central: bool  # it can look for sensors and connect to them


@dataclass(frozen=True, slots=True)
class Bus:
    """What came of asking; whatever stands after something that failed was not asked."""

    address: str
    absent: str | None = None  # why nobody listens there
    closed: str | None = None  # why it does not let us in
    bluez: bool = False  # a Bluetooth daemon is on it
    denied: str | None = None  # the bus does not let us talk to that daemon
    silent: str | None = None  # that daemon answers nothing, or an error
    adapters: tuple[Adapter, ...] = ()
