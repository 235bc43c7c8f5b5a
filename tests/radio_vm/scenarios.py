"""Runs inside the virtual machine: plays every scenario on the real kernel, and says how it went.

The kernel takes bumble's virtual controller for a Bluetooth adapter; the shoes hang in the same
air, in this process. Everything between is real: kernel, bluetoothd, D-Bus, bleak, the collector.
"""

import asyncio
import logging
import re
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from collector.radio import Patience
from collector.sensor_state import Phase
from collector.simulated.ahead import A_MORNING
from collector.sole import FRAMES
from plantar.measured import GapCause
from plantar.sample import Foot
from tests.collector.air_scenarios import (
    LEFT,
    SCENARIOS,
    Rig,
    Scenario,
    a_careless_client,
    linked,
    searching,
    shoe_in,
)
from tests.collector.radio_rig import KEEPING_LEFT, KEEPING_RIGHT, Live, Walk, assert_all_told, walk
from tests.collector.radio_rig import Rig as WhereTheyWalk
from tests.radio_vm.kernel_host import kernel_air

RIG_C: Final = WhereTheyWalk(kernel_air, asyncio.run)
PATIENCE: Final = Patience(stall_s=3.0, read_s=5.0, first_back_off_s=0.5, longest_back_off_s=2.0)
#: An undisturbed walk. [s]
WALK_S: Final = 20.0
#: One scenario, on an emulated processor. [s]
LONGEST_S: Final = 120.0


def on_the_kernel(scenario: Scenario) -> str:
    """Play a scenario that is written for any radio."""

    async def main() -> str:
        async with asyncio.timeout(LONGEST_S), kernel_air() as (air, radio):
            return await scenario(Rig(air, radio, quiet_s=1.0, frames=300))

    return asyncio.run(main())


async def the_control_doubles(rig: Rig) -> str:
    """If this no longer doubles, the connections that drop show nothing."""
    heard = await a_careless_client(rig)
    assert heard == [10, 20, 30], heard
    return f"of 10 said on each of 3 connections, {heard} heard by one client used again"


async def twenty_connections_end_either_way(rig: Rig) -> str:
    """The shoe drops the link, or the collector lets it go: both again and again."""
    async with shoe_in(rig, LEFT) as shoe, searching(rig) as search:
        for n in range(20):
            async with linked(rig, search, LEFT.address) as link:
                assert await link.listen(FRAMES)
                await shoe.say(b"once")
                heard = [one.payload for one in await link.inbox.take(10)]
                assert heard == [b"once"], heard
                if n % 2:
                    await shoe.drop_link()
                    assert await link.inbox.take(10) == []
    return "one notification on each of 20 connections, heard once each"


def bluetoothd_never_crashed() -> str:
    """What a collector asks of it must not bring it down; it is started again when it does."""
    ended = Path("/run/bluetoothd-ended")
    crashes = ended.read_text("utf-8").splitlines() if ended.exists() else []
    assert not crashes, crashes
    return "it still is the one that was started first"


def an_undisturbed_walk_comes_out_whole() -> str:
    """Two soles at 100 Hz, through `collect`."""
    walked = walk(WALK_S, patience=PATIENCE, rig=RIG_C)
    stopped = A_MORNING + timedelta(seconds=WALK_S)
    for foot in Foot:
        assert_all_told(walked, foot)
        # BlueZ takes two seconds to let a device go, in which nothing is heard any more.
        assert [gap for gap in walked.gaps[foot] if gap.until < stopped] == []
        assert len(walked.heard(foot)) > 1_000
    return f"{_frames(walked)}, no gap while they walked"


def what_is_lost_is_told() -> str:
    """Soles without a memory: a link that drops, a shoe that leaves, one that falls mute."""
    walked = walk(40.0, _trouble, patience=PATIENCE, rig=RIG_C)
    for foot in Foot:
        assert_all_told(walked, foot)
    assert {gap.cause for gap in walked.gaps[Foot.LEFT]} == {GapCause.LINK}
    assert Phase.STALLED in walked.phases(Foot.RIGHT)
    return f"{_frames(walked)}; {_missing(walked)} told missing, and no other is"


def what_was_missed_is_asked_for() -> str:
    """The same with soles that hold their last minute."""
    walked = walk(
        60.0, _trouble, left=KEEPING_LEFT, right=KEEPING_RIGHT, patience=PATIENCE, rig=RIG_C
    )
    for foot in Foot:
        assert_all_told(walked, foot)
        assert walked.last(foot).tally.caught_up
    caught_up = {foot.value: walked.last(foot).tally.caught_up for foot in Foot}
    return f"{_frames(walked)}, of which {caught_up} asked for later; {_missing(walked)} missing"


async def _trouble(live: Live) -> None:
    await asyncio.gather(live.left.subscribed.wait(), live.right.subscribed.wait())
    await asyncio.sleep(5)
    await live.left.drop_link()
    await asyncio.sleep(6)
    live.right.freeze()
    await live.left.leave()
    await asyncio.sleep(4)
    live.left.come_back()
    await asyncio.sleep(6)
    live.right.thaw()


def _frames(walked: Walk) -> str:
    return " and ".join(f"{len(walked.heard(foot))} {foot} frames" for foot in Foot)


def _missing(walked: Walk) -> dict[str, int]:
    return {foot.value: walked.missing(foot) for foot in Foot}


def everything() -> dict[str, Callable[[], str]]:
    """All that can be played, by name, in order."""
    for_any_radio = (*SCENARIOS, the_control_doubles, twenty_connections_end_either_way)
    walks = (
        an_undisturbed_walk_comes_out_whole,
        what_is_lost_is_told,
        what_was_missed_is_asked_for,
        bluetoothd_never_crashed,
    )
    return {
        **{scenario.__name__: partial(on_the_kernel, scenario) for scenario in for_any_radio},
        **{one.__name__: one for one in walks},
    }


def passes(name: str, play: Callable[[], str]) -> bool:
    """Play one, and say how it went."""
    name, began_s = name.replace("_", " "), time.monotonic()
    try:
        told = play()
    except Exception as error:  # noqa: BLE001  the next one still has to be played
        traceback.print_exc()  # goes to the machine's console
        print(f"FAILED  {name}: {error!r} ({time.monotonic() - began_s:.1f} s)")
        return False
    print(f"ok      {name}: {told} ({time.monotonic() - began_s:.1f} s)")
    return True


def main(cmdline: str) -> int:
    """Play those that were asked for; 0 when all of them passed."""
    logging.getLogger("bumble").setLevel(logging.CRITICAL)  # it logs what is done on purpose
    only = re.search(r"plantar\.only=(\S+)", cmdline)
    word = only[1] if only else ""
    played: Sequence[bool] = [
        passes(name, play) for name, play in everything().items() if word in name
    ]
    passed = sum(played)
    print(f"{len(played)} scenarios played, {passed} passed, {len(played) - passed} failed")
    return int(passed < len(played) or not played)


if __name__ == "__main__":
    sys.exit(main(Path("/proc/cmdline").read_text("ascii")))
