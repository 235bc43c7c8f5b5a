"""A walk with simulated shoes, collected over the virtual radio on simulated time."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import numpy as np
from bumble.link import LocalLink

from collector.clock import NS_PER_S, Clock
from collector.collect import collect
from collector.link_events import LinkEvent
from collector.pairing import PairedSensor
from collector.profile import Profile
from collector.profile_file import known_profile
from collector.radio import Listeners, Patience, Radio
from collector.sensor_state import Phase, SensorState
from collector.simulated import live as simulated
from collector.simulated.ahead import A_MORNING, run_ahead
from collector.simulated.air import new_air
from collector.simulated.gait import Walker
from collector.simulated.live import Pair, hearing, in_the_air, pair_in
from collector.simulated.sole import Making
from collector.sole import UNMEASURED
from plantar.measured import Gap
from plantar.recording import FootForce, ForceRecording
from plantar.sample import Foot
from tests.collector.bluez_air import bluez_air

#: Soles off their zero, so that no two of their frames are alike; what is lost is lost.
LEFT = replace(simulated.LEFT, zero_n=3.0, holds_s=0.0)
RIGHT = replace(simulated.RIGHT, zero_n=3.0, holds_s=0.0)
#: The same, which hold their last minute and can be asked for it.
KEEPING_LEFT = replace(LEFT, holds_s=60.0)
KEEPING_RIGHT = replace(RIGHT, holds_s=60.0)

DEVICE = "soles-1"

Trouble = Callable[["Live"], Awaitable[None]]

#: A walk that has not ended so long after its end will not end. [s]
NEVER_ENDS_S = 120.0


async def nothing_happens(live: "Live") -> None:
    """An undisturbed walk."""


def profile(profile_id: str) -> Profile:
    known = known_profile(profile_id)
    assert known is not None
    return known


def paired(making: Making, foot: Foot | None = None) -> PairedSensor:
    """A simulated sole, as its runner paired it."""
    foot = foot or making.foot
    return PairedSensor(
        id=f"sole-{foot}",
        address=making.address,
        name=making.name,
        profile=profile("open-plantar"),
        runner_id="anna",
        paired_at=A_MORNING,
        foot=foot,
        device=DEVICE,
    )


def local(_runner_id: str, at: datetime) -> datetime:
    return at


def day_of(_runner_id: str, at: datetime) -> date:
    return at.astimezone(A_MORNING.tzinfo).date()


@dataclass
class Walk:
    """Everything that was sent, and everything that came out."""

    sent: dict[Foot, list[tuple[int, range, list[bytes]]]] = field(
        default_factory=lambda: {foot: [] for foot in Foot}
    )
    began_s: dict[Foot, float] = field(default_factory=dict)  # when each sole booted
    chunks: list[ForceRecording] = field(default_factory=list)
    gaps: dict[Foot, list[Gap]] = field(default_factory=lambda: {foot: [] for foot in Foot})
    states: list[SensorState] = field(default_factory=list)

    def listeners(self, on_chunk: Callable[[ForceRecording], None] | None = None) -> Listeners:
        """Keeps all that is told."""
        take = on_chunk or self.chunks.append

        def on_gap(_device: str, gap: Gap) -> None:
            assert gap.foot is not None
            self.gaps[gap.foot].append(gap)

        return Listeners(
            on_chunk=lambda _device, chunk: take(chunk),
            on_samples=lambda *_: None,
            on_gap=on_gap,
            on_state=self.states.append,
        )

    def phases(self, foot: Foot) -> list[Phase]:
        """Every phase that it went through, in order."""
        phases = [state.phase for state in self.states if state.foot is foot]
        return [phase for n, phase in enumerate(phases) if n == 0 or phase is not phases[n - 1]]

    def last(self, foot: Foot) -> SensorState:
        return [state for state in self.states if state.foot is foot][-1]

    def heard(self, foot: Foot) -> list[tuple[float, bytes]]:
        """Moment on the loop's clock, and bytes of the row, of every frame in the chunks."""
        heard = []
        for chunk in self.chunks:
            cells = side(chunk, foot).cells
            if cells is None:
                continue
            start_s = (chunk.start - A_MORNING) / timedelta(seconds=1)
            heard += [
                (start_s + at_s, row_bytes(row))
                for at_s, row in zip(chunk.time_s, cells, strict=True)
                if not np.isnan(row).any()
            ]
        return heard

    def counts(self, foot: Foot) -> list[tuple[int, int]]:
        """Boot and count, as the sole had them, of every frame in the chunks."""
        known = {
            row: (boot, count)
            for boot, counts, rows in self.sent[foot]
            for count, row in zip(counts, rows, strict=True)
        }
        return [known[row] for _, row in self.heard(foot)]

    def missing(self, foot: Foot) -> int:
        """Frames told missing since the first one in the chunks."""
        # A frame lies within three quarters of a frame of its slot.
        first = A_MORNING + timedelta(seconds=self.heard(foot)[0][0] + 0.008)
        return sum(gap.missing or 0 for gap in self.gaps[foot] if gap.until > first)


def side(chunk: ForceRecording, foot: Foot) -> FootForce:
    force = chunk.left if foot is Foot.LEFT else chunk.right
    assert force is not None
    return force


def row_bytes(row: np.ndarray) -> bytes:
    return np.rint(row * 10).clip(0, UNMEASURED - 1).astype("<u2").tobytes()


