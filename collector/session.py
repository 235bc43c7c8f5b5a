"""Keeping one sole connected, whatever the radio does, and handing on what it says.

Every attempt begins with a fresh scan and a fresh client inside `async with`: a client that is
used again, or let go without disconnecting, doubles every notification on BlueZ
(https://github.com/hbldh/bleak/issues/2002). A link that went dead is not reported either, so the
data themselves are watched, and a read tells a mute sole from a dead link.
"""

import asyncio
import logging
import random
import re
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Final, assert_never

from bleak import BleakClient, BleakScanner
from bleak.exc import BleakCharacteristicNotFoundError, BleakError

from collector import gatt
from collector.clock import Anchor, Clock
from collector.notification import MOST_WAITING, Inbox, Notification
from collector.pair import Pair
from collector.radio import Listeners, PairedSoles, Patience, Phase, Radio, SoleState
from collector.sole import DECLARATION, FRAMES, Declaration, read_declaration
from collector.stream import SILENT_S, SoleStream
from plantar.errors import SensorError
from plantar.measured import Gap, GapCause
from plantar.sample import Foot, Frame

logger = logging.getLogger(__name__)

#: Frames that a slow sole may be late by before it counts as silent.
STALLED_AFTER: Final = 20
#: What a radio says when it does not work this time and may work the next.
LINK_TROUBLE: Final = (BleakError, TimeoutError, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What both sessions of a pair share."""

    soles: PairedSoles
    radio: Radio
    patience: Patience
    clock: Clock
    anchor: Anchor
    jitter: random.Random
    turn: asyncio.Lock  # one of them scans or connects at a time
    join: Callable[[str, Declaration], Pair]  # a sole of that name joins its pair
    tell: Listeners


class Session:
    """One sole, from the first scan until it is cancelled."""

    def __init__(self, foot: Foot, around: Surroundings) -> None:
        self._foot = foot
        self._around = around
        self._address = around.soles.address(foot).lower()
        # bleak's errors name a device by its address, BlueZ with other separators
        self._address_in_text = re.compile(
            "[:_-]".join(map(re.escape, self._address.split(":"))), re.IGNORECASE
        )
        self._began = around.anchor.now()
        self._stream: SoleStream | None = None
        self._pair: Pair | None = None
        self._state = SoleState(foot, Phase.SEARCHING, self._began)

    async def keep(self) -> None:
        """Connect, listen, and begin again, until cancelled.

        Raises
        ------
        SensorError
            What answers at this address is no such sole, or the wrong foot: trying again would
            not make it another.
        """
        failures = 0
        try:
            while True:
                long_enough = await self._once()
                failures = 0 if long_enough else failures + 1
                self._publish(Phase.BACKING_OFF)
                await asyncio.sleep(self._back_off_s(failures))
        finally:
            self._stop()

    def _back_off_s(self, failures: int) -> float:
        patience = self._around.patience
        most_s = min(
            patience.longest_back_off_s,
            patience.first_back_off_s * 2.0 ** min(max(failures - 1, 0), 16),
        )
        return self._around.jitter.uniform(0.0, most_s)

    async def _once(self) -> bool:
        """One connection, to its end; whether it gave data for long enough."""
        loop = asyncio.get_running_loop()
        connected_at = None
        inbox = Inbox(MOST_WAITING)
        try:
            async with AsyncExitStack() as link:
                client = await self._connect(link, inbox)
                stream, pair = await self._introduce(client)
                await self._subscribe(client, inbox)
                connected_at = loop.time()
                self._publish(Phase.STREAMING)
                cause = await self._listen(client, inbox, stream, pair)
                stream.broke(cause)
                self._hand_on(stream.release(), pair)
        except LINK_TROUBLE as error:
            trouble = self._address_in_text.sub(self._name, str(error)) or type(error).__name__
            logger.info("%s: %s", self._name, trouble)
        if connected_at is None:
            return False
        return loop.time() - connected_at >= self._around.patience.forget_failures_s

    async def _connect(self, link: AsyncExitStack, inbox: Inbox) -> BleakClient:
        patience, radio = self._around.patience, self._around.radio
        async with self._around.turn:
            self._publish(Phase.SEARCHING)
            device = await BleakScanner.find_device_by_filter(
                lambda device, _advertised: device.address.lower() == self._address,
                timeout=patience.scan_s,
                **(BleakScanner.ExtraArgs(backend=radio.scanner) if radio.scanner else {}),
            )
            if device is None:
                raise TimeoutError(f"not heard for {patience.scan_s:g} s")
            self._publish(Phase.CONNECTING, name=device.name)
            client = BleakClient(
                device,
                lambda _client: inbox.close(),
                timeout=patience.connect_s,
                backend=radio.client,
            )
            return await link.enter_async_context(client)

    async def _introduce(self, client: BleakClient) -> tuple[SoleStream, Pair]:
        """Read what the sole says of itself, and refuse it when it is the wrong one."""
        payload = await self._read(client, DECLARATION)
        if payload is None and self._stream is not None:
            raise BleakError("its services were not found this time")
        if payload is None:
            raise SensorError(self._name, "does not speak the Open Plantar Profile", b"")
        declaration = read_declaration(self._name, payload)
        if declaration.foot is not self._foot:
            cause = f"declares the {declaration.foot} foot, paired as the {self._foot} one"
            raise SensorError(self._name, cause, payload)
        pair = self._around.join(self._name, declaration)
        if self._stream is None:
            self._stream = SoleStream(self._name, declaration, self._around.anchor)
        else:
            self._stream.connected(declaration)
        self._pair = pair
        await self._read_about(client)
        return self._stream, pair

    async def _read_about(self, client: BleakClient) -> None:
        """Battery, model and firmware, as far as the sole tells them."""
        battery = await self._read(client, gatt.BATTERY_LEVEL)
        model = await self._read(client, gatt.MODEL_NUMBER)
        firmware = await self._read(client, gatt.FIRMWARE_REVISION)
        try:
            self._state = replace(
                self._state,
                battery_percent=None if battery is None else gatt.read_battery(self._name, battery),
                model=None if model is None else gatt.read_text(self._name, model),
                firmware=None if firmware is None else gatt.read_text(self._name, firmware),
            )
        except SensorError as error:  # none of it matters to the frames
            logger.warning("%s", error)

    async def _read(self, client: BleakClient, characteristic: str) -> bytes | None:
        """The value of a characteristic; None when the sole has none such."""
        async with asyncio.timeout(self._around.patience.read_s):
            try:
                return bytes(await client.read_gatt_char(characteristic))
            except BleakCharacteristicNotFoundError:
                return None

    async def _subscribe(self, client: BleakClient, inbox: Inbox) -> None:
        clock = self._around.clock

        def heard(_characteristic: object, payload: bytearray) -> None:
            inbox.put(Notification(bytes(payload), clock.monotonic_ns(), clock.wall_ns()))

        # Without StartNotify, BlueZ hands over a socket that ends with its subscription.
        await client.start_notify(FRAMES, heard, bluez={"use_start_notify": False})

    async def _listen(
        self, client: BleakClient, inbox: Inbox, stream: SoleStream, pair: Pair
    ) -> GapCause:
        """Hand on what the sole says, until it says no more; why it stopped."""
        overflowed = 0
        while True:
            notifications = await self._next(client, inbox, stream)
            if isinstance(notifications, GapCause):
                return notifications
            if not notifications:
                logger.info("%s: the link is gone", self._name)
                return GapCause.LINK
            for notification in notifications:
                self._hand_on(stream.take(notification), pair)
            if inbox.overflowed > overflowed:
                stream.lost(inbox.overflowed - overflowed)
                overflowed = inbox.overflowed

    async def _next(
        self, client: BleakClient, inbox: Inbox, stream: SoleStream
    ) -> list[Notification] | GapCause:
        """What the sole says next; nothing when the link is gone, or why it is silent."""
        try:
            return await inbox.take(
                max(self._around.patience.stall_s, stream.period_s * STALLED_AFTER)
            )
        except TimeoutError:
            self._publish(Phase.STALLED)
        cause = await self._probe(client)
        try:  # it may have been this computer that was held up
            notifications = await inbox.take(self._around.patience.second_chance_s)
        except TimeoutError:
            return cause
        self._publish(Phase.STREAMING)
        return notifications

    async def _probe(self, client: BleakClient) -> GapCause:
        """Whether a sole that fell silent still answers: it is mute, or the link is dead."""
        try:
            await self._read(client, DECLARATION)
        except LINK_TROUBLE:
            logger.warning("%s: silent, and the link is dead", self._name)
            return GapCause.LINK
        logger.warning("%s: answers, but sends no frames", self._name)
        return GapCause.STALL

    def _hand_on(self, told: list[Frame | Gap], pair: Pair) -> None:
        frames = []
        for one in told:
            match one:
                case Frame():
                    frames.append(one)
                case Gap():
                    self._around.tell.on_gap(self._foot, one)
                case _:
                    assert_never(one)
        pair.hear(self._foot, frames, self._around.anchor.now())

    def _stop(self) -> None:
        """Tell what was left, and the silence at the end."""
        now = self._around.anchor.now()
        if self._stream is None or self._pair is None:
            if (now - self._began).total_seconds() > SILENT_S:
                self._around.tell.on_gap(self._foot, Gap(self._began, now, None, GapCause.LINK))
        else:
            self._hand_on(self._stream.release(), self._pair)
            for gap in self._stream.end(now):
                self._around.tell.on_gap(self._foot, gap)
        self._publish(Phase.STOPPED)

    @property
    def _name(self) -> str:
        return self._state.name or f"{self._foot} sole"

    def _publish(self, phase: Phase, name: str | None = None) -> None:
        tally = self._state.tally if self._stream is None else self._stream.tally
        self._state = replace(
            self._state,
            phase=phase,
            since=self._around.anchor.now(),
            name=name or self._state.name,
            tally=tally,
        )
        self._around.tell.on_state(self._state)
