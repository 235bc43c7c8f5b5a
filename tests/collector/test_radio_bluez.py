"""The radio on rig B: bleak's own BlueZ backend, a real D-Bus daemon, and a stand-in for BlueZ."""

import asyncio
import os
import random
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
)

if sys.platform != "linux":
    pytest.skip("BlueZ is how Linux does it", allow_module_level=True)

from collector import gatt
from collector.clock import Clock
from collector.collect import collect
from collector.link import LINK_TROUBLE
from collector.radio import Radio
from collector.sensor_state import Phase, SensorState
from collector.simulated.gait import Walker
from collector.simulated.live import in_the_air
from collector.simulated.sole import SimulatedSole
from collector.sole import FRAMES
from plantar.sample import Foot
from tests.collector.air_scenarios import (
    LEFT,
    SCENARIOS,
    Rig,
    Scenario,
    a_careless_client,
    find,
    linked,
    searching,
    shoe_in,
)
from tests.collector.bluez_air import bluez_air, bluez_standin
from tests.collector.collecting_rig import Collected, paired_as
from tests.collector.private_bus import ADDRESS, system_bus

pytestmark = [
    pytest.mark.radio,
    pytest.mark.dbus,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon"),
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_on_bluez(scenario: Scenario) -> None:
    async with bluez_air() as (air, radio):
        await scenario(Rig(air, radio))


async def test_a_client_that_is_used_again_hears_everything_twice_and_then_thrice() -> None:
    """The control of `connections_that_drop_double_nothing`: this is what bleak#2002 does."""
    async with bluez_air() as (air, radio):
        assert await a_careless_client(Rig(air, radio)) == [10, 20, 30]


async def test_the_collector_asks_for_signals_and_for_no_socket() -> None:
    """AcquireNotify makes a real bluetoothd crash: rig C shows it."""
    async with (
        bluez_standin() as (air, bluez),
        shoe_in(rig := Rig(air, Radio()), LEFT),
        searching(rig) as search,
        linked(rig, search, LEFT.address) as link,
    ):
        assert await link.listen(FRAMES)

        assert "StartNotify" in bluez.calls
        assert "AcquireNotify" not in bluez.calls


async def test_a_socket_hands_over_every_value_and_is_let_go_of() -> None:
    heard: list[bytes] = []
    async with (
        bluez_standin() as (air, bluez),
        shoe_in(rig := Rig(air, Radio()), LEFT) as shoe,
        BleakClient(await find(rig, LEFT.address)) as client,
    ):
        await client.start_notify(
            FRAMES, lambda _from, told: heard.append(bytes(told)), bluez={"use_start_notify": False}
        )
        for payload in (b"\x01", b"", bytes(104)):
            await shoe.say(payload)
        await asyncio.sleep(0.1)
        await client.stop_notify(FRAMES)
        await asyncio.sleep(0.1)

        assert heard == [b"\x01", b"", bytes(104)]
        assert "AcquireNotify" in bluez.calls
        assert not shoe._listened_to


async def test_a_program_that_listens_to_the_same_sole_makes_bluez_say_everything_twice() -> None:
    """So it is for all programs that are told by signals; counts tell the copies apart."""
    async with (
        bluez_air() as (air, radio),
        shoe_in(rig := Rig(air, radio), LEFT) as shoe,
        searching(rig) as search,
    ):
        device = await find(rig, LEFT.address)
        async with linked(rig, search, LEFT.address) as link, BleakClient(device) as other:
            await link.listen(FRAMES)
            await other.start_notify(FRAMES, lambda *_: None)
            await shoe.say(b"\x01")
            await asyncio.sleep(0.2)

            assert [one.payload for one in await link.inbox.take(1)] == [b"\x01", b"\x01"]


async def test_a_shoe_that_bluez_remembers_is_not_taken_for_one_in_the_air() -> None:
    async with bluez_air() as (air, radio), shoe_in(rig := Rig(air, radio), LEFT) as shoe:
        async with BleakClient(await find(rig, LEFT.address)) as client:
            await shoe.leave()
        assert not client.is_connected

        assert await BleakScanner.find_device_by_address(LEFT.address, timeout=0.5) is None
        shoe.come_back()
        assert await find(rig, LEFT.address)


async def test_a_shoe_that_bluez_forgot_cannot_be_connected_to() -> None:
    async with bluez_air() as (air, radio), shoe_in(rig := Rig(air, radio), LEFT) as shoe:
        device = await find(rig, LEFT.address)
        await shoe.leave()  # else a late word of it makes it known again
        await BleakClient(device).unpair()

        with pytest.raises(BleakError, match="not found"):
            await BleakClient(device).connect()


async def test_a_connection_that_takes_too_long_is_given_up() -> None:
    async with bluez_standin() as (air, bluez):
        async with shoe_in(rig := Rig(air, Radio()), LEFT) as shoe:
            device = await find(rig, LEFT.address)
            await shoe.leave()
            with pytest.raises(TimeoutError):
                await BleakClient(device, timeout=0.3).connect()
            shoe.come_back()

            async with BleakClient(await find(rig, LEFT.address)) as client:
                assert client.is_connected
        assert bluez.calls.count("Connect") == 2


async def test_a_link_that_drops_ends_the_wait_for_an_answer() -> None:
    async with (
        bluez_air() as (air, radio),
        shoe_in(rig := Rig(air, radio), LEFT) as shoe,
        searching(rig) as search,
        linked(rig, search, LEFT.address) as link,
    ):
        shoe.freeze()
        asyncio.get_running_loop().call_later(0.1, lambda: asyncio.ensure_future(shoe.drop_link()))
        with pytest.raises(LINK_TROUBLE) as told:
            await link.read(gatt.BATTERY_LEVEL)

        assert not isinstance(told.value, TimeoutError)


async def test_an_adapter_that_is_switched_off_closes_links_and_is_told_to_whoever_searches() -> (
    None
):
    told: list[BaseException | None] = []
    async with (
        bluez_standin() as (air, bluez),
        shoe_in(rig := Rig(air, Radio()), LEFT),
        searching(rig, told.append) as search,
    ):
        async with linked(rig, search, LEFT.address) as link:
            await bluez.power(on=False)
            assert await link.inbox.take(5) == []

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5), search.found(LEFT.address):
                pass
        assert isinstance(told[-1], BleakBluetoothNotAvailableError)
        assert told[-1].reason is BleakBluetoothNotAvailableReason.POWERED_OFF