def heard_by(listeners: Listeners, on_event: Callable[[str, LinkEvent], None] | None) -> Listeners:
    """The same, and somebody who is told every event of the links."""
    return listeners if on_event is None else replace(listeners, on_event=on_event)


class HostClock:
    """The clocks of a host on the running loop; somebody may set the wall clock."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._began_s = self._loop.time()
        self.set_by_s = 0.0

    def clock(self) -> Clock:
        return Clock(lambda: round(self._loop.time() * NS_PER_S), self._wall_ns)

    def _wall_ns(self) -> int:
        passed_s = self._loop.time() - self._began_s + self.set_by_s
        return round((A_MORNING.timestamp() + passed_s) * NS_PER_S)


@asynccontextmanager
async def simulated_radio() -> AsyncIterator[tuple[LocalLink, Radio]]:
    """An air, and the radio of a host in it: rig A."""
    air = new_air()
    async with hearing(air) as radio:
        yield air, radio


@dataclass(frozen=True)
class Rig:
    """Where a walk takes place."""

    radio: Callable[[], AbstractAsyncContextManager[tuple[LocalLink, Radio]]]
    run: Callable[[Coroutine[None, None, None]], None]


RIG_A = Rig(simulated_radio, run_ahead)
#: Through bleak's own BlueZ backend, on a clock that cannot be hurried.
RIG_B = Rig(bluez_air, asyncio.run)


@dataclass(frozen=True)
class Live(Pair):
    """A walker's soles, and the clock of the host that hears them."""

    radio: Radio
    host: HostClock


def walk(
    seconds: float,
    trouble: Trouble = nothing_happens,
    *,
    left: Making = LEFT,
    right: Making = RIGHT,
    patience: Patience | None = None,
    seed: int = 1,
    on_chunk: Callable[[ForceRecording], None] | None = None,
    sensors: tuple[PairedSensor, ...] | None = None,
    rig: Rig = RIG_A,
    on_event: Callable[[str, LinkEvent], None] | None = None,
    ends: tuple[Phase, int] | None = None,
) -> Walk:
    """Walk so many seconds, while something happens to the shoes.

    With `ends` it ends so many turns of the loop after a shoe was first in a phase.
    """
    walked = Walk()

    async def main() -> None:
        async with rig.radio() as (air, radio):
            pair = pair_in(air, Walker(), left, right, remember)
            live = Live(pair.walker, pair.left, pair.right, radio, HostClock())
            lives.append(live)
            async with in_the_air(live.left, live.right):
                walked.began_s = {
                    Foot.LEFT: live.left._booted_s,
                    Foot.RIGHT: live.right._booted_s,
                }
                async with asyncio.timeout(seconds + NEVER_ENDS_S):
                    await listen(live)
        left_over = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left_over, left_over

    async def listen(live: Live) -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(seconds, stop.set)
        troubling = asyncio.ensure_future(trouble(live))
        ending: list[asyncio.Task[None]] = []

        async def end_after(turns: int) -> None:
            for _ in range(turns):
                await asyncio.sleep(0)
            stop.set()

        def on_state(state: SensorState) -> None:
            walked.states.append(state)
            if ends is not None and state.phase is ends[0] and not ending:
                ending.append(asyncio.create_task(end_after(ends[1])))

        try:
            await collect(
                sensors or (paired(left, Foot.LEFT), paired(right, Foot.RIGHT)),
                radio=live.radio,
                clock=live.host.clock(),
                jitter=random.Random(seed),  # noqa: S311  of back-offs
                tell=replace(heard_by(walked.listeners(on_chunk), on_event), on_state=on_state),
                local=local,
                day_of=day_of,
                standings={},
                stop=stop,
                patience=patience or Patience(),
            )
        finally:
            troubling.cancel()
            await asyncio.gather(troubling, return_exceptions=True)

    lives: list[Live] = []

    def remember(foot: Foot, boot: int, counts: range) -> None:
        sole = lives[0].left if foot is Foot.LEFT else lives[0].right
        rows = [row_bytes(row) for row in sole._measure(counts)]
        walked.sent[foot].append((boot, counts, rows))

    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what the tests do on purpose
    rig.run(main())
    return walked


def assert_all_told(walked: Walk, foot: Foot) -> None:
    """What was heard was sent, in order and once; what is not heard is told as missing.

    Of every run of the sole, from its first frame in the chunks to its last: those in the chunks,
    those in the gaps between them, and those let go of to put a clock right are all there are.
    """
    counts = walked.counts(foot)
    assert counts == sorted(set(counts))
    at_s = [moment_s for moment_s, _ in walked.heard(foot)]
    there = told = 0
    for boot in sorted({boot for boot, _ in counts}):
        places = [place for place, (of, _) in enumerate(counts) if of == boot]
        first, last = places[0], places[-1]
        since = A_MORNING + timedelta(seconds=at_s[first] + 0.008)  # a frame lies near its slot
        until = A_MORNING + timedelta(seconds=at_s[last] + 0.008)
        within = [gap for gap in walked.gaps[foot] if since < gap.until and gap.since < until]
        missing = [gap.missing for gap in within if gap.until <= until]
        assert None not in missing
        there += counts[last][1] - counts[first][1] + 1
        told += len(places) + sum(one or 0 for one in missing)
    if counts:
        assert there == told + walked.last(foot).tally.put_right
