"""Captures heard again: the same events, through the same hearing and desk, without a radio.

Time is what the events say. Nothing else enters, so one capture always tells the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge
from typing import Final, assert_never

from collector.capture import Capture
from collector.clock import EPOCH, NS_PER_S, Anchor, Clock
from collector.decoding.reading import Malformed
from collector.desk import LOOK_EVERY_S, Desk
from collector.hearing import Hearing, Told
from collector.link_events import Began, Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.pairing import PairedSensor, refuse_clashes
from collector.radio import Listeners
from collector.stream import SILENT_S
from plantar.errors import BadInput, SensorError
from plantar.measured import Gap, GapCause

#: The device that two soles make, and who wore it: a capture does not say.
SOLES: Final = "soles"
_NOBODY: Final = "nobody"


@dataclass(slots=True)
class Part:
    """One capture among those that are heard together."""

    capture: Capture
    hearing: Hearing
    refused: str | None = None  # why it was not gone on with
    links: int = 0  # how often it was connected to
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One event, and what came of it."""

    part: Part
    at_ns: int  # since the first capture began
    event: LinkEvent
    told: tuple[Told, ...]
    malformed: tuple[Malformed, ...] = ()


class Replay:
    """Captures that are laid together by their wall clocks, and heard again."""

    def __init__(
        self,
        captures: Sequence[Capture],
        tell: Listeners,
        day_of: Callable[[datetime], date],
        on_step: Callable[[Step], None] = lambda _step: None,
    ) -> None:
        self._began_ns = min(one.head.began_ns for one in captures)
        self._now_ns = 0
        clock = Clock(lambda: self._now_ns, lambda: self._began_ns + self._now_ns)
        self._anchor = Anchor(clock)
        self._desk = Desk(tell, self._anchor)
        self._on_step = on_step
        self.parts = tuple(
            Part(one, Hearing(sensor, self._anchor, day_of))
            for one, sensor in zip(captures, _sensors(captures), strict=True)
        )

    @property
    def now(self) -> datetime:
        """The moment that is being heard."""
        return self._anchor.now()

    def run(self) -> None:
        """Hear all of it, to the end."""
        ways = [self._events(part) for part in self.parts]
        look_ns = round(LOOK_EVERY_S * NS_PER_S)
        due_ns: int | None = None
        for at_ns, part, event in merge(*ways, key=lambda one: one[0]):
            due_ns = look_ns * (at_ns // look_ns + 1) if due_ns is None else due_ns
            while due_ns <= at_ns:
                self._now_ns = due_ns
                self._desk.look([one.hearing for one in self.parts], due_ns / NS_PER_S)
                due_ns += look_ns
            self._now_ns = at_ns
            self._step(part, event)
        for part in self.parts:
            self._end(part)
        self._desk.finish()

    def _events(self, part: Part) -> Iterator[tuple[int, Part, LinkEvent]]:
        """What happened on one link, with the moment at which it was heard."""
        capture = part.capture
        later_ns = capture.head.began_ns - self._began_ns
        now_ns = capture.events[0].at_ns + later_ns if capture.events else later_ns
        for event in (*capture.before, *capture.events):
            now_ns = max(now_ns, event.at_ns + later_ns)
            yield now_ns, part, _later(event, later_ns)

    def _step(self, part: Part, event: LinkEvent) -> None:
        hearing = part.hearing
        before = hearing.tally.malformed
        told: list[Told] = []
        if part.refused is None or isinstance(event, Ended):
            try:
                told = self._hear(part, event)
            except SensorError as refused:
                part.refused, hearing.sole = str(refused), None
        fresh = hearing.tally.malformed - before
        malformed = tuple(hearing.misfits.kept)[-fresh:] if fresh else ()
        self._on_step(Step(part, self._now_ns, event, tuple(told), malformed))

    def _hear(self, part: Part, event: LinkEvent) -> list[Told]:
        """As a session does; what it would write goes nowhere."""
        hearing = part.hearing
        told: list[Told] = []
        match event:
            case Came(notification=notification):
                told = hearing.take(notification)
                self._desk.hand_on(hearing, told)
                hearing.to_write()
            case Connected(at_ns=at_ns, lacking=lacking):
                part.links += 1
                hearing.connected(self._anchor.moment(at_ns / NS_PER_S), at_ns / NS_PER_S, lacking)
            case Overflowed(notifications=many):
                hearing.lost(many)
            case Lost(cause=cause):
                told = hearing.broke(cause)
                self._desk.hand_on(hearing, told)
            case Ended():
                told = self._end(part)
            case Began():
                pass
            case _:
                assert_never(event)
        return told

    def _end(self, part: Part) -> list[Told]:
        """Tell what was left, and the silence at the end, once."""
        if part.ended:
            return []
        part.ended = True
        hearing, head = part.hearing, part.capture.head
        now = self._anchor.now()
        told = hearing.end(now)
        self._desk.hand_on(hearing, told)
        began = self._anchor.moment((head.began_ns - self._began_ns) / NS_PER_S)
        never = part.refused is not None or not part.links
        if never and head.stretch is None and (now - began).total_seconds() > SILENT_S:
            gap = Gap(began, now, None, GapCause.LINK, hearing.sensor.foot)
            told.append(gap)
            self._desk.hand_on(hearing, [gap])
        return told


def _later(event: LinkEvent, by_ns: int) -> LinkEvent:
    """An event on the clock of the first capture."""
    if not by_ns:
        return event
    if isinstance(event, Came):
        heard = event.notification
        return replace(event, notification=replace(heard, monotonic_ns=heard.monotonic_ns + by_ns))
    return replace(event, at_ns=event.at_ns + by_ns)


def _sensors(captures: Sequence[Capture]) -> list[PairedSensor]:
    """Stand-ins for whatever was paired; the two soles of a pair are one device."""
    sensors: list[PairedSensor] = []
    for number, capture in enumerate(captures, start=1):
        head = capture.head
        sole = head.foot is not None
        if sole and any(one.foot is head.foot for one in sensors):
            wanted = f"one capture of the {head.foot} foot at a time"
            raise BadInput("captures", capture.path.name, wanted)
        made = f"sole-{head.foot}" if sole else f"sensor-{number}"
        sensors.append(
            PairedSensor(
                id=made,
                address=f"capture {number}",
                name=head.name or capture.path.name,
                profile=head.profile,
                runner_id=_NOBODY,
                paired_at=EPOCH,
                foot=head.foot,
                device=SOLES if sole else made,
            )
        )
    refuse_clashes(tuple(sensors))
    return sensors
