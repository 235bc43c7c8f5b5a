"""The Bluetooth adapter that a real kernel gets: bumble's virtual controller behind `/dev/vhci`."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

from bumble.hci import (
    HCI_ErrorCode,
    HCI_LE_Advertising_Report_Event,
    HCI_LE_Set_Random_Address_Command,
    HCI_Packet,
    HCI_StatusReturnParameters,
    LeFeatureMask,
)
from bumble.transport import open_transport
from dbus_fast import BusType, Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from collector.radio import Radio
from collector.simulated.air import AirController, new_air
from tests.collector.bluez_air import Air, let_bleak_go

#: What an advertisement holds, and a scan response too; the kernel drops longer ones. [bytes]
MOST_ADVERTISED: Final = 31
#: How long bluetoothd may take until it has an adapter, or has it no longer. [s]
ADAPTER_S: Final = 60.0
Report = HCI_LE_Advertising_Report_Event.Report


class KernelController(AirController):
    """What a kernel asks of a controller beyond what bumble's own hosts do."""

    def on_hci_le_set_random_address_command(
        self, command: HCI_LE_Set_Random_Address_Command
    ) -> HCI_StatusReturnParameters:
        """Keep the address that links are made with.

        A kernel scans under another address each time. A real link keeps the address that it was
        made with; the virtual air knows a host by one address only, and would lose what a host
        sends over its links while it scans.
        """
        if command.random_address.is_static:
            return super().on_hci_le_set_random_address_command(command)
        return HCI_StatusReturnParameters(HCI_ErrorCode.SUCCESS)

    def send_hci_packet(self, packet: HCI_Packet) -> None:
        """Report advertisements as real controllers do: the scan response has what does not fit.

        The virtual air carries all of it at once, however long, and reports it twice.
        """
        if isinstance(packet, HCI_LE_Advertising_Report_Event):
            packet = HCI_LE_Advertising_Report_Event([_as_sent(one) for one in packet.reports])
        super().send_hci_packet(packet)


@asynccontextmanager
async def kernel_air() -> AsyncIterator[Air]:
    """An air that the kernel hears: rig C."""
    air = new_air()
    async with await open_transport("vhci") as transport:
        controller = KernelController(
            "host", host_source=transport.source, host_sink=transport.sink, link=air
        )
        # The kernel would use both, and bumble's controller does not do all of either:
        # https://github.com/google/bumble/issues/841
        controller.le_features &= ~(
            LeFeatureMask.LL_PRIVACY | LeFeatureMask.LE_EXTENDED_ADVERTISING
        )
        await _power_on()
        try:
            yield Air(air, Radio())
        finally:
            await let_bleak_go()
    await _gone()


def split(advertised: bytes) -> tuple[bytes, bytes]:
    """What goes into the advertisement, and what is left for the scan response."""
    end = 0
    while end < len(advertised):
        after = end + 1 + advertised[end]
        if after > MOST_ADVERTISED:
            break
        end = after
    return advertised[:end], advertised[end:]


def _as_sent(report: Report) -> Report:
    first, second = split(report.data)
    is_response = report.event_type == HCI_LE_Advertising_Report_Event.EventType.SCAN_RSP
    return replace(report, data=second if is_response else first)


async def _power_on() -> None:
    """Switch the adapter on, as soon as bluetoothd has it."""
    async with _bus() as bus, asyncio.timeout(ADAPTER_S):
        while True:
            for path in await _adapters(bus):
                switch = ["org.bluez.Adapter1", "Powered", Variant("b", True)]
                if await _call(bus, path, "Properties", "Set", "ssv", switch):
                    return
            await asyncio.sleep(0.2)


async def _gone() -> None:
    """Wait until bluetoothd has no adapter any more."""
    async with _bus() as bus, asyncio.timeout(ADAPTER_S):
        while await _adapters(bus):  # noqa: ASYNC110  another program does it
            await asyncio.sleep(0.2)


@asynccontextmanager
async def _bus() -> AsyncIterator[MessageBus]:
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    try:
        yield bus
    finally:
        bus.disconnect()
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call] # dbus-fast's


async def _adapters(bus: MessageBus) -> list[str]:
    reply = await _call(bus, "/", "ObjectManager", "GetManagedObjects")
    objects = reply.body[0] if reply else {}
    return [path for path, interfaces in objects.items() if "org.bluez.Adapter1" in interfaces]


async def _call(
    bus: MessageBus,
    path: str,
    interface: str,
    member: str,
    signature: str = "",
    body: Sequence[object] = (),
) -> Message | None:
    """The answer to a call; None where it was refused, as while bluetoothd is not there yet."""
    reply = await bus.call(
        Message(
            destination="org.bluez",
            path=path,
            interface=f"org.freedesktop.DBus.{interface}",
            member=member,
            signature=signature,
            body=list(body),
        )
    )
    return reply if reply.message_type is MessageType.METHOD_RETURN else None
