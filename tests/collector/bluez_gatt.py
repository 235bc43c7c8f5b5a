"""The GATT server of one device as BlueZ serves it: reads, writes and notifications.

What is held to, from BlueZ's `src/gatt-client.c`: the objects stay when the link goes; whoever
called StartNotify stays subscribed across links until it says StopNotify or leaves the bus, and
every such subscriber makes every notification be told once more; a socket from AcquireNotify ends
with its link, and nobody gets one while anybody else is subscribed.
"""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bumble import core
from bumble.att import ATT_Error
from bumble.device import Connection, Peer
from bumble.gatt_client import AttributeProxy, CharacteristicProxy
from dbus_fast import Variant

from tests.collector.bluez_discovery import discover
from tests.collector.bluez_objects import (
    CHARACTERISTIC,
    DESCRIPTOR,
    FAILED,
    IN_PROGRESS,
    NOT_PERMITTED,
    NOT_SUPPORTED,
    Answer,
    Call,
    Objects,
    Refused,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")
Spawn = Callable[[Coroutine[Any, Any, None]], None]

#: What BlueZ asks for. [bytes]
MTU: Final = 517
SUBSCRIPTION_DESCRIPTOR: Final = "00002902-0000-1000-8000-00805f9b34fb"
NOT_CONNECTED: Final = "Not connected"
#: What BlueZ calls an ATT error by its code; the others have their number in the text.
ATT_ERRORS: Final = {
    0x02: (NOT_PERMITTED, "Read not permitted"),
    0x03: (NOT_PERMITTED, "Write not permitted"),
    0x05: (NOT_PERMITTED, "Not paired"),
    0x06: (NOT_SUPPORTED, "Operation is not supported"),
    0x08: ("org.bluez.Error.NotAuthorized", "Operation Not Authorized"),
    0x0F: (NOT_PERMITTED, "Not paired"),
}


@dataclass(slots=True, eq=False)
class _Characteristic:
    """Who is subscribed to one characteristic, and the way to it while there is a link."""

    path: str
    flags: frozenset[str]
    remote: CharacteristicProxy[bytes] | None = None
    notifies: bool = False  # over this link
    subscribers: list[str] = field(default_factory=list)  # who called StartNotify, by bus name
    acquired: socket.socket | None = None  # our end of what AcquireNotify handed over
    acquired_by: str = ""


class RemoteGatt:
    """The GATT server of one device, over one link after the other."""

    def __init__(self, objects: Objects, device: str, spawn: Spawn) -> None:
        self._objects = objects
        self._device = device
        self._spawn = spawn
        self._characteristics: dict[str, _Characteristic] = {}
        self._remotes: dict[str, AttributeProxy[bytes]] = {}
        self._busy: set[tuple[str, str]] = set()  # path, and whether it is read or written
        self._link: Connection | None = None

    async def resolve(self, link: Connection) -> None:
        """Look up what the device has, show it, and take up the subscriptions still open."""
        self._link = link
        peer = Peer(link)
        await self._ask(peer.request_mtu(MTU))
        found = {one.path: one for one in await discover(peer, self._device, self._ask)}
        for path in self._objects.below(self._device):
            if path not in found:
                self._objects.remove(path)
                self._characteristics.pop(path, None)
        for path, one in found.items():
            self._remotes[path] = one.remote
            if isinstance(one.remote, CharacteristicProxy):
                flags = frozenset(one.properties["Flags"].value)
                known = self._characteristics.setdefault(path, _Characteristic(path, flags))
                known.remote = one.remote
            if path not in self._objects:
                self._objects.add(path, one.interface, one.properties)
            elif "MTU" in one.properties:
                self._objects.change(path, one.interface, {"MTU": one.properties["MTU"]})
        for characteristic in self._characteristics.values():
            if characteristic.subscribers:
                await self._subscribe(characteristic)

    def link_lost(self) -> None:
        """Keep what is shown, and who called StartNotify; sockets end."""
        self._link = None
        self._remotes.clear()
        for characteristic in self._characteristics.values():
            characteristic.remote, characteristic.notifies = None, False
            self._release(characteristic)

    async def owner_gone(self, name: str) -> None:
        """Somebody left the bus, and with it what they had subscribed to."""
        for characteristic in self._characteristics.values():
            if name in characteristic.subscribers:
                await self._leave(characteristic, name)
            if characteristic.acquired_by == name:
                self._release(characteristic)
                await self._unsubscribe(characteristic)

    async def read(self, call: Call) -> Answer:
        """ReadValue; on BlueZ, everybody who watches the value is told the answer, too."""
        remote = self._remote(call.path)
        with self._once(call.path, "read"):
            payload = bytes(await self._ask(remote.read_value()))
        interface = CHARACTERISTIC if call.path in self._characteristics else DESCRIPTOR
        self._objects.change(call.path, interface, {"Value": Variant("ay", payload)})
        return Answer("ay", [payload])

    async def write(self, call: Call) -> None:
        """WriteValue of a characteristic, as a request or as a command."""
        payload, options = call.body
        as_request = options["type"].value == "request"
        needed = "write" if as_request else "write-without-response"
        if needed not in self._characteristics[call.path].flags:
            raise Refused(NOT_SUPPORTED, "Operation is not supported")
        remote = self._remote(call.path)
        with self._once(call.path, "write"):
            await self._ask(remote.write_value(bytes(payload), with_response=as_request))

    async def write_descriptor(self, call: Call) -> None:
        """WriteValue of a descriptor; subscribing is left to StartNotify and AcquireNotify."""
        if self._objects.value(call.path, DESCRIPTOR, "UUID") == SUBSCRIPTION_DESCRIPTOR:
            raise Refused(NOT_PERMITTED, "Write not permitted")
        remote = self._remote(call.path)
        with self._once(call.path, "write"):
            await self._ask(remote.write_value(bytes(call.body[0]), with_response=True))

    async def start_notify(self, call: Call) -> None:
        """StartNotify: from now on the value is told whenever it comes, once for this caller."""
        characteristic = self._notifying(call.path)
        if characteristic.acquired is not None:
            raise Refused(NOT_PERMITTED, "Notify acquired")
        if call.sender in characteristic.subscribers:
            raise Refused(FAILED, "Already notifying")
        characteristic.subscribers.append(call.sender)
        if self._link is not None:
            await self._subscribe(characteristic)
        self._objects.change(call.path, CHARACTERISTIC, {"Notifying": Variant("b", True)})

    async def stop_notify(self, call: Call) -> None:
        """StopNotify."""
        characteristic = self._notifying(call.path)
        if call.sender not in characteristic.subscribers:
            raise Refused(FAILED, "No notify session started")
        await self._leave(characteristic, call.sender)

    async def acquire_notify(self, call: Call) -> Answer:
        """AcquireNotify: a socket that every value goes through, one packet each."""
        characteristic = self._notifying(call.path)
        if self._link is None:
            raise Refused(FAILED, NOT_CONNECTED)
        if characteristic.acquired is not None:
            raise Refused(NOT_PERMITTED, "Notify acquired")
        if characteristic.subscribers:
            raise Refused(IN_PROGRESS, "In Progress")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        characteristic.acquired, characteristic.acquired_by = ours, call.sender
        # Nobody writes to it: it is ready to be read when its other end was closed.
        asyncio.get_running_loop().add_reader(ours, partial(self._closed, characteristic))
        mtu = self._link.att_mtu
        try:
            await self._subscribe(characteristic)
        except BaseException:
            self._release(characteristic)
            theirs.close()
            raise
        self._objects.change(call.path, CHARACTERISTIC, {"NotifyAcquired": Variant("b", True)})
        return Answer("hq", [0, mtu], handed_over=theirs)

    def _remote(self, path: str) -> AttributeProxy[bytes]:
        if self._link is None or path not in self._remotes:
            raise Refused(FAILED, NOT_CONNECTED)
        return self._remotes[path]

    def _notifying(self, path: str) -> _Characteristic:
        characteristic = self._characteristics[path]
        if not characteristic.flags & {"notify", "indicate"}:
            raise Refused(NOT_SUPPORTED, "Operation is not supported")
        return characteristic

    def _told(self, characteristic: _Characteristic, payload: bytes) -> None:
        """The device notified; BlueZ tells it once for each of those who called StartNotify."""
        if characteristic.acquired is not None:
            with suppress(OSError):  # a reader that is full loses packets on BlueZ, too
                characteristic.acquired.send(payload)
        for _subscriber in characteristic.subscribers:
            changed = {"Value": Variant("ay", payload)}
            self._objects.change(characteristic.path, CHARACTERISTIC, changed)

    async def _subscribe(self, characteristic: _Characteristic) -> None:
        """Have the device notify, where it does not yet."""
        if characteristic.remote is not None and not characteristic.notifies:
            characteristic.notifies = True
            await self._ask(characteristic.remote.subscribe(partial(self._told, characteristic)))

    async def _unsubscribe(self, characteristic: _Characteristic) -> None:
        """Have the device notify no longer, where it still can be told."""
        if characteristic.remote is not None and characteristic.notifies:
            characteristic.notifies = False
            with suppress(Refused):
                await self._ask(characteristic.remote.unsubscribe(force=True))

    async def _leave(self, characteristic: _Characteristic, name: str) -> None:
        characteristic.subscribers.remove(name)
        if not characteristic.subscribers:
            changed = {"Notifying": Variant("b", False)}
            self._objects.change(characteristic.path, CHARACTERISTIC, changed)
            await self._unsubscribe(characteristic)

    def _closed(self, characteristic: _Characteristic) -> None:
        self._release(characteristic)
        self._spawn(self._unsubscribe(characteristic))

    def _release(self, characteristic: _Characteristic) -> None:
        if characteristic.acquired is not None:
            asyncio.get_running_loop().remove_reader(characteristic.acquired)
            characteristic.acquired.close()
            characteristic.acquired, characteristic.acquired_by = None, ""
            changed = {"NotifyAcquired": Variant("b", False)}
            self._objects.change(characteristic.path, CHARACTERISTIC, changed)

    @contextmanager
    def _once(self, path: str, kind: str) -> "Iterator[None]":
        """One operation of a kind at a time; a second one is told that it is in progress."""
        if (path, kind) in self._busy:
            raise Refused(IN_PROGRESS, "In Progress")
        self._busy.add((path, kind))
        try:
            yield
        finally:
            self._busy.discard((path, kind))

    async def _ask(self, answer: Coroutine[Any, Any, T]) -> T:
        """Wait for the device's answer, or say as BlueZ does why there is none."""
        link = self._link
        if link is None:
            answer.close()
            raise Refused(FAILED, NOT_CONNECTED)
        try:
            return await link.cancel_on_disconnection(answer)
        except ATT_Error as error:
            code = int(error.error_code)
            unnamed = (FAILED, f"Operation failed with ATT error: 0x{code:02x}")
            raise Refused(*ATT_ERRORS.get(code, unnamed)) from error
        except core.TimeoutError as error:
            # A device that leaves a request unanswered is let go, as the core specification has it.
            await link.disconnect()
            raise Refused(FAILED, NOT_CONNECTED) from error
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise Refused(FAILED, NOT_CONNECTED) from None
