"""A live pair of shoes over the virtual radio: what came out is what was sent, or is told."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase as Stage
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.radio import PairedSoles, Patience, Phase
from collector.simulated.live import LivePair
from collector.simulated.sole import SimulatedSole
from plantar.errors import BadInput, SensorError
from plantar.measured import GapCause
from plantar.sample import Foot
from tests.collector.radio_rig import LEFT, RIGHT, Walk, side, walk

pytestmark = pytest.mark.radio

Happening = Callable[[SimulatedSole, float, int], Awaitable[None]]


def test_an_undisturbed_walk_comes_out_whole() -> None:
    walked = walk(20)

    for foot in Foot:
        assert_all_told(walked, foot)
        assert walked.gaps[foot] == []
        assert len(walked.heard(foot)) > 1900
        assert walked.phases(foot) == [
            Phase.SEARCHING,
            Phase.CONNECTING,
            Phase.STREAMING,
            Phase.STOPPED,
        ]


def test_the_chunks_of_a_walk_join_without_a_seam() -> None:
    walked = walk(20)

    for before, after in zip(walked.chunks, walked.chunks[1:], strict=False):
        assert abs((after.start - before.start).total_seconds() - before.duration_s) < 1e-6
    assert {len(chunk.time_s) for chunk in walked.chunks[:-1]} == {100}
    assert side(walked.chunks[0], Foot.LEFT).layout.heel_to_toe[0] < 0.1


def test_a_shoe_tells_its_model_its_firmware_and_its_battery() -> None:
    state = walk(5).last(Foot.LEFT)

    assert state.name == "Plantar sim L"
    assert (state.model, state.firmware, state.battery_percent) == ("Simulated Sole", "1.0", 87)


def test_both_feet_share_a_clock_even_when_the_shoes_clocks_drift_apart() -> None:
    walked = walk(
        150,
        left=replace(LEFT, drift_ppm=250.0),
        right=replace(RIGHT, drift_ppm=-250.0),
    )

    for foot, ppm in ((Foot.LEFT, 250.0), (Foot.RIGHT, -250.0)):
        late_s = [
            at_s - (walked.began_s[foot] + count / (100 * (1 + ppm * 1e-6)))
            for (at_s, _), (_, count) in zip(walked.heard(foot), walked.counts(foot), strict=True)
        ]
        assert max(map(abs, late_s)) < 0.025


@pytest.mark.parametrize("away_s", [0.0, 1.5, 12.0])
def test_a_link_that_drops_leaves_a_gap_and_doubles_nothing(away_s: float) -> None:
    async def trouble(live: LivePair) -> None:
        for _ in range(3):
            await asyncio.sleep(8)
            await live.left.leave()
            await asyncio.sleep(away_s)
            live.left.come_back()

    walked = walk(75, trouble)

    assert len(walked.gaps[Foot.LEFT]) == 3
    assert {gap.cause for gap in walked.gaps[Foot.LEFT]} == {GapCause.LINK}
    assert walked.gaps[Foot.RIGHT] == []
    for foot in Foot:
        assert_all_told(walked, foot)


def test_the_other_foot_goes_on_while_one_shoe_is_away() -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(5)
        await live.right.leave()

    walked = walk(30, trouble)

    assert len(walked.heard(Foot.LEFT)) > 2900
    assert np.isnan(side(walked.chunks[20], Foot.RIGHT).force_n).all()
    (gap,) = walked.gaps[Foot.RIGHT]
    assert (gap.missing, gap.cause) == (None, GapCause.LINK)
    assert 24 < (gap.until - gap.since).total_seconds() < 26


def test_a_mute_shoe_is_found_by_the_watchdog_and_connected_again() -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(5)
        live.left.muted = True
        await asyncio.sleep(12)
        live.left.muted = False

    walked = walk(40, trouble)

    assert Phase.STALLED in walked.phases(Foot.LEFT)
    assert walked.gaps[Foot.LEFT][0].cause is GapCause.STALL
    assert Phase.STALLED not in walked.phases(Foot.RIGHT)
    assert_all_told(walked, Foot.LEFT)


def test_a_link_that_died_without_a_word_is_found_by_the_probe() -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(5)
        live.left.freeze()
        await asyncio.sleep(12)
        live.left.thaw()

    walked = walk(60, trouble)

    assert Phase.STALLED in walked.phases(Foot.LEFT)
    assert walked.gaps[Foot.LEFT][0].cause is GapCause.LINK
    assert_all_told(walked, Foot.LEFT)


def test_a_shoe_that_speaks_again_when_asked_keeps_its_link() -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(5)
        live.left.freeze()
        await asyncio.sleep(7)
        live.left.thaw()

    walked = walk(30, trouble)

    assert walked.phases(Foot.LEFT)[2:] == [
        Phase.STREAMING,
        Phase.STALLED,
        Phase.STREAMING,
        Phase.STOPPED,
    ]
    assert_all_told(walked, Foot.LEFT)


def test_a_shoe_that_starts_anew_counts_from_nought_and_doubles_nothing() -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(6)
        await live.right.reboot()

    walked = walk(20, trouble)

    (gap,) = walked.gaps[Foot.RIGHT]
    assert (gap.missing, gap.cause) == (None, GapCause.DEVICE)
    assert walked.last(Foot.RIGHT).tally.reboots == 1
    counts = walked.counts(Foot.RIGHT)
    assert {boot for boot, _ in counts} == {1, 2}
    assert counts == sorted(set(counts))


def test_frames_said_twice_count_once() -> None:
    async def trouble(live: LivePair) -> None:
        for _ in range(10):
            await asyncio.sleep(0.5)
            await live.left.repeat()

    walked = walk(10, trouble)

    assert walked.last(Foot.LEFT).tally.duplicates == 70
    assert_all_told(walked, Foot.LEFT)


def test_nonsense_is_counted_and_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(2)
        for length in (0, 1, 8, 9, 40, 42, 233, 244):
            await live.left.say(b"\xff" * length)

    walked = walk(10, trouble)

    assert walked.last(Foot.LEFT).tally.malformed == 8
    assert walked.gaps[Foot.LEFT] == []
    assert_all_told(walked, Foot.LEFT)
    assert "Plantar sim L" in caplog.text
    assert LEFT.address not in caplog.text


def test_two_left_shoes_are_refused() -> None:
    with pytest.raises(SensorError, match="Plantar sim R: declares the left foot"):
        walk(20, right=replace(RIGHT, claims=Foot.LEFT))


def test_swapped_shoes_are_refused() -> None:
    with pytest.raises(SensorError, match="paired as the left"):
        walk(20, left=replace(LEFT, foot=Foot.RIGHT), right=replace(RIGHT, foot=Foot.LEFT))


def test_one_shoe_cannot_be_both() -> None:
    with pytest.raises(BadInput, match="another address"):
        PairedSoles("pair", LEFT.address, LEFT.address.lower())


def test_shoes_of_two_rates_are_refused() -> None:
    with pytest.raises(SensorError, match="the other sole at 100 Hz"):
        walk(20, right=replace(RIGHT, rate_hz=50))


def test_what_went_wrong_is_logged_by_name_and_never_by_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def trouble(live: LivePair) -> None:
        for _ in range(40):  # some of it falls into connecting
            await asyncio.sleep(0.21)
            await live.left.drop_link()

    with caplog.at_level(logging.INFO, logger="collector"):
        walk(12, trouble)

    assert "Plantar sim L: the link" in caplog.text
    assert LEFT.address not in caplog.text.upper()


def test_a_shoe_that_never_comes_is_a_gap_from_the_start() -> None:
    async def trouble(live: LivePair) -> None:
        await live.right.leave()

    walked = walk(30, trouble)

    (gap,) = walked.gaps[Foot.RIGHT]
    assert (gap.until - gap.since).total_seconds() == pytest.approx(30, abs=0.1)
    assert Phase.BACKING_OFF in walked.phases(Foot.RIGHT)
    assert len(walked.heard(Foot.LEFT)) > 2500


def test_what_a_listener_raises_comes_out_and_both_shoes_are_let_go() -> None:
    def full_disk(_chunk: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        walk(10, on_chunk=full_disk)


def test_a_reader_that_is_held_up_tells_what_it_could_not_keep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("collector.session.MOST_WAITING", 3)

    async def trouble(live: LivePair) -> None:
        await asyncio.sleep(5)
        first, live.left.muted = live.left._next, True
        await asyncio.sleep(0.5)
        sent = [live.left._send(range(n, n + 7)) for n in range(first, first + 42, 7)]
        await asyncio.gather(*sent)  # all at once, before anybody can read
        live.left._next, live.left.muted = first + 42, False

    walked = walk(12, trouble)

    assert walked.last(Foot.LEFT).tally.overflowed == 3
    assert walked.gaps[Foot.LEFT][0].missing == 21
    assert walked.gaps[Foot.LEFT][0].cause is GapCause.OVERFLOW
    assert_all_told(walked, Foot.LEFT)


async def leave(sole: SimulatedSole, seconds: float, _number: int) -> None:
    await sole.leave()
    await asyncio.sleep(seconds)
    sole.come_back()


async def fall_mute(sole: SimulatedSole, seconds: float, _number: int) -> None:
    sole.muted = True
    await asyncio.sleep(2 * seconds)
    sole.muted = False


async def freeze(sole: SimulatedSole, seconds: float, _number: int) -> None:
    sole.freeze()
    await asyncio.sleep(2 * seconds)
    sole.thaw()


async def drop(sole: SimulatedSole, _seconds: float, _number: int) -> None:
    await sole.drop_link()


async def lose(sole: SimulatedSole, _seconds: float, number: int) -> None:
    sole.lose(number)


async def repeat(sole: SimulatedSole, _seconds: float, _number: int) -> None:
    await sole.repeat()


async def say_nonsense(sole: SimulatedSole, _seconds: float, number: int) -> None:
    await sole.say(bytes(number))


happenings = st.lists(
    st.tuples(
        st.sampled_from([drop, leave, fall_mute, freeze, lose, repeat, say_nonsense]),
        st.sampled_from(list(Foot)),
        st.floats(0.05, 4.0),
        st.integers(1, 250),
    ),
    min_size=1,
    max_size=8,
)


# Shrinking would walk for minutes; the failing walk is short enough to read as it is.
@settings(max_examples=6, deadline=None, phases=[Stage.explicit, Stage.reuse, Stage.generate])
@given(happenings, st.integers(0, 2**32 - 1))
def test_whatever_happens_what_was_sent_is_what_was_heard_and_the_gaps(
    happens: list[tuple[Happening, Foot, float, int]], seed: int
) -> None:
    async def trouble(live: LivePair) -> None:
        for happening, foot, seconds, number in happens:
            await asyncio.sleep(seconds)
            await happening(live.left if foot is Foot.LEFT else live.right, seconds, number)

    walked = walk(20, trouble, seed=seed, patience=Patience(stall_s=1.5, scan_s=2.0, read_s=1.0))

    for foot in Foot:
        assert_all_told(walked, foot)


def test_a_live_pair_in_a_thread_of_its_own_stops_without_a_trace() -> None:
    """As the demo runs it: real time, every warning an error, nothing left at exit."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", IN_A_THREAD],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert ran.stderr == ""
    assert int(ran.stdout) >= 2


