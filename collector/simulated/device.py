"""What every simulated sensor does: it advertises, is connected to, leaves, falls mute, comes back.

A kind of sensor adds its services, and what it has to say (`_step`).
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from bumble import data_types
from bumble.att import ATT_Error, ErrorCode
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.link import LocalLink

from collector import gatt
from collector.simulated.air import new_device

#: How often a sensor that has nothing to say looks up. [s]
IDLE_S: Final = 0.1
#: What is due this soon is due. [s]
_SOON_S: Final = 1e-6
FIRMWARE: Final = "1.0"
#: ATT opcode and handle before a notification's value. [bytes]
_ATT_HEAD: Final = 3
#: Characters in a UUID that the Bluetooth SIG assigned.
_ASSIGNED: Final = 4
_READ, _NOTIFY = Characteristic.Properties.READ, Characteristic.Properties.NOTIFY
_WRITE = Characteristic.Properties.WRITE
_READABLE, _WRITEABLE = Characteristic.READABLE, Characteristic.WRITEABLE


class NotTaken(Exception):
    """What was written cannot be taken; the one who wrote it is told by an ATT error."""

    def __init__(self, code: ErrorCode) -> None:
        super().__init__(code.name)
        self.code = code


class SimulatedDevice:
    """One sensor in the air, from `run` on."""

    def __init__(self, air: LocalLink, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.muted = False
        self.battery_percent = 87
        self._device: Device = new_device(air, name, address)
        self._device.on(Device.EVENT_CONNECTION, self._on_connection)
        self._answers = asyncio.Event()
        self._answers.set()
        self._in_range = True
        self._listened_to: set[str] = set()

    async def run(self) -> None:
        """Be in the air, until cancelled."""
        await self._device.power_on()
        loop = asyncio.get_running_loop()
        due_s = loop.time()
        task = asyncio.current_task()
        try:
            # Python 3.11's asyncio.wait_for, by which bumble waits, may swallow a cancellation.
            while task is None or not task.cancelling():
                if self._in_range and not self.connected and not self._device.is_advertising:
                    await self._advertise()
                if due_s - loop.time() < _SOON_S:
                    due_s = await self._step()
                await asyncio.sleep(min(max(0.0, due_s - loop.time()), IDLE_S))
        finally:
            self._answers.set()
            await self._device.stop_advertising()
            await self.drop_link()
            await self._device.power_off()

    @property
    def connected(self) -> bool:
        """Whether anybody is connected."""
        return bool(self._device.connections)

    # What may happen to it

    async def drop_link(self) -> None:
        """The link dies under the host; the sensor advertises again."""
        self._on_disconnection()
        for link in list(self._device.connections.values()):
            await link.disconnect()

    async def leave(self) -> None:
        """Go out of range."""
        self._in_range = False
        await self._device.stop_advertising()
        await self.drop_link()

    def come_back(self) -> None:
        """Come into range again."""
        self._in_range = True

    def freeze(self) -> None:
        """Send nothing and answer nothing, and leave the link as it is."""
        self.muted = True
        self._answers.clear()

    def thaw(self) -> None:
        """Send and answer again."""
        self.muted = False
        self._answers.set()

    # What a kind of sensor says, and how

    async def _step(self) -> float:
        """Say what is due; when the next is, on the loop's clock. [s]"""
        return asyncio.get_running_loop().time() + IDLE_S

    def _advertised(self) -> Sequence[str]:
        """The services that it advertises."""
        raise NotImplementedError

    def _subscribed(self, uuid: str) -> None:
        """Somebody listens to a characteristic from now on."""

    def _left_alone(self) -> None:
        """The connection ended, and all that was asked in it."""

    def _offer(self, service: str, *values: Characteristic[bytes]) -> None:
        self._device.add_services([Service(_uuid(service), list(values))])

    def _offer_itself(self, model: str) -> None:
        """The services that sensors of any kind have."""
        self._offer("180f", self._value(gatt.BATTERY_LEVEL, lambda: bytes([self.battery_percent])))
        self._offer(
            "180a",
            self._value(gatt.MODEL_NUMBER, model.encode),
            self._value(gatt.FIRMWARE_REVISION, FIRMWARE.encode),
        )

    def _value(
        self,
        uuid: str,
        read: Callable[[], bytes] | None = None,
        *,
        write: Callable[[bytes], None] | None = None,
        notify: bool = False,
    ) -> Characteristic[bytes]:
        """A characteristic, read and written as long as the sensor answers at all."""

        async def told(_link: Connection) -> bytes:
            await self._answers.wait()
            return b"" if read is None else read()

        async def taken(_link: Connection, payload: bytes) -> None:
            await self._answers.wait()
            try:
                if write is not None:
                    write(payload)
            except NotTaken as error:
                raise ATT_Error(error.code) from error

        can = Characteristic.Properties(0)
        for able, what in ((read, _READ), (write, _WRITE), (notify, _NOTIFY)):
            can |= what if able else Characteristic.Properties(0)
        value: Characteristic[bytes] = Characteristic(
            _uuid(uuid), can, _READABLE | _WRITEABLE, CharacteristicValue(told, taken)
        )
        if notify:
            value.on(
                Characteristic.EVENT_SUBSCRIPTION,
                lambda _link, notified, _indicated: self._on_subscription(uuid, on=notified),
            )
        return value

    async def _notify(self, value: Characteristic[bytes], payload: bytes) -> None:
        await self._device.notify_subscribers(value, payload)

    def _room(self) -> int:
        """How many bytes a notification holds; 0 when nobody is connected."""
        links = self._device.connections.values()
        return min((link.att_mtu for link in links), default=_ATT_HEAD) - _ATT_HEAD

    def _on_subscription(self, uuid: str, *, on: bool) -> None:
        if on:
            self._listened_to.add(uuid)
            self._subscribed(uuid)
        else:
            self._listened_to.discard(uuid)

    def _on_connection(self, link: Connection) -> None:
        link.on(link.EVENT_DISCONNECTION, lambda _reason: self._on_disconnection())

    def _on_disconnection(self) -> None:
        self._listened_to.clear()
        self._left_alone()

    async def _advertise(self) -> None:
        """Say its services and its name at once: this air carries no scan responses."""
        flags = data_types.Flags(AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE)
        services = self._advertised()
        short = [_uuid(one) for one in services if len(one) == _ASSIGNED]
        long = [_uuid(one) for one in services if len(one) != _ASSIGNED]
        lists = [
            *([data_types.CompleteListOf16BitServiceUUIDs(short)] if short else []),
            *([data_types.CompleteListOf128BitServiceUUIDs(long)] if long else []),
        ]
        named = data_types.CompleteLocalName(self.name)
        await self._device.start_advertising(
            advertising_data=bytes(AdvertisingData([flags, *lists, named]))
        )


def _uuid(uuid: str) -> UUID:
    return UUID.from_16_bits(int(uuid, 16)) if len(uuid) == _ASSIGNED else UUID(uuid)
