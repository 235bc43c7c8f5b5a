"""Reading the little-endian fields of a GATT value, in order, strictly."""

import struct
from typing import Final

from plantar.errors import SensorError

_BASE_UUID: Final = "-0000-1000-8000-00805f9b34fb"

#: Assigned numbers of the Bluetooth SIG: services and characteristics in the form bleak uses.
BATTERY_SERVICE: Final = f"0000180f{_BASE_UUID}"
BATTERY_LEVEL: Final = f"00002a19{_BASE_UUID}"
DEVICE_INFORMATION_SERVICE: Final = f"0000180a{_BASE_UUID}"
MODEL_NUMBER: Final = f"00002a24{_BASE_UUID}"
SERIAL_NUMBER: Final = f"00002a25{_BASE_UUID}"
FIRMWARE_REVISION: Final = f"00002a26{_BASE_UUID}"
CURRENT_TIME: Final = f"00002a2b{_BASE_UUID}"


class Fields:
    """A GATT value read from its first byte on; whatever is missing or left over is refused."""

    def __init__(self, sensor: str, payload: bytes) -> None:
        self._sensor = sensor
        self._payload = payload
        self._at = 0

    def u8(self, name: str) -> int:
        """The next byte, unsigned."""
        return self._integer(name, 1)

    def u16(self, name: str) -> int:
        """The next two bytes, unsigned."""
        return self._integer(name, 2)

    def u32(self, name: str) -> int:
        """The next four bytes, unsigned."""
        return self._integer(name, 4)

    def u16s(self, name: str, count: int) -> tuple[int, ...]:
        """So many unsigned numbers of two bytes."""
        return struct.unpack(f"<{count}H", self._take(name, 2 * count))

    def u8s(self, name: str, count: int) -> tuple[int, ...]:
        """So many bytes, unsigned."""
        return tuple(self._take(name, count))

    def end(self) -> None:
        """Refuse what is left over."""
        left = len(self._payload) - self._at
        if left:
            raise self.error(f"{left} bytes too many")

    def error(self, cause: str) -> SensorError:
        """The error that says so, with the bytes it is about."""
        return SensorError(self._sensor, cause, self._payload)

    def _integer(self, name: str, size: int) -> int:
        return int.from_bytes(self._take(name, size), "little")

    def _take(self, name: str, size: int) -> bytes:
        taken = self._payload[self._at : self._at + size]
        if len(taken) < size:
            raise self.error(f"{name} needs {size} bytes at {self._at}")
        self._at += size
        return taken
