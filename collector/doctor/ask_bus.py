"""Asks the system's D-Bus about Bluetooth; loads on Linux only.

Without bleak, whose errors do not say which of the steps failed.
"""

import asyncio
import os
from typing import Any, Final

from bleak.backends.bluezdbus.utils import get_dbus_authenticator
from dbus_fast import (
    AuthError,
    BusType,
    InvalidAddressError,
    Message,
    MessageFlag,
    MessageType,
    unpack_variants,
)
from dbus_fast.aio import MessageBus

from collector.doctor.bus import Adapter, Bus

BLUEZ: Final = "org.bluez"
ADAPTER: Final = "org.bluez.Adapter1"
DEFAULT_ADDRESS: Final = "unix:path=/var/run/dbus/system_bus_socket"
ACCESS_DENIED: Final = "org.freedesktop.DBus.Error.AccessDenied"
#: How long the bus, and BlueZ on it, may take to answer. [s]
PATIENCE_S: Final = 5.0


async def ask_bus(patience_s: float = PATIENCE_S) -> Bus:
    """Connect to the system bus as bleak does, and ask what there is; nothing is started."""
    address = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or DEFAULT_ADDRESS
    try:
        bus = MessageBus(bus_type=BusType.SYSTEM, auth=get_dbus_authenticator())
    except (InvalidAddressError, OSError) as error:
        return Bus(address, absent=str(error))
    try:
        async with asyncio.timeout(patience_s):
            await bus.connect()
    except (PermissionError, ConnectionResetError, BrokenPipeError) as error:
        return Bus(address, closed=error.strerror)
    except (AuthError, EOFError) as error:
        return Bus(address, closed=str(error) or "it hung up")
    except TimeoutError:
        return Bus(address, absent=f"it does not answer in {patience_s:g} s")
    except (InvalidAddressError, OSError) as error:
        return Bus(address, absent=getattr(error, "strerror", None) or str(error))
    else:
        return await _bluez(bus, address, patience_s)
    finally:
        bus.disconnect()


async def _bluez(bus: MessageBus, address: str, patience_s: float) -> Bus:
    async def call(to: str, path: str, interface: str, member: str, *body: str) -> Message:
        asked = Message(
            destination=to,
            path=path,
            interface=interface,
            member=member,
            signature="s" * len(body),
            body=list(body),
            flags=MessageFlag.NO_AUTOSTART,
        )
        async with asyncio.timeout(patience_s):
            reply = await bus.call(asked)
        assert reply is not None  # noqa: S101 - it was asked for
        return reply

    try:
        has = await call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
            "NameHasOwner", BLUEZ,
        )  # fmt: skip
        if has.message_type is not MessageType.METHOD_RETURN or not has.body[0]:
            return Bus(address)
        told = await call(BLUEZ, "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects")
    except TimeoutError:
        return Bus(address, bluez=True, silent=f"it does not answer in {patience_s:g} s")
    except (EOFError, OSError) as error:
        return Bus(address, absent=f"it hung up: {error}")
    if told.error_name == ACCESS_DENIED:
        return Bus(address, bluez=True, denied=_said(told))
    if told.message_type is not MessageType.METHOD_RETURN:
        return Bus(address, bluez=True, silent=_said(told))
    return Bus(address, bluez=True, adapters=_adapters(unpack_variants(told.body[0])))


def _said(reply: Message) -> str:
    return f"{reply.error_name}: {' '.join(map(str, reply.body))}"


def _adapters(objects: Any) -> tuple[Adapter, ...]:  # noqa: ANN401 - whatever BlueZ tells
    found = {path: one[ADAPTER] for path, one in objects.items() if ADAPTER in one}
    return tuple(
        Adapter(
            path.rpartition("/")[2],
            str(told.get("Address", "")),
            bool(told.get("Powered", False)),
            "central" in told.get("Roles", ("central",)),  # an old BlueZ does not tell them
        )
        for path, told in sorted(found.items())
    )
