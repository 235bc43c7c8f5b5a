"""Commands that hear a virtual radio on simulated time, with whom one likes in the air."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from bumble.link import LocalLink

from cli import radio
from collector.radio import Radio
from collector.simulated.ahead import run_ahead
from collector.simulated.air import new_air
from collector.simulated.device import SimulatedDevice
from collector.simulated.gait import Walker
from collector.simulated.live import hearing, in_the_air

InTheAir = Callable[[LocalLink, Walker], Sequence[SimulatedDevice]]


def on_simulated_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes of a command pass in moments; nothing else about it changes."""
    monkeypatch.setattr(asyncio, "run", run_ahead)
    logging.getLogger("bumble").setLevel(logging.CRITICAL)


def put_in_the_air(monkeypatch: pytest.MonkeyPatch, who: InTheAir) -> None:
    """These sensors and no others are there."""

    @asynccontextmanager
    async def air(walker: Walker | None = None) -> AsyncIterator[Radio]:
        link = new_air()
        async with hearing(link) as heard, in_the_air(*who(link, walker or Walker())):
            yield heard

    monkeypatch.setattr(radio, "simulated_air", air)
