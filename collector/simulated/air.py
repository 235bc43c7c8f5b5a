"""The air: every device that joins it hears every other one, in true HCI, L2CAP and ATT bytes."""

import asyncio

from bumble.controller import Controller
from bumble.device import Device, DeviceConfiguration
from bumble.hci import (
    Address,
    HCI_ErrorCode,
    HCI_LE_Connection_Complete_Event,
    HCI_LE_Create_Connection_Cancel_Command,
    HCI_StatusReturnParameters,
    Role,
)
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

#: How often a device says that it is there. [ms]
ADVERTISING_INTERVAL_MS = 100


class AirController(Controller):
    """A virtual controller that can be told to connect no longer; bumble's goes on for ever."""

    def on_hci_le_create_connection_cancel_command(
        self, command: HCI_LE_Create_Connection_Cancel_Command
    ) -> HCI_StatusReturnParameters:
        """Give up, and say so as Vol 4, Part E, 7.8.13 of the core specification has it."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return HCI_StatusReturnParameters(HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        given_up = HCI_LE_Connection_Complete_Event(
            status=HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, given_up)
        return super().on_hci_le_create_connection_cancel_command(command)


def new_air() -> LocalLink:
    """An empty air."""
    return LocalLink()  # type: ignore[no-untyped-call] # bumble leaves it untyped


def new_device(air: LocalLink, name: str, address: str) -> Device:
    """A Bluetooth host on a virtual controller of its own; it still has to be powered on."""
    controller = AirController(name, link=air)
    controller.random_address = Address(address)
    configuration = DeviceConfiguration(
        name=name,
        address=Address(address),
        advertising_interval_min=ADVERTISING_INTERVAL_MS,
        advertising_interval_max=ADVERTISING_INTERVAL_MS,
    )
    return Device.from_config_with_hci(configuration, controller, AsyncPipeSink(controller))
