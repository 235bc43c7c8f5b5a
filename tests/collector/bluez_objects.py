"""The objects that a Bluetooth daemon shows on D-Bus, and the signals that tell their changes."""

import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bleak.uuids import normalize_uuid_str
from bumble.core import UUID
from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

ADAPTER: Final = "org.bluez.Adapter1"
DEVICE: Final = "org.bluez.Device1"
SERVICE: Final = "org.bluez.GattService1"
CHARACTERISTIC: Final = "org.bluez.GattCharacteristic1"
DESCRIPTOR: Final = "org.bluez.GattDescriptor1"
PROPERTIES: Final = "org.freedesktop.DBus.Properties"
OBJECT_MANAGER: Final = "org.freedesktop.DBus.ObjectManager"

FAILED: Final = "org.bluez.Error.Failed"
IN_PROGRESS: Final = "org.bluez.Error.InProgress"
NOT_PERMITTED: Final = "org.bluez.Error.NotPermitted"
NOT_READY: Final = "org.bluez.Error.NotReady"
NOT_SUPPORTED: Final = "org.bluez.Error.NotSupported"
#: Bytes in a whole UUID.
_WHOLE_UUID = 16

Properties = dict[str, Variant]


class Refused(Exception):
    """A call that is answered with an error."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(text)
        self.name = name


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call returns."""

    signature: str = ""
    body: list[Any] = field(default_factory=list)
    handed_over: socket.socket | None = None  # it goes along, and is closed on this side


@dataclass(frozen=True, slots=True)
class Call:
    """A method that somebody on the bus calls on an object."""

    path: str
    sender: str
    body: list[Any]


Method = Callable[[Call], Awaitable[Answer | None]]


class Objects:
    """The tree of objects by path, interface and property."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._tree: dict[str, dict[str, Properties]] = {}

    def __contains__(self, path: str) -> bool:
        return path in self._tree

    def all(self) -> dict[str, dict[str, Properties]]:
        """Everything, as GetManagedObjects has it."""
        return self._tree

    def has(self, path: str, interface: str) -> bool:
        """Whether there is such an object with that interface."""
        return interface in self._tree.get(path, {})

    def properties(self, path: str, interface: str) -> Properties:
        """What one interface of an object says."""
        return self._tree[path][interface]

    def value(self, path: str, interface: str, name: str) -> Any:  # noqa: ANN401  any D-Bus type
        """One property; None when the object has none such."""
        found = self._tree.get(path, {}).get(interface, {}).get(name)
        return None if found is None else found.value

    def below(self, path: str) -> list[str]:
        """The paths of all that hangs under an object, deepest first."""
        return sorted((p for p in self._tree if p.startswith(f"{path}/")), reverse=True)

    def add(self, path: str, interface: str, properties: Properties) -> None:
        """Show an object."""
        self._tree[path] = {interface: properties}
        self._tell("/", OBJECT_MANAGER, "InterfacesAdded", "oa{sa{sv}}", [path, self._tree[path]])

    def remove(self, path: str) -> None:
        """Show an object no longer, nor what hangs under it."""
        for gone in (*self.below(path), path):
            interfaces = list(self._tree.pop(gone, {}))
            if interfaces:
                self._tell("/", OBJECT_MANAGER, "InterfacesRemoved", "oas", [gone, interfaces])

    def change(
        self, path: str, interface: str, changed: Mapping[str, Variant], gone: Iterable[str] = ()
    ) -> None:
        """Change properties, and tell it even where the value is what it was."""
        known = self._tree.get(path, {}).get(interface)
        if known is None:
            return
        known.update(changed)
        invalidated = [name for name in gone if known.pop(name, None) is not None]
        if changed or invalidated:
            body = [interface, dict(changed), invalidated]
            self._tell(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def _tell(
        self, path: str, interface: str, member: str, signature: str, body: list[Any]
    ) -> None:
        self._bus.send(
            Message(
                message_type=MessageType.SIGNAL,
                path=path,
                interface=interface,
                member=member,
                signature=signature,
                body=body,
            )
        )


def uuid_text(uuid: UUID) -> str:
    """A UUID in the form that BlueZ has on its bus."""
    short = len(uuid.uuid_bytes) < _WHOLE_UUID
    return normalize_uuid_str(uuid.to_hex_str() if short else uuid.to_hex_str("-"))
