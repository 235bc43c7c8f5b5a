"""A virtual device without a use: what soles and pods do not ask of a radio can be tried on it."""

from typing import Final

from bumble.core import UUID
from bumble.device import Connection
from bumble.gatt import Characteristic, CharacteristicValue, Descriptor, Service
from bumble.link import LocalLink

from collector.simulated.device import SimulatedDevice

ADDRESS: Final = "F0:00:00:00:00:5C"
NAME: Final = "Scratchpad"
SERVICE: Final = "5c7a0001-5f3a-4b0e-9c62-d1e7f04a9b35"
#: Keeps what is written, and is read.
NOTE: Final = "5c7a0002-5f3a-4b0e-9c62-d1e7f04a9b35"
#: Indicates.
BELL: Final = "5c7a0003-5f3a-4b0e-9c62-d1e7f04a9b35"
#: Is written without an answer.
LETTER_BOX: Final = "5c7a0004-5f3a-4b0e-9c62-d1e7f04a9b35"
NOWHERE: Final = "5c7a00ff-5f3a-4b0e-9c62-d1e7f04a9b35"
#: Of a note, in its user description.
DESCRIBED: Final = b"a note"
_Can = Characteristic.Properties


class Scratchpad(SimulatedDevice):
    """Keeps what was written, and rings when told to."""

    def __init__(self, air: LocalLink) -> None:
        super().__init__(air, NAME, ADDRESS)
        self.note = b""
        self.letters: list[bytes] = []
        self._bell: Characteristic[bytes] = Characteristic(
            UUID(BELL), _Can.INDICATE, Characteristic.READABLE, b""
        )
        note: Characteristic[bytes] = Characteristic(
            UUID(NOTE),
            _Can.READ | _Can.WRITE,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue(self._read, self._write),
            [Descriptor(UUID.from_16_bits(0x2901), Descriptor.READABLE, DESCRIBED)],
        )
        letter_box: Characteristic[bytes] = Characteristic(
            UUID(LETTER_BOX),
            _Can.WRITE_WITHOUT_RESPONSE,
            Characteristic.WRITEABLE,
            CharacteristicValue(write=self._post),
        )
        self._device.add_services([Service(UUID(SERVICE), [note, self._bell, letter_box])])

    async def ring(self, payload: bytes) -> None:
        """Indicate to whoever listens, and wait until they confirm."""
        await self._device.indicate_subscribers(self._bell, payload)

    def _advertised(self) -> tuple[str, ...]:
        return (SERVICE,)

    def _read(self, _link: Connection) -> bytes:
        return self.note

    def _write(self, _link: Connection, payload: bytes) -> None:
        self.note = payload

    def _post(self, _link: Connection, payload: bytes) -> None:
        self.letters.append(payload)
