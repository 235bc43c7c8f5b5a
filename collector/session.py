"""Keeping one sensor connected, whatever the radio does, and handing on what it says.

Every attempt begins with a fresh scan and a fresh client inside `async with`. A link that went
dead is not reported by radios, so the data themselves are watched, and a read tells a mute sensor
from a dead link.
"""

import asyncio
import logging
import random
import re
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from bleak.exc import BleakError

from collector.clock import NS_PER_S, Anchor, Clock
from collector.gatt import BATTERY_LEVEL, CURRENT_TIME
from collector.hearing import Hearing, Told, listened
from collector.link import LINK_TROUBLE, Link, connected, is_not_allowed
from collector.link_events import Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.notification import MOST_WAITING, Inbox, Notification
from collector.profile import How
from collector.radio import Patience, Radio
from collector.search import Search
from collector.sensor_clock import set_clock
from collector.sensor_state import Phase, SensorState
from collector.stopping import end_if_cancelled
from collector.stream import SILENT_S
from plantar.errors import SensorError
from plantar.measured import Gap, GapCause

logger = logging.getLogger(__name__)

#: Words that a slow sensor may be late by before it counts as silent.
STALLED_AFTER: Final = 20
#: How often the battery is read of a sensor that stays connected. (our choice) [s]
BATTERY_EVERY_S: Final = 600.0
#: What a sensor that let go of us is said to have done.
_WHY: Final = {
    GapCause.LINK: "the link was lost",
    GapCause.STALL: "it stays connected, and says nothing",
}
#: How often a sensor that is asked for what it keeps may be asked. (our choice) [s]
ASK_EVERY_S: Final = 0.5
#: A wait that is shorter may not pass at all, by the loop's own clock. [s]
SHORTEST_WAIT_S: Final = 0.01
#: How long a sensor that is let go gets to be told so. [s]
FAREWELL_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all sessions share."""

    radio: Radio
    patience: Patience
    clock: Clock
    anchor: Anchor
    jitter: random.Random
    search: Search
    local: Callable[[str, datetime], datetime]  # a moment by the clock that a runner carries
    hand_on: Callable[[Hearing, list[Told]], None]
    on_state: Callable[[SensorState], None]
    on_event: Callable[[str, LinkEvent], None]


class Session:
    """One sensor, from the first scan until it is cancelled."""

    def __init__(self, hearing: Hearing, around: Surroundings) -> None:
        self.hearing = hearing
        self._sensor = hearing.sensor
        self._around = around
        address = self._sensor.address.lower()
        # bleak's errors name a device by its address, BlueZ with other separators
        self._address_in_text = re.compile(
            "[:_-]".join(map(re.escape, address.split(":"))), re.IGNORECASE
        )
        self._began = around.anchor.now()
        self._ever_streamed = False
        self._heard_s = 0.0  # when it last said something, on the loop's clock
        self._let_go_ns: int | None = None  # when a connection was ended that still ends
        self._state = SensorState(
            self._sensor.id, Phase.SEARCHING, self._began, foot=self._sensor.foot
        )

    async def keep(self) -> None:
        """Connect, listen, and begin again, until cancelled or refused."""
        failures = 0
        last = Phase.STOPPED
        try:
            while True:
                end_if_cancelled()
                long_enough = await self._once()
                failures = 0 if long_enough else failures + 1
                await asyncio.sleep(self._back_off_s(failures))
        except SensorError as refused:
            logger.error("%s", self._plain(refused))  # noqa: TRY400  the sentence says it all
            last, self._state = Phase.REFUSED, replace(self._state, trouble=self._plain(refused))
            self.hearing.sole = None  # nothing of it is believed
        finally:
            self._stop(last)

    def publish(self) -> None:
        """Tell how it is doing now."""
        hearing = self.hearing
        self._state = replace(
            self._state,
            described=dict(hearing.described),
            battery_percent=hearing.battery_percent,
            heard_at=hearing.heard_at,
            clock=hearing.clock,
            heart_rate_bpm=hearing.heart_rate_bpm,
            tally=hearing.tally,
        )
        trouble = hearing.misfits.trouble if self._state.phase is Phase.STREAMING else None
        self._around.on_state(replace(self._state, trouble=trouble or self._state.trouble))

    def no_radio(self, trouble: BaseException | None) -> None:
        """Scanning does not work, or works again; it matters to who is searching."""
        if self._state.phase not in (Phase.SEARCHING, Phase.UNAUTHORISED):
            return
        if trouble is None:
            self._enter(Phase.SEARCHING)
        else:
            phase = Phase.UNAUTHORISED if is_not_allowed(trouble) else Phase.SEARCHING
            self._enter(phase, trouble=self._plain(trouble))

    async def _once(self) -> bool:
        """One connection, to its end; whether it gave data for long enough."""
        loop = asyncio.get_running_loop()
        streaming_at: float | None = None
        inbox = Inbox(MOST_WAITING)
        cause = GapCause.LINK
        try:
            self._enter(Phase.SEARCHING, trouble=self._state.trouble)
            if self._around.search.trouble is not None:
                self.no_radio(self._around.search.trouble)
            async with AsyncExitStack() as opened:
                link = await self._connect(opened, inbox)
                await self._introduce(link)
                await self._subscribe(link)
                streaming_at = loop.time()
                self._ever_streamed = True
                self._enter(Phase.STREAMING)
                try:
                    cause = await self._listen(link)
                finally:
                    self._let_go_ns = self._around.clock.monotonic_ns()
                    await self._farewell(link)
        except LINK_TROUBLE as error:
            trouble = self._plain(error)
            logger.info("%s: %s", self._name, trouble)
            phase = Phase.UNAUTHORISED if is_not_allowed(error) else Phase.BACKING_OFF
            self._enter(phase, trouble=trouble)
        else:
            self._enter(Phase.BACKING_OFF, trouble=_WHY.get(cause))
        self._let_go_ns = None
        if streaming_at is None:
            return False
        self._note(Lost(self._around.clock.monotonic_ns(), cause))
        self._hand_on(self.hearing.broke(cause))
        return loop.time() - streaming_at >= self._around.patience.forget_failures_s

    async def _connect(self, opened: AsyncExitStack, inbox: Inbox) -> Link:
        around = self._around
        async with around.search.found(self._sensor.address) as device:
            self._enter(Phase.CONNECTING, name=device.name)
            return await opened.enter_async_context(
                connected(device, around.radio, around.clock, around.patience, inbox)
            )

    def _back_off_s(self, failures: int) -> float:
        patience = self._around.patience
        most_s = min(
            patience.longest_back_off_s,
            patience.first_back_off_s * 2.0 ** min(max(failures - 1, 0), 16),
        )
        return self._around.jitter.uniform(0.0, most_s)

    async def _introduce(self, link: Link) -> None:
        """Read what the sensor says of itself, and refuse it when it is the wrong one."""
        own = {one.characteristic for one in self._sensor.profile.listen}
        for one in listened(self._sensor):
            if one.how is not How.READ or not link.has(one.characteristic):
                if one.how is How.READ and one.characteristic in own and not one.optional:
                    self._lacks(one.what)
                continue
            await self._read(link, one.characteristic)
        if link.can_write(CURRENT_TIME):
            await set_clock(link, self.hearing, self._local_now())

    async def _read(self, link: Link, characteristic: str) -> None:
        payload = await link.read(characteristic)
        if payload is not None:
            clock = self._around.clock
            heard = Notification(characteristic, payload, clock.monotonic_ns(), clock.wall_ns())
            self._note(Came(heard, read=True))
            self._hand_on(self.hearing.take(heard))

    async def _subscribe(self, link: Link) -> None:
        lacking = set()
        for one in self._sensor.profile.listen:
            if one.how is not How.NOTIFY or await link.listen(one.characteristic):
                continue
            if not one.optional:
                self._lacks(one.what)
            lacking.add(one.characteristic)
        anchor, clock = self._around.anchor, self._around.clock
        now_ns = clock.monotonic_ns()
        self._note(Connected(now_ns, frozenset(lacking)))
        now_s = now_ns / NS_PER_S
        for write in self.hearing.connected(anchor.moment(now_s), now_s, lacking):
            await link.write(write)

    def _lacks(self, what: str) -> None:
        """A sensor without what its profile needs is another one, unless it had it before."""
        if self._ever_streamed:
            raise BleakError("its services were not found this time")
        cause = f"has no {what}: it is no {self._sensor.profile.name}"
        raise SensorError(self._name, cause)

    async def _listen(self, link: Link) -> GapCause:
        """Hand on what the sensor says, until it says no more; why it stopped."""
        overflowed = 0
        loop = asyncio.get_running_loop()
        battery_s = self._heard_s = loop.time()
        while True:
            end_if_cancelled()
            notifications = await self._next(link)
            if isinstance(notifications, GapCause):
                return notifications
            if notifications is None:
                logger.info("%s: the link is gone", self._name)
                return GapCause.LINK
            for notification in notifications:
                self._note(Came(notification))
                self._hand_on(self.hearing.take(notification))
            if link.inbox.overflowed > overflowed:
                more, overflowed = link.inbox.overflowed - overflowed, link.inbox.overflowed
                self._note(Overflowed(self._around.clock.monotonic_ns(), more))
                self.hearing.lost(more)
            for write in self.hearing.to_write():
                await link.offer(write)
            if loop.time() - battery_s >= BATTERY_EVERY_S and link.has(BATTERY_LEVEL):
                battery_s = loop.time()
                await self._read(link, BATTERY_LEVEL)

    async def _next(self, link: Link) -> list[Notification] | GapCause | None:
        """What the sensor says next, or nothing yet; None when the link is gone, or why silent."""
        loop = asyncio.get_running_loop()
        patience, period_s = self._around.patience, self.hearing.period_s
        silent_s = patience.probe_every_s  # of one that speaks when it has something to say
        if period_s is not None:
            silent_s = max(patience.stall_s, period_s * STALLED_AFTER)
        wait_s = silent_s - (loop.time() - self._heard_s)
        if self.hearing.asks:
            wait_s = min(wait_s, ASK_EVERY_S)
        try:
            notifications = await link.inbox.take(max(wait_s, SHORTEST_WAIT_S))
        except TimeoutError:
            if loop.time() - self._heard_s < silent_s:
                return []
        else:
            self._heard_s = loop.time()
            return notifications or None
        self._heard_s = loop.time()
        if period_s is None:
            return [] if await self._answers(link) else GapCause.LINK
        return await self._after_silence(link)

    async def _after_silence(self, link: Link) -> list[Notification] | GapCause | None:
        """What a sensor says that ought to speak all the time and does not; or why it does not."""
        self._enter(Phase.STALLED)
        cause = GapCause.STALL if await self._answers(link) else GapCause.LINK
        try:  # it may have been this computer that was held up
            notifications = await link.inbox.take(self._around.patience.second_chance_s)
        except TimeoutError:
            return cause
        self._heard_s = asyncio.get_running_loop().time()
        self._enter(Phase.STREAMING)
        return notifications or None

    async def _answers(self, link: Link) -> bool:
        """Whether a sensor that is silent still answers: it is mute, or the link is dead."""
        readable = [one for one in listened(self._sensor) if one.how is How.READ]
        probed = next((one for one in readable if link.has(one.characteristic)), None)
        if probed is None:
            return self.hearing.period_s is None  # nothing to ask: it may well have nothing to say
        try:
            await link.read(probed.characteristic)
        except LINK_TROUBLE:
            logger.warning("%s: silent, and the link is dead", self._name)
            return False
        if self.hearing.period_s is not None:
            logger.warning("%s: answers, but sends nothing", self._name)
        return True

    async def _farewell(self, link: Link) -> None:
        """Stop a sensor that was started, as far as it still listens."""
        with suppress(*LINK_TROUBLE):
            async with asyncio.timeout(FAREWELL_S):
                for write in self._sensor.profile.stop:
                    await link.write(write)

    def _note(self, event: LinkEvent) -> None:
        self._around.on_event(self._sensor.id, event)

    def _hand_on(self, told: list[Told]) -> None:
        self._around.hand_on(self.hearing, told)

    def _stop(self, phase: Phase) -> None:
        """Tell what was left, and the silence at the end."""
        # BlueZ takes seconds to let a sensor go: that is no silence of the sensor's.
        now_ns = self._let_go_ns or self._around.clock.monotonic_ns()
        self._note(Ended(now_ns))
        now = self._around.anchor.moment(now_ns / NS_PER_S)
        self._hand_on(self.hearing.end(now))
        never = phase is Phase.REFUSED or not self._ever_streamed
        if never and (now - self._began).total_seconds() > SILENT_S:
            self._hand_on([Gap(self._began, now, None, GapCause.LINK, self._sensor.foot)])
        self._enter(phase, trouble=self._state.trouble if phase is Phase.REFUSED else None)

    @property
    def _name(self) -> str:
        return self._state.name or self._sensor.name

    def _plain(self, error: BaseException) -> str:
        """What an error says, with the sensor's name in the place of its address."""
        return self._address_in_text.sub(self._name, str(error)) or type(error).__name__

    def _local_now(self) -> datetime:
        return self._around.local(self._sensor.runner_id, self._around.anchor.now())

    def _enter(self, phase: Phase, *, name: str | None = None, trouble: str | None = None) -> None:
        changed = phase is not self._state.phase
        self._state = replace(
            self._state,
            phase=phase,
            since=self._around.anchor.now() if changed else self._state.since,
            name=name or self._state.name,
            trouble=trouble,
        )
        self.publish()
