"""Which radio a command speaks through, and what to say when there is none that works."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Final, TypeVar

from collector.clock import NS_PER_S, Clock
from plantar.errors import NoRadio

if TYPE_CHECKING:
    from collector.radio import Radio
    from collector.simulated.gait import Walker

T = TypeVar("T")

_LOOK: Final = "./run doctor looks at every part of it."
_NO_ADAPTER: Final = (
    "no Bluetooth adapter is switched on: plug one in, or switch it on with `bluetoothctl power on`"
)
_NO_SERVICE: Final = (
    "the Bluetooth service does not run: `sudo systemctl start bluetooth` "
    "(`sudo apt install bluez` where it is missing)"
)
_NOT_ALLOWED: Final = (
    "you may not use Bluetooth here: `sudo usermod -aG bluetooth $USER`, then sign in again"
)
#: What is wrong, by what bleak or BlueZ say, in small letters.
_CAUSES: Final = {
    "no bluetooth adapters": _NO_ADAPTER,
    "no powered bluetooth adapters": _NO_ADAPTER,
    "notready": _NO_ADAPTER,
    "serviceunknown": _NO_SERVICE,
    "org.bluez was not provided": _NO_SERVICE,
    "accessdenied": _NOT_ALLOWED,  # the bus; a sensor that lets nobody in says NotPermitted
}


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run what speaks through a radio to its end."""
    return asyncio.run(main)


@asynccontextmanager
async def radio(*, simulated: bool, walker: "Walker | None" = None) -> "AsyncIterator[Radio]":
    """The computer's own Bluetooth, or a simulated air with shoes and a foot pod in it."""
    if not simulated:
        from collector.radio import Radio

        yield Radio()
        return
    async with simulated_air(walker) as air:
        yield air


@asynccontextmanager
async def simulated_air(walker: "Walker | None" = None) -> "AsyncIterator[Radio]":
    """Shoes and a pod made of software, at the same addresses every time."""
    from collector.simulated.live import live_air

    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what is no fault
    async with live_air(walker) as air:
        yield air.radio


def host_clock() -> Clock:
    """The computer's clocks; the monotonic one is the event loop's."""
    loop = asyncio.get_running_loop()
    return Clock(lambda: round(loop.time() * NS_PER_S), time.time_ns)


@contextmanager
def radio_needed() -> Iterator[None]:
    """Say in a sentence that this computer's Bluetooth does not work, and what to do.

    Raises
    ------
    NoRadio
        Instead of what bleak raised.
    """
    from collector.link import LINK_TROUBLE

    try:
        yield
    except LINK_TROUBLE as error:
        raise no_radio(error) or NoRadio(f"Bluetooth does not work: {error}. {_LOOK}") from error


def no_radio(error: BaseException) -> NoRadio | None:
    """What is wrong with this computer's Bluetooth; None when the error is about something else."""
    from bleak.exc import BleakBluetoothNotAvailableError

    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return NoRadio(
            "Bluetooth cannot be reached, since the system's message bus (D-Bus) does not run: "
            f"`sudo systemctl start dbus bluetooth`. {_LOOK}"
        )
    if isinstance(error, BleakBluetoothNotAvailableError):
        why = error.reason.name.lower().replace("_", " ")
        cause = _by_words(str(error)) or f"Bluetooth is not available ({why}): switch it on"
        return NoRadio(f"{cause}. {_LOOK}")
    said = _by_words(f"{type(error).__name__} {error}")
    return None if said is None else NoRadio(f"{said}. {_LOOK}")


def _by_words(text: str) -> str | None:
    return next((cause for sign, cause in _CAUSES.items() if sign in text.lower()), None)
