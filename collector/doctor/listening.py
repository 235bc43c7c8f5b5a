"""Listens to the air for a moment, with bleak, on any platform; and judges what it says."""

import asyncio
from typing import Final

from bleak import BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError
from bleak.exc import BleakBluetoothNotAvailableReason as Reason

from collector.doctor.finding import Finding, broken, look, ok
from collector.link import LINK_TROUBLE
from collector.radio import Radio

#: Sensors advertise once or more a second while they are looked for. [s]
LISTEN_S: Final = 3.0
#: macOS first asks whether this program may use Bluetooth, and waits for the answer. [s]
PATIENCE_S: Final = 15.0

SETTINGS: Final = {
    "darwin": "System Settings > Bluetooth: turn it on",
    "win32": "Settings > Bluetooth & devices: turn it on",
    "linux": "bluetoothctl power on",
}
ALLOW: Final = {
    "darwin": "System Settings > Privacy & Security > Bluetooth: allow the program that runs this, "
    "such as Terminal",
}


async def hear(
    radio: Radio, listen_s: float = LISTEN_S, patience_s: float = PATIENCE_S
) -> set[str]:
    """The addresses of all that advertised in so many seconds.

    Raises
    ------
    One of `LINK_TROUBLE`
        The radio does not work.
    """
    heard: set[str] = set()
    async with asyncio.timeout(patience_s + listen_s):
        async with BleakScanner(
            lambda device, _advertised: heard.add(device.address.lower()), backend=radio.scanner
        ):
            await asyncio.sleep(listen_s)
    return heard


async def listening(radio: Radio, platform: str, listen_s: float = LISTEN_S) -> Finding:
    """Whether this computer hears sensors."""
    try:
        heard = await hear(radio, listen_s)
    except LINK_TROUBLE as error:
        return judge_trouble(error, platform)
    if not heard:
        found = f"the radio listens; nothing was heard in {listen_s:g} s"
        return ok("listening", f"{found}, so wake a sensor to hear it")
    return ok("listening", f"{len(heard)} Bluetooth devices heard in {listen_s:g} s")


def judge_trouble(error: BaseException, platform: str) -> Finding:
    """Why a radio does not listen, and what mends that."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _not_available(error.reason, str(error.args[0]), platform)
    if isinstance(error, TimeoutError):
        if platform == "darwin":
            found = "macOS waits for an answer: may this program use Bluetooth?"
            return broken("listening", found, "look for its question on the screen, and allow it")
        return broken("listening", "the radio does not answer", "turn Bluetooth off and on")
    return broken("listening", f"the radio does not listen: {error}", "turn Bluetooth off and on")


def _not_available(reason: Reason, said: str, platform: str) -> Finding:
    match reason:
        case Reason.NO_BLUETOOTH:
            found, fix = "this computer has no Bluetooth radio", "plug in a Bluetooth dongle"
        case Reason.NO_BLE_CENTRAL_ROLE:
            found = "its Bluetooth radio cannot look for sensors (no LE central)"
            fix = "plug in a dongle for Bluetooth 4.0 or newer"
        case Reason.POWERED_OFF:
            found, fix = "Bluetooth is off", SETTINGS.get(platform, "turn Bluetooth on")
        case Reason.DENIED_BY_USER | Reason.DENIED_BY_UNKNOWN:
            found = f"this program may not use Bluetooth: {said}"
            fix = ALLOW.get(platform, "allow this program to use Bluetooth")
        case Reason.DENIED_BY_SYSTEM:
            found = f"this computer's rules do not let this program use Bluetooth: {said}"
            fix = "ask whoever manages this computer"
        case _:
            return look("listening", f"Bluetooth is not ready: {said}", "wait a minute, ask again")
    return broken("listening", found, fix)
