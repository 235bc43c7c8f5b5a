"""A walker's two simulated soles in the air, with a host that can hear them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from collector.radio import PairedSoles, Radio
from collector.simulated.air import new_air, new_device
from collector.simulated.backend import radio_of
from collector.simulated.gait import Walker
from collector.simulated.sole import Making, SimulatedSole
from plantar.sample import Foot

HOST_ADDRESS: Final = "C0:C1:C2:C3:C4:C5"
LEFT: Final = Making("Plantar sim L", "F0:00:00:00:00:01", Foot.LEFT, on_for_s=37.31)
RIGHT: Final = Making("Plantar sim R", "F0:00:00:00:00:02", Foot.RIGHT, on_for_s=4.117)


@dataclass(frozen=True, slots=True, eq=False)
class LivePair:
    """What `collect` needs, and the soles themselves, for those who want to trouble them."""

    soles: PairedSoles
    radio: Radio
    walker: Walker
    left: SimulatedSole
    right: SimulatedSole


@asynccontextmanager
async def live_pair(
    walker: Walker | None = None,
    left: Making = LEFT,
    right: Making = RIGHT,
    on_sent: Callable[[Foot, int, range], None] = lambda _foot, _boot, _counts: None,
) -> AsyncIterator[LivePair]:
    """Put a walker's two soles in the air, and take them out again."""
    walker = walker or Walker()
    air = new_air()
    host = new_device(air, "host", HOST_ADDRESS)
    await host.power_on()
    soles = [
        SimulatedSole(air, making, walker, partial(on_sent, foot))
        for foot, making in zip(Foot, (left, right), strict=True)
    ]
    running = [asyncio.create_task(sole.run()) for sole in soles]
    try:
        yield LivePair(
            PairedSoles("simulated soles", left.address, right.address),
            radio_of(host),
            walker,
            *soles,
        )
    finally:
        for task in running:
            task.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
        await host.power_off()
        for outcome in ended:
            if isinstance(outcome, Exception):
                raise outcome
