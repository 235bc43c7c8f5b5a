"""A walk with simulated shoes, collected over the virtual radio on simulated time."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np

from collector.collect import collect
from collector.radio import Patience, Phase, SoleState
from collector.simulated import live as simulated
from collector.simulated.ahead import A_MORNING, loop_clock, run_ahead
from collector.simulated.live import LivePair, live_pair
from collector.simulated.sole import Making
from collector.sole import UNMEASURED
from plantar.measured import Gap
from plantar.recording import FootForce, ForceRecording
from plantar.sample import Foot

#: Soles off their zero, so that no two of their frames are alike.
LEFT = replace(simulated.LEFT, zero_n=3.0)
RIGHT = replace(simulated.RIGHT, zero_n=3.0)

Trouble = Callable[[LivePair], Awaitable[None]]


async def nothing_happens(live: LivePair) -> None:
    """An undisturbed walk."""


@dataclass
class Walk:
    """Everything that was sent, and everything that came out."""

    sent: dict[Foot, list[tuple[int, range, list[bytes]]]] = field(
        default_factory=lambda: {foot: [] for foot in Foot}
    )
    began_s: dict[Foot, float] = field(default_factory=dict)  # when each sole booted
    chunks: list[ForceRecording] = field(default_factory=list)
    gaps: dict[Foot, list[Gap]] = field(default_factory=lambda: {foot: [] for foot in Foot})
    states: list[SoleState] = field(default_factory=list)

    def phases(self, foot: Foot) -> list[Phase]:
        return [state.phase for state in self.states if state.foot is foot]

    def last(self, foot: Foot) -> SoleState:
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
        first = A_MORNING + timedelta(seconds=self.heard(foot)[0][0])
        return sum(gap.missing or 0 for gap in self.gaps[foot] if gap.until > first)


def side(chunk: ForceRecording, foot: Foot) -> FootForce:
    force = chunk.left if foot is Foot.LEFT else chunk.right
    assert force is not None
    return force


def row_bytes(row: np.ndarray) -> bytes:
    return np.rint(row * 10).clip(0, UNMEASURED - 1).astype("<u2").tobytes()


def walk(
    seconds: float,
    trouble: Trouble = nothing_happens,
    *,
    left: Making = LEFT,
    right: Making = RIGHT,
    patience: Patience | None = None,
    seed: int = 1,
    on_chunk: Callable[[ForceRecording], None] | None = None,
) -> Walk:
    """Walk so many simulated seconds, while something happens to the shoes."""
    walked = Walk()

    async def main() -> None:
        async with live_pair(
            left=left, right=right, on_sent=lambda *sent: remember(live, *sent)
        ) as live:
            walked.began_s = {Foot.LEFT: live.left._booted_s, Foot.RIGHT: live.right._booted_s}
            stop = asyncio.Event()
            asyncio.get_running_loop().call_later(seconds, stop.set)
            troubling = asyncio.ensure_future(trouble(live))
            try:
                await collect(
                    live.soles,
                    radio=live.radio,
                    clock=loop_clock(),
                    jitter=random.Random(seed),  # noqa: S311  of back-offs
                    on_chunk=on_chunk or walked.chunks.append,
                    on_gap=lambda foot, gap: walked.gaps[foot].append(gap),
                    on_state=walked.states.append,
                    stop=stop,
                    patience=patience or Patience(),
                )
            finally:
                troubling.cancel()
                await asyncio.gather(troubling, return_exceptions=True)
        left_over = asyncio.all_tasks() - {asyncio.current_task()}
        assert not left_over, left_over

    def remember(live: LivePair, foot: Foot, boot: int, counts: range) -> None:
        sole = live.left if foot is Foot.LEFT else live.right
        rows = [row_bytes(row) for row in sole._measure(counts)]
        walked.sent[foot].append((boot, counts, rows))

    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what the tests do on purpose
    run_ahead(main())
    return walked
