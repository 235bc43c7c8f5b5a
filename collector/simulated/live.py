"""A walker's simulated sensors in the air, with a host that can hear them.

What is in the air and who hears it are apart: a host of another kind can listen to the same air.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from bumble.link import LocalLink

from collector.radio import Radio
from collector.simulated.air import new_air, new_device
from collector.simulated.backend import radio_of
from collector.simulated.device import SimulatedDevice
from collector.simulated.foot_pod import SimulatedFootPod
from collector.simulated.gait import Walker
from collector.simulated.sole import Making, SimulatedSole
from plantar.sample import Foot

HOST_ADDRESS: Final = "C0:C1:C2:C3:C4:C5"
LEFT: Final = Making("Plantar sim L", "F0:00:00:00:00:01", Foot.LEFT, on_for_s=37.31)
RIGHT: Final = Making("Plantar sim R", "F0:00:00:00:00:02", Foot.RIGHT, on_for_s=4.117)
POD_NAME, POD_ADDRESS = "Plantar sim pod", "F0:00:00:00:00:03"

#: Foot, boot and counts of the frames that a sole sent.
OnSent = Callable[[Foot, int, range], None]


def _nobody_asks(_foot: Foot, _boot: int, _counts: range) -> None:
    """What was sent is not asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A walker's two soles, for those who want to trouble them."""

    walker: Walker
    left: SimulatedSole
    right: SimulatedSole


@dataclass(frozen=True, slots=True, eq=False)
class LivePair(Pair):
    """The same, with the radio of a host that hears them."""

    radio: Radio


@dataclass(frozen=True, slots=True, eq=False)
class LiveAir(LivePair):
    """And a foot pod on the walker's shoe: what `--simulated` puts in the air."""

    pod: SimulatedFootPod


@asynccontextmanager
async def live_air(
    walker: Walker | None = None,
    left: Making = LEFT,
    right: Making = RIGHT,
    on_sent: OnSent = _nobody_asks,
) -> AsyncIterator[LiveAir]:
    """Put a walker's two soles and foot pod in the air, and take them out again."""
    air = new_air()
    async with hearing(air) as radio:
        pair = pair_in(air, walker or Walker(), left, right, on_sent)
        pod = SimulatedFootPod(air, pair.walker, name=POD_NAME, address=POD_ADDRESS)
        async with in_the_air(pair.left, pair.right, pod):
            yield LiveAir(pair.walker, pair.left, pair.right, radio, pod)


@asynccontextmanager
async def live_pair(
    walker: Walker | None = None,
    left: Making = LEFT,
    right: Making = RIGHT,
    on_sent: OnSent = _nobody_asks,
) -> AsyncIterator[LivePair]:
    """Put a walker's two soles in the air, and take them out again."""
    air = new_air()
    async with hearing(air) as radio:
        pair = pair_in(air, walker or Walker(), left, right, on_sent)
        async with in_the_air(pair.left, pair.right):
            yield LivePair(pair.walker, pair.left, pair.right, radio)


def pair_in(
    air: LocalLink,
    walker: Walker,
    left: Making = LEFT,
    right: Making = RIGHT,
    on_sent: OnSent = _nobody_asks,
) -> Pair:
    """A walker's two soles; `in_the_air` lets them be heard."""
    return Pair(
        walker,
        SimulatedSole(air, left, walker, partial(on_sent, Foot.LEFT)),
        SimulatedSole(air, right, walker, partial(on_sent, Foot.RIGHT)),
    )


@asynccontextmanager
async def hearing(air: LocalLink, address: str = HOST_ADDRESS) -> AsyncIterator[Radio]:
    """The radio of a host that hears whatever is in the air."""
    host = new_device(air, "host", address)
    await host.power_on()
    try:
        yield radio_of(host)
    finally:
        await host.power_off()


@asynccontextmanager
async def in_the_air(*devices: SimulatedDevice) -> AsyncIterator[None]:
    """Let sensors be heard, until this is left; what went wrong in one of them comes out."""
    running = [asyncio.create_task(device.run()) for device in devices]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        for outcome in ended:
            if isinstance(outcome, Exception):
                raise outcome
