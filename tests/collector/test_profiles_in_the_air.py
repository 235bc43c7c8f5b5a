"""Sensors of every known family, in the air: proposed, subscribed to, started and read."""

import asyncio
import logging

import pytest
from bleak import BleakClient, BleakScanner
from bumble import data_types
from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic, CharacteristicValue, Service

from collector.decoding.decoders import decoders
from collector.decoding.reading import Reading, State
from collector.profile import How, Profile, full_uuid
from collector.profile_file import known_profile
from collector.radio import Radio
from collector.simulated.ahead import run_ahead
from collector.simulated.air import new_air, new_device
from collector.simulated.backend import radio_of
from tests.collector.sensor_bytes import SENT, Sent

pytestmark = pytest.mark.radio

READ, NOTIFY = Characteristic.Properties.READ, Characteristic.Properties.NOTIFY
WRITE = Characteristic.Properties.WRITE
NAME = "Bangle.js of a runner"  # cut short, as names in the air are


class Sensor:
    """A sensor that says what its bytes say, once it was asked as its maker wants it asked."""

    def __init__(self, device: Device, profile: Profile, sent: Sent) -> None:
        self.device = device
        self._profile = profile
        self._sent = sent
        self._before = {full_uuid(one): payload for one, payload in sent.before}
        self.written: list[tuple[str, bytes]] = []
        self.subscribed = asyncio.Event()
        self.started = asyncio.Event()
        if not profile.start:
            self.started.set()
        self._speaks: Characteristic[bytes] | None = None
        self.device.add_services([Service(UUID(profile.match.services[0]), self._values())])

    def _values(self) -> list[Characteristic[bytes]]:
        values = [self._value(one.characteristic, one.how) for one in self._profile.listen]
        writable = {one.characteristic for one in (*self._profile.start, *self._profile.stop)}
        return values + [
            Characteristic(
                UUID(uuid),
                WRITE,
                Characteristic.WRITEABLE,
                CharacteristicValue(write=lambda _link, told, uuid=uuid: self._told(uuid, told)),
            )
            for uuid in writable
        ]

    def _value(self, uuid: str, how: How) -> Characteristic[bytes]:
        speaks = uuid == full_uuid(self._sent.characteristic)
        payload = self._sent.notifications[0] if speaks else self._before.get(uuid, "")
        properties = READ if how is How.READ else NOTIFY
        value = Characteristic(
            UUID(uuid), properties, Characteristic.READABLE, bytes.fromhex(payload)
        )
        if speaks and how is How.NOTIFY:
            self._speaks = value
            value.on(Characteristic.EVENT_SUBSCRIPTION, lambda *_: self.subscribed.set())
        return value

    def _told(self, uuid: str, payload: bytes) -> None:
        self.written.append((uuid, payload))
        if len(self.written) == len(self._profile.start):
            self.started.set()

    async def advertise(self) -> None:
        await self.device.power_on()
        service = UUID(self._profile.match.services[0])
        short = UUID.from_16_bits(service.uuid_bytes[0] | service.uuid_bytes[1] << 8)
        told = data_types.CompleteListOf128BitServiceUUIDs([service])
        if service == short:
            told = data_types.CompleteListOf16BitServiceUUIDs([short])
        named = data_types.CompleteLocalName(NAME[:9])
        await self.device.start_advertising(
            advertising_data=bytes(AdvertisingData([told, named])), auto_restart=False
        )

    async def speak(self) -> None:
        await self.subscribed.wait()
        await self.started.wait()
        for payload in self._sent.notifications:
            assert self._speaks is not None
            await self.device.notify_subscribers(self._speaks, bytes.fromhex(payload))


async def told_by(radio: Radio, sensor: Sensor, profile: Profile) -> list[Reading]:
    """Listen to a sensor as its profile says, until it has said all."""
    advertised = await BleakScanner.discover(
        1.0, return_adv=True, **BleakScanner.ExtraArgs(backend=radio.scanner)
    )
    ((device, told),) = advertised.values()
    assert profile.proposed_for(told.local_name or "", told.service_uuids)
    decode, state, heard = decoders(profile), State(), []
    come: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    async with BleakClient(device, backend=radio.client) as client:
        for listen in profile.listen:
            uuid = listen.characteristic
            if listen.how is How.READ:
                come.put_nowait((uuid, bytes(await client.read_gatt_char(uuid))))
            else:
                await client.start_notify(
                    uuid, lambda who, payload: come.put_nowait((who.uuid, bytes(payload)))
                )
        for write in profile.start:
            await client.write_gatt_char(write.characteristic, write.payload, response=True)
        if sensor._speaks is not None:
            await sensor.speak()
        await asyncio.sleep(1)
        for write in profile.stop:
            await client.write_gatt_char(write.characteristic, write.payload, response=True)
    while not come.empty():
        uuid, payload = come.get_nowait()
        decoded = decode[uuid](payload, state)
        assert decoded.malformed == () or not payload  # a value that this sensor does not have
        state = decoded.state
        heard += decoded.readings
    return heard


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.profile} {sent.notifications[0]}")
def test_a_sensor_in_the_air_is_read_by_the_profile_of_its_family(sent: Sent) -> None:
    profile = known_profile(sent.profile)
    assert profile is not None

    async def main() -> tuple[list[Reading], Sensor]:
        air = new_air()
        host = new_device(air, "host", "C0:C1:C2:C3:C4:C5")
        await host.power_on()
        sensor = Sensor(new_device(air, "sensor", "F0:00:00:00:00:07"), profile, sent)
        await sensor.advertise()
        heard = await told_by(radio_of(host), sensor, profile)
        await sensor.device.power_off()
        await host.power_off()
        return heard, sensor

    logging.getLogger("bumble").setLevel(logging.CRITICAL)
    heard, sensor = run_ahead(main())

    assert repr(heard[len(sent.before) :]) == repr(list(sent.told))  # nan is told as nan
    wanted = [(one.characteristic, one.payload) for one in (*profile.start, *profile.stop)]
    assert sensor.written == wanted
