"""One simulated sensor in the air, and plain bleak on the other side of it, on simulated time."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from bleak import BleakClient, BleakScanner
from bumble.link import LocalLink

from collector.decoding.decoders import decoders
from collector.decoding.reading import Reading, State
from collector.profile import How, Profile
from collector.profile_file import known_profile
from collector.radio import Radio
from collector.simulated.ahead import run_ahead
from collector.simulated.air import new_air
from collector.simulated.device import SimulatedDevice
from collector.simulated.live import hearing, in_the_air

D = TypeVar("D", bound=SimulatedDevice)


@dataclass
class Listener:
    """Somebody connected to a sensor, who reads all that it says by its profile."""

    client: BleakClient
    profile: Profile
    state: State = field(default_factory=State)
    heard: list[tuple[float, str, bytes]] = field(default_factory=list)
    told: list[tuple[float, Reading]] = field(default_factory=list)

    async def listen(self, only: str | None = None) -> None:
        """Read and subscribe to whatever the profile listens to and the sensor has."""
        for one in self.profile.listen:
            if self.client.services.get_characteristic(one.characteristic) is None:
                assert one.optional, one.characteristic
            elif one.how is How.READ:
                payload = await self.client.read_gatt_char(one.characteristic)
                self.take(one.characteristic, bytes(payload))
            elif only in {None, one.characteristic}:
                await self.client.start_notify(
                    one.characteristic,
                    lambda who, payload: self.take(who.uuid, bytes(payload)),
                )

    def take(self, characteristic: str, payload: bytes) -> None:
        now_s = asyncio.get_running_loop().time()
        decoded = decoders(self.profile)[characteristic](payload, self.state)
        assert decoded.malformed == ()
        self.state = decoded.state
        self.heard.append((now_s, characteristic, payload))
        self.told += [(now_s, reading) for reading in decoded.readings]

    def of(self, kind: type[Reading]) -> list[Reading]:
        return [reading for _, reading in self.told if isinstance(reading, kind)]

    async def write(self, characteristic: str, payload: bytes) -> None:
        await self.client.write_gatt_char(characteristic, payload, response=True)


@asynccontextmanager
async def connected(
    radio: Radio, address: str, profile_id: str, only: str | None = None
) -> AsyncIterator[Listener]:
    """Find a sensor, connect to it and listen."""
    found = await BleakScanner.find_device_by_address(address, 5.0, backend=radio.scanner)
    assert found is not None, f"{address} is not in the air"
    profile = known_profile(profile_id)
    assert profile is not None
    async with BleakClient(found, backend=radio.client) as client:
        listener = Listener(client, profile)
        await listener.listen(only)
        yield listener


def in_air(make: Callable[[LocalLink], D], happens: Callable[[D, Radio], Awaitable[None]]) -> None:
    """Let something happen between a sensor and a host that hears it."""

    async def main() -> None:
        air = new_air()
        async with hearing(air) as radio:
            device = make(air)
            async with in_the_air(device):
                await happens(device, radio)
        left_over = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left_over, left_over

    logging.getLogger("bumble").setLevel(logging.CRITICAL)
    run_ahead(main())
