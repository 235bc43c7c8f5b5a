"""A simulated sole keeps what it measured, and says again what it is asked for."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from bleak.exc import BleakCharacteristicNotFoundError, BleakGATTProtocolError
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.reading import Reading, Zones
from collector.radio import Radio
from collector.simulated.gait import Walker
from collector.simulated.live import LEFT
from collector.simulated.memory import MOST_ASKS, Memory
from collector.simulated.sole import Making, SimulatedSole
from collector.sole import (
    CALIBRATION,
    FRAMES,
    MISSED,
    WRAP,
    Ask,
    FramesGone,
    SoleGain,
    ask_bytes,
    calibration_bytes,
)
from tests.collector.air_rig import Listener, connected, in_air

pytestmark = pytest.mark.radio

#: Off its zero, so that no two frames are alike.
SOLE = replace(LEFT, zero_n=3.0)


def with_sole(
    happens: Callable[[SimulatedSole, Radio], Awaitable[None]], making: Making = SOLE
) -> None:
    in_air(lambda air: SimulatedSole(air, making, Walker()), happens)


def live(listener: Listener) -> dict[int, Zones]:
    """Live frames by their count; each came once."""
    return counted([zones for zones in listener.of(Zones) if not zones.asked_for])


def asked(listener: Listener) -> dict[int, Zones]:
    """Frames that were asked for."""
    return counted([zones for zones in listener.of(Zones) if zones.asked_for])


def counted(frames: list[Zones]) -> dict[int, Zones]:
    by_count = {zones.count: zones for zones in frames}
    assert len(by_count) == len(frames)
    return by_count


def asks_for(told: Reading) -> bool:
    """Whether this is an answer."""
    return isinstance(told, FramesGone) or (isinstance(told, Zones) and told.asked_for)


def gone(listener: Listener) -> int:
    return sum(told.frames for told in listener.of(FramesGone))


def test_a_frame_that_is_asked_for_reads_as_it_was_sent() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(3)
            sent = live(listener)
            first = min(sent)
            await listener.write(MISSED, ask_bytes(Ask(first + 3, 100)))
            await asyncio.sleep(1)

            again = asked(listener)
            assert sorted(again) == list(range(first + 3, first + 103))
            assert [again[n].values for n in again] == [sent[n].values for n in again]
            assert gone(listener) == 0

    with_sole(happens)


def test_what_is_lost_in_the_air_is_held_and_what_was_never_kept_is_gone() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(1)
            sole.lose_next(2)
            await asyncio.sleep(1)
            sole.lose(10)
            await asyncio.sleep(1)
            heard = live(listener)
            missing = sorted(set(range(min(heard), max(heard))) - set(heard))
            assert len(missing) == 24
            await listener.write(MISSED, ask_bytes(Ask(missing[0], missing[-1] - missing[0] + 1)))
            await asyncio.sleep(1)

            (lost,) = listener.of(FramesGone)
            assert lost.frames == 10
            assert set(missing) - set(asked(listener)) == set(range(lost.first, lost.first + 10))

    with_sole(happens)


def test_a_sole_measures_on_while_it_is_away_and_holds_the_last_minute() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(2)
            last = max(live(listener))
        await sole.leave()
        await asyncio.sleep(90)
        sole.come_back()
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(0.5)
            newest = min(live(listener))
            missing = newest - last - 1
            await listener.write(MISSED, ask_bytes(Ask(last + 1, missing)))
            began_s = asyncio.get_running_loop().time()
            await asyncio.sleep(20)
            took_s = max(now_s for now_s, told in listener.told if asks_for(told)) - began_s

            assert missing > 9000
            assert len(asked(listener)) + gone(listener) == missing
            assert missing - 6000 <= gone(listener) <= missing - 5900
            assert sorted(asked(listener)) == list(range(newest - len(asked(listener)), newest))
            assert 10 < took_s < 20
            heard_s = [now_s for now_s, uuid, _ in listener.heard if uuid == FRAMES]
            assert max(b - a for a, b in pairwise(heard_s)) < 0.1
            assert sorted(live(listener)) == list(range(newest, max(live(listener)) + 1))

    with_sole(happens)


def test_an_ask_ends_with_its_connection() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await listener.write(MISSED, ask_bytes(Ask(0, 3000)))
            await asyncio.sleep(0.5)
            assert asked(listener)
            await sole.drop_link()
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(2)
            assert live(listener)
            assert not asked(listener)

    with_sole(happens)


def test_an_ask_that_cannot_be_taken_is_refused_and_the_others_are_answered() -> None:
    async def refused(listener: Listener, payload: bytes) -> int:
        with pytest.raises(BleakGATTProtocolError) as refusal:
            await listener.write(MISSED, payload)
        return int(refusal.value.code)

    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar", only=FRAMES) as listener:
            assert await refused(listener, ask_bytes(Ask(1, 1))) == 0xFD
        async with connected(radio, sole.address, "open-plantar") as listener:
            sole.muted = True
            for nth in range(MOST_ASKS):
                await listener.write(MISSED, ask_bytes(Ask(nth * 10, 10)))
            assert await refused(listener, ask_bytes(Ask(0, 1))) == 0x11
            assert await refused(listener, bytes(6)) == 0x13
            assert await refused(listener, bytes(5)) == 0x0D
            assert not asked(listener)
            sole.muted = False
            await asyncio.sleep(2)
            assert list(asked(listener)) == list(range(MOST_ASKS * 10))
            assert await refused(listener, bytes(7)) == 0x0D

    with_sole(happens)


def test_a_sole_that_holds_nothing_is_one_of_version_1_as_it_was() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(1)
            assert live(listener)
            for uuid in (MISSED, CALIBRATION):
                with pytest.raises(BleakCharacteristicNotFoundError):
                    await listener.write(uuid, ask_bytes(Ask(1, 1)))

    with_sole(happens, replace(SOLE, holds_s=0))


def test_a_sole_keeps_the_gain_it_is_told_and_sends_what_it_always_sent() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            assert listener.of(SoleGain) == [SoleGain(None)]
            await asyncio.sleep(1)
            before = live(listener)
            await listener.write(CALIBRATION, calibration_bytes(SoleGain(0.833, 1_772_360_880)))
            with pytest.raises(BleakGATTProtocolError, match="Not Allowed"):
                await listener.write(CALIBRATION, bytes.fromhex("b80b00000000"))
            await sole.reboot()
        async with connected(radio, sole.address, "open-plantar") as listener:
            assert listener.of(SoleGain) == [SoleGain(0.833, 1_772_360_880)]
            assert before

    with_sole(happens, replace(SOLE, calibration=SoleGain(None)))


def test_notifications_come_twice_or_in_the_wrong_order() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar", only=FRAMES) as listener:
            await asyncio.sleep(1)
            sole.swap_next()
            await asyncio.sleep(1)
            await sole.repeat()
            await asyncio.sleep(0.01)
            counts = [zones.count for zones in listener.of(Zones)][::7]
            steps = [b - a for a, b in pairwise(counts)]

            assert sorted(set(steps)) == [-7, 0, 7, 14]
            assert (steps.count(14), steps.count(-7), steps.count(0)) == (2, 1, 1)

    with_sole(happens)


def test_a_clock_that_leaps_does_so_for_what_is_measured_from_then_on() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(1)
            sole.leap(3600.0)
            await asyncio.sleep(1)
            first = min(live(listener))
            await listener.write(MISSED, ask_bytes(Ask(first, 150)))
            await asyncio.sleep(1)
            leapt = {
                kind: [n for n, one in frames.items() if (one.ticks or 0) > n * 10 + 1_000_000]
                for kind, frames in (("live", live(listener)), ("asked", asked(listener)))
            }

            assert first + 90 < min(leapt["live"]) < first + 110
            assert first + 90 < min(leapt["asked"]) < first + 110

    with_sole(happens)


def test_a_sole_that_has_been_on_for_long_counts_over_its_largest_number() -> None:
    async def happens(sole: SimulatedSole, radio: Radio) -> None:
        async with connected(radio, sole.address, "open-plantar") as listener:
            await asyncio.sleep(8)
            await listener.write(MISSED, ask_bytes(Ask(WRAP - 200, 300)))
            await asyncio.sleep(2)
            assert list(asked(listener)) == [*range(WRAP - 200, WRAP), *range(100)]

    with_sole(happens, replace(SOLE, on_for_s=WRAP / 100 - 5))


@given(
    st.integers(0, 600),
    st.lists(
        st.tuples(st.integers(0, 700), st.integers(1, 400), st.integers(0, 50), st.integers(0, 20)),
        max_size=8,
    ),
    st.lists(st.tuples(st.integers(0, 600), st.integers(1, 60)), max_size=3),
    st.integers(1, 15),
)
def test_every_frame_of_an_ask_is_answered_once_and_in_order(
    measured: int,
    rounds: list[tuple[int, int, int, int]],
    lost: list[tuple[int, int]],
    fit: int,
) -> None:
    """Asks from so far back, of so many frames, while the sole measures on and answers."""
    memory = Memory(holds=250)
    for first, frames in lost:
        memory.never_keep(range(first, first + frames))
    never_kept = {n for first, frames in lost for n in range(first, first + frames)}
    wanted: list[int] = []
    answered: list[int] = []

    def answer() -> bool:
        told = memory.answer(measured, fit)
        if isinstance(told, FramesGone):
            first = (told.first + WRAP // 2) % WRAP - WRAP // 2  # may lie before the start
            frames = range(first, first + told.frames)
            assert {n for n in frames if max(0, measured - 250) <= n < measured} <= never_kept
            answered.extend(frames)
        elif told is not None:
            assert 1 <= len(told) <= fit
            assert max(0, measured - 250) <= told.start < told.stop <= measured
            assert not never_kept.intersection(told)
            answered.extend(told)
        return told is not None

    for behind, frames, passed, answers in rounds:
        first = measured - behind
        if memory.ask(Ask(first % WRAP, frames), measured):
            wanted.extend(range(first, first + frames))
        measured += passed
        for _ in range(answers):
            answer()
    while answer():
        pass

    assert not memory.asked
    assert answered == wanted
