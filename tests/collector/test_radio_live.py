"""A live pair of shoes over the virtual radio: what came out is what was sent, or is told."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import numpy as np
import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason
from bumble.link import LocalLink

from collector.radio import Radio
from collector.sensor_state import Phase
from collector.simulated.ahead import run_ahead
from plantar.errors import BadInput
from plantar.measured import GapCause
from plantar.sample import Foot
from tests.collector.radio_rig import (
    KEEPING_LEFT,
    KEEPING_RIGHT,
    LEFT,
    RIGHT,
    Live,
    Rig,
    assert_all_told,
    paired,
    side,
    simulated_radio,
    walk,
)

pytestmark = pytest.mark.radio


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


def test_a_computer_that_is_slow_to_let_shoes_go_makes_no_gap_of_it() -> None:
    """BlueZ takes two seconds for it."""

    @asynccontextmanager
    async def slow() -> AsyncIterator[tuple[LocalLink, Radio]]:
        async with simulated_radio() as (air, radio):

            class Slow(radio.client):
                async def disconnect(self) -> None:
                    await asyncio.sleep(4)
                    await super().disconnect()

            yield air, Radio(radio.scanner, Slow)

    walked = walk(10, rig=Rig(slow, run_ahead))

    assert walked.gaps == {Foot.LEFT: [], Foot.RIGHT: []}
    assert walked.phases(Foot.LEFT)[-1] is Phase.STOPPED


def test_a_shoe_that_is_lost_while_the_radio_does_not_work_says_that_it_does_not() -> None:
    broken = False

    @asynccontextmanager
    async def failing() -> AsyncIterator[tuple[LocalLink, Radio]]:
        async with simulated_radio() as (air, radio):

            class Failing(radio.scanner):
                async def start(self) -> None:
                    if broken:
                        off = BleakBluetoothNotAvailableReason.POWERED_OFF
                        raise BleakBluetoothNotAvailableError("the adapter is off", off)
                    await super().start()

            yield air, Radio(Failing, radio.client)

    async def trouble(live: Live) -> None:
        nonlocal broken
        await asyncio.sleep(5)
        await live.right.leave()  # so that somebody is looked for from now on
        broken = True
        await asyncio.sleep(20)
        await live.left.drop_link()
        await asyncio.sleep(5)
        broken = False

    walked = walk(45, trouble, rig=Rig(failing, run_ahead))

    searching = [
        state.trouble or ""
        for state in walked.states
        if state.foot is Foot.LEFT and state.phase is Phase.SEARCHING
    ]
    assert any("the adapter is off" in told for told in searching)
    assert walked.phases(Foot.LEFT)[-2:] == [Phase.STREAMING, Phase.STOPPED]


def test_the_chunks_of_a_walk_join_without_a_seam() -> None:
    walked = walk(20)

    for before, after in zip(walked.chunks, walked.chunks[1:], strict=False):
        assert abs((after.start - before.start).total_seconds() - before.duration_s) < 1e-6
    assert {len(chunk.time_s) for chunk in walked.chunks[:-1]} == {100}
    assert side(walked.chunks[0], Foot.LEFT).layout.heel_to_toe[0] < 0.1


def test_a_shoe_tells_its_model_its_firmware_and_its_battery() -> None:
    state = walk(5).last(Foot.LEFT)

    assert state.name == "Plantar sim L"
    assert state.described == {"model": "Simulated Sole", "firmware": "1.0"}
    assert state.battery_percent == 87


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
    async def trouble(live: Live) -> None:
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


@pytest.mark.parametrize("away_s", [0.0, 1.5, 12.0, 25.0])
def test_a_shoe_that_holds_its_frames_loses_none_when_its_link_drops(away_s: float) -> None:
    async def trouble(live: Live) -> None:
        for _ in range(2):
            await asyncio.sleep(8)
            await live.left.leave()
            await asyncio.sleep(away_s)
            live.left.come_back()

    walked = walk(90, trouble, left=KEEPING_LEFT, right=KEEPING_RIGHT)

    assert walked.gaps == {Foot.LEFT: [], Foot.RIGHT: []}
    assert walked.last(Foot.LEFT).tally.caught_up > 0
    for foot in Foot:
        assert_all_told(walked, foot)
        counts = [count for _, count in walked.counts(foot)]
        assert counts == list(range(counts[0], counts[0] + len(counts)))
        assert len(counts) > 8800


def test_a_shoe_that_was_away_for_longer_is_waited_for_half_a_minute_and_no_more() -> None:
    async def trouble(live: Live) -> None:
        await asyncio.sleep(8)
        await live.left.leave()
        await asyncio.sleep(50)
        live.left.come_back()

    walked = walk(90, trouble, left=KEEPING_LEFT, right=KEEPING_RIGHT)

    (gap,) = walked.gaps[Foot.LEFT]
    assert gap.cause is GapCause.LINK
    assert 4900 < gap.missing < 5300
    assert walked.gaps[Foot.RIGHT] == []
    for foot in Foot:
        assert_all_told(walked, foot)


def test_notifications_that_the_air_swallowed_are_asked_for_again() -> None:
    async def trouble(live: Live) -> None:
        for _ in range(10):
            await asyncio.sleep(1.5)
            live.left.lose_next(3)

    walked = walk(25, trouble, left=KEEPING_LEFT, right=KEEPING_RIGHT)

    assert walked.last(Foot.LEFT).tally.caught_up == 210
    assert walked.gaps[Foot.LEFT] == []
    assert_all_told(walked, Foot.LEFT)


def test_the_other_foot_goes_on_while_one_shoe_is_away() -> None:
    async def trouble(live: Live) -> None:
        await asyncio.sleep(5)
        await live.right.leave()

    walked = walk(30, trouble)

    assert len(walked.heard(Foot.LEFT)) > 2900
    assert np.isnan(side(walked.chunks[20], Foot.RIGHT).force_n).all()
    (gap,) = walked.gaps[Foot.RIGHT]
    assert (gap.missing, gap.cause) == (None, GapCause.LINK)
    assert 24 < (gap.until - gap.since).total_seconds() < 26


def test_a_mute_shoe_is_found_by_the_watchdog_and_connected_again() -> None:
    async def trouble(live: Live) -> None:
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
    async def trouble(live: Live) -> None:
        await asyncio.sleep(5)
        live.left.freeze()
        await asyncio.sleep(12)
        live.left.thaw()

    walked = walk(60, trouble)

    assert Phase.STALLED in walked.phases(Foot.LEFT)
    assert walked.gaps[Foot.LEFT][0].cause is GapCause.LINK
    assert_all_told(walked, Foot.LEFT)


def test_a_shoe_that_speaks_again_when_asked_keeps_its_link() -> None:
    async def trouble(live: Live) -> None:
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
    async def trouble(live: Live) -> None:
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
    async def trouble(live: Live) -> None:
        for _ in range(10):
            await asyncio.sleep(0.5)
            await live.left.repeat()

    walked = walk(10, trouble)

    assert walked.last(Foot.LEFT).tally.duplicates == 70
    assert_all_told(walked, Foot.LEFT)


def test_nonsense_is_counted_and_passed_over(caplog: pytest.LogCaptureFixture) -> None:
    async def trouble(live: Live) -> None:
        await asyncio.sleep(2)
        for length in (0, 1, 8, 9, 40, 42, 233, 244):
            await live.left.say(b"\xff" * length)

    walked = walk(10, trouble)

    assert walked.last(Foot.LEFT).tally.malformed == 8
    assert walked.gaps[Foot.LEFT] == []
    assert_all_told(walked, Foot.LEFT)
    assert "Plantar sim L" in caplog.text
    assert LEFT.address not in caplog.text


def test_two_left_shoes_are_refused_and_the_true_one_goes_on() -> None:
    walked = walk(20, right=replace(RIGHT, claims=Foot.LEFT))

    refused = walked.last(Foot.RIGHT)
    assert refused.phase is Phase.REFUSED
    assert "Plantar sim R: declares the left foot, paired as the right one" in refused.trouble
    assert walked.phases(Foot.RIGHT).count(Phase.CONNECTING) == 1
    assert len(walked.heard(Foot.LEFT)) > 1900
    assert walked.heard(Foot.RIGHT) == []


def test_swapped_shoes_are_refused_both_and_that_ends_it() -> None:
    left, right = replace(LEFT, foot=Foot.RIGHT), replace(RIGHT, foot=Foot.LEFT)
    walked = walk(20, left=left, right=right)

    assert {walked.last(foot).phase for foot in Foot} == {Phase.REFUSED}
    assert walked.chunks == []


def test_one_shoe_cannot_be_both() -> None:
    with pytest.raises(BadInput, match="paired once"):
        walk(20, right=replace(RIGHT, address=LEFT.address.lower()))


def test_two_shoes_cannot_be_paired_for_one_foot() -> None:
    twice = replace(paired(RIGHT, Foot.LEFT), id="sole-other")

    with pytest.raises(BadInput, match="one sensor for each foot"):
        walk(20, sensors=(paired(LEFT), twice))


def test_shoes_of_two_rates_are_refused() -> None:
    walked = walk(20, right=replace(RIGHT, rate_hz=50))

    (refused,) = [foot for foot in Foot if walked.last(foot).phase is Phase.REFUSED]
    assert "measures at" in walked.last(refused).trouble
    assert len(walked.heard(refused.other)) > 900


def test_what_went_wrong_is_logged_by_name_and_never_by_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def trouble(live: Live) -> None:
        for _ in range(40):  # some of it falls into connecting
            await asyncio.sleep(0.21)
            await live.left.drop_link()

    with caplog.at_level(logging.INFO, logger="collector"):
        walk(12, trouble)

    assert "Plantar sim L: the link" in caplog.text
    assert LEFT.address not in caplog.text.upper()


def test_a_shoe_that_never_comes_is_a_gap_from_the_start() -> None:
    async def trouble(live: Live) -> None:
        await live.right.leave()

    walked = walk(30, trouble)

    (gap,) = walked.gaps[Foot.RIGHT]
    assert (gap.until - gap.since).total_seconds() == pytest.approx(30, abs=0.1)
    assert walked.phases(Foot.RIGHT) == [Phase.SEARCHING, Phase.STOPPED]
    assert len(walked.heard(Foot.LEFT)) > 2900


def test_what_a_listener_raises_comes_out_and_both_shoes_are_let_go() -> None:
    def full_disk(_chunk: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        walk(10, on_chunk=full_disk)


def test_a_reader_that_is_held_up_tells_what_it_could_not_keep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("collector.session.MOST_WAITING", 3)

    async def trouble(live: Live) -> None:
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


@pytest.mark.parametrize(
    ("phase", "turns"),
    [(Phase.SEARCHING, 70), (Phase.CONNECTING, 12), (Phase.STALLED, 12), (Phase.BACKING_OFF, 12)],
)
def test_whenever_it_is_told_to_stop_it_stops(phase: Phase, turns: int) -> None:
    """At every step of a search, a connection and a silence, some of which swallow it."""

    async def trouble(live: Live) -> None:
        await asyncio.sleep(1.0)
        live.left.muted = True

    for turn in range(turns):
        walked = walk(60, trouble, ends=(phase, turn))

        assert {walked.phases(foot)[-1] for foot in Foot} == {Phase.STOPPED}


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
from collector.radio import Listeners
from collector.simulated.live import live_pair
from tests.collector.radio_rig import LEFT, RIGHT, day_of, local, paired

enough = threading.Event()
chunks = []

def take(_device, chunk):
    chunks.append(chunk)
    if len(chunks) == 2:
        enough.set()

async def live(ready):
    stop = asyncio.Event()
    ready(asyncio.get_running_loop(), stop)
    tell = Listeners(take, lambda *_: None, lambda *_: None, lambda _: None)
    async with live_pair() as pair:
        await collect(
            (paired(LEFT), paired(RIGHT)), radio=pair.radio,
            clock=Clock(time.monotonic_ns, time.time_ns), jitter=random.Random(), tell=tell,
            local=local, day_of=day_of, standings={}, stop=stop,
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
