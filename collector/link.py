"""One connection to one sensor: what it is asked, told and heard say, in bleak's words."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bleak import BleakClient
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakCharacteristicNotFoundError,
    BleakError,
    BleakGATTProtocolError,
    BleakGATTProtocolErrorCode,
)

from collector.clock import Clock
from collector.notification import Inbox, Notification
from collector.profile import Write
from collector.radio import Patience, Radio

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

#: What a radio says when it does not work this time and may work the next.
LINK_TROUBLE: Final = (BleakError, TimeoutError, EOFError, OSError)
_NOT_ALLOWED: Final = (
    BleakBluetoothNotAvailableReason.DENIED_BY_USER,
    BleakBluetoothNotAvailableReason.DENIED_BY_SYSTEM,
    BleakBluetoothNotAvailableReason.DENIED_BY_UNKNOWN,
)
_NOT_ALLOWED_CODES: Final = (
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHORIZATION,
    BleakGATTProtocolErrorCode.INSUFFICIENT_ENCRYPTION,
)
#: What BlueZ calls it, in the text of its errors.
_NOT_ALLOWED_WORDS: Final = ("NotPermitted", "NotAuthorized", "AccessDenied", "Insufficient")


class Link:
    """An open connection; everything it hears lies in its inbox, with the moment it came."""

    def __init__(self, client: BleakClient, inbox: Inbox, clock: Clock, patience: Patience) -> None:
        self.inbox = inbox
        self._client = client
        self._clock = clock
        self._patience = patience

    async def read(self, characteristic: str) -> bytes | None:
        """The value of a characteristic; None when the sensor has none such, or hides it.

        Raises
        ------
        One of `LINK_TROUBLE`
        """
        async with asyncio.timeout(self._patience.read_s):
            try:
                return bytes(await self._client.read_gatt_char(characteristic))
            except BleakCharacteristicNotFoundError:
                return None
            except BleakGATTProtocolError as error:
                if error.code is BleakGATTProtocolErrorCode.READ_NOT_PERMITTED:
                    return None
                raise

    async def write(self, write: Write) -> bool:
        """Write a value; False when the sensor has no such characteristic.

        Raises
        ------
        One of `LINK_TROUBLE`
            The link is in trouble, or the sensor does not take this value.
        """
        async with asyncio.timeout(self._patience.read_s):
            try:
                await self._client.write_gatt_char(write.characteristic, write.payload)
            except BleakCharacteristicNotFoundError:
                return False
        return True

    async def offer(self, write: Write) -> bool:
        """Write a value that the sensor need not take; False when it does not.

        Raises
        ------
        One of `LINK_TROUBLE`
            The link is in trouble, or somebody has to allow it first.
        """
        try:
            return await self.write(write)
        except BleakGATTProtocolError as error:
            if is_not_allowed(error):
                raise
            return False

    async def listen(self, characteristic: str) -> bool:
        """Hear a characteristic from now on; False when the sensor has no such."""
        clock, inbox = self._clock, self.inbox

        def heard(_characteristic: object, payload: bytearray) -> None:
            inbox.put(
                Notification(characteristic, bytes(payload), clock.monotonic_ns(), clock.wall_ns())
            )

        try:
            # Not AcquireNotify: its sockets bring bluetoothd 5.66 down when one of two sensors
            # goes (`./test --radio`). StartNotify ends with the client, see `connected`.
            await self._client.start_notify(characteristic, heard, bluez={"use_start_notify": True})
        except BleakCharacteristicNotFoundError:
            return False
        return True

    def has(self, characteristic: str) -> bool:
        """Whether the sensor has it."""
        return self._client.services.get_characteristic(characteristic) is not None

    def can_write(self, characteristic: str) -> bool:
        """Whether it may be written."""
        found = self._client.services.get_characteristic(characteristic)
        return found is not None and bool({"write", "write-without-response"} & {*found.properties})


@asynccontextmanager
async def connected(
    device: "BLEDevice", radio: Radio, clock: Clock, patience: Patience, inbox: Inbox
) -> AsyncIterator[Link]:
    """Connect with a fresh client, which is let go however this ends.

    A client that is used again, or dropped without disconnecting, doubles every notification on
    BlueZ (https://github.com/hbldh/bleak/issues/2002).
    """
    client = BleakClient(
        device,
        lambda _client: inbox.close(),
        timeout=patience.connect_s,
        backend=radio.client,
    )
    async with client:
        yield Link(client, inbox, clock, patience)


def is_not_allowed(error: BaseException) -> bool:
    """Whether somebody has to allow something first: trying again alone will not do."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return error.reason in _NOT_ALLOWED
    if isinstance(error, BleakGATTProtocolError):
        return error.code in _NOT_ALLOWED_CODES
    return any(word in str(error) for word in _NOT_ALLOWED_WORDS)