async def test_a_computer_without_a_bluetooth_service_is_a_trouble_of_the_link() -> None:
    with system_bus(), pytest.raises(LINK_TROUBLE):
        await BleakScanner().start()


async def test_nothing_of_the_rig_is_left_behind() -> None:
    before, open_before = os.environ.get(ADDRESS), open_files()

    async with (
        bluez_air() as (air, radio),
        shoe_in(rig := Rig(air, radio), LEFT),
        BleakClient(await find(rig, LEFT.address)),
    ):
        assert os.environ[ADDRESS].startswith("unix:")

    assert os.environ.get(ADDRESS) == before
    assert open_files() == open_before
    assert asyncio.all_tasks() == {asyncio.current_task()}


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


async def test_an_adapter_that_is_switched_off_is_told_and_found_again_when_it_is_on() -> None:
    told, stop = Collected(), asyncio.Event()
    troubled, streaming = asyncio.Event(), asyncio.Event()

    def on_state(state: SensorState) -> None:
        told.states.append(state)
        if state.trouble:
            troubled.set()
        if state.phase is Phase.STREAMING:
            streaming.set()

    async with bluez_standin() as (air, bluez):
        await bluez.power(on=False)
        sole = SimulatedSole(air, LEFT, Walker())
        async with in_the_air(sole):
            clock = Clock(time.monotonic_ns, time.time_ns)
            collecting = asyncio.create_task(
                collect(
                    (paired_as("open-plantar", sole, Foot.LEFT),),
                    radio=Radio(),
                    clock=clock,
                    jitter=random.Random(1),  # noqa: S311  of back-offs
                    tell=replace(told.listeners(), on_state=on_state),
                    local=lambda _who, at: at,
                    day_of=lambda _who, at: at.date(),
                    standings={},
                    stop=stop,
                )
            )
            async with asyncio.timeout(20):
                await troubled.wait()
                await bluez.power(on=True)
                await streaming.wait()
            stop.set()
            await collecting

    without = next(one for one in told.states if one.trouble)
    assert without.phase is Phase.SEARCHING
    assert "adapter" in (without.trouble or "").lower()
    assert told.states[-1].trouble is None
