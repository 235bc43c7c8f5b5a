"""Captures reduced again as a collector does, into nothing but memory."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

from cli.collecting import MINUTES_EVERY, RECORD_EVERY_S
from cli.live import Kept, LiveDevice
from collector.capture import Capture
from collector.clock import EPOCH, NS_PER_S
from collector.decoding.reading import Malformed, Reason
from collector.link_events import Ended
from collector.radio import Listeners
from collector.replay import Part, Replay, Step
from plantar.day import civil_day
from plantar.measured import Gap, Measured
from plantar.minute import BodyMinute, FootMinute, Minute, StepMinute
from plantar.wire import parcel

#: How often a collector asks for the open minutes.
_MINUTES_EVERY_NS: Final = round(MINUTES_EVERY * RECORD_EVERY_S * NS_PER_S)
_WORD: Final = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(slots=True)
class Heard:
    """What came of one capture."""

    part: Part
    reasons: Counter[Reason] = field(default_factory=Counter)
    last: dict[Reason, Malformed] = field(default_factory=dict)

    @property
    def began(self) -> datetime:
        """When the capture began."""
        return EPOCH + timedelta(microseconds=self.part.capture.head.began_ns // 1000)

    @property
    def lasts_s(self) -> float:
        """From its beginning to its last event. [s]"""
        return max((one.at_ns for one in self.part.capture.events), default=0) / NS_PER_S

    @property
    def readings(self) -> dict[str, int]:
        """How many of each kind its bytes told."""
        counted = self.part.hearing.readings
        return {kind_word(kind): counted[kind] for kind in sorted(counted, key=kind_word)}


class Reheard:
    """Everything that captures tell, run after run of their collector."""

    def __init__(
        self, body_weight_n: float | None, on_step: Callable[[Step], None] = lambda _step: None
    ) -> None:
        self.heard: list[Heard] = []
        self._body_weight_n = body_weight_n
        self._on_step = on_step
        self._records: dict[tuple[str, str], Measured] = {}
        self._devices: dict[str, LiveDevice] = {}
        self._told_ns = 0
        self._cut_off: set[str] = set()  # devices whose last run did not end on purpose

    def hear(self, captures: Sequence[Capture]) -> None:
        """Hear captures of one run of a collector, laid together by their wall clocks."""
        before, self._devices = self._devices, {}
        self._told_ns = 0

        def device(name: str) -> LiveDevice:
            if name not in self._devices:
                kept = self._kept(name, before[name]) if name in before else Kept()
                self._devices[name] = LiveDevice(name, self._body_weight_n, kept)
            return self._devices[name]

        replay = Replay(
            captures,
            Listeners(
                on_chunk=lambda name, chunk: device(name).take_chunk(chunk),
                on_samples=lambda name, samples: device(name).take_samples(samples),
                on_gap=lambda name, gap: device(name).take_gap(gap),
                on_state=lambda _state: None,
                on_gain=lambda name, foot, gain: device(name).take_gain(foot, gain, replay.now),
            ),
            _day_of,
            self._step,
        )
        fresh = [Heard(part) for part in replay.parts]
        self.heard += fresh
        replay.run()
        self._keep()
        self._cut_off = {
            one.part.hearing.sensor.device
            for one in fresh
            if not any(isinstance(event, Ended) for event in one.part.capture.events[-1:])
        }

    @property
    def gaps(self) -> list[tuple[str, Gap]]:
        """Every gap with its device, in the order of time."""
        found = [(name, one) for name, one in self._all() if isinstance(one, Gap)]
        return sorted(found, key=lambda one: (one[1].since, one[1].until, one[0], _foot(one[1])))

    @property
    def minutes(self) -> list[tuple[str, Minute]]:
        """Every minute with its device, as it was told last."""
        found = [
            (name, one)
            for name, one in self._all()
            if isinstance(one, FootMinute | BodyMinute | StepMinute)
        ]
        return sorted(found, key=lambda one: (one[1].at, one[0], _foot(one[1])))

    def _all(self) -> Iterable[tuple[str, Measured]]:
        return ((name, record) for (name, _), record in self._records.items())

    def _step(self, step: Step) -> None:
        heard = next(one for one in self.heard if one.part is step.part)
        for one in step.malformed:
            heard.reasons[one.reason] += 1
            heard.last[one.reason] = one
        if step.at_ns - self._told_ns >= _MINUTES_EVERY_NS:
            self._told_ns = step.at_ns
            self._keep()
        self._on_step(step)

    def _keep(self) -> None:
        """Take over what changed, as the outbox does: a later word on a minute replaces it."""
        for name, device in self._devices.items():
            for record in device.changed():
                self._records[name, parcel(name, record).receipt.key] = record

    def _kept(self, name: str, before: LiveDevice) -> Kept:
        """What an outbox would have kept for the collector that came next."""
        told = [minute for device, minute in self.minutes if device == name]
        return Kept(told, before.reached if name in self._cut_off else None)


def kind_word(kind: type) -> str:
    """StepCount as step-count."""
    return _WORD.sub("-", kind.__name__).lower()


def _day_of(at: datetime) -> date:
    """A capture does not say where it was made: its days are those of UTC."""
    return civil_day(at, UTC)


def _foot(record: Gap | Minute) -> str:
    return "" if isinstance(record, BodyMinute | StepMinute) else record.foot or ""
