"""What any radio has to do for the collector, on rig A: the virtual radio, on simulated time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from bleak import BleakClient

from collector.simulated.ahead import run_ahead
from collector.simulated.air import new_air
from collector.simulated.live import hearing
from tests.collector.air_scenarios import (
    LEFT,
    SCENARIOS,
    Rig,
    Scenario,
    a_careless_client,
    find,
    shoe_in,
)

pytestmark = pytest.mark.radio

T = TypeVar("T")

#: Of simulated time: whoever waits for what never comes would wait for ever. [s]
LONGEST_S = 600


def on_the_virtual_radio(happens: Callable[[Rig], Awaitable[T]]) -> T:
    async def main() -> T:
        air = new_air()
        async with asyncio.timeout(LONGEST_S), hearing(air) as radio:
            return await happens(Rig(air, radio))

    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what the tests do on purpose
    return run_ahead(main())


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_on_the_virtual_radio(scenario: Scenario) -> None:
    on_the_virtual_radio(scenario)


def test_the_virtual_radio_doubles_nothing_even_for_the_careless() -> None:
    """So it takes the other rigs to see what a client on BlueZ must not forget."""
    assert on_the_virtual_radio(a_careless_client) == [10, 10, 10]


def test_a_shoe_that_left_while_it_was_connected_to_is_given_up_and_can_come_back() -> None:
    async def happens(rig: Rig) -> None:
        async with shoe_in(rig, LEFT) as shoe:
            device = await find(rig, LEFT.address)
            await shoe.leave()
            began_s = asyncio.get_running_loop().time()
            with pytest.raises(TimeoutError):
                await BleakClient(device, timeout=5.0, backend=rig.radio.client).connect()
            assert asyncio.get_running_loop().time() - began_s == pytest.approx(5.0, abs=0.1)
            shoe.come_back()

            async with BleakClient(device, backend=rig.radio.client) as client:
                assert client.is_connected

    on_the_virtual_radio(happens)


def test_a_shoe_can_be_taken_out_of_the_air_at_any_moment() -> None:
    """Even while its radio answers: waiting for that may swallow a cancellation (Python 3.11)."""

    async def taken_out_after(turns: int) -> None:
        air = new_air()
        async with hearing(air) as radio, shoe_in(Rig(air, radio), LEFT):
            for _ in range(turns):
                await asyncio.sleep(0)

    async def main() -> None:
        for turns in range(60):
            async with asyncio.timeout(60):
                await taken_out_after(turns)

    run_ahead(main())
