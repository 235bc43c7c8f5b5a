"""Who is in the air: everybody heard in so many seconds, and what each of them may be."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bleak import BleakScanner

from collector.profile import Profile, full_uuid
from collector.radio import Radio

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

#: Longer names are cut: nobody reads them, and anybody can send them.
MOST_NAME: Final = 60
#: What a radio tells that cannot tell how strong a signal was. [dBm]
_NO_RSSI: Final = 127


class NotHeard(Exception):
    """A sensor that was looked for did not advertise."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who advertised."""

    address: str
    name: str  # empty: it tells none
    rssi_dbm: int | None  # the strongest; None: the radio does not say
    services: tuple[str, ...]  # the long form of their UUIDs
    proposed: tuple[Profile, ...]  # may be of these families; a person decides


class Ears:
    """What was heard so far, by address."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self._profiles = [one for one in profiles if not one.beside]
        self._heard: dict[str, Heard] = {}

    def hear(self, address: str, name: str, rssi_dbm: int, services: Sequence[str]) -> None:
        """Take an advertisement in; a name and services may come in different ones."""
        before = self._heard.get(address.lower())
        told = "".join(sign for sign in name if sign.isprintable()).strip()[:MOST_NAME]
        served = {full_uuid(one) for one in services}
        signal = None if rssi_dbm >= _NO_RSSI else rssi_dbm
        if before is not None:
            told = told or before.name
            served |= set(before.services)
            if before.rssi_dbm is not None:
                signal = before.rssi_dbm if signal is None else max(signal, before.rssi_dbm)
        in_order = tuple(sorted(served))
        proposed = tuple(one for one in self._profiles if one.proposed_for(told, in_order))
        self._heard[address.lower()] = Heard(address, told, signal, in_order, proposed)

    def everybody(self) -> tuple[Heard, ...]:
        """Everybody, the strongest first."""
        return tuple(sorted(self._heard.values(), key=_weakness))

    def has(self, addresses: Sequence[str]) -> bool:
        """Whether all of them were heard."""
        return all(address.lower() in self._heard for address in addresses)


async def scan(
    radio: Radio,
    seconds: float,
    profiles: Sequence[Profile],
    *,
    until: Sequence[str] = (),
    on_heard: Callable[[int], None] = lambda _many: None,
) -> tuple[Heard, ...]:
    """Listen to the air for so long, or until everybody who is looked for was heard.

    Raises
    ------
    One of `collector.link.LINK_TROUBLE`
        This computer's radio does not work.
    """
    ears, all_there = Ears(profiles), asyncio.Event()

    def heard(device: "BLEDevice", advertised: "AdvertisementData") -> None:
        name = advertised.local_name or device.name or ""
        ears.hear(device.address, name, advertised.rssi, advertised.service_uuids)
        on_heard(len(ears.everybody()))
        if until and ears.has(until):
            all_there.set()

    async with BleakScanner(heard, backend=radio.scanner):
        with suppress(TimeoutError):
            await asyncio.wait_for(all_there.wait(), seconds)
    return ears.everybody()


async def find(radio: Radio, address: str, seconds: float) -> "BLEDevice":
    """Wait until a sensor is heard, as a connection to it asks for.

    Raises
    ------
    NotHeard
        It was not heard for so long.
    One of `collector.link.LINK_TROUBLE`
        This computer's radio does not work.
    """
    found: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()

    def heard(device: "BLEDevice", _advertised: "AdvertisementData") -> None:
        if device.address.lower() == address.lower() and not found.done():
            found.set_result(device)

    async with BleakScanner(heard, backend=radio.scanner):
        try:
            return await asyncio.wait_for(found, seconds)
        except TimeoutError as error:
            raise NotHeard(f"{address} was not heard for {seconds:g} s") from error


def _weakness(heard: Heard) -> tuple[float, str]:
    strength = -1e3 if heard.rssi_dbm is None else heard.rssi_dbm
    return -strength, heard.address
