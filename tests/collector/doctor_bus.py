"""As little of BlueZ on a private D-Bus as a look needs."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus


@asynccontextmanager
async def bluez(**adapters: bool) -> AsyncIterator[None]:
    """A Bluetooth daemon whose adapters are on, or off, and hear nothing."""
    told = {
        f"/org/bluez/{name}": {
            "org.bluez.Adapter1": {
                "Address": Variant("s", "C0:C1:C2:C3:C4:C5"),
                "Powered": Variant("b", on),
                "Discovering": Variant("b", False),
                "Roles": Variant("as", ["central", "peripheral"]),
            }
        }
        for name, on in adapters.items()
    }
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()

    def answer(asked: Message) -> Message | None:
        if asked.message_type is not MessageType.METHOD_CALL:
            return None
        match asked.member:
            case "GetManagedObjects":
                return Message.new_method_return(asked, "a{oa{sa{sv}}}", [told])
            case "SetDiscoveryFilter" | "StartDiscovery" | "StopDiscovery":
                return Message.new_method_return(asked)
            case _:
                return None

    bus.add_message_handler(answer)
    await bus.request_name("org.bluez")
    try:
        yield
    finally:
        bus.disconnect()
        await asyncio.sleep(0)


@asynccontextmanager
async def silent_bluez() -> AsyncIterator[None]:
    """A Bluetooth daemon that hangs: it has its name, and answers nothing."""
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    bus.add_message_handler(lambda asked: asked.message_type is MessageType.METHOD_CALL)
    await bus.request_name("org.bluez")
    try:
        yield
    finally:
        bus.disconnect()
        await asyncio.sleep(0)


@contextmanager
def bluez_beside(**adapters: bool) -> Iterator[None]:
    """The same, for those who have no event loop of their own."""
    loop = asyncio.new_event_loop()
    running = threading.Thread(target=loop.run_forever)
    running.start()
    daemon = bluez(**adapters)
    asyncio.run_coroutine_threadsafe(daemon.__aenter__(), loop).result()
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(daemon.__aexit__(None, None, None), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        running.join()
        loop.close()
