"""What a sensor tells in its first seconds, and whether it is what it is taken for: pure."""

from collections import deque
from collections.abc import Sequence
from math import fsum, isnan, nan
from typing import Final

from collector.clock import NS_PER_S
from collector.decoding.decoders import decoder
from collector.decoding.reading import (
    ChargeLevel,
    Described,
    HeartBeat,
    Malformed,
    Pace,
    Reading,
    State,
    StepCount,
    StepsSince,
    Zones,
)
from collector.files.sole_layout import NEWTON_PER_CM2, Sole, Unit
from collector.notification import Notification
from collector.profile import How, Listen, Profile, SideRule
from collector.sequence import Sequence as Count
from collector.sole import Declaration

#: So much of the force is remembered. [s]
REMEMBERED_S: Final = 30.0
#: The rate is told over the last so many seconds.
_RATE_S: Final = 5.0
#: From this share of misfits on, a sensor is not of its profile. [-] Our choice: a radio spoils
#: few packets, and another layout spoils all.
MISFIT_SHARE: Final = 0.5


class FirstLook:
    """One sensor, heard by its profile; it takes notifications, values that were read included."""

    def __init__(self, profile: Profile, beside: Sequence[Profile] = ()) -> None:
        self.profile = profile
        self.notifications = 0  # of what it notifies
        self.unfit = 0  # of these, with something that does not fit
        self.malformed: list[Malformed] = []  # in notifications and in what was read
        self.frames = 0
        self.missing = 0  # frames that its own count says were not heard
        self.declared: Declaration | None = None
        self.battery_percent: int | None = None
        self.described: dict[str, str] = {}
        self.pace: Pace | None = None
        self.steps: int | None = None  # as its counter stands, or added up
        self.heart_rate_bpm: int | None = None
        self.force_n: float | None = None  # newest; None: it tells none in newtons
        self.pressed: float | None = None  # newest sum of its zones, whatever their unit
        self._listened = {
            one.characteristic: (one, decoder(one), one in profile.listen)
            for one in (*(one for other in beside for one in other.listen), *profile.listen)
        }
        self._state = State()
        self._count: Count | None = None
        self._last_s = nan
        self._arrivals: deque[tuple[float, int]] = deque()  # when, and how many frames
        self._forces: deque[tuple[float, float]] = deque()  # when, and newtons

    def take(self, notification: Notification) -> tuple[Reading, ...]:
        """Take a notification in; what it told."""
        found = self._listened.get(notification.characteristic)
        if found is None:
            return ()
        listen, decode, ours = found
        if listen.how is How.READ and not notification.payload:
            return ()  # an optional value that this sensor leaves empty
        decoded = decode(notification.payload, self._state)
        self._state = decoded.state
        if ours and listen.how is How.NOTIFY:
            self.notifications += 1
            self.unfit += bool(decoded.malformed)
        if ours:
            self.malformed += decoded.malformed[: max(0, 32 - len(self.malformed))]
        at_s = notification.monotonic_ns / NS_PER_S
        zones = [one for one in decoded.readings if isinstance(one, Zones) and not one.asked_for]
        if zones:
            self._press(listen, zones, at_s)
        for reading in decoded.readings:
            self._note(reading)
        return decoded.readings

    @property
    def in_newtons(self) -> bool:
        """Whether it tells force, and not raw counts."""
        return self.force_n is not None

    @property
    def rate_hz(self) -> float | None:
        """Frames a second over the last seconds; None until two notifications came."""
        if len(self._arrivals) < 2:  # noqa: PLR2004  two ends of a stretch
            return None
        (first_s, first), *_, (last_s, _) = self._arrivals
        if last_s <= first_s:
            return None
        return (sum(frames for _, frames in self._arrivals) - first) / (last_s - first_s)

    def forces(self, since_s: float) -> tuple[tuple[float, float], ...]:
        """Force under the whole sole from a moment on: monotonic seconds, and newtons."""
        return tuple(one for one in self._forces if one[0] >= since_s)

    def _press(self, listen: Listen, zones: Sequence[Zones], at_s: float) -> None:
        self.frames += len(zones)
        self._arrivals.append((at_s, len(zones)))
        while at_s - self._arrivals[0][0] > _RATE_S:
            self._arrivals.popleft()
        rate_hz = self.declared.rate_hz if self.declared is not None else listen.rate_hz
        first = zones[0]
        if first.count is not None and rate_hz is not None:
            if self._count is None:
                self._count = Count(rate_hz, first.count_bits)
            passed_s = 0.0 if isnan(self._last_s) else at_s - self._last_s
            self.missing += self._count.take(first.count, len(zones), passed_s).missing or 0
        self._last_s = at_s
        sole = None if self.declared is not None else listen.sole
        for back, frame in zip(range(len(zones) - 1, -1, -1), zones, strict=True):
            force_n = newtons(frame.values, sole)
            if force_n is not None:
                self._forces.append((at_s - back / (rate_hz or 1.0), force_n))
        while self._forces and at_s - self._forces[0][0] > REMEMBERED_S:
            self._forces.popleft()
        values = zones[-1].values
        self.force_n = newtons(values, sole)
        self.pressed = fsum(value for value in values if not isnan(value))

    def _note(self, reading: Reading) -> None:
        match reading:
            case Declaration():
                self.declared = reading
            case ChargeLevel(percent=percent):
                self.battery_percent = percent
            case Described(what=what, text=text):
                self.described[what] = text
            case Pace():
                self.pace = reading
            case StepCount(raw=raw):
                self.steps = raw
            case StepsSince(steps=steps):
                self.steps = (self.steps or 0) + steps
            case HeartBeat(bpm=bpm):
                self.heart_rate_bpm = bpm
            case _:
                pass


def newtons(values: Sequence[float], sole: Sole | None) -> float | None:
    """Force under a whole sole; None when it tells counts, nan when a zone was not measured. [N]"""
    if sole is None or sole.unit is Unit.NEWTON:
        return fsum(values) if not any(map(isnan, values)) else nan
    if sole.unit is Unit.COUNTS or sole.area_cm2 is None:
        return None
    pressures = zip(values, sole.area_cm2, strict=True)
    return NEWTON_PER_CM2[sole.unit] * sum(value * area for value, area in pressures)


def troubles(look: FirstLook, lacking: Sequence[Listen], seconds: float) -> tuple[str, ...]:
    """Why a sensor cannot be paired as what it is taken for; nothing when it can."""
    profile = look.profile
    if lacking:
        what = " and no ".join(one.what for one in lacking)
        return (f"it has no {what}, which {profile.id} listens to",)
    if profile.side is SideRule.DECLARED and look.declared is None:
        why = look.malformed[0].cause if look.malformed else "it declares nothing"
        return (f"it does not say which foot it is for: {why}",)
    if look.unfit and look.unfit >= MISFIT_SHARE * look.notifications:
        share = f"{look.unfit} of {look.notifications} notifications"
        return (f"{share} do not fit {profile.id}: {look.malformed[0].cause}",)
    if not look.notifications and speaks_always(profile):
        return (f"it said nothing in {seconds:g} s",)
    return ()


def speaks_always(profile: Profile) -> bool:
    """Whether a sensor of this family sends all the time, and not only when there are steps."""
    return any(one.how is How.NOTIFY and one.rate_hz is not None for one in profile.listen)
