"""An ORPHE INSOLE made of software: packets of 104 bytes, live or out of its ring when asked.

After its maker's published source (ORPHE-INSOLE.js, src/InsoleFifo.js and docs/SENSOR_SPEC.md):
services, characteristics, commands, answers, the ring of 1500 packets, about 60 of them a second.
Not verified against a sensor, and our reading where the source leaves it open: that the ring fills
only while the sole watches, and goes on doing so while nobody is connected; that the way of reading
is forgotten at the end of a connection; that a request is added to those before it.
"""

import asyncio
from collections import deque
from datetime import datetime
from typing import Final

import numpy as np
from bumble.att import ErrorCode
from bumble.link import LocalLink

from collector.decoding.orphe import (
    FAST,
    FULL,
    PULLED,
    SERIAL_BITS,
    acknowledged_bytes,
    held_bytes,
    not_held_bytes,
    packet_bytes,
)
from collector.decoding.reading import Held, NotHeld
from collector.fifo import (
    ASK_HELD,
    FORGET_ALL,
    INFORMATION,
    READ_FIFO,
    STOP_WATCHING,
    WATCH,
    requested,
)
from collector.simulated.device import IDLE_S, NotTaken, SimulatedDevice
from collector.simulated.gait import HEEL_TO_TOE, Walker
from collector.simulated.orphe_ring import Ring
from plantar.recording import Floats
from plantar.sample import Foot

Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

MODEL: Final = "Simulated ORPHE INSOLE"
INFORMATION_SERVICE: Final = "01a9d6b5-ff6e-444a-b266-0be75e85c064"
OTHER_SERVICE: Final = "db1b7aca-cda5-4453-a49b-33a53d3f0833"
SENSOR_VALUES: Final = "f3f9c7ce-46ee-4205-89ac-abe64e626c0f"
PACKETS_PER_S: Final = 50
#: Packets that come out of the ring. [1/s]
PULLED_PER_S: Final = 60
#: Live packets that wait when they cannot be sent. [1]
_BUFFER: Final = 100
#: How packets are read: 0D and one of these.
_LIVE: Final = {bytes((0x0D, 0x03)): FAST, bytes((0x0D, 0x04)): FULL}
_WRAP: Final = 1 << SERIAL_BITS
#: Frames of a packet, by their place among the four that are measured in its 20 ms.
_FRAMES: Final = {PULLED: (0, 1, 2, 3), FAST: (0, 1, 2, 3), FULL: (0, 2)}
_FRAMES_PER_S: Final = 4 * PACKETS_PER_S
#: Where the six sensors lie: collector/profiles/orphe-insole.toml. How far each one feels.
_ALONG: Final = (0.80, 0.65, 0.75, 0.64, 0.62, 0.21)
_FEELS: Final = 0.08
#: What a sensor reads when nothing presses, and of a newton beside it; our choice. [counts]
_ZERO: Final = 120
_COUNTS_PER_N: Final = 20.0


