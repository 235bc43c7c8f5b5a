"""A stand-in for bluetoothd: what it says on D-Bus is BlueZ's, the radio under it is virtual.

Everything above it is the real thing, unpatched: the D-Bus daemon, bleak's BlueZ backend, and the
collector. Its behaviour was taken from BlueZ's sources and held against the real one (`./test
--radio`).
"""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final

from bumble import core
from bumble.device import Advertisement, Connection, Device
from bumble.hci import Address
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.collector.bluez_devices import (
    ADAPTER_PATH,
    adapter,
    advertised,
    device_path,
    unknown_device,
)
from tests.collector.bluez_gatt import RemoteGatt
from tests.collector.bluez_objects import (
    ADAPTER,
    CHARACTERISTIC,
    DESCRIPTOR,
    DEVICE,
    FAILED,
    IN_PROGRESS,
    NOT_READY,
    OBJECT_MANAGER,
    PROPERTIES,
    Answer,
    Call,
    Method,
    Objects,
    Refused,
)

NAME: Final = "org.bluez"
#: How long the kernel tries to connect. [s]
CONNECT_S: Final = 20.0
#: What BlueZ says when the kernel gave up, or was told to.
GIVEN_UP: Final = "le-connection-abort-by-local"
UNKNOWN_OBJECT: Final = "org.freedesktop.DBus.Error.UnknownObject"
UNKNOWN_METHOD: Final = "org.freedesktop.DBus.Error.UnknownMethod"


