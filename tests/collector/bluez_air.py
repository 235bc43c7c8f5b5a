"""The air on rig B: virtual devices in it, and bleak's own BlueZ backend that hears them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, NamedTuple

from bumble.link import LocalLink

from collector.radio import Radio
from collector.simulated.air import new_air, new_device

if TYPE_CHECKING:
    from tests.collector.bluez_standin import BluezStandIn

HOST_ADDRESS: Final = "C0:C1:C2:C3:C4:C5"


class Air(NamedTuple):
    """Where devices are put, and the radio that hears them."""

    air: LocalLink
    radio: Radio


@asynccontextmanager
async def bluez_air() -> AsyncIterator[Air]:
    """An air that is heard through D-Bus, as the computer's own Bluetooth."""
    async with bluez_standin() as (air, _bluez):
        yield Air(air, Radio())


@asynccontextmanager
async def bluez_standin() -> "AsyncIterator[tuple[LocalLink, BluezStandIn]]":
    """The same, for those who want to trouble the adapter, or to know what it was asked."""
    # What speaks D-Bus exists on Linux only; those who name this rig exist everywhere.
    from tests.collector.bluez_standin import BluezStandIn  # noqa: PLC0415  see above
    from tests.collector.private_bus import system_bus  # noqa: PLC0415  see above

    air = new_air()
    host = new_device(air, "host", HOST_ADDRESS)
    with system_bus():
        await host.power_on()
        bluez = BluezStandIn(host)
        await bluez.start()
        try:
            yield air, bluez
        finally:
            await bluez.stop()
            await host.power_off()
            await let_bleak_go()


async def let_bleak_go() -> None:
    """Close the connection to the bus that bleak keeps for each event loop, for ever."""
    from bleak.backends.bluezdbus import manager  # noqa: PLC0415  it exists on Linux only

    kept = manager._global_instances.pop(asyncio.get_running_loop(), None)
    if kept is not None and kept._bus is not None and kept._bus_watcher_task is not None:
        kept._bus.disconnect()
        await kept._bus_watcher_task
