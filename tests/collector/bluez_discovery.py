"""What a device has, as the objects that BlueZ makes of it."""

from collections.abc import Awaitable, Coroutine
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar

from bleak.assigned_numbers import gatt_char_props_to_strs
from bumble.device import Peer
from bumble.gatt_client import AttributeProxy
from dbus_fast import Variant

from tests.collector.bluez_objects import (
    CHARACTERISTIC,
    DESCRIPTOR,
    SERVICE,
    Properties,
    uuid_text,
)

T = TypeVar("T")

#: BlueZ keeps the GAP service to itself.
HIDDEN_SERVICE: Final = "00001800-0000-1000-8000-00805f9b34fb"


class Ask(Protocol):
    """Waits for an answer of the device."""

    def __call__(self, answer: Coroutine[Any, Any, T]) -> Awaitable[T]:
        """Wait for it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One object to be shown, and the way to what it stands for."""

    path: str
    interface: str
    properties: Properties
    remote: AttributeProxy[bytes]


async def discover(peer: Peer, device: str, ask: Ask) -> list[Found]:
    """Everything the device has, by the path that BlueZ would give it."""
    found: list[Found] = []
    for service in await ask(peer.discover_services()):
        if uuid_text(service.uuid) == HIDDEN_SERVICE:
            continue
        path = f"{device}/service{service.handle:04x}"
        found.append(Found(path, SERVICE, _service(uuid_text(service.uuid), device), service))
        for characteristic in await ask(service.discover_characteristics()):
            # BlueZ counts from the declaration, one handle before the value.
            own = f"{path}/char{characteristic.handle - 1:04x}"
            flags = gatt_char_props_to_strs(int(characteristic.properties))
            shown = _characteristic(
                uuid_text(characteristic.uuid), path, flags, peer.connection.att_mtu
            )
            found.append(Found(own, CHARACTERISTIC, shown, characteristic))
            for descriptor in await ask(characteristic.discover_descriptors()):
                deeper = f"{own}/desc{descriptor.handle:04x}"
                described = _descriptor(uuid_text(descriptor.type), own)
                found.append(Found(deeper, DESCRIPTOR, described, descriptor))
    return found


def _service(uuid: str, device: str) -> Properties:
    return {
        "UUID": Variant("s", uuid),
        "Primary": Variant("b", True),
        "Device": Variant("o", device),
        "Includes": Variant("ao", []),
    }


def _characteristic(uuid: str, service: str, flags: frozenset[str], mtu: int) -> Properties:
    shown: Properties = {
        "UUID": Variant("s", uuid),
        "Service": Variant("o", service),
        "Value": Variant("ay", b""),
        "Flags": Variant("as", sorted(flags)),
        "MTU": Variant("q", mtu),
    }
    if flags & {"notify", "indicate"}:
        shown["Notifying"] = Variant("b", False)
    if "notify" in flags:
        shown["NotifyAcquired"] = Variant("b", False)
    return shown


def _descriptor(uuid: str, characteristic: str) -> Properties:
    return {
        "UUID": Variant("s", uuid),
        "Characteristic": Variant("o", characteristic),
        "Value": Variant("ay", b""),
    }
