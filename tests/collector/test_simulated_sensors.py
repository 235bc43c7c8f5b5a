"""A simulated foot pod, watch and ORPHE INSOLE say what real ones say, traps included."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from bleak import BleakScanner
from bleak.exc import BleakGATTProtocolError

from collector.decoding.reading import (
    ChargeLevel,
    Described,
    Held,
    NotHeld,
    Pace,
    SensorTime,
    StepCount,
    Zones,
)
from collector.decoding.standard import current_time_bytes
from collector.fifo import (
    ASK_HELD,
    FORGET_ALL,
    INFORMATION,
    READ_FIFO,
    RING,
    STOP_WATCHING,
    WATCH,
    Pull,
    Stretch,
    heard,
    request,
    to_ask,
    told_held,
    told_not_held,
)
from collector.radio import Radio
from collector.simulated import live as simulated
from collector.simulated.ahead import run_ahead
from collector.simulated.foot_pod import SimulatedFootPod
from collector.simulated.gait import Activity, Block, Walker
from collector.simulated.live import live_air
from collector.simulated.orphe import SimulatedOrphe
from collector.simulated.watch import CURRENT_TIME, SimulatedWatch
from plantar.sample import Foot
from tests.collector.air_rig import Listener, connected, in_air

pytestmark = pytest.mark.radio

ADDRESS = "F0:00:00:00:00:05"
WALKING = (Block(Activity.WALK, 60.0, 110.0, 0.63, 0.40, speed_mps=1.32),)


# A foot pod


def with_pod(
    happens: Callable[[SimulatedFootPod, Radio], Awaitable[None]], walker: Walker | None = None
) -> None:
    in_air(
        lambda air: SimulatedFootPod(air, walker or Walker(), name="pod", address=ADDRESS), happens
    )


def test_a_foot_pod_tells_once_a_second_how_the_walker_goes() -> None:
    walker = Walker()

    async def happens(pod: SimulatedFootPod, radio: Radio) -> None:
        async with connected(radio, pod.address, "running-speed-and-cadence") as listener:
            await asyncio.sleep(walker.round_s)
            told = [(at_s, pace) for at_s, pace in listener.told if isinstance(pace, Pace)]

            assert len(told) == pytest.approx(walker.round_s, abs=1)
            for at_s, pace in told:
                block = walker.block(at_s)
                assert pace.cadence_spm == pytest.approx(block.cadence_spm, abs=1)
                assert pace.speed_mps == pytest.approx(block.speed_mps, abs=0.01)
                assert pace.running == (block.activity is Activity.RUN)
            assert {pace.per_min for _, pace in told} == {55, 0, 82, 53}

    with_pod(happens, walker)


def test_a_foot_pod_leaves_comes_back_and_falls_mute() -> None:
    async def happens(pod: SimulatedFootPod, radio: Radio) -> None:
        async with connected(radio, pod.address, "running-speed-and-cadence") as listener:
            await asyncio.sleep(3.5)
            before = len(listener.told)
            pod.muted = True
            await asyncio.sleep(3)
            assert len(listener.told) == before
            pod.muted = False
            await asyncio.sleep(3)
            assert len(listener.told) == before + 3
            await pod.leave()
            await asyncio.sleep(0.1)
            assert not listener.client.is_connected
        gone = await BleakScanner.find_device_by_address(pod.address, 3.0, backend=radio.scanner)
        assert gone is None
        pod.come_back()
        async with connected(radio, pod.address, "running-speed-and-cadence") as listener:
            await asyncio.sleep(2)
            assert listener.told

    with_pod(happens)


def test_two_soles_and_a_foot_pod_are_in_the_air_under_the_same_addresses_every_time() -> None:
    async def main() -> dict[str, str | None]:
        async with live_air() as live:
            found = await BleakScanner.discover(2.0, backend=live.radio.scanner)
            async with connected(live.radio, live.left.address, "battery") as battery:
                assert battery.of(ChargeLevel) == [ChargeLevel(87)]
            async with connected(live.radio, live.pod.address, "device-information") as described:
                assert Described("model", "Simulated Foot Pod") in described.of(Described)
        return {device.address: device.name for device in found}

    assert run_ahead(main()) == {
        "F0:00:00:00:00:01": "Plantar sim L",
        "F0:00:00:00:00:02": "Plantar sim R",
        "F0:00:00:00:00:03": "Plantar sim pod",
    }
    assert simulated.POD_ADDRESS == "F0:00:00:00:00:03"


# A watch


def with_watch(
    happens: Callable[[SimulatedWatch, Radio], Awaitable[None]],
    *,
    at: str,
    ahead: timedelta = timedelta(),
    counter: int = 0,
    repeats_yesterday: bool = False,
) -> None:
    """A watch in the air at this time of a day, on the wrist of somebody who walks."""
    begins = datetime.fromisoformat(f"2026-03-02T{at}")

    def make(air: object) -> SimulatedWatch:
        loop = asyncio.get_running_loop()
        return SimulatedWatch(
            air,
            Walker(script=WALKING),
            name="watch",
            address=ADDRESS,
            wall=lambda: begins + timedelta(seconds=loop.time()),
            clock_off=ahead,
            counter=counter,
            repeats_yesterday=repeats_yesterday,
        )

    in_air(make, happens)


def counts(listener: Listener) -> list[int]:
    return [count.raw for count in listener.of(StepCount) if isinstance(count, StepCount)]


def test_a_watch_tells_its_counter_when_it_has_gone_up() -> None:
    async def happens(watch: SimulatedWatch, radio: Radio) -> None:
        async with connected(radio, watch.address, "infinitime") as listener:
            await asyncio.sleep(59)
            told = counts(listener)
            assert 1000 < told[0] < 1010
            assert all(4 <= b - a <= 7 for a, b in pairwise(told))
            assert 1100 < told[-1] <= watch.counter <= 1110

    with_watch(happens, at="09:00:00", counter=1000)


@pytest.mark.parametrize("repeats_yesterday", [False, True])
def test_a_counter_begins_anew_at_midnight_and_may_be_told_once_more_as_it_was(
    repeats_yesterday: bool,  # noqa: FBT001  a case
) -> None:
    async def happens(watch: SimulatedWatch, radio: Radio) -> None:
        async with connected(radio, watch.address, "infinitime") as listener:
            await asyncio.sleep(20)
            before = [raw for raw in counts(listener) if raw >= 1000]
            await asyncio.sleep(20)
            after = counts(listener)[len(before) :]
            if repeats_yesterday:
                assert before[-1] <= after.pop(0) <= before[-1] + 20
            assert after[0] < 10
            assert after == sorted(after)
            assert after[-1] < 40

    with_watch(happens, at="23:59:40", counter=1000, repeats_yesterday=repeats_yesterday)


def test_a_watch_that_starts_again_or_falls_shows_less_than_before() -> None:
    async def happens(watch: SimulatedWatch, radio: Radio) -> None:
        async with connected(radio, watch.address, "infinitime") as listener:
            await asyncio.sleep(10)
            watch.show(watch.counter - 15)
            await asyncio.sleep(5)
            told = counts(listener)
            assert min(b - a for a, b in pairwise(told)) < -4
            await watch.reboot()
        async with connected(radio, watch.address, "infinitime") as listener:
            await asyncio.sleep(10)
            assert max(counts(listener)) < 30

    with_watch(happens, at="09:00:00", counter=1000)


def test_a_watch_whose_clock_is_wrong_can_be_set_and_then_has_its_midnight_in_time() -> None:
    async def happens(watch: SimulatedWatch, radio: Radio) -> None:
        async with connected(radio, watch.address, "current-time") as listener:
            assert listener.of(SensorTime) == [SensorTime(2026, 3, 3, 0, 29, pytest.approx(30, 2))]
            now = datetime.fromisoformat("2026-03-02T23:59:32")
            time = SensorTime(now.year, now.month, now.day, now.hour, now.minute, now.second)
            await listener.write(CURRENT_TIME, current_time_bytes(time, now.isoweekday()))
            for payload, code in ((bytes(9), 0x0D), (bytes([0xEA, 7, 13, 1, *[0] * 6]), 0x13)):
                with pytest.raises(BleakGATTProtocolError) as refusal:
                    await listener.write(CURRENT_TIME, payload)
                assert int(refusal.value.code) == code
            assert abs(watch.clock() - now) < timedelta(seconds=1)
        watch.show(5000)
        await asyncio.sleep(60)
        assert watch.counter < 100

    with_watch(happens, at="23:59:30", ahead=timedelta(minutes=30))


# An ORPHE INSOLE


def with_orphe(
    happens: Callable[[SimulatedOrphe, Radio], Awaitable[None]], serial: int = 0
) -> None:
    in_air(
        lambda air: SimulatedOrphe(
            air,
            Walker(script=WALKING),
            name="INS000",
            address=ADDRESS,
            foot=Foot.LEFT,
            clock=datetime(2026, 3, 2, 23, 59, 50),  # noqa: DTZ001  a sole knows no zone
            serial=serial,
        ),
        happens,
    )


def zones(listener: Listener) -> list[Zones]:
    return [one for one in listener.of(Zones) if isinstance(one, Zones)]


def test_an_orphe_sole_sends_what_it_measures_until_it_is_told_to_wait() -> None:
    async def happens(sole: SimulatedOrphe, radio: Radio) -> None:
        async with connected(radio, sole.address, "orphe-insole") as listener:
            await asyncio.sleep(20)
            told = zones(listener)
            counted = [one.count for one in told]
            ticks = [one.ticks for one in told]
            assert len(told) == pytest.approx(2000, abs=10)
            assert counted == list(range(counted[0], counted[0] + len(counted)))
            assert {(b - a) % 86_400_000 for a, b in pairwise(ticks)} == {10}
            assert min(ticks) < 10
            assert max(ticks) > 86_399_980
            assert max(max(one.values) for one in told) > 500
            await listener.write(INFORMATION, READ_FIFO)
            await asyncio.sleep(0.1)
            told_until_then = len(zones(listener))
            await asyncio.sleep(5)
            assert len(zones(listener)) == told_until_then

    with_orphe(happens)


def test_an_orphe_sole_holds_its_last_half_minute_and_says_what_it_no_longer_has() -> None:
    async def happens(sole: SimulatedOrphe, radio: Radio) -> None:
        async with connected(radio, sole.address, "orphe-insole") as listener:
            for command in (READ_FIFO, STOP_WATCHING, FORGET_ALL, WATCH):
                await listener.write(INFORMATION, command)
            await asyncio.sleep(2)
            assert zones(listener) == []
        await sole.leave()
        await asyncio.sleep(60)
        sole.come_back()
        async with connected(radio, sole.address, "orphe-insole") as listener:
            await listener.write(INFORMATION, READ_FIFO)
            await listener.write(INFORMATION, ASK_HELD)
            await asyncio.sleep(0.2)
            (held,) = listener.of(Held)
            assert isinstance(held, Held)
            assert held.packets == RING
            oldest = held.newest - RING + 1
            listener.told.clear()
            asked = (Stretch(oldest - 500, 450), Stretch(held.newest - 9, 10))
            await listener.write(INFORMATION, request(asked))
            await asyncio.sleep(1)
            assert listener.of(NotHeld) == [NotHeld(oldest - 500, 450)]
            pulled = [one.count for one in zones(listener)]
            assert pulled == list(range(4 * (held.newest - 9), 4 * (held.newest + 1)))
            assert all(one.asked_for for one in zones(listener))
            with pytest.raises(BleakGATTProtocolError):
                await listener.write(INFORMATION, b"\x0b\x07")

    with_orphe(happens)


class Puller:
    """Asks an ORPHE INSOLE for its packets, as `collector.fifo` plans it."""

    def __init__(self) -> None:
        self.pull = Pull()
        self.serials: list[int] = []  # in the order in which they came

    async def ask(self, listener: Listener, seconds: float) -> None:
        """Ask for as many packets as come in about this time, and take them."""
        await listener.write(INFORMATION, ASK_HELD)
        if stretches := to_ask(self.pull):
            await listener.write(INFORMATION, request(stretches))
        await asyncio.sleep(seconds)
        for _, told in listener.told:
            if isinstance(told, Held):
                self.pull = told_held(self.pull, told)
            elif isinstance(told, NotHeld):
                self.pull = told_not_held(self.pull, told)
            elif isinstance(told, Zones) and told.ticks is not None and told.count is not None:
                new, self.pull = heard(self.pull, told.count // 4)
                self.serials += [told.count // 4] * new
        listener.told.clear()


def test_the_planner_hears_every_packet_once_though_some_are_lost_and_the_sole_is_away() -> None:
    """Through the largest serial number, and 8 s out of reach."""

    async def happens(sole: SimulatedOrphe, radio: Radio) -> None:
        puller = Puller()
        for rounds in (7, 7):
            async with connected(radio, sole.address, "orphe-insole") as listener:
                for command in (READ_FIFO, WATCH):
                    await listener.write(INFORMATION, command)
                listener.told.clear()
                for nth in range(rounds):
                    asyncio.get_running_loop().call_later(1.0, sole.lose_next, nth)
                    await puller.ask(listener, 3.5)
            await sole.leave()
            await asyncio.sleep(8)
            sole.come_back()

        pull = puller.pull
        assert pull.newest is not None
        assert pull.lost == 0
        unwrapped = [65_000 + (serial - 65_000) % 65_536 for serial in puller.serials]
        assert len(set(unwrapped)) == len(unwrapped) > 2000
        assert {*unwrapped, *pull.awaited} == set(range(min(unwrapped), pull.newest + 1))
        assert max(unwrapped) > max(puller.serials) == 65_535

    with_orphe(happens, serial=65_000)


def test_an_orphe_sole_that_starts_again_holds_nothing_and_does_not_watch() -> None:
    async def happens(sole: SimulatedOrphe, radio: Radio) -> None:
        async with connected(radio, sole.address, "orphe-insole") as listener:
            await listener.write(INFORMATION, WATCH)
            await asyncio.sleep(2)
            assert len(sole.ring) > 90
            await sole.reboot()
        async with connected(radio, sole.address, "orphe-insole") as listener:
            await listener.write(INFORMATION, ASK_HELD)
            await asyncio.sleep(2)
            (held,) = listener.of(Held)
            assert isinstance(held, Held)
            assert held.packets == 0
            assert max(one.count or 0 for one in zones(listener)) < 500

    with_orphe(happens, serial=40_000)
