"""Everything that keeps paired sensors collected: radio, reduction, outbox, board."""

import asyncio
import logging
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from cli import clock as wall
from cli.centre import Centre, Wearer
from cli.live import Kept, LiveDevice
from cli.telling_sensors import TellingSensors
from collector.board import Board, write_board
from collector.capture import Head, head_of
from collector.clock import Clock
from collector.collect import collect
from collector.link_events import Began, LinkEvent
from collector.outbox.box import Outbox
from collector.outbox.raw import RawWriter
from collector.outbox.sender import Deliver, Sender
from collector.outbox.writer import Writer
from collector.own_profile import own_text
from collector.pairing import PairedSensor
from collector.radio import Listeners, Radio
from collector.sensor_state import SensorState
from plantar.broker_place import BrokerPlace
from plantar.errors import OutboxError
from plantar.measured import Origin, OriginKind
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.store import Store
from processing.force.warm import warm

log = logging.getLogger(__name__)

#: What was measured is in the outbox after this long. [s]
RECORD_EVERY_S: Final = 1.0
#: The open minute is told again every so many of those, so that a page moves within it.
MINUTES_EVERY: Final = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Where a collector keeps what it measured, and where it goes."""

    store: Store
    outbox: Outbox
    board: Path | None = None  # where `plantar status` looks; None: nobody asks
    simulated: bool = False
    keep_raw: bool = False  # every byte, for as long as there is room
    broker: BrokerPlace | None = None  # by which it goes to the centre; None: into `store`


def _nobody_asks(_state: SensorState) -> None:
    """A state is on the board only."""


async def collecting(
    sensors: Sequence[PairedSensor],
    radio: Radio,
    place: Place,
    clock: Clock,
    stop: asyncio.Event,
    on_state: Callable[[SensorState], None] = _nobody_asks,
) -> None:
    """Collect from paired sensors until told to stop; what they measure goes by the outbox.

    Raises
    ------
    UnknownRunner
        A sensor is paired to a runner that is not there.
    """
    runners = {one.runner_id: place.store.runner(one.runner_id) for one in sensors}
    with _to_centre(sensors, place) as deliver:
        work = _Collecting(sensors, runners, place, deliver, on_state)
        work.write_board()
        # Compiled passes are loaded first: a listener that blocks the loop would lose frames.
        await asyncio.to_thread(warm)
        beside = [
            asyncio.create_task(work.record(stop)),
            asyncio.create_task(work.sender.keep(stop)),
        ]
        for task in beside:
            task.add_done_callback(lambda _: stop.set())  # neither may end unnoticed
        try:
            await collect(
                sensors,
                radio=radio,
                clock=clock,
                jitter=random.Random(),  # noqa: S311 - spreads reconnects, guards nothing
                tell=work.listeners(),
                local=lambda runner_id, at: runners[runner_id].days.local(at),
                day_of=lambda runner_id, at: runners[runner_id].days.day_of(at),
                standings=work.standings,
                stop=stop,
            )
        finally:
            stop.set()
            await asyncio.gather(*beside)
            await asyncio.to_thread(work.finish)


class _Collecting:
    """One collector at work: its devices, and the way of what they measure."""

    def __init__(
        self,
        sensors: Sequence[PairedSensor],
        runners: Mapping[str, Runner],
        place: Place,
        deliver: Deliver,
        on_state: Callable[[SensorState], None],
    ) -> None:
        self._on_state = on_state
        self.place = place
        self.writer = Writer(place.outbox)
        wearers = {one.device: one.runner_id for one in sensors}
        self.devices = {
            device: LiveDevice(
                device, runners[runner_id].body_weight_n, _kept(place.outbox, device)
            )
            for device, runner_id in wearers.items()
        }
        self.standings = {
            device: kept
            for device in wearers
            if (kept := place.outbox.standing(device)) is not None
        }
        self.sender = Sender(
            place.outbox,
            deliver,
            random.Random(),  # noqa: S311 - spreads retries
        )
        self.raw = _raw(sensors, place.outbox) if place.keep_raw else None
        self._states: dict[str, SensorState] = {}
        self._telling = TellingSensors(sensors)
        self._began = wall.now()

    def listeners(self) -> Listeners:
        """Who is told what."""
        return Listeners(
            on_chunk=lambda device, chunk: self.devices[device].take_chunk(chunk),
            on_samples=lambda device, samples: self.devices[device].take_samples(samples),
            on_gap=lambda device, gap: self.devices[device].take_gap(gap),
            on_state=self._take_state,
            on_standing=lambda device, standing: self.devices[device].take_standing(standing),
            on_gain=self._take_gain,
            on_event=_nothing if self.raw is None else self.raw.note,
        )

    async def record(self, stop: asyncio.Event) -> None:
        """Write what was measured; now and then the open minutes with it."""
        rounds = 0
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RECORD_EVERY_S)
            rounds += 1
            # Reduced here, on the loop that feeds the reducers; written beside it: that waits.
            told = rounds % MINUTES_EVERY == 0
            self._note(minutes=told)
            if self.writer.waiting and (told or self.writer.trouble is None):
                await asyncio.to_thread(self.writer.write, wall.now())
                self.sender.wake()
            if told and self.raw is not None:
                await asyncio.to_thread(self.raw.write, wall.now())
            await asyncio.to_thread(self.write_board)

    def finish(self) -> None:
        """Write the last words, and hand over what can be handed over at once."""
        self._note(minutes=True)
        outbox = self.place.outbox
        if self.writer.write(wall.now()):
            with suppress(OutboxError):  # then the pause counts as a gap, which it is
                for device in self.devices:
                    outbox.rest(device)
        if self.raw is not None:
            self.raw.write(wall.now())
        if not self.sender.drain():
            log.warning("%s: the rest is handed over at the next start", outbox.path)
        self.write_board()

    def _note(self, *, minutes: bool) -> None:
        for device, live in self.devices.items():
            if minutes:
                self.writer.note(device, live.changed(), live.reached, live.standing())
            else:
                self.writer.note(device, live.gaps(), None)
        if minutes:
            for device, told in self._telling.due(self._states, self._waiting, wall.now()):
                self.writer.note(device, (told,), None)

    def _waiting(self) -> int | None:
        """Rows that the centre does not have; None where the outbox cannot be asked now."""
        with suppress(OutboxError):
            return self.place.outbox.state().waiting
        return None

    def _raw_trouble(self) -> str | None:
        return None if self.raw is None else self.raw.trouble

    def _take_state(self, state: SensorState) -> None:
        before = self._states.get(state.sensor)
        if before is None or before.phase is not state.phase:
            log.info("%s: %s", state.sensor, state.phase)
        self._states[state.sensor] = state
        self._on_state(state)

    def _take_gain(self, device: str, foot: Foot, gain: float) -> None:
        self.devices[device].take_gain(foot, gain, wall.now())

    def write_board(self) -> None:
        """Tell `plantar status` how everything is doing."""
        if self.place.board is None:
            return
        troubles = (self.writer.trouble or self._raw_trouble(), self.sender.trouble)
        board = Board(
            pid=os.getpid(),
            started_at=self._began,
            written_at=wall.now(),
            simulated=self.place.simulated,
            sensors=tuple(self._states[name] for name in sorted(self._states)),
            outbox_trouble=troubles[0],
            centre_trouble=troubles[1],
        )
        try:
            write_board(self.place.board, board)
        except OSError as error:  # nobody's steps depend on it
            log.warning("%s: cannot be written: %s", self.place.board, error)


def _nothing(_sensor: str, _event: LinkEvent) -> None:
    """Bytes are not kept."""


def _raw(sensors: Sequence[PairedSensor], outbox: Outbox) -> RawWriter:
    """Keeps every byte, in the outbox that lies in somebody's home."""
    by_id = {one.id: one for one in sensors}
    texts = {one.profile.id: own_text(outbox.path.parent, one.profile) for one in sensors}

    def head(sensor: str, began: Began) -> Head:
        paired = by_id[sensor]
        return head_of(paired, began, version("plantar"), texts[paired.profile.id])

    return RawWriter(outbox, head, {one.id: one.device for one in sensors})


@contextmanager
def _to_centre(sensors: Sequence[PairedSensor], place: Place) -> Iterator[Deliver]:
    """The way to the centre: by the broker where there is one, else into the store here."""
    if place.broker is None:
        wearers = {one.device: _wearer(one.device, one.runner_id) for one in sensors}
        yield Centre(place.store, wearers).take
        return
    from collector.outbox.post import Post

    with Post(place.broker, random.Random()) as post:  # noqa: S311 - spreads reconnects
        yield post.deliver


def _kept(outbox: Outbox, device: str) -> Kept:
    return Kept(outbox.told(device), outbox.reached(device))


def _wearer(device: str, runner_id: str) -> Wearer:
    origin = Origin(f"live {runner_id} {device}", OriginKind.STREAM, device, wall.now())
    return Wearer(runner_id, origin)