IN_A_THREAD = """
import asyncio, random, threading, time
from collector.clock import Clock
from collector.collect import collect
from collector.simulated.live import live_pair

enough = threading.Event()
chunks = []

def take(chunk):
    chunks.append(chunk)
    if len(chunks) == 2:
        enough.set()

async def live(ready):
    stop = asyncio.Event()
    ready(asyncio.get_running_loop(), stop)
    async with live_pair() as pair:
        await collect(
            pair.soles, radio=pair.radio, clock=Clock(time.monotonic_ns, time.time_ns),
            jitter=random.Random(), on_chunk=take, on_gap=lambda *_: None,
            on_state=lambda _: None, stop=stop,
        )

running = []
thread = threading.Thread(target=lambda: asyncio.run(live(lambda *both: running.extend(both))))
thread.start()
enough.wait(30)
loop, stop = running
loop.call_soon_threadsafe(stop.set)
thread.join(10)
assert not thread.is_alive()
print(len(chunks))
"""


def test_the_collector_loads_no_radio_until_it_is_used() -> None:
    code = "import collector, sys; print(*(m for m in ('bleak', 'bumble') if m in sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()

    assert loaded == []


def assert_all_told(walked: Walk, foot: Foot) -> None:
    """What was heard was sent, in order and once, and what is not heard is told as missing."""
    counts = walked.counts(foot)
    assert counts == sorted(set(counts))
    if counts:
        gaps = walked.gaps[foot]
        trailing = [gap for gap in gaps if gap.missing is None]
        assert len(trailing) <= 1
        assert counts[-1][1] - counts[0][1] + 1 == len(counts) + walked.missing(foot)
