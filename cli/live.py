"""A live pair of soles for one runner: chunks in, minutes kept, the page moves."""

import asyncio
import logging
import random
from contextlib import suppress
from datetime import datetime

from collector.clock import Clock
from collector.collect import collect
from collector.radio import PairedSoles, Radio, SoleState
from plantar.measured import Gap, Measured, Origin, OriginKind
from plantar.recording import ForceRecording
from plantar.sample import Foot
from plantar.store import Batch, Store
from processing.force.stream import Reducer

log = logging.getLogger(__name__)

#: The open minute is sent again this often, so that a page moves within it. [s]
FLUSH_EVERY_S = 10.0


class LiveRunner:
    """Reduces what one pair of soles sends, and keeps it for the runner who wears them."""

    def __init__(self, store: Store, runner_id: str, soles: str, now: datetime) -> None:
        self._store = store
        self._runner = store.runner(runner_id)
        self._soles = soles
        self._origin = Origin(f"live {runner_id} {soles}", OriginKind.STREAM, soles, now)
        self._reducer: Reducer | None = None
        self._gaps: list[Gap] = []

    def take_chunk(self, chunk: ForceRecording) -> None:
        """Reduce a second of force."""
        if self._reducer is None:
            self._reducer = Reducer(self._runner.body_weight_n, chunk.rate_hz)
        self._reducer.push(chunk)

    def take_gap(self, foot: Foot, gap: Gap) -> None:
        """Note a stretch in which a sole said nothing."""
        log.info("%s sole of %s: gap of %s", foot, self._runner.id, gap.until - gap.since)
        self._gaps.append(gap)

    def take_state(self, state: SoleState) -> None:
        """Note how a sole is doing."""
        log.info("%s sole of %s: %s", state.foot, self._runner.id, state.phase)

    def changed(self) -> tuple[Measured, ...]:
        """Everything to keep that changed since the last call."""
        if self._reducer is None:
            return ()
        gaps, self._gaps = tuple(self._gaps), []
        calibration = self._reducer.calibration()
        calibrations = () if calibration is None else (calibration,)
        return (*self._reducer.minutes(), *gaps, *calibrations)

    def keep(self, records: tuple[Measured, ...]) -> None:
        """Put records in the store; the days they touch become dirty."""
        if records:
            self._store.put(self._runner.id, Batch(self._origin, self._soles, records))


async def stream(
    live: LiveRunner,
    soles: PairedSoles,
    radio: Radio,
    *,
    clock: Clock,
    stop: asyncio.Event,
) -> None:
    """Collect from a pair until told to stop, keeping what it measures every few seconds."""
    flushing = asyncio.create_task(_flush(live, stop))
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
        await flushing


async def _flush(live: LiveRunner, stop: asyncio.Event) -> None:
    while not stop.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), FLUSH_EVERY_S)
        # Reduced here, on the loop that feeds the reducer; kept beside it, since that waits.
        await asyncio.to_thread(live.keep, live.changed())
