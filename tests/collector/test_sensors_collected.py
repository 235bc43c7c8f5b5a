"""Watches, foot pods and makers' soles over the virtual radio: no step lost or made up."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from struct import Struct
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from bumble.att import ATT_Error, ErrorCode
from bumble.link import LocalLink

from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.sensor_state import Phase
from collector.simulated.device import SimulatedDevice
from collector.simulated.foot_pod import SimulatedFootPod
from collector.simulated.gait import Activity, Block, Walker
from collector.simulated.orphe import SimulatedOrphe
from collector.simulated.sole import Making, SimulatedSole
from collector.simulated.watch import SimulatedWatch
from collector.sole import SoleGain
from plantar.measured import GapCause
from plantar.sample import Cadence, Foot, StepsTaken
from tests.collector.collecting_rig import collected, paired_as

pytestmark = pytest.mark.radio

BRUSSELS = ZoneInfo("Europe/Brussels")
ADDRESS = "F0:00:00:00:00:07"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=BRUSSELS)
EVENING = datetime(2026, 3, 2, 23, 58, tzinfo=BRUSSELS)
WALKS = Walker(script=(Block(Activity.WALK, 600.0, 120.0, 0.62, 0.4),))


def watch_at(start: datetime, **made: object):  # noqa: ANN201  a maker of watches
    def make(air: LocalLink) -> SimulatedWatch:
        loop = asyncio.get_running_loop()
        began_s = loop.time()

        def wall() -> datetime:
            return start + timedelta(seconds=loop.time() - began_s)

        return SimulatedWatch(air, WALKS, name="Watch", address=ADDRESS, wall=wall, **made)

    return make


def pod(air: LocalLink) -> SimulatedFootPod:
    return SimulatedFootPod(air, WALKS, name="Pod", address=ADDRESS)


def test_a_watch_tells_its_steps_once_each() -> None:
    told = collected("infinitime", watch_at(NOON, counter=5000), 120, start=NOON)

    assert told.steps == pytest.approx(2 * 120, abs=2 * 6)  # a word is up to 3 s old
    assert all(isinstance(one, StepsTaken) for one in told.samples)
    assert told.gaps == []
    assert told.states[-1].battery_percent == 87


def test_steps_made_out_of_reach_are_counted_when_the_watch_is_back() -> None:
    async def happens(watch: SimulatedDevice) -> None:
        await asyncio.sleep(30)
        await watch.leave()
        await asyncio.sleep(200)
        watch.come_back()

    told = collected("infinitime", watch_at(NOON), 300, happens, start=NOON)

    assert told.steps == pytest.approx(2 * 300, abs=20)
    longest = max(told.samples, key=lambda one: one.at - one.since)
    assert longest.at - longest.since > timedelta(seconds=190)


def test_yesterday_s_counter_told_again_after_midnight_is_no_step() -> None:
    told = collected(
        "infinitime", watch_at(EVENING, counter=12_000, repeats_yesterday=True), 300, start=EVENING
    )

    assert told.steps == pytest.approx(2 * 300, abs=25)
    assert max(one.steps for one in told.samples) < 60


def test_a_watch_that_starts_again_makes_no_phantom_steps() -> None:
    async def happens(watch: SimulatedDevice) -> None:
        assert isinstance(watch, SimulatedWatch)
        await asyncio.sleep(60)
        await watch.reboot()
        await asyncio.sleep(60)
        watch.show(400_000)
        await asyncio.sleep(30)
        watch.show(3)

    told = collected("infinitime", watch_at(NOON, counter=9_000), 240, happens, start=NOON)

    assert told.steps <= 2 * 240
    assert told.steps > 2 * 150
    assert max(one.steps for one in told.samples) < 60


def test_a_collector_that_starts_again_counts_what_the_watch_counted_meanwhile() -> None:
    first = collected("infinitime", watch_at(NOON, counter=100), 60, start=NOON)
    later = NOON + timedelta(seconds=600)

    second = collected(
        "infinitime", watch_at(later, counter=1100), 60, start=later, standings=first.standings
    )

    assert first.steps + second.steps == pytest.approx(1000 + 120, abs=15)


def test_the_clock_of_a_watch_is_set_by_the_runner_s() -> None:
    ahead: list[timedelta] = []
    make = watch_at(NOON, clock_off=timedelta(hours=-3))

    async def looks(device: SimulatedDevice) -> None:
        assert isinstance(device, SimulatedWatch)
        await asyncio.sleep(8)
        ahead.append(device.clock().replace(tzinfo=None) - NOON.replace(tzinfo=None))

    collected("infinitime", make, 10, looks, start=NOON)

    (shown,) = ahead
    assert abs(shown - timedelta(seconds=8)) < timedelta(seconds=1)


def test_a_foot_pod_tells_the_cadence_of_both_feet_every_second() -> None:
    told = collected("running-speed-and-cadence", pod, 60)

    assert {type(one) for one in told.samples} == {Cadence}
    assert len(told.samples) in range(57, 61)
    assert {one.cadence_spm for one in told.samples} == {120.0}
    assert told.gaps == []


def test_a_foot_pod_that_was_away_leaves_a_gap() -> None:
    async def happens(device: SimulatedDevice) -> None:
        await asyncio.sleep(20)
        await device.leave()
        await asyncio.sleep(15)
        device.come_back()

    told = collected("running-speed-and-cadence", pod, 60, happens)

    (gap,) = told.gaps
    assert gap.cause is GapCause.LINK
    assert 14 < (gap.until - gap.since).total_seconds() < 18


def test_a_pod_that_freezes_is_noticed() -> None:
    async def happens(device: SimulatedDevice) -> None:
        await asyncio.sleep(10)
        device.freeze()

    told = collected("running-speed-and-cadence", pod, 60, happens)

    assert Phase.STALLED in told.phases
    assert told.gaps[-1].cause is GapCause.LINK


@pytest.mark.parametrize("lost", [0, 40])
def test_an_orphe_sole_is_pulled_whole_whatever_the_air_swallows(lost: int) -> None:
    made: list[SimulatedOrphe] = []

    def make(air: LocalLink) -> SimulatedOrphe:
        made.append(
            SimulatedOrphe(air, WALKS, name="ORPHE", address=ADDRESS, foot=Foot.LEFT, clock=NOON)
        )
        return made[0]

    async def happens(device: SimulatedDevice) -> None:
        assert isinstance(device, SimulatedOrphe)
        await asyncio.sleep(10)
        device.lose_next(lost)
        await asyncio.sleep(10)
        await device.drop_link()

    told = collected("orphe-insole", make, 60, happens, foot=Foot.LEFT)

    assert told.gaps == []
    heard = np.concatenate([chunk.left.force_n for chunk in told.chunks])
    assert len(heard) > 200 * 50
    assert not np.isnan(heard).any()
    assert not any(chunk.in_newtons for chunk in told.chunks)
    assert (told.states[-1].tally.caught_up > 0) or not lost


def test_a_sole_that_is_calibrated_says_by_how_much() -> None:
    making = Making("Sole", ADDRESS, Foot.LEFT, calibration=SoleGain(0.83, 1_700_000_000))

    told = collected(
        "open-plantar", lambda air: SimulatedSole(air, making, WALKS), 5, foot=Foot.LEFT
    )

    assert told.gains == [("device-1", Foot.LEFT, 0.83)]


def test_what_is_no_sole_is_refused_as_one() -> None:
    told = collected("open-plantar", pod, 20, foot=Foot.LEFT)

    assert told.phases[-1] is Phase.REFUSED
    assert "has no declaration" in told.states[-1].trouble
    assert told.chunks == []


class _Locked(SimulatedSole):
    """A sole that tells its declaration to nobody it is not paired with by the system."""

    locked = True

    def _declare(self) -> bytes:
        if self.locked:
            raise ATT_Error(ErrorCode.INSUFFICIENT_AUTHENTICATION)
        return super()._declare()


def test_a_sensor_that_lets_nobody_in_is_said_to_and_tried_again() -> None:
    async def opens(device: SimulatedDevice) -> None:
        assert isinstance(device, _Locked)
        await asyncio.sleep(20)
        device.locked = False

    told = collected(
        "open-plantar",
        lambda air: _Locked(air, Making("Sole", ADDRESS, Foot.LEFT), WALKS),
        120,
        opens,
        foot=Foot.LEFT,
    )

    assert Phase.UNAUTHORISED in told.phases
    locked = next(one for one in told.states if one.phase is Phase.UNAUTHORISED)
    assert "Authentication" in (locked.trouble or "")
    assert told.phases[-2:] == [Phase.STREAMING, Phase.STOPPED]
    assert len(told.chunks) > 50


def test_a_sensor_that_speaks_another_profile_is_told_as_such_and_counts_nothing() -> None:
    watch = watch_at(NOON)

    def paired_wrongly(device: SimulatedDevice) -> tuple[PairedSensor, ...]:
        known = known_profile("infinitime")
        assert known is not None
        (listen,) = known.listen
        assert listen.frame is not None
        twice = Struct("<II")
        frame = replace(listen.frame, packed=twice, names=("steps", "more"))
        wrong = replace(known, listen=(replace(listen, frame=frame),))
        return (replace(paired_as("infinitime", device), profile=wrong),)

    told = collected("infinitime", watch, 120, start=NOON, pairs=paired_wrongly)

    assert told.samples == []
    streaming = [one for one in told.states if one.phase is Phase.STREAMING]
    assert "is it no PineTime watch" in (streaming[-1].trouble or "")
    assert streaming[-1].tally.malformed >= 20


def test_a_sole_that_tells_its_battery_and_nothing_else_was_not_heard() -> None:
    def mute(air: LocalLink) -> SimulatedSole:
        sole = SimulatedSole(air, Making("Sole", ADDRESS, Foot.LEFT), WALKS)
        sole.muted = True
        return sole

    told = collected("open-plantar", mute, 30, foot=Foot.LEFT)

    assert told.states[-1].battery_percent == 87
    assert told.states[-1].heard_at is None
    assert Phase.STALLED in told.phases
