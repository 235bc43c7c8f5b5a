"""One connection to one sensor, to see what it is: read, subscribed to, heard, and let go."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from collector.clock import Clock
from collector.link import LINK_TROUBLE, Link, connected
from collector.notification import Inbox, Notification
from collector.profile import How, Listen, Profile
from collector.radio import Patience, Radio
from collector.scanning import find

#: How long a visit waits before it looks again whether anybody spoke. [s]
_LOOK_S = 3600.0


@dataclass(frozen=True, slots=True)
class Visit:
    """A sensor while we are with it."""

    address: str
    name: str  # as it is called on the radio
    link: Link
    lacking: tuple[Listen, ...]  # what its profile listens to, and it does not have
    gone: asyncio.Event  # the link broke


@dataclass(frozen=True, slots=True)
class Visitor:
    """What every visit needs."""

    radio: Radio
    clock: Clock
    patience: Patience
    find_s: float = 15.0  # a sensor that advertises at all does so every ten seconds

    @asynccontextmanager
    async def visit(
        self,
        address: str,
        profile: Profile,
        beside: Sequence[Profile],
        hear: Callable[[Notification], object],
    ) -> AsyncIterator[Visit]:
        """Connect, and hand on what the sensor tells, values that are read first.

        Parameters
        ----------
        address : str
            Whom to look for.
        profile : Profile
            How it is listened to, started and stopped.
        beside : sequence of Profile
            What else it may have: battery, a description of itself.
        hear : callable
            Told every notification, from the event loop, until the visit ends.

        Raises
        ------
        NotHeard
            It did not advertise for `find_s`.
        One of `LINK_TROUBLE`
            The radio does not work, or lost it.
        """
        inbox = Inbox()
        async with AsyncExitStack() as stack:
            device = await find(self.radio, address, self.find_s)
            link = await stack.enter_async_context(
                connected(device, self.radio, self.clock, self.patience, inbox)
            )
            lacking = [
                one for one in profile.listen if not (one.optional or link.has(one.characteristic))
            ]
            for one in (*profile.listen, *(one for other in beside for one in other.listen)):
                if one.how is How.READ:
                    await self._read(link, one, hear)
            for one in profile.listen:
                if one.how is How.NOTIFY and link.has(one.characteristic):
                    await link.listen(one.characteristic)
            gone = asyncio.Event()
            pump = asyncio.create_task(_pump(inbox, hear, gone))
            stack.push_async_callback(_ended, pump)
            for write in profile.start:
                await link.write(write)
            stack.push_async_callback(_stop, link, profile)
            yield Visit(address, device.name or "", link, tuple(lacking), gone)

    async def _read(
        self, link: Link, listen: Listen, hear: Callable[[Notification], object]
    ) -> None:
        if not link.has(listen.characteristic):
            return
        payload = await link.read(listen.characteristic)
        if payload is not None:
            clock = self.clock
            hear(
                Notification(listen.characteristic, payload, clock.monotonic_ns(), clock.wall_ns())
            )


async def _pump(inbox: Inbox, hear: Callable[[Notification], object], gone: asyncio.Event) -> None:
    """Hand on what comes, until the link is no more."""
    while True:
        try:
            notifications = await inbox.take(_LOOK_S)
        except TimeoutError:
            continue
        for notification in notifications:
            hear(notification)
        if not notifications:
            gone.set()
            return


async def _ended(pump: "asyncio.Task[None]") -> None:
    """Stop handing on; what a listener raised comes out."""
    pump.cancel()
    with suppress(asyncio.CancelledError):
        await pump


async def _stop(link: Link, profile: Profile) -> None:
    """Write what stops the sensor, if it is still there."""
    with suppress(*LINK_TROUBLE):
        for write in profile.stop:
            await link.write(write)
