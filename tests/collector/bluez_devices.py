"""The adapter and the devices in the air, as BlueZ describes them on D-Bus."""

from typing import Final

from bumble.core import AdvertisingData
from bumble.device import Advertisement
from dbus_fast import Variant

from tests.collector.bluez_objects import Properties, uuid_text

ADAPTER_PATH: Final = "/org/bluez/hci0"
_SERVICE_LISTS = (
    AdvertisingData.Type.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.INCOMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
    AdvertisingData.Type.INCOMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS,
)


def device_path(address: str) -> str:
    """Where BlueZ shows a device."""
    return f"{ADAPTER_PATH}/dev_{address.upper().replace(':', '_')}"


def adapter(address: str) -> Properties:
    """An adapter that is switched on."""
    return {
        "Address": Variant("s", address),
        "AddressType": Variant("s", "public"),
        "Name": Variant("s", "stand-in"),
        "Alias": Variant("s", "stand-in"),
        "Powered": Variant("b", True),
        "Discovering": Variant("b", False),
        "Roles": Variant("as", ["central"]),
    }


def unknown_device(address: str) -> Properties:
    """A device of which nothing but the address is known."""
    no = ("Paired", "Bonded", "Trusted", "Blocked", "LegacyPairing", "Connected")
    return {
        "Address": Variant("s", address),
        "AddressType": Variant("s", "random"),
        "Alias": Variant("s", address.replace(":", "-")),
        "Adapter": Variant("o", ADAPTER_PATH),
        "UUIDs": Variant("as", []),
        "ServicesResolved": Variant("b", False),
        **{name: Variant("b", False) for name in no},
    }


def advertised(heard: Advertisement, known: Properties) -> Properties:
    """What an advertisement says about its device, of which this much is known.

    No two in a row are as strong, as in real air: BlueZ tells only what changed, and who begins to
    listen between two of them would wait for ever.
    """
    rssi = Variant("n", heard.rssi)
    weaker = Variant("n", heard.rssi - 1)
    told: Properties = {"RSSI": weaker if known.get("RSSI") == rssi else rssi}
    name = heard.data.get(AdvertisingData.Type.COMPLETE_LOCAL_NAME)
    if name:
        told["Name"] = told["Alias"] = Variant("s", name)
    lists = [heard.data.get(kind) for kind in _SERVICE_LISTS]
    uuids = [uuid_text(uuid) for uuids in lists if isinstance(uuids, list) for uuid in uuids]
    if uuids:
        told["UUIDs"] = Variant("as", uuids)
    return told
