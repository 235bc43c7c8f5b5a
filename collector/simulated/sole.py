"""A pressure sole made of software: it advertises, is connected to, and notifies true bytes.

What real ones do to a collector can be asked of it: to drop the link, leave, fall mute, freeze,
lose frames, say things twice or in the wrong order, say nonsense, have its clock leap, and start
anew. It goes on measuring while nobody listens, and may be asked for what it then measured.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from bumble.att import ErrorCode
from bumble.link import LocalLink

from collector.simulated.device import IDLE_S, NotTaken, SimulatedDevice
from collector.simulated.gait import HEEL_TO_TOE, Walker
from collector.simulated.memory import Memory
from collector.simulated.noise import Noise
from collector.sole import (
    ASK_BYTES,
    CALIBRATION,
    CALIBRATION_BYTES,
    DECLARATION,
    FRAMES,
    MISSED,
    SOLE_SERVICE,
    Declaration,
    FramesGone,
    Packet,
    SoleGain,
    calibration_bytes,
    declaration_bytes,
    frames_bytes,
    frames_that_fit,
    gone_bytes,
    read_ask,
    read_calibration,
)
from plantar.errors import SensorError
from plantar.recording import Floats
from plantar.sample import Foot

T = TypeVar("T")

MODEL: Final = "Simulated Sole"
#: What a sole keeps for Frames when it cannot send; older frames have to be asked for. [s]
BUFFER_S: Final = 2.0
#: Answers that go out between two live notifications: a minute is caught up with in 15 s.
ANSWERS_AT_ONCE: Final = 4
_UNIT_MN: Final = 100


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
    holds_s: float = 60.0  # frames that can be asked for; 0: a sole that cannot be asked
    calibration: SoleGain | None = None  # None: a sole that keeps none


class SimulatedSole(SimulatedDevice):
    """One sole in the air, from `run` on."""

    def __init__(
        self,
        air: LocalLink,
        making: Making,
        walker: Walker,
        on_sent: Callable[[int, range], None] = lambda _boot, _counts: None,
    ) -> None:
        super().__init__(air, making.name, making.address)
        self.making = making
        self.battery_percent = making.battery_percent
        self.calibration = making.calibration
        self.subscribed = asyncio.Event()  # to live frames
        self._walker = walker
        self._on_sent = on_sent
        loop = asyncio.get_running_loop()
        self._walker_began_s = loop.time()
        self._booted_s = loop.time() - making.on_for_s
        self._next = 0  # the first frame not sent yet
        self._memory = Memory(round(making.holds_s * making.rate_hz))
        self._noise = Noise(making.noise_n, len(HEEL_TO_TOE))
        self._leaps: list[tuple[int, int]] = []  # from which frame on, and how far [ms]
        self._last_sent = b""
        self._losing = 0
        self._swapping = False
        self._held_back: tuple[bytes, range] | None = None
        self._declaration = Declaration(
            making.claims or making.foot, making.boot, making.rate_hz, _UNIT_MN, HEEL_TO_TOE
        )
        self._frames = self._value(FRAMES, notify=True)
        self._missed = self._value(MISSED, write=self._asked, notify=True)
        values = [self._value(DECLARATION, self._declare), self._frames]
        if making.calibration is not None:
            values.append(self._value(CALIBRATION, self._gain, write=self._calibrate))
        if making.holds_s:
            values.append(self._missed)
        self._offer(SOLE_SERVICE, *values)
        self._offer_itself(MODEL)

    # What may happen to it

    def lose(self, frames: int) -> None:
        """Measure so many frames and never send them: they cannot be asked for either."""
        self._memory.never_keep(range(self._next, self._next + frames))
        self._next += frames

    def lose_next(self, notifications: int) -> None:
        """The next live notifications never arrive; their frames can be asked for."""
        self._losing += notifications

    def swap_next(self) -> None:
        """The next two live notifications arrive in the wrong order."""
        self._swapping = True

    def leap(self, seconds: float) -> None:
        """Its clock leaps, for what is measured from now on."""
        self._leaps.append((self._measured(), round(seconds * 1_000)))

    async def repeat(self) -> None:
        """Send the last live notification once more."""
        await self.say(self._last_sent)

    async def say(self, payload: bytes) -> None:
        """Send any bytes as frames."""
        await self._notify(self._frames, payload)

    async def reboot(self) -> None:
        """Start anew, as after an empty battery: the count begins at 0, the memory is empty."""
        await self.drop_link()
        self._booted_s = asyncio.get_running_loop().time()
        self._next = 0
        self._memory.start_anew()
        self._leaps.clear()
        self._declaration = replace(self._declaration, boot=self._declaration.boot + 1)

    # How it works

    def _advertised(self) -> tuple[str, ...]:
        return (SOLE_SERVICE,)

    def _declare(self) -> bytes:
        return declaration_bytes(self._declaration)

    def _gain(self) -> bytes:
        return calibration_bytes(self.calibration or SoleGain(None))

    def _calibrate(self, payload: bytes) -> None:
        self.calibration = _taken(payload, CALIBRATION_BYTES, read_calibration)

    def _asked(self, payload: bytes) -> None:
        ask = _taken(payload, ASK_BYTES, read_ask)
        if MISSED not in self._listened_to:
            raise NotTaken(ErrorCode.CCCD_IMPROPERLY_CONFIGURED)
        if not self._memory.ask(ask, self._measured()):
            raise NotTaken(ErrorCode.INSUFFICIENT_RESOURCES)

    def _subscribed(self, uuid: str) -> None:
        if uuid == FRAMES:
            self._next = self._measured()
            self.subscribed.set()

    def _left_alone(self) -> None:
        self.subscribed.clear()
        self._memory.forget_asks()
        self._held_back = None

    @property
    def _true_rate_hz(self) -> float:
        return self.making.rate_hz * (1 + self.making.drift_ppm * 1e-6)

    def _measured(self) -> int:
        """How many frames were measured since it started."""
        since_s = asyncio.get_running_loop().time() - self._booted_s
        return int(since_s * self._true_rate_hz + 1e-6)

    def _fit(self) -> int:
        """How many frames go into a notification; 0 when nothing is sent, or not one fits."""
        if self.muted:
            return 0
        try:
            return frames_that_fit(self._room(), self._declaration)
        except SensorError:
            return 0

    async def _step(self) -> float:
        fit, measured = self._fit(), self._measured()
        live = fit if FRAMES in self._listened_to else 0
        if live:
            self._next = max(self._next, measured - round(BUFFER_S * self.making.rate_hz))
        else:
            self._next = measured
        while live and self._next + fit <= measured and FRAMES in self._listened_to:
            counts = range(self._next, self._next + fit)
            self._next = counts.stop
            await self._send(counts)
        if fit:
            await self._answer(fit)
        # From the count, so that it never drifts.
        return self._booted_s + (self._next + (live or self._idle)) / self._true_rate_hz

    @property
    def _idle(self) -> float:
        """Frames between two looks, while nobody listens."""
        return self.making.rate_hz * IDLE_S

    async def _send(self, counts: range) -> None:
        packed = self._packed(counts)
        if self._losing:
            self._losing -= 1
        elif self._swapping and self._held_back is None:
            self._held_back = packed, counts
        else:
            await self._tell(packed, counts)
            if self._held_back is not None:
                before, self._held_back, self._swapping = self._held_back, None, False
                await self._tell(*before)

    async def _tell(self, packed: bytes, counts: range) -> None:
        self._last_sent = packed
        await self.say(packed)
        self._on_sent(self._declaration.boot, counts)

    async def _answer(self, fit: int) -> None:
        """Some of what was asked for."""
        for _ in range(ANSWERS_AT_ONCE):
            answer = self._memory.answer(self._measured(), fit)
            if answer is None:
                return
            if isinstance(answer, FramesGone):
                await self._notify(self._missed, gone_bytes(answer))
            else:
                await self._notify(self._missed, self._packed(answer))
                self._on_sent(self._declaration.boot, answer)

    def _packed(self, counts: range) -> bytes:
        leapt_ms = sum(leap for since, leap in self._leaps if counts.start >= since)
        device_ms = round(counts.start * 1_000 / self.making.rate_hz) + leapt_ms
        packet = Packet(counts.start, device_ms, self._measure(counts))
        return frames_bytes(packet, self._declaration)

    def _measure(self, counts: range) -> Floats:
        """What the zones read at those counts: the force, with all that is wrong."""
        since_s = self._booted_s - self._walker_began_s
        at_s = since_s + np.array(counts) / self._true_rate_hz
        zones_n = self._walker.zones_n(self.making.foot, at_s)
        seed = (self._declaration.boot, list(Foot).index(self.making.foot))
        noise_n = self._noise.of(seed, counts)
        read_n: Floats = np.clip(
            self.making.gain_error * zones_n + self.making.zero_n + noise_n, 0.0, None
        )
        return read_n


def _taken(payload: bytes, length: int, read: Callable[[str, bytes], T]) -> T:
    """What was written to the sole."""
    if len(payload) != length:
        raise NotTaken(ErrorCode.INVALID_ATTRIBUTE_LENGTH)
    try:
        return read("written", payload)
    except SensorError as error:
        raise NotTaken(ErrorCode.VALUE_NOT_ALLOWED) from error
