"""The air: every device that joins it hears every other one, in true HCI, L2CAP and ATT bytes."""

from bumble.controller import Controller
from bumble.device import Device, DeviceConfiguration
from bumble.hci import Address
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink

#: How often a device says that it is there. [ms]
ADVERTISING_INTERVAL_MS = 100


def new_air() -> LocalLink:
    """An empty air."""
    return LocalLink()  # type: ignore[no-untyped-call] # bumble leaves it untyped


def new_device(air: LocalLink, name: str, address: str) -> Device:
    """A Bluetooth host on a virtual controller of its own; it still has to be powered on."""
    controller = Controller(name, link=air)
    controller.random_address = Address(address)
    configuration = DeviceConfiguration(
        name=name,
        address=Address(address),
        advertising_interval_min=ADVERTISING_INTERVAL_MS,
        advertising_interval_max=ADVERTISING_INTERVAL_MS,
    )
    return Device.from_config_with_hci(configuration, controller, AsyncPipeSink(controller))
