"""Judges what Linux tells of its Bluetooth; whatever hangs on something broken is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from collector.doctor.bus import Adapter, Bus
from collector.doctor.finding import Finding, broken, look, ok
from collector.doctor.kernel import Switch

#: The oldest BlueZ that bleak supports, says its own description.
OLDEST_BLUEZ: Final = (5, 55)
#: What shows a container the host's D-Bus; Home Assistant asks for the same.
SHOW_BUS: Final = "start the container with -v /run/dbus:/run/dbus:ro"


class Membership(Enum):
    """Whether this process is of the group `bluetooth`."""

    NO_GROUP = auto()  # there is none on this computer
    NO = auto()
    AT_THE_NEXT_SIGN_IN = auto()  # the user is, and this process began before that
    YES = auto()


@dataclass(frozen=True, slots=True)
class LinuxFacts:
    """Everything that was seen."""

    bus: Bus
    radios: tuple[str, ...]
    switches: tuple[Switch, ...]
    bluez_version: tuple[int, int] | None = None
    container: bool = False
    user: str = "root"
    membership: Membership = Membership.NO_GROUP


def judge_linux(facts: LinuxFacts) -> tuple[Finding, ...]:
    """What was found, in the order in which it is to be mended."""
    return (*_kernel(facts), *_bus(facts))


def _kernel(facts: LinuxFacts) -> Iterator[Finding]:
    if facts.radios:
        yield ok("radio", f"the kernel knows {_and(facts.radios)}")
    elif not facts.bus.adapters:
        yield broken(
            "radio",
            "the kernel knows no Bluetooth radio",
            "plug in a Bluetooth dongle; where one is built in, switch it on in the firmware "
            "(on a Raspberry Pi: take disable-bt out of config.txt), and start again",
        )
    if any(switch.hard for switch in facts.switches):
        yield broken(
            "switches",
            "Bluetooth is off by a switch or key of this computer",
            "press that key, or look for Bluetooth or airplane mode in the firmware",
        )
    elif any(switch.soft for switch in facts.switches):
        yield broken("switches", "Bluetooth is blocked (rfkill)", "sudo rfkill unblock bluetooth")
    elif facts.switches:
        yield ok("switches", "nothing blocks Bluetooth (rfkill)")


def _bus(facts: LinuxFacts) -> Iterator[Finding]:
    bus = facts.bus
    if bus.absent is not None:
        found = f"no system bus at {bus.address}: {bus.absent}"
        if facts.container:
            found = f"this is a container without its host's D-Bus: {bus.absent}"
        fix = SHOW_BUS if facts.container else "sudo apt install dbus; sudo systemctl start dbus"
        yield broken("D-Bus", found, fix)
        return
    if bus.closed is not None:
        as_on_host = "set BLEAK_DBUS_AUTH_UID to the number that this user has on the host"
        as_known = "run this as a user that signed in here, not in a namespace of its own"
        fix = as_on_host if facts.container else as_known
        yield broken("D-Bus", f"the system bus does not let {facts.user} in: {bus.closed}", fix)
        return
    yield ok("D-Bus", "the system bus answers")
    yield from _bluez(facts)


def _bluez(facts: LinuxFacts) -> Iterator[Finding]:
    bus = facts.bus
    if not bus.bluez:
        yield _no_bluez(facts)
        return
    yield _version(facts.bluez_version)
    if bus.denied is not None:
        yield broken("permission", f"{facts.user} may not use Bluetooth: {bus.denied}", _let(facts))
        return
    if bus.silent is not None:
        yield broken("bluetoothd", bus.silent, "sudo systemctl restart bluetooth")
        return
    yield ok("permission", f"{facts.user} may use Bluetooth")
    yield _adapter(bus.adapters)


def _no_bluez(facts: LinuxFacts) -> Finding:
    if not facts.radios and not facts.container:
        found = "it is not running, and does not start where there is no radio"
        return broken("bluetoothd", found, "mend the radio first; then sudo apt install bluez")
    where = "on the host: " if facts.container else ""
    fix = f"{where}sudo apt install bluez; sudo systemctl enable --now bluetooth"
    return broken("bluetoothd", "it is not running: no org.bluez on the system bus", fix)


def _version(version: tuple[int, int] | None) -> Finding:
    if version is None:
        return ok("bluetoothd", "running; bluetoothctl, which tells its version, is not here")
    told = "{}.{}".format(*version)
    if version < OLDEST_BLUEZ:
        oldest = "{}.{}".format(*OLDEST_BLUEZ)
        fix = f"upgrade this system: bleak supports BlueZ {oldest} and newer"
        return look("bluetoothd", f"running, BlueZ {told}", fix)
    return ok("bluetoothd", f"running, BlueZ {told}")


def _let(facts: LinuxFacts) -> str:
    match facts.membership:
        case Membership.NO:
            return f"sudo usermod -aG bluetooth {facts.user}; then sign out and in again"
        case Membership.AT_THE_NEXT_SIGN_IN:
            return f"sign out and in again: {facts.user} joined the group bluetooth since"
        case Membership.YES | Membership.NO_GROUP:
            policy = "bluetooth.conf in /etc/dbus-1/system.d or /usr/share/dbus-1/system.d"
            return f"sudo apt install --reinstall bluez: {policy} says who may"


def _adapter(adapters: tuple[Adapter, ...]) -> Finding:
    if not adapters:
        return broken(
            "adapter", "bluetoothd runs, and has no radio", "sudo systemctl restart bluetooth"
        )
    able = [one for one in adapters if one.central]
    if not able:
        found = f"{_and([one.name for one in adapters])} cannot look for sensors (no LE central)"
        return broken("adapter", found, "plug in a dongle for Bluetooth 4.0 or newer")
    powered = [one for one in able if one.powered]
    if not powered:
        found = f"{_and([one.name for one in able])} is off"
        return broken("adapter", found, "bluetoothctl power on")
    first = f"{powered[0].name} ({powered[0].address}) is on"
    others = [one.name for one in powered[1:]]
    return ok("adapter", f"{first}; {_and(others)} too, one is used" if others else first)


def _and(names: "tuple[str, ...] | list[str]") -> str:
    return " and ".join(names)
