"""A live pair of soles for one runner: chunks in, minutes to the outbox, the page moves."""

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from cli import clock as wall
from cli.centre import Centre
from collector.clock import Clock
from collector.collect import collect
from collector.outbox.box import Outbox
from collector.outbox.sender import Sender
from collector.outbox.writer import Writer
from collector.radio import PairedSoles, Radio, SoleState
from plantar.errors import OutboxError
from plantar.measured import Gap, GapCause, Measured
from plantar.minute import BodyMinute, FootMinute, Minute
from plantar.recording import ForceRecording
from plantar.sample import Foot
from processing.force.rejoin import rejoined
from processing.force.stream import Reducer

log = logging.getLogger(__name__)

#: What was measured is in the outbox after this long. [s]
RECORD_EVERY_S: Final = 1.0
#: The open minute is told again every so many of those, so that a page moves within it.
MINUTES_EVERY: Final = 10

Key = tuple[datetime, Foot | None]


class LiveRunner:
    """Reduces what one pair of soles sends.

    `told` and `reached` are what an outbox kept of a collector that was cut off: a minute that it
    had begun is gone on with, and what nobody heard in between is a gap.
    """

    def __init__(
        self,
        body_weight_n: float | None,
        device: str,
        told: Sequence[Minute] = (),
        reached: datetime | None = None,
    ) -> None:
        self.device = device
        self.reached = reached  # how far `changed` has told
        self._body_weight_n = body_weight_n
        self._before = {
            _key(minute): minute for minute in told if isinstance(minute, FootMinute | BodyMinute)
        }
        self._reducer: Reducer | None = None
        self._heard: datetime | None = None  # until here chunks came
        self._gaps: list[Gap] = []

    def take_chunk(self, chunk: ForceRecording) -> None:
        """Reduce a second of force."""
        if self._reducer is None:
            self._reducer = Reducer(self._body_weight_n, chunk.rate_hz)
            self._resume(_since(chunk))
        self._reducer.push(chunk)
        self._heard = _since(chunk) + timedelta(seconds=chunk.duration_s)

    def take_gap(self, foot: Foot, gap: Gap) -> None:
        """Note a stretch in which a sole said nothing."""
        log.info("%s sole of %s: gap of %s", foot, self.device, gap.until - gap.since)
        self._gaps.append(gap)

    def take_state(self, state: SoleState) -> None:
        """Note how a sole is doing."""
        log.info("%s sole of %s: %s", state.foot, self.device, state.phase)

    def gaps(self) -> tuple[Measured, ...]:
        """The gaps since the last call."""
        gaps, self._gaps = tuple(self._gaps), []
        return gaps

    def changed(self) -> tuple[Measured, ...]:
        """Everything to keep that changed since the last call."""
        if self._reducer is None:
            return self.gaps()
        minutes = tuple(map(self._whole, self._reducer.minutes()))
        calibration = self._reducer.calibration()
        calibrations = () if calibration is None else (calibration,)
        self.reached = self._heard
        return (*minutes, *self.gaps(), *calibrations)

    def _resume(self, since: datetime) -> None:
        if self.reached is not None and self.reached < since:
            log.warning("%s: nobody listened for %s", self.device, since - self.reached)
            self._gaps.append(Gap(self.reached, since, None, GapCause.UNKNOWN))

    def _whole(self, minute: FootMinute | BodyMinute) -> FootMinute | BodyMinute:
        """A minute with what an earlier run had told of it."""
        before = self._before.get(_key(minute))
        return minute if before is None else rejoined(before, minute)


def _key(minute: FootMinute | BodyMinute) -> Key:
    return minute.at, minute.foot if isinstance(minute, FootMinute) else None


def _since(chunk: ForceRecording) -> datetime:
    assert chunk.start is not None  # noqa: S101 - the collector's chunks have a clock
    return chunk.start + timedelta(seconds=float(chunk.time_s[0]))


async def stream(
    live: LiveRunner,
    soles: PairedSoles,
    radio: Radio,
    *,
    outbox: Outbox,
    centre: Centre,
    clock: Clock,
    stop: asyncio.Event,
) -> None:
    """Collect from a pair until told to stop; what it measures goes by the outbox to the centre."""
    writer = Writer(outbox)
    sender = Sender(outbox, centre.take, random.Random())  # noqa: S311 - spreads retries
    beside = [
        asyncio.create_task(_record(live, writer, sender, stop)),
        asyncio.create_task(sender.keep(stop)),
    ]
    for task in beside:
        task.add_done_callback(lambda _: stop.set())  # neither may end unnoticed
    try:
        await collect(
            soles,
            radio=radio,
            clock=clock,
            jitter=random.Random(),  # noqa: S311 - spreads reconnects, guards nothing
            on_chunk=live.take_chunk,
            on_gap=live.take_gap,
            on_state=live.take_state,
            stop=stop,
        )
    finally:
        stop.set()
        await asyncio.gather(*beside)
        writer.note(live.device, live.changed(), live.reached)
        await asyncio.to_thread(_finish, live, writer, sender, outbox)


async def _record(live: LiveRunner, writer: Writer, sender: Sender, stop: asyncio.Event) -> None:
    """Write what was measured; now and then the open minutes with it."""
    rounds = 0
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RECORD_EVERY_S)
        rounds += 1
        # Reduced here, on the loop that feeds the reducer; written beside it, since that waits.
        told = rounds % MINUTES_EVERY == 0
        if told:
            writer.note(live.device, live.changed(), live.reached)
        else:
            writer.note(live.device, live.gaps(), None)
        if writer.waiting and (told or writer.trouble is None):
            await asyncio.to_thread(writer.write, wall.now())
            sender.wake()


def _finish(live: LiveRunner, writer: Writer, sender: Sender, outbox: Outbox) -> None:
    """Write the last words, and hand over what can be handed over at once."""
    if writer.write(wall.now()):
        with suppress(OutboxError):  # then the pause counts as a gap, which it is
            outbox.rest(live.device)
    if not sender.drain():
        log.warning("%s: the rest is handed over at the next start", outbox.path)