class BluezStandIn:
    """One adapter, on the host it is given, which is powered on already."""

    def __init__(self, host: Device) -> None:
        self.calls: list[str] = []  # every method that was called, in order
        self._host = host
        self._links: dict[str, Connection] = {}
        self._gatts: dict[str, RemoteGatt] = {}
        self._discovering: set[str] = set()  # who is, by bus name
        self._connecting: set[str] = set()
        self._turn = asyncio.Lock()  # a controller opens one connection at a time
        self._tasks: set[asyncio.Task[None]] = set()
        self._methods: dict[tuple[str, str], Method] = {
            (PROPERTIES, "Set"): self._set,
            (ADAPTER, "SetDiscoveryFilter"): self._filter,
            (ADAPTER, "StartDiscovery"): self._start_discovery,
            (ADAPTER, "StopDiscovery"): self._stop_discovery,
            (ADAPTER, "RemoveDevice"): self._remove_device,
            (DEVICE, "Connect"): self._connect,
            (DEVICE, "Disconnect"): self._disconnect,
            (CHARACTERISTIC, "ReadValue"): self._on_gatt("read"),
            (CHARACTERISTIC, "WriteValue"): self._on_gatt("write"),
            (CHARACTERISTIC, "StartNotify"): self._on_gatt("start_notify"),
            (CHARACTERISTIC, "StopNotify"): self._on_gatt("stop_notify"),
            (CHARACTERISTIC, "AcquireNotify"): self._on_gatt("acquire_notify"),
            (DESCRIPTOR, "ReadValue"): self._on_gatt("read"),
            (DESCRIPTOR, "WriteValue"): self._on_gatt("write_descriptor"),
        }

    async def start(self) -> None:
        """Come onto the bus."""
        self._bus = await MessageBus(bus_type=BusType.SYSTEM, negotiate_unix_fd=True).connect()
        self._objects = Objects(self._bus)
        self._objects.add(ADAPTER_PATH, ADAPTER, adapter(str(self._host.random_address)))
        self._host.on(Device.EVENT_ADVERTISEMENT, self._heard)
        self._bus.add_message_handler(self._on_message)
        await self._bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=["type='signal',member='NameOwnerChanged',arg2=''"],
            )
        )
        await self._bus.request_name(NAME)

    async def stop(self) -> None:
        """Leave the bus, and let every device go."""
        self._host.remove_listener(Device.EVENT_ADVERTISEMENT, self._heard)
        for link in list(self._links.values()):
            await link.disconnect()
        await self._give_up()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception):
                raise outcome
        if self._discovering:
            await self._host.stop_scanning()
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call] # dbus-fast's

    async def power(self, *, on: bool) -> None:
        """Switch the adapter on or off, as anybody on the computer may."""
        if not on:
            for link in list(self._links.values()):
                await link.disconnect()
            await self._end_discovery(*self._discovering)
        self._objects.change(ADAPTER_PATH, ADAPTER, {"Powered": Variant("b", on)})

    # The bus

    def _on_message(self, message: Message) -> Message | bool | None:
        if message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged":
            self._spawn(self._owner_gone(message.body[0]))
            return None
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.interface == OBJECT_MANAGER:
            return Message.new_method_return(message, "a{oa{sa{sv}}}", [self._objects.all()])
        self.calls.append(str(message.member))
        self._spawn(self._serve(message))
        return True

    async def _serve(self, message: Message) -> None:
        try:
            answer = await self._answer(message)
        except Refused as refused:
            await self._bus.send(Message.new_error(message, refused.name, str(refused)))
            return
        handed_over = answer.handed_over
        reply = Message.new_method_return(
            message,
            answer.signature,
            answer.body,
            [] if handed_over is None else [handed_over.fileno()],
        )
        await self._bus.send(reply)
        if handed_over is not None:
            handed_over.close()

    async def _answer(self, message: Message) -> Answer:
        path, interface, member = str(message.path), str(message.interface), str(message.member)
        if path not in self._objects:
            raise Refused(UNKNOWN_OBJECT, f"there is no {path}")
        method = self._methods.get((interface, member))
        if method is None:
            raise Refused(UNKNOWN_METHOD, f"there is no {interface}.{member}")
        return await method(Call(path, str(message.sender), message.body)) or Answer()

    async def _owner_gone(self, name: str) -> None:
        for gatt in list(self._gatts.values()):
            await gatt.owner_gone(name)
        await self._end_discovery(name)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # The adapter

    async def _set(self, call: Call) -> None:
        interface, name, value = call.body
        if (interface, name) == (ADAPTER, "Powered"):
            await self.power(on=value.value)
        else:
            self._objects.change(call.path, interface, {name: value})

    async def _filter(self, _call: Call) -> None:
        """Everything is LE here, and repeated values are never told."""

    async def _start_discovery(self, call: Call) -> None:
        self._check_power()
        if call.sender in self._discovering:
            raise Refused(IN_PROGRESS, "Operation already in progress")
        if not self._discovering:
            await self._host.start_scanning(filter_duplicates=False)
            self._objects.change(ADAPTER_PATH, ADAPTER, {"Discovering": Variant("b", True)})
        self._discovering.add(call.sender)

    async def _stop_discovery(self, call: Call) -> None:
        if call.sender not in self._discovering:
            raise Refused(FAILED, "No discovery started")
        await self._end_discovery(call.sender)

    async def _end_discovery(self, *names: str) -> None:
        """End it for these; with the last of them, how strong devices are heard is forgotten."""
        if not self._discovering.intersection(names):
            return
        self._discovering.difference_update(names)
        if not self._discovering:
            await self._host.stop_scanning()
            for path in self._objects.below(ADAPTER_PATH):
                self._objects.change(path, DEVICE, {}, gone=["RSSI"])
            self._objects.change(ADAPTER_PATH, ADAPTER, {"Discovering": Variant("b", False)})

    def _heard(self, heard: Advertisement) -> None:
        """A device advertises: it is told when it is new, or when something about it changed."""
        if not self._discovering:  # nobody was answered yet that it has begun
            return
        address = heard.address.to_string(with_type_qualifier=False)
        path = device_path(address)
        if path not in self._objects:
            told = advertised(heard, {})
            self._objects.add(path, DEVICE, unknown_device(address) | told)
            return
        known = self._objects.properties(path, DEVICE)
        told = advertised(heard, known)
        changed = {name: value for name, value in told.items() if known.get(name) != value}
        self._objects.change(path, DEVICE, changed)

    async def _remove_device(self, call: Call) -> None:
        path = call.body[0]
        if path not in self._objects:
            raise Refused("org.bluez.Error.DoesNotExist", "Does Not Exist")
        if path in self._links:
            await self._links[path].disconnect()
        self._gatts.pop(path, None)
        self._objects.remove(path)

    def _check_power(self) -> None:
        if not self._objects.value(ADAPTER_PATH, ADAPTER, "Powered"):
            raise Refused(NOT_READY, "Resource Not Ready")

    # Devices

    async def _connect(self, call: Call) -> None:
        path = call.path
        self._check_power()
        if path in self._connecting:
            raise Refused(IN_PROGRESS, "Operation already in progress")
        if path in self._links:
            return
        self._connecting.add(path)
        try:
            async with self._turn:
                if path not in self._connecting:  # it was told to disconnect meanwhile
                    raise Refused(FAILED, GIVEN_UP)
                address = Address(self._objects.value(path, DEVICE, "Address"))
                link = await self._host.connect(address, timeout=CONNECT_S)
        except (core.TimeoutError, core.ConnectionError) as error:
            raise Refused(FAILED, GIVEN_UP) from error
        finally:
            self._connecting.discard(path)
        self._links[path] = link
        link.on(link.EVENT_DISCONNECTION, partial(self._lost, path))
        self._objects.change(path, DEVICE, {"Connected": Variant("b", True)})
        self._spawn(self._resolve(path, link))

    async def _resolve(self, path: str, link: Connection) -> None:
        gatt = self._gatts.setdefault(path, RemoteGatt(self._objects, path, self._spawn))
        try:
            await gatt.resolve(link)
        except Refused:  # the link went meanwhile, which is told already
            return
        self._objects.change(path, DEVICE, {"ServicesResolved": Variant("b", True)})

    async def _disconnect(self, call: Call) -> None:
        if call.path in self._connecting:
            self._connecting.discard(call.path)
            await self._give_up()
        elif call.path in self._links:
            await self._links[call.path].disconnect()

    async def _give_up(self) -> None:
        """Connect no longer."""
        await self._host.cancel_connection()  # type: ignore[no-untyped-call] # bumble's

    def _lost(self, path: str, _reason: int) -> None:
        del self._links[path]
        if path in self._gatts:
            self._gatts[path].link_lost()
        self._objects.change(path, DEVICE, {"ServicesResolved": Variant("b", False)})
        self._objects.change(path, DEVICE, {"Connected": Variant("b", False)})

    def _on_gatt(self, name: str) -> Method:
        """A method of the GATT server of the device that an object belongs to."""

        async def method(call: Call) -> Answer | None:
            device = "/".join(call.path.split("/")[:5])
            answer: Answer | None = await getattr(self._gatts[device], name)(call)
            return answer

        return method