class SimulatedOrphe(SimulatedDevice):
    """One sole in the air, from `run` on.

    Parameters
    ----------
    clock : datetime
        What its clock shows when it comes into the air; a sole that was never set is wrong.
    serial : int
        The number of its first packet.
    """

    def __init__(
        self,
        air: LocalLink,
        walker: Walker,
        *,
        name: str,
        address: str,
        foot: Foot,
        clock: datetime,
        serial: int = 0,
    ) -> None:
        super().__init__(air, name, address)
        self.foot = foot
        self.first = serial
        self.ring = Ring()
        self._walker = walker
        self._walker_began_s = self._booted_s = asyncio.get_running_loop().time()
        midnight = clock.replace(hour=0, minute=0, second=0, microsecond=0)
        self._clock_ms = round((clock - midnight).total_seconds() * 1000)
        self._kind = FULL
        self._next = 0  # the first live packet not sent yet
        self._to_tell: deque[bytes] = deque()
        self._losing = 0
        self._values = self._value(SENSOR_VALUES, notify=True)
        self._offer(INFORMATION_SERVICE, self._value(INFORMATION, write=self._commanded))
        self._offer(OTHER_SERVICE, self._values)
        self._offer_itself(MODEL)

    # What may happen to it

    def lose_next(self, packets: int) -> None:
        """The next packets never arrive."""
        self._losing += packets

    async def reboot(self) -> None:
        """Start anew: the first packet is number 0, and nothing is in the ring."""
        await self.drop_link()
        now_s = asyncio.get_running_loop().time()
        self._clock_ms += round((now_s - self._booted_s) * 1000)
        self._booted_s, self.first, self._next = now_s, 0, 0
        self.ring = Ring()

    # How it works

    def _advertised(self) -> tuple[str, ...]:
        return (OTHER_SERVICE,)

    def _left_alone(self) -> None:
        self._kind = FULL
        self.ring.forget_asks()
        self._to_tell.clear()

    def _subscribed(self, uuid: str) -> None:
        if uuid == SENSOR_VALUES:
            self._next = self._measured()

    def _measured(self) -> int:
        """How many packets were measured since it started."""
        since_s = asyncio.get_running_loop().time() - self._booted_s
        return int(since_s * PACKETS_PER_S + 1e-6)

    def _commanded(self, payload: bytes) -> None:
        """What is written to its device information."""
        self.ring.measured(self._measured())
        stretches = requested(payload)
        if stretches is not None:
            for stretch in stretches:
                first = self._unwrapped(stretch.first)
                self.ring.ask(range(first, first + stretch.packets))
        elif payload == READ_FIFO:
            self._kind = PULLED
        elif payload in _LIVE:
            self._kind, self._next = _LIVE[payload], self._measured()
        elif payload == ASK_HELD:
            self._to_tell.append(held_bytes(self._held()))
        elif payload in {FORGET_ALL, WATCH, STOP_WATCHING}:
            if payload == FORGET_ALL:
                self.ring.clear()
            else:
                self.ring.watching = payload == WATCH
            self._to_tell.append(acknowledged_bytes(payload))
        else:
            raise NotTaken(ErrorCode.VALUE_NOT_ALLOWED)

    def _held(self) -> Held:
        newest = self._measured() - 1 if self.ring.newest is None else self.ring.newest
        return Held((self.first + newest) % _WRAP, len(self.ring))

    def _unwrapped(self, serial: int) -> int:
        """The packet of that number, at or before the newest."""
        newest = self._measured() - 1
        return newest - (self.first + newest - serial) % _WRAP

    async def _step(self) -> float:
        self.ring.measured(self._measured())
        while self._to_tell and not self.muted:
            await self._notify(self._values, self._to_tell.popleft())
        if SENSOR_VALUES not in self._listened_to or self.muted:
            self._next = self._measured()
            return asyncio.get_running_loop().time() + IDLE_S
        if self._kind == PULLED:
            await self._pull()
            return asyncio.get_running_loop().time() + 1 / PULLED_PER_S
        self._next = max(self._next, self._measured() - _BUFFER)
        while self._next < self._measured() and SENSOR_VALUES in self._listened_to:
            self._next += 1
            await self._send(self._kind, self._next - 1)
        return self._booted_s + (self._next + 1) / PACKETS_PER_S

    async def _pull(self) -> None:
        """One packet out of the ring, or that the next ones asked for are not in it."""
        answer = self.ring.answer()
        if isinstance(answer, range):
            gone = NotHeld((self.first + answer.start) % _WRAP, len(answer))
            await self._notify(self._values, not_held_bytes(gone))
        elif answer is not None:
            await self._send(PULLED, answer)

    async def _send(self, kind: int, packet: int) -> None:
        if self._losing:
            self._losing -= 1
            return
        clock_ms = self._clock_ms + packet * 1000 // PACKETS_PER_S
        pressures = self.pressures(packet)[list(_FRAMES[kind])]
        payload = packet_bytes(kind, self.first + packet, clock_ms, pressures.tolist())
        await self._notify(self._values, payload)

    def pressures(self, packet: int) -> Whole:
        """What the six sensors read in the four frames of a packet, oldest first. [counts]"""
        since_s = self._booted_s - self._walker_began_s
        at_s: Floats = since_s + (4 * packet + np.arange(4)) / _FRAMES_PER_S
        felt_n: Floats = self._walker.zones_n(self.foot, at_s) @ _FELT
        counts = np.rint(_ZERO + _COUNTS_PER_N * felt_n).clip(0, 0xFFFF)
        return counts.astype(np.int64)


def _felt() -> Floats:
    """How much each sensor feels of each zone, shape (zones, sensors)."""
    apart = np.array(HEEL_TO_TOE)[:, None] - np.array(_ALONG)
    near = np.exp(-0.5 * (apart / _FEELS) ** 2)
    shares: Floats = near / near.sum(axis=0)
    return shares


_FELT: Final = _felt()
