"""Standing on both feet for ten seconds: the first gain of a pair of soles."""

import asyncio
from collections.abc import Callable, Mapping
from math import ceil
from typing import TYPE_CHECKING, Final

from cli.sensor import words
from cli.sensor.live_check import DRAWN_HZ
from plantar.sample import Foot

if TYPE_CHECKING:
    from rich.console import Console

    from collector.first_look import FirstLook
    from plantar.recording import Floats
    from processing.force.standing import Stood

#: Time to get up. [s]
READY_S: Final = 5
STAND_S: Final = 10
#: Frames that the radio held back come in meanwhile. [s]
LATE_S: Final = 0.5
#: How wide the bar of a foot is: both stand in a line of 80. [columns]
_BAR: Final = 12
#: So often one may try.
MOST_TRIES: Final = 3


async def stand(
    looks: Mapping[Foot, "FirstLook"],
    body_weight_n: float,
    console: "Console",
    on_ready: Callable[[], None] = lambda: None,
) -> "Stood":
    """Ask for it, count down, and judge; whoever moved may try again.

    `on_ready` is for those who do as they are told: a simulated walker.
    """
    from processing.force.standing import stood

    tries = 0
    while True:
        tries += 1
        console.print(f"\nStand on both feet, quietly, for {STAND_S} s; it begins in {READY_S} s.")
        on_ready()
        await _count_down(READY_S, "get ready", looks, console)
        since_s = asyncio.get_running_loop().time()
        await _count_down(STAND_S, "stand still", looks, console)
        await asyncio.sleep(LATE_S)
        left, right = (_frames(looks[foot], since_s) for foot in Foot)
        found = stood(left, right, STAND_S, body_weight_n)
        if found.refusal is None or tries == MOST_TRIES:
            return found
        console.print(f"That did not do: {found.refusal}. Once more.")


def _frames(look: "FirstLook", since_s: float) -> "Floats":
    import numpy as np

    rows = [(at_s - since_s, force_n) for at_s, force_n in look.forces(since_s)]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _pressing(look: "FirstLook") -> str:
    force_n = look.force_n or 0.0
    return f"{words.bar(force_n / words.FULL_N, _BAR)} {force_n:4.0f} N"


async def _count_down(
    seconds: int, doing: str, looks: Mapping[Foot, "FirstLook"], console: "Console"
) -> None:
    """Wait, and show how long it still takes, and what presses on both soles."""
    if not console.is_terminal:
        await asyncio.sleep(seconds)
        return
    loop = asyncio.get_running_loop()
    until_s = loop.time() + seconds
    with console.status(doing) as status:
        while (left_s := until_s - loop.time()) > 0:
            feet = "  ".join(f"{foot} {_pressing(looks[foot])}" for foot in Foot)
            status.update(f"{doing}: {ceil(left_s):2d} s  {feet}")
            await asyncio.sleep(min(left_s, 1 / DRAWN_HZ))
