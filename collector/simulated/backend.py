"""A bleak backend on a virtual host, handed to bleak by its own `backend=` argument."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, TypeVar

from bleak.args import SizedBuffer
from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import (
    AdvertisementData,
    AdvertisementDataCallback,
    BaseBleakScanner,
)
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bleak.uuids import normalize_uuid_str
from bumble import core
from bumble.att import ATT_Error
from bumble.core import AdvertisingData
from bumble.device import Advertisement, Connection, Device, Peer
from bumble.hci import Address

from collector.radio import Radio

T = TypeVar("T")

#: As large as one link-layer packet carries, and what phones ask for. [bytes]
MTU = 247
_SERVICE_LISTS = (
    AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
)


def radio_of(host: Device) -> Radio:
    """The radio of a virtual host, for bleak."""
    turn = asyncio.Lock()
    return Radio(
        type("SimulatedScanner", (_Scanner,), {"host": host}),
        type("SimulatedClient", (_Client,), {"host": host, "turn": turn}),
    )


def _uuid(uuid: core.UUID) -> str:
    """A UUID in the form that bleak uses."""
    short = len(uuid.uuid_bytes) < 16  # noqa: PLR2004  bytes in a whole UUID
    return normalize_uuid_str(uuid.to_hex_str() if short else uuid.to_hex_str("-"))


def _services(advertised: AdvertisingData) -> list[str]:
    lists = [advertised.get(kind) for kind in _SERVICE_LISTS]
    return [_uuid(uuid) for uuids in lists if isinstance(uuids, list) for uuid in uuids]


class _Scanner(BaseBleakScanner):
    host: ClassVar[Device]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        *_mode: object,
        **_of_other_backends: object,
    ) -> None:
        super().__init__(detection_callback, service_uuids)

    async def start(self) -> None:
        self.seen_devices = {}
        self.host.on(Device.EVENT_ADVERTISEMENT, self._heard)
        await self.host.start_scanning(filter_duplicates=False)

    async def stop(self) -> None:
        self.host.remove_listener(Device.EVENT_ADVERTISEMENT, self._heard)
        await self.host.stop_scanning()

    def _heard(self, heard: Advertisement) -> None:
        name = heard.data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
        services = _services(heard.data)
        advertised = AdvertisementData(
            local_name=name,
            manufacturer_data={},
            service_data={},
            service_uuids=services,
            tx_power=None,
            rssi=heard.rssi,
            platform_data=(),
        )
        address = heard.address.to_string(with_type_qualifier=False)
        device = self.create_or_update_device(address, address, name, heard, advertised)
        if self.is_allowed_uuid(services):
            self.call_detection_callbacks(device, advertised)


class _Client(BaseBleakClient):
    host: ClassVar[Device]
    turn: ClassVar[asyncio.Lock]  # a host opens one connection at a time

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        **_of_other_backends: object,
    ) -> None:
        super().__init__(
            address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout
        )
        self._link: Connection | None = None
        device = address_or_ble_device
        self._name = (device.name if isinstance(device, BLEDevice) else None) or self.address

    @property
    def name(self) -> str:
        return self._name

    @property
    def mtu_size(self) -> int:
        return 23 if self._link is None else self._link.att_mtu

    @property
    def is_connected(self) -> bool:
        return self._link is not None

    async def connect(self, pair: bool, **_options: object) -> None:  # noqa: FBT001  bleak's own
        if pair:
            raise BleakError("the virtual radio does not pair")
        async with self.turn:
            try:
                link = await self.host.connect(Address(self.address), timeout=self._timeout)
            except core.TimeoutError as error:
                raise TimeoutError(f"{self._name} does not answer") from error
            except core.ConnectionError as error:
                raise BleakDeviceNotFoundError(self.address, str(error)) from error
        self._link = link
        link.on(link.EVENT_DISCONNECTION, self._gone)
        try:
            await self._discover(link)
        except BaseException:
            await self.disconnect()
            raise

    async def _discover(self, link: Connection) -> None:
        peer = Peer(link)
        await self._ask(peer.request_mtu(MTU))
        await self._ask(peer.discover_services())
        known = BleakGATTServiceCollection()
        for service in peer.services:
            described = BleakGATTService(service, service.handle, _uuid(service.uuid))
            known.add_service(described)
            for characteristic in await self._ask(service.discover_characteristics()):
                entry = BleakGATTCharacteristic(
                    characteristic,
                    characteristic.handle,
                    _uuid(characteristic.uuid),
                    list(gatt_char_props_to_strs(int(characteristic.properties))),
                    lambda: self.mtu_size - 3,
                    described,
                )
                known.add_characteristic(entry)
                for descriptor in await self._ask(characteristic.discover_descriptors()):
                    known.add_descriptor(
                        BleakGATTDescriptor(
                            descriptor, descriptor.handle, _uuid(descriptor.type), entry
                        )
                    )
        self.services = known

    async def disconnect(self) -> None:
        if self._link is not None:
            await self._link.disconnect()

    async def pair(self, *_args: object, **_options: object) -> None:
        raise BleakError("the virtual radio does not pair")

    async def unpair(self) -> None:
        raise BleakError("the virtual radio does not pair")

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, **_options: object
    ) -> bytearray:
        return bytearray(await self._ask(characteristic.obj.read_value()))

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, **_options: object
    ) -> bytearray:
        return bytearray(await self._ask(descriptor.obj.read_value()))

    async def write_gatt_char(
        self,
        characteristic: BleakGATTCharacteristic,
        data: SizedBuffer,
        response: bool,  # noqa: FBT001  bleak's own
    ) -> None:
        await self._ask(characteristic.obj.write_value(bytes(data), with_response=response))

    async def write_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, data: SizedBuffer
    ) -> None:
        await self._ask(descriptor.obj.write_value(bytes(data), with_response=True))

    async def start_notify(
        self,
        characteristic: BleakGATTCharacteristic,
        callback: NotifyCallback,
        **_options: object,
    ) -> None:
        await self._ask(characteristic.obj.subscribe(lambda payload: callback(bytearray(payload))))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        await self._ask(characteristic.obj.unsubscribe(force=True))

    def _gone(self, _reason: int) -> None:
        self._link = self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def _ask(self, answer: Coroutine[Any, Any, T]) -> T:
        """Wait for an answer over the link, as bleak's errors have it."""
        if self._link is None:
            answer.close()
            raise BleakError("Not connected")
        try:
            return await self._link.cancel_on_disconnection(answer)
        except ATT_Error as error:
            raise BleakGATTProtocolError(error.error_code) from error
        except core.BaseBumbleError as error:
            raise BleakError(str(error)) from error
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            raise BleakError("the link was lost while waiting for an answer") from None
