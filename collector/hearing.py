"""What one paired sensor says, across its connections: notifications in, samples and gaps out.

All that can be known without a radio is known here, so that a recorded connection and a live one
give the same.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from collector.catch_up import CatchUp, catch_up
from collector.clock import NS_PER_S, Anchor
from collector.decoding.decoders import TICKS, decoder
from collector.decoding.reading import (
    ChargeLevel,
    Decoded,
    Described,
    HeartBeat,
    Held,
    NotHeld,
    Pace,
    Reading,
    SensorTime,
    State,
    StepCount,
    StepsSince,
    Zones,
)
from collector.misfits import Misfits
from collector.notification import Notification
from collector.pairing import PairedSensor
from collector.profile import How, Listen, Ticks, Write
from collector.profile_file import beside_profiles
from collector.rate import RateLearning
from collector.sensor_state import SensorClock
from collector.sole import MISSED, Declaration, FramesGone, SoleGain, declaration_bytes
from collector.sole_kind import SoleKind
from collector.steps_heard import StepsHeard
from collector.stream import Counting, SoleStream
from collector.tally import Tally
from plantar.errors import SensorError
from plantar.measured import Gap, GapCause
from plantar.sample import Cadence, Frame, StepsTaken

Told = Frame | Cadence | StepsTaken | Gap


class Hearing:
    """What one paired sensor says."""

    def __init__(
        self,
        sensor: PairedSensor,
        anchor: Anchor,
        day_of: Callable[[datetime], date],
        standing: bytes | None = None,
    ) -> None:
        self.sensor = sensor
        self.battery_percent: int | None = None
        self.described: dict[str, str] = {}
        self.heart_rate_bpm: int | None = None
        self.heard_at: datetime | None = None  # when it last said something that fits
        self.sensor_time: tuple[SensorTime, datetime] | None = None  # its date, and when it said so
        self._gain: float | None = None
        self.readings: Counter[type[Reading]] = Counter()
        self.misfits = Misfits(sensor.name, sensor.profile.name)
        self.sole: SoleStream | None = None
        self._anchor = anchor
        self._listened = {one.characteristic: one for one in listened(sensor)}
        self._decode = {uuid: decoder(one) for uuid, one in self._listened.items()}
        self._own = {one.characteristic for one in sensor.profile.listen}
        self._state = State()
        self._declared: Declaration | None = None
        self._rate = RateLearning()
        self._asking: CatchUp | None = None
        self._steps = StepsHeard(day_of, self._ticks(), standing)
        self._tally = Tally()
        self._now_s = 0.0

    # What a session tells

    def connected(
        self, at: datetime, monotonic_s: float, lacking: Collection[str] = ()
    ) -> tuple[Write, ...]:
        """A connection begins; what to write once it is subscribed to.

        `lacking` are the characteristics of its profile that this sensor does not have.
        """
        self._state = replace(State(), declaration=self._state.declaration)
        self._now_s = monotonic_s
        self._steps.connected(at)
        kind = self.sensor.profile.catch_up
        if kind is None or MISSED in lacking:
            self._asking = None
        elif self._asking is None:
            self._asking = catch_up(kind)
        if self.sole is not None:
            self.sole.keeps = self._asking is not None
        asking = () if self._asking is None else self._asking.begin()
        return (*self.sensor.profile.start, *asking)

    def broke(self, cause: GapCause) -> list[Told]:
        """A connection ended; why what follows may be missing."""
        told = self.release()
        self._steps.broke(cause)
        if self.sole is not None:
            self.sole.broke(cause)
        return told

    def lost(self, notifications: int) -> None:
        """So many notifications found no room."""
        self._state = replace(State(), declaration=self._state.declaration)
        if self.sole is not None:
            self.sole.lost(notifications)
        else:
            self._tally = replace(self._tally, overflowed=self._tally.overflowed + notifications)

    def look(self, monotonic_s: float) -> list[Told]:
        """Time passed; what is given up by now."""
        self._now_s = max(self._now_s, monotonic_s)
        return [] if self.sole is None else [*self.sole.look(monotonic_s)]

    def release(self) -> list[Told]:
        """What still waits, told now."""
        return [] if self.sole is None else [*self.sole.release()]

    def end(self, now: datetime) -> list[Told]:
        """What is left, and the silence at the end."""
        return [*self._steps.end(now)] if self.sole is None else [*self.sole.end(now)]

    def take(self, notification: Notification) -> list[Told]:
        """What a notification, or a value that was read, tells.

        Raises
        ------
        SensorError
            The sensor is not what it was paired as.
        """
        decode = self._decode.get(notification.characteristic)
        if decode is None:
            return []
        self._anchor.follow(notification.monotonic_ns, notification.wall_ns)
        arrival_s = notification.monotonic_ns / NS_PER_S
        self._now_s = max(self._now_s, arrival_s)
        decoded = decode(notification.payload, self._state)
        self._state = decoded.state
        self._count(notification.characteristic, decoded)
        at = self._anchor.moment(arrival_s)
        if decoded.readings and self._listened[notification.characteristic].how is How.NOTIFY:
            self.heard_at = at  # a value that was read says nothing of what it measures
        zones = [one for one in decoded.readings if isinstance(one, Zones)]
        told = self._zones(notification.characteristic, zones, arrival_s) if zones else []
        for reading in decoded.readings:
            told += self._one(reading, at)
        return told

    def to_write(self) -> tuple[Write, ...]:
        """Requests for what was missed, since the last call."""
        return () if self._asking is None else self._asking.ask(self.sole, self._now_s)

    # What a session asks

    @property
    def tally(self) -> Tally:
        """What came of everything it sent."""
        if self.sole is None:
            return self._tally
        return replace(
            self.sole.tally,
            malformed=self._tally.malformed,
            reserved_bits=self._tally.reserved_bits,
        )

    @property
    def clock(self) -> SensorClock | None:
        """How well its clock is known; None until a frame was heard."""
        return None if self.sole is None else self.sole.times.told

    @property
    def period_s(self) -> float | None:
        """From one word to the next; None when it speaks only when it has something to say. [s]"""
        if self.sole is not None:
            return self.sole.period_s
        rates = [one.rate_hz for one in self._spoken() if one.rate_hz]
        return 1 / max(rates) if rates else None

    @property
    def asks(self) -> bool:
        """Whether it is asked for what it keeps."""
        return self._asking is not None

    def take_standing(self) -> bytes | None:
        """What its counter stands at, when that changed since the last call."""
        changed, self._steps.changed = self._steps.changed, None
        return changed

    def take_gain(self) -> float | None:
        """What the sole says that it is calibrated by, when it said so since the last call."""
        told, self._gain = self._gain, None
        return told

    # How it works

    def _spoken(self) -> list[Listen]:
        return [one for one in self.sensor.profile.listen if one.how is How.NOTIFY]

    def _ticks(self) -> Ticks | None:
        """The clock that its frames, or its counter, tell."""
        for one in self._spoken():
            if one.frame is not None and one.frame.ticks is not None:
                return one.frame.ticks
            if one.decoder is not None and one.decoder in TICKS:
                return TICKS[one.decoder]
        return None

    def _zones(self, characteristic: str, zones: Sequence[Zones], arrival_s: float) -> list[Told]:
        if self.sole is None:
            self.sole = self._new_sole(characteristic, zones, arrival_s)
        if self.sole is None:
            return []
        asking = self._asking
        if asking is None or not zones[0].asked_for:
            return [*self.sole.take(zones, arrival_s)]
        for one in zones:
            if one.count is not None:
                asking.came(one.count)
        return [*self.sole.take_kept(zones, arrival_s, new_too=asking.for_everything)]

    def _new_sole(
        self, characteristic: str, zones: Sequence[Zones], arrival_s: float
    ) -> SoleStream | None:
        """The stream of its frames, once it is known what they are."""
        foot = self.sensor.foot
        kind = self._kind(characteristic, len(zones), arrival_s)
        if kind is None or foot is None:
            return None
        bits = None if zones[0].count is None else zones[0].count_bits
        keeps = self._asking is not None
        return SoleStream(foot, kind, Counting(bits, self._ticks(), keeps), self._anchor)

    def _kind(self, characteristic: str, frames: int, arrival_s: float) -> SoleKind | None:
        if self._declared is not None:
            return SoleKind.declared(self._declared)
        listen = self._listened[characteristic]
        if listen.sole is None:
            return None
        rate_hz = listen.rate_hz or self._rate.heard(frames, arrival_s)
        return None if rate_hz is None else SoleKind.described(listen.sole, rate_hz)

    def _one(self, reading: Reading, at: datetime) -> list[Told]:
        match reading:
            case Pace():
                self._frames()
                return [*self._steps.pace(reading, at)]
            case StepCount():
                self._frames()
                return [*self._steps.counter(reading, at)]
            case StepsSince():
                self._frames()
                return [*self._steps.since_last(reading, at)]
            case NotHeld() | FramesGone() if self._asking and self.sole:
                gone = self._asking.gone(reading)
                return [*self.sole.gone(gone.first, gone.frames)]
            case Held() if self._asking is not None:
                self._asking.held(reading)
            case Declaration():
                self._declare(reading)
            case _:
                self._note(reading, at)
        return []

    def _note(self, reading: Reading, at: datetime) -> None:
        """What it says of itself."""
        match reading:
            case HeartBeat(bpm=bpm):
                self._frames()
                self.heart_rate_bpm = bpm
            case ChargeLevel(percent=percent):
                self.battery_percent = percent
            case Described(what=what, text=text):
                self.described[what] = text
            case SensorTime():
                self.sensor_time = reading, at
            case SoleGain(gain=gain):
                self._gain = gain
            case _:
                pass

    def _declare(self, told: Declaration) -> None:
        """Hold what a sole declares against its pairing, and against what it was."""
        was, foot = self._declared, self.sensor.foot
        if told.foot is not foot:
            cause = f"declares the {told.foot} foot, paired as the {foot} one"
            raise SensorError(self.sensor.name, cause, declaration_bytes(told))
        if was is not None and (told.rate_hz, told.zones) != (was.rate_hz, was.zones):
            cause = (
                f"declares {told.zones} zones at {told.rate_hz} Hz,"
                f" had {was.zones} at {was.rate_hz} Hz"
            )
            raise SensorError(self.sensor.name, cause, declaration_bytes(told))
        if was is not None and was.boot != told.boot and self.sole is not None:
            self.sole.starts_anew()
        self._declared = told

    def _frames(self) -> None:
        self._tally = replace(self._tally, frames=self._tally.frames + 1)

    def _count(self, characteristic: str, decoded: Decoded) -> None:
        self.readings.update(map(type, decoded.readings))
        self.misfits.take(decoded.malformed, own=characteristic in self._own)
        bits = self._tally.reserved_bits + decoded.reserved_bits
        self._tally = replace(self._tally, malformed=self.misfits.count, reserved_bits=bits)


def listened(sensor: PairedSensor) -> tuple[Listen, ...]:
    """Every characteristic that is read or heard: the profile's own, then what any sensor has."""
    own = {one.characteristic for one in sensor.profile.listen}
    beside = [one for profile in beside_profiles() for one in profile.listen]
    return (*sensor.profile.listen, *(one for one in beside if one.characteristic not in own))
