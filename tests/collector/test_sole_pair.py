"""Two soles are laid side by side on one clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from collector.pair import Pair
from collector.sole_kind import SoleKind
from plantar.measured import Gap, GapCause
from plantar.recording import FootForce, ForceRecording, SoleLayout
from plantar.sample import Foot, Frame

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KIND = SoleKind(SoleLayout("two", (0.1, 0.9)), 100.0)
RATE_HZ = 100.0


class Bench:
    """A pair, and what it handed on."""

    def __init__(self, *, keeps: bool = False) -> None:
        self.chunks: list[ForceRecording] = []
        self.gaps: list[tuple[Foot, Gap]] = []
        self.pair = Pair(
            "pair", RATE_HZ, self.chunks.append, lambda gap: self.gaps.append((gap.foot, gap))
        )
        for foot in Foot:
            self.pair.join(foot, KIND, keeps=keeps)

    def say(self, foot: Foot, counts: list[int], phase_s: float = 0.0, late_s: float = 0.0) -> None:
        """Hear those frames as soon as the last was measured, or some time after."""
        frames = [frame(foot, count, phase_s) for count in counts]
        self.pair.hear(foot, frames, frames[-1].at + timedelta(seconds=late_s))

    def told(self, foot: Foot) -> list[tuple[datetime, float]]:
        return [
            (chunk.start + timedelta(seconds=float(at_s)), force_n)
            for chunk in self.chunks
            for at_s, force_n in zip(chunk.time_s, side(chunk, foot).force_n, strict=True)
        ]

    def forces(self, foot: Foot) -> list[float]:
        return [force_n for _, force_n in self.told(foot) if not np.isnan(force_n)]


def side(chunk: ForceRecording, foot: Foot) -> FootForce:
    force = chunk.left if foot is Foot.LEFT else chunk.right
    assert force is not None
    return force


def frame(foot: Foot, count: int, phase_s: float = 0.0) -> Frame:
    at = START + timedelta(seconds=count / RATE_HZ + phase_s)
    return Frame(at, foot, count, (1.0 + count, 0.0))


@given(
    st.floats(0.0, 0.0099),
    st.sets(st.integers(0, 79), max_size=60),
    st.sets(st.integers(0, 79), max_size=60),
)
def test_every_frame_lies_at_its_time_whatever_was_lost(
    phase_s: float, lost_left: set[int], lost_right: set[int]
) -> None:
    bench = Bench()
    kept = {Foot.LEFT: set(range(80)) - lost_left, Foot.RIGHT: set(range(80)) - lost_right}
    for n in range(80):
        for foot, where_s in ((Foot.LEFT, 0.0), (Foot.RIGHT, phase_s)):
            if n in kept[foot]:
                bench.say(foot, list(range(5 * n, 5 * n + 5)), where_s)
    bench.pair.finish()

    for foot, where_s in ((Foot.LEFT, 0.0), (Foot.RIGHT, phase_s)):
        late = sum(gap.missing or 0 for whose, gap in bench.gaps if whose is foot)
        assert len(bench.forces(foot)) + late == 5 * len(kept[foot])
        for at, force_n in bench.told(foot):
            if not np.isnan(force_n):
                true = START + timedelta(seconds=(force_n - 1) / RATE_HZ + where_s)
                assert abs((at - true).total_seconds()) <= 0.0076


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40))
def test_chunks_join_whatever_the_size_of_the_packets(sizes: list[int]) -> None:
    bench, count = Bench(), 0
    for size in sizes:
        for foot in Foot:
            bench.say(foot, list(range(count, count + size)))
        count += size
    bench.pair.finish()

    for foot in Foot:
        assert bench.forces(foot) == [1.0 + n for n in range(count)]
    moments = [at for at, _ in bench.told(Foot.LEFT)]
    steps = {round((b - a).total_seconds(), 6) for a, b in pairwise(moments)}
    assert steps <= {0.01}


def test_a_chunk_waits_for_the_sole_that_is_a_little_behind() -> None:
    bench = Bench()
    bench.say(Foot.RIGHT, [0])
    bench.say(Foot.LEFT, list(range(150)))
    assert bench.chunks == []

    bench.say(Foot.RIGHT, list(range(1, 150)))

    (chunk,) = bench.chunks
    assert not np.isnan(side(chunk, Foot.RIGHT).force_n).any()


def test_a_chunk_does_not_wait_for_a_sole_that_is_silent() -> None:
    bench = Bench()
    bench.say(Foot.RIGHT, [0])
    for n in range(40):
        bench.say(Foot.LEFT, list(range(10 * n, 10 * n + 10)))

    assert len(bench.chunks) >= 2
    assert np.isnan(side(bench.chunks[1], Foot.RIGHT).force_n).all()
    assert side(bench.chunks[1], Foot.RIGHT).cells.shape == (100, 2)


def test_frames_that_come_after_their_second_was_handed_on_are_a_gap() -> None:
    bench = Bench()
    for n in range(50):
        bench.say(Foot.LEFT, list(range(10 * n, 10 * n + 10)))

    bench.say(Foot.RIGHT, list(range(100, 150)), late_s=3.5)

    ((foot, gap),) = bench.gaps
    assert (foot, gap.missing, gap.cause) == (Foot.RIGHT, 50, GapCause.STALL)


def test_after_both_were_silent_the_next_second_simply_starts_later() -> None:
    bench = Bench()
    for first in (0, 10_000):
        for foot in Foot:
            bench.say(foot, list(range(first, first + 150)))
    bench.pair.finish()

    assert len(bench.told(Foot.LEFT)) == 300
    assert [chunk.start for chunk in bench.chunks] == [
        START + timedelta(seconds=at_s) for at_s in (0, 1, 100, 101)
    ]


def test_a_clock_that_leaps_a_night_ahead_makes_no_night_of_nothing() -> None:
    bench = Bench()
    for foot in Foot:
        bench.say(foot, list(range(50)))
    for foot in Foot:
        bench.say(foot, list(range(50, 100)), phase_s=8 * 3600.0)
    bench.pair.finish()

    assert len(bench.told(Foot.LEFT)) == 100


def test_a_sole_that_keeps_its_frames_is_waited_for_and_then_filled_in() -> None:
    bench = Bench(keeps=True)
    for foot in Foot:
        bench.say(foot, list(range(100)))
    for n in range(10, 210):
        bench.say(Foot.LEFT, list(range(10 * n, 10 * n + 10)))
    assert len(bench.chunks) == 1

    now = frame(Foot.RIGHT, 2100).at
    bench.pair.hear(Foot.RIGHT, [frame(Foot.RIGHT, 2100)], now, frame(Foot.RIGHT, 100).at)
    assert len(bench.chunks) == 1
    for n in range(100, 2100):
        waits = frame(Foot.RIGHT, n + 1).at if n < 2099 else None
        bench.pair.hear(Foot.RIGHT, [frame(Foot.RIGHT, n)], now, waits)
    bench.pair.finish()

    assert bench.forces(Foot.RIGHT) == [1.0 + n for n in range(2101)]
    assert bench.forces(Foot.LEFT) == [1.0 + n for n in range(2100)]
    assert bench.gaps == []


def test_a_sole_that_keeps_its_frames_is_not_waited_for_longer_than_half_a_minute() -> None:
    bench = Bench(keeps=True)
    for foot in Foot:
        bench.say(foot, list(range(100)))
    for n in range(10, 400):
        bench.say(Foot.LEFT, list(range(10 * n, 10 * n + 10)))

    assert len(bench.chunks) >= 39 - 1
    assert np.isnan(side(bench.chunks[-1], Foot.RIGHT).force_n).all()
    closed = bench.pair.told_until
    assert closed is not None
    assert closed >= START + timedelta(seconds=38)
