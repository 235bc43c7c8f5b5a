"""Sensors in plain words."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from plantar.sample import Foot

if TYPE_CHECKING:
    from collector.first_look import FirstLook
    from collector.profile import Profile

#: From here on a signal is strong, or fair; below it, packets begin to be lost. [dBm] Our choice,
#: after what phones draw as full and as half.
STRONG_DBM, FAIR_DBM = -65, -80
#: What services are, for people; the short form of their assigned numbers.
_SERVICES: Final = {
    "1800": "", "1801": "", "180f": "battery", "180a": "maker and model", "1805": "clock",
    "180d": "heart rate", "1814": "running speed and cadence", "1816": "cycling speed",
    "1818": "cycling power", "1826": "fitness machine", "183e": "activity", "1812": "keyboard",
    "fe59": "firmware update", "6e400001": "serial line",
}  # fmt: skip
#: How wide a bar of force is. [columns]
BAR: Final = 18
#: What fills it. [N] Our choice: a runner's foot lands with about this.
FULL_N: Final = 1500.0


def command(words: str, *, simulated: bool) -> str:
    """A command to be typed next."""
    return f"./run {words}" + (" --simulated" if simulated else "")


def signal(rssi_dbm: int | None) -> str:
    """How well a sensor is heard."""
    if rssi_dbm is None:
        return "unknown"
    word = "weak"
    if rssi_dbm >= FAIR_DBM:
        word = "strong" if rssi_dbm >= STRONG_DBM else "fair"
    return f"{word} ({rssi_dbm})"


def offers(services: Sequence[str], proposed: Sequence["Profile"]) -> str:
    """What a sensor offers: by the profiles that may be its own, else by its services."""
    if proposed:
        # the first words of what a profile tells; the rest is for its page
        told = [re.split("[,;]", one.tells)[0] for one in proposed]
        return " or ".join(dict.fromkeys(told))
    short = [one[4:8] if one.startswith("0000") else one[:8] for one in services]
    known = [_SERVICES.get(one, "something of its maker's own") for one in short]
    return ", ".join(dict.fromkeys(one for one in known if one)) or "it does not say"


def what_it_is(look: "FirstLook") -> str:
    """What a sensor said about itself, once it was read."""
    described = " ".join(
        look.described[what] for what in ("maker", "model", "firmware") if what in look.described
    )
    told = [described] if described else []
    if look.declared is not None:
        declared = look.declared
        told.append(f"{declared.foot} foot, {declared.zones} zones, {declared.rate_hz} Hz")
    if look.battery_percent is not None:
        told.append(f"battery {look.battery_percent} %")
    return ", ".join(told) or "it says nothing about itself"


def now_word(look: "FirstLook") -> str:
    """What a sensor reads at this moment."""
    if look.force_n is not None:
        return f"{bar(look.force_n / FULL_N)} {look.force_n:4.0f} N"
    if look.pressed is not None:
        return f"{look.pressed:.0f} counts on all zones"
    if look.pace is not None:
        cadence = look.pace.cadence_spm
        steps = "-" if cadence is None else f"{cadence:.0f}"
        return f"{steps} steps/min, {look.pace.speed_mps:.1f} m/s"
    if look.steps is not None:
        return f"counter at {look.steps} steps"
    if look.heart_rate_bpm is not None:
        return f"{look.heart_rate_bpm} beats/min"
    return "nothing yet"


def bar(share: float, width: int = BAR) -> str:
    """A share as a bar of fixed width; eighths of a column, so that it moves smoothly."""
    if not share > 0.0:  # nan too
        return "·" * width
    eighths = min(width * 8, max(1, round(share * width * 8)))
    whole, part = divmod(eighths, 8)
    return ("█" * whole + (" ▏▎▍▌▋▊▉"[part] if part else "")).ljust(width, "·")


def together(names: Sequence[str]) -> str:
    """Names in a sentence."""
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last


def not_heard(name: str, seconds: float) -> str:
    """What to try with a sensor that does not advertise."""
    return (
        f"{name} was not heard for {seconds:g} s: wake it (put it on, press on it, shake the "
        "shoe), and stop whatever may hold its connection (the maker's app, ./run collect)"
    )


def side_word(foot: Foot | None) -> str:
    """A foot, or a dash for a sensor that is on none."""
    return "-" if foot is None else str(foot)
