"""What pages say of sensors: feet, kinds, troubles, clocks, gaps and calibrations, in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from plantar.measured import CalibrationMethod, GapCause
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.words.catalogue import Words, mark
from processing.sensors import Trouble

FEET: Final = {Foot.LEFT: mark("left"), Foot.RIGHT: mark("right")}
#: By profile; one of a runner's own making is called by its id.
KINDS: Final = {
    "open-plantar": mark("pressure sole"),
    "orphe-insole": mark("ORPHE INSOLE"),
    "alfaone": mark("AlfaOne insole"),
    "running-speed-and-cadence": mark("foot pod"),
    "infinitime": mark("PineTime watch"),
    "thingy-52": mark("Thingy:52"),
    "bangle-js": mark("Bangle.js watch"),
    "heart-rate": mark("heart rate belt"),
}
TROUBLES: Final = {
    Trouble.CHARGE: mark("charge it"),
    Trouble.NEVER_HEARD: mark("never heard"),
    Trouble.SILENT: mark("silent for days"),
    Trouble.CLOCK: mark("clock is off"),
}
CAUSES: Final = {
    GapCause.LINK: mark("out of reach, or its battery was empty"),
    GapCause.STALL: mark("connected, and silent"),
    GapCause.OVERFLOW: mark("no room on the computer that listens"),
    GapCause.DEVICE: mark("the sensor began anew, or could not measure"),
    GapCause.UNKNOWN: mark("cause not known"),
}
METHODS: Final = {
    CalibrationMethod.SELF: mark("by itself, from whole strides"),
    CalibrationMethod.STANDING: mark("standing on both feet"),
    CalibrationMethod.DEVICE: mark("by the maker"),
}
_MINUTES_AN_HOUR: Final = 60.0
_SECONDS_A_MINUTE: Final = 60.0
_MILLI: Final = 1000.0


def kind(told: SensorTold, words: Words) -> str:
    """What somebody would call it, and on which foot it is."""
    named = words.say(KINDS[told.kind]) if told.kind in KINDS else told.kind
    return named if told.foot is None else f"{named}, {words.say(FEET[told.foot])}"


def heard(heard_at: datetime | None, now: datetime, words: Words) -> str:
    """How long ago a sensor said something."""
    return words.say("never heard") if heard_at is None else words.ago(now - heard_at)


def to_do(found: Sequence[Trouble], words: Words) -> str:
    """What is to be done about a sensor; nothing when all is well."""
    return ", ".join(words.say(TROUBLES[one]) for one in found)


def clock(told: SensorTold, words: Words) -> str:
    """How far a sensor's moments may be off, and how its clock drifts."""
    if told.clock is None or told.off_s is None:
        return words.say("not told")
    off = words.say("± {n} ms", n=words.number(told.off_s * _MILLI))
    if told.clock is ClockQuality.ARRIVAL:
        return words.say("no clock of its own; timed by when it came, {off}", off=off)
    if told.drift_ppm is None:
        return words.say("{off}, drift not known yet", off=off)
    return words.say("{off}, drift {n} ppm", off=off, n=words.number(told.drift_ppm))


def length(seconds: float, words: Words) -> str:
    """A stretch of time in minutes, or in hours from three on."""
    minutes = seconds / _SECONDS_A_MINUTE
    if minutes < 1.0:
        return words.say("{n} s", n=words.number(seconds))
    if minutes < 3.0 * _MINUTES_AN_HOUR:
        return words.say("{n} min", n=words.number(minutes))
    return words.say("{n} h", n=words.number(minutes / _MINUTES_AN_HOUR, 1))


def causes_of(cause: GapCause, words: Words) -> str:
    """Why nothing was measured."""
    return words.say(CAUSES[cause])
