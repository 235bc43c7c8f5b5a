"""Whatever happens to shoes, links and clocks: what was sent is what was stored, and the gaps.

PLANTAR_TEST_WALKS says how many walks, PLANTAR_TEST_SEED which; both are printed.
"""

import asyncio
import os
import random
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st

from collector.radio import Patience
from collector.simulated.sole import SimulatedSole
from plantar.sample import Foot
from tests.collector.radio_rig import (
    KEEPING_LEFT,
    KEEPING_RIGHT,
    LEFT,
    RIG_A,
    RIG_B,
    RIGHT,
    Live,
    Rig,
    assert_all_told,
    walk,
)

pytestmark = pytest.mark.radio

WALKS = int(os.environ.get("PLANTAR_TEST_WALKS", "20"))
WALKS_B = max(3, WALKS // 6)
SEED = int(os.environ.get("PLANTAR_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
#: Short, so that a walk of seconds holds many a story.
HURRIED = Patience(
    stall_s=1.5, scan_s=2.0, read_s=1.0, first_back_off_s=0.2, longest_back_off_s=1.0
)

Happening = Callable[[Live, SimulatedSole, float, int], Awaitable[None]]


async def drop(_live: Live, sole: SimulatedSole, _seconds: float, _number: int) -> None:
    await sole.drop_link()


async def leave(_live: Live, sole: SimulatedSole, seconds: float, _number: int) -> None:
    await sole.leave()
    await asyncio.sleep(seconds)
    sole.come_back()


async def fall_mute(_live: Live, sole: SimulatedSole, seconds: float, _number: int) -> None:
    sole.muted = True
    await asyncio.sleep(2 * seconds)
    sole.muted = False


async def freeze(_live: Live, sole: SimulatedSole, seconds: float, _number: int) -> None:
    sole.freeze()
    await asyncio.sleep(2 * seconds)
    sole.thaw()


async def never_send(_live: Live, sole: SimulatedSole, _seconds: float, number: int) -> None:
    sole.lose(number)


async def swallow(_live: Live, sole: SimulatedSole, _seconds: float, number: int) -> None:
    sole.lose_next(number % 40)


async def swap(_live: Live, sole: SimulatedSole, _seconds: float, _number: int) -> None:
    sole.swap_next()


async def repeat(_live: Live, sole: SimulatedSole, _seconds: float, _number: int) -> None:
    await sole.repeat()


async def say_nonsense(_live: Live, sole: SimulatedSole, _seconds: float, number: int) -> None:
    await sole.say(random.Random(number).randbytes(number))  # noqa: S311  any bytes


async def reboot(_live: Live, sole: SimulatedSole, _seconds: float, _number: int) -> None:
    await sole.reboot()


async def set_its_clock(_live: Live, sole: SimulatedSole, seconds: float, number: int) -> None:
    sole.leap(0.2 + seconds if number % 2 else -0.2 - seconds)


async def set_the_wall_clock(live: Live, _sole: SimulatedSole, seconds: float, number: int) -> None:
    live.host.set_by_s += seconds * (-1000.0 if number % 2 else 1.0)


EVERYTHING: list[Happening] = [
    drop, leave, fall_mute, freeze, never_send, swallow, swap, repeat, say_nonsense, reboot,
    set_its_clock, set_the_wall_clock,
]  # fmt: skip
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(EVERYTHING),
        st.sampled_from(list(Foot)),
        st.floats(0.05, 4.0),
        st.integers(0, 600),
    ),
    min_size=1,
    max_size=8,
)


def troubled_walk(
    happens: list[tuple[Happening, Foot, float, int]],
    *,
    keeps: tuple[bool, bool],
    jitter: int,
    seconds: float = 20.0,
    rig: Rig = RIG_A,
) -> None:
    """Walk, and hold what came out against what was sent."""

    async def trouble(live: Live) -> None:
        for happening, foot, pause_s, number in happens:
            await asyncio.sleep(pause_s)
            sole = live.left if foot is Foot.LEFT else live.right
            await happening(live, sole, pause_s, number)

    walked = walk(
        seconds,
        trouble,
        seed=jitter,
        patience=HURRIED,
        left=KEEPING_LEFT if keeps[0] else LEFT,
        right=KEEPING_RIGHT if keeps[1] else RIGHT,
        rig=rig,
    )
    for foot in Foot:
        assert_all_told(walked, foot)


def told_walks(walks: int, seconds: float, rig: Rig) -> None:
    """So many walks, each with another story."""

    # Shrinking would walk for minutes; the failing walk is short enough to read as it is.
    @seed(SEED)
    @settings(
        max_examples=walks,
        deadline=None,
        phases=[Stage.explicit, Stage.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(HAPPENINGS, st.tuples(st.booleans(), st.booleans()), st.integers(0, 2**32 - 1))
    def walk_on(
        happens: list[tuple[Happening, Foot, float, int]], keeps: tuple[bool, bool], jitter: int
    ) -> None:
        troubled_walk(happens, keeps=keeps, jitter=jitter, seconds=seconds, rig=rig)

    walk_on()


def test_whatever_happens_what_was_sent_is_what_was_stored_and_the_gaps(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with capsys.disabled():
        print(f"\n{WALKS} walks, PLANTAR_TEST_SEED={SEED}")  # noqa: T201  a failure is repeated with it

    told_walks(WALKS, 20.0, RIG_A)


@pytest.mark.dbus
def test_the_same_holds_through_bluez(capsys: pytest.CaptureFixture[str]) -> None:
    """Through bleak's own BlueZ backend, in real time: fewer walks, and shorter ones."""
    with capsys.disabled():
        print(f"\n{WALKS_B} walks through D-Bus, PLANTAR_TEST_SEED={SEED}")  # noqa: T201  the same

    told_walks(WALKS_B, 9.0, RIG_B)
