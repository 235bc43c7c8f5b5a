"""A pressure sole made of software: it advertises, is connected to, and notifies true bytes.

What real ones do to a collector can be asked of it: to drop the link, leave, fall mute, freeze,
lose frames, say things twice, say nonsense, and start anew.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from bumble import data_types
from bumble.core import UUID, AdvertisingData
from bumble.device import Connection
from bumble.gatt import Characteristic, CharacteristicValue, Service
from bumble.link import LocalLink

from collector import gatt
from collector.simulated.air import new_device
from collector.simulated.gait import HEEL_TO_TOE, Walker
from collector.sole import (
    DECLARATION,
    FRAMES,
    SOLE_SERVICE,
    Declaration,
    Packet,
    declaration_bytes,
    frames_bytes,
    frames_that_fit,
)
from plantar.errors import SensorError
from plantar.recording import Floats
from plantar.sample import Foot

MODEL: Final = "Simulated Sole"
FIRMWARE: Final = "1.0"
#: What a sole keeps when it cannot send; older frames are lost. [s]
BUFFER_S: Final = 2.0
#: How often a sole that sends nothing looks up. [s]
IDLE_S: Final = 0.1
#: ATT opcode and handle before a notification's value. [bytes]
_ATT_HEAD: Final = 3
_UNIT_MN: Final = 100
_READ = Characteristic.Properties.READ
_NOTIFY = Characteristic.Properties.NOTIFY
_READABLE = Characteristic.READABLE


@dataclass(frozen=True, slots=True)
class Making:
    """How a simulated sole is made, and what is wrong with it."""

    name: str
    address: str
    foot: Foot
    rate_hz: int = 100
    boot: int = 1
    on_for_s: float = 0.0  # how long it was on when it came into the air
    drift_ppm: float = 0.0  # its clock against the host's
    gain_error: float = 1.2  # reads a fifth too much, as uncalibrated soles do
    noise_n: float = 0.3  # standard deviation, per zone
    zero_n: float = 0.0  # what a zone reads when nothing presses on it
    battery_percent: int = 87
    claims: Foot | None = None  # says that it is for this foot


class SimulatedSole:
    """One sole in the air, from `run` on."""

    def __init__(
        self,
        air: LocalLink,
        making: Making,
        walker: Walker,
        on_sent: Callable[[int, range], None] = lambda _boot, _counts: None,
    ) -> None:
        self.making = making
        self.muted = False
        self.subscribed = asyncio.Event()
        self._walker = walker
        self._on_sent = on_sent
        loop = asyncio.get_running_loop()
        self._walker_began_s = loop.time()
        self._booted_s = loop.time() - making.on_for_s
        self._answers = asyncio.Event()
        self._answers.set()
        self._in_range = True
        self._next = 0  # the first frame not sent yet
        self._last_sent = b""
        self._declaration = Declaration(
            making.claims or making.foot, making.boot, making.rate_hz, _UNIT_MN, HEEL_TO_TOE
        )
        self._device = new_device(air, making.name, making.address)
        self._frames = Characteristic(UUID(FRAMES), _NOTIFY, _READABLE, b"")
        self._frames.on(Characteristic.EVENT_SUBSCRIPTION, self._on_subscription)
        self._device.add_services(self._services())

    async def run(self) -> None:
        """Be in the air, until cancelled."""
        await self._device.power_on()
        loop = asyncio.get_running_loop()
        try:
            while True:
                await self._step()
                await asyncio.sleep(max(0.0, self._due_s() - loop.time()))
        finally:
            self._answers.set()
            await self._device.stop_advertising()
            await self.drop_link()
            await self._device.power_off()

    # What may happen to it

    async def drop_link(self) -> None:
        """The link dies under the host; the sole advertises again."""
        self.subscribed.clear()
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

    def lose(self, frames: int) -> None:
        """Measure so many frames and never send them."""
        self._next += frames

    async def repeat(self) -> None:
        """Send the last notification once more."""
        await self.say(self._last_sent)

    async def say(self, payload: bytes) -> None:
        """Send any bytes as frames."""
        await self._device.notify_subscribers(self._frames, payload)

    async def reboot(self) -> None:
        """Start anew, as after an empty battery: the count begins at 0."""
        await self.drop_link()
        self._booted_s = asyncio.get_running_loop().time()
        self._next = 0
        self._declaration = replace(self._declaration, boot=self._declaration.boot + 1)

    # How it works

    def _services(self) -> list[Service]:
        return [
            Service(UUID(SOLE_SERVICE), [self._told(DECLARATION, self._declare), self._frames]),
            Service(
                UUID.from_16_bits(0x180F),
                [self._told(gatt.BATTERY_LEVEL, lambda: bytes([self.making.battery_percent]))],
            ),
            Service(
                UUID.from_16_bits(0x180A),
                [
                    self._told(gatt.MODEL_NUMBER, MODEL.encode),
                    self._told(gatt.FIRMWARE_REVISION, FIRMWARE.encode),
                ],
            ),
        ]

    def _told(self, uuid: str, value: Callable[[], bytes]) -> Characteristic[bytes]:
        """A characteristic that is read, as long as the sole answers at all."""

        async def read(_link: Connection) -> bytes:
            await self._answers.wait()
            return value()

        return Characteristic(UUID(uuid), _READ, _READABLE, CharacteristicValue(read=read))

    def _declare(self) -> bytes:
        return declaration_bytes(self._declaration)

    def _on_subscription(self, _link: object, notify: bool, _indicate: bool) -> None:  # noqa: FBT001 bumble calls it so
        if notify:
            self._next = self._measured()
            self.subscribed.set()
        else:
            self.subscribed.clear()

    @property
    def _true_rate_hz(self) -> float:
        return self.making.rate_hz * (1 + self.making.drift_ppm * 1e-6)

    def _measured(self) -> int:
        """How many frames were measured since it started."""
        since_s = asyncio.get_running_loop().time() - self._booted_s
        return int(since_s * self._true_rate_hz + 1e-6)

    def _fit(self) -> int:
        """How many frames go into a notification; 0 when nobody listens, or not one fits."""
        if not self.subscribed.is_set() or self.muted:
            return 0
        mtu = min((link.att_mtu for link in self._device.connections.values()), default=_ATT_HEAD)
        try:
            return frames_that_fit(mtu - _ATT_HEAD, self._declaration)
        except SensorError:
            return 0

    def _due_s(self) -> float:
        """When the next notification is full; from the count, so that it never drifts."""
        frames = self._fit() or self.making.rate_hz * IDLE_S
        return self._booted_s + (self._next + frames) / self._true_rate_hz

    async def _step(self) -> None:
        if not self._device.connections:
            self.subscribed.clear()
            if self._in_range and not self._device.is_advertising:
                await self._advertise()
        fit, measured = self._fit(), self._measured()
        if not fit:
            self._next = measured
            return
        self._next = max(self._next, measured - round(BUFFER_S * self.making.rate_hz))
        while self._next + fit <= measured and self.subscribed.is_set():
            counts = range(self._next, self._next + fit)
            self._next = counts.stop
            await self._send(counts)

    async def _send(self, counts: range) -> None:
        packet = Packet(
            counts.start, round(counts.start * 1_000 / self.making.rate_hz), self._measure(counts)
        )
        self._last_sent = frames_bytes(packet, self._declaration)
        await self.say(self._last_sent)
        self._on_sent(self._declaration.boot, counts)

    def _measure(self, counts: range) -> Floats:
        """What the zones read at those counts: the force, with all that is wrong."""
        since_s = self._booted_s - self._walker_began_s
        at_s = since_s + np.array(counts) / self._true_rate_hz
        zones_n = self._walker.zones_n(self.making.foot, at_s)
        seed = (self._declaration.boot, list(Foot).index(self.making.foot), counts.start)
        noise_n = np.random.default_rng(seed).normal(0.0, self.making.noise_n, zones_n.shape)
        read_n: Floats = np.clip(
            self.making.gain_error * zones_n + self.making.zero_n + noise_n, 0.0, None
        )
        return read_n

    async def _advertise(self) -> None:
        advertised = AdvertisingData(
            [
                data_types.Flags(AdvertisingData.Flags.LE_GENERAL_DISCOVERABLE_MODE),
                data_types.CompleteListOf128BitServiceUUIDs([UUID(SOLE_SERVICE)]),
            ]
        )
        named = AdvertisingData([data_types.CompleteLocalName(self.making.name)])
        await self._device.start_advertising(
            advertising_data=bytes(advertised) + bytes(named),
        )
