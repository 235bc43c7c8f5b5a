"""A pair of soles, from the air to chunks of force."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, ParamSpec

from collector.clock import Anchor, Clock
from collector.pair import Pair
from collector.radio import Listeners, PairedSoles, Patience, Radio, SoleState
from collector.session import Session, Surroundings
from collector.sole import Declaration, declaration_bytes
from plantar.errors import SensorError
from plantar.measured import Gap
from plantar.recording import ForceRecording
from plantar.sample import Foot

P = ParamSpec("P")

#: How often chunks that wait for a silent sole are looked at. [s]
LOOK_EVERY_S = 0.25


class _Joining:
    """The pair, made when the first of its soles says at what rate it measures."""

    def __init__(self, soles: PairedSoles, tell: Listeners) -> None:
        self._soles = soles
        self._tell = tell
        self._rate_hz = 0
        self.pair: Pair | None = None

    def join(self, name: str, declaration: Declaration) -> Pair:
        """A sole joins its pair; refused when the two measure at different rates."""
        if self.pair is None:
            self._rate_hz = declaration.rate_hz
            self.pair = Pair(
                self._soles.name, self._rate_hz, self._tell.on_chunk, self._tell.on_gap
            )
        if declaration.rate_hz != self._rate_hz:
            cause = f"measures at {declaration.rate_hz} Hz, the other sole at {self._rate_hz} Hz"
            raise SensorError(name, cause, declaration_bytes(declaration))
        self.pair.join(declaration.foot, declaration.layout)
        return self.pair


class _ListenerFailed(Exception):
    """A listener raised; whatever its class, that is no trouble of the radio's."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


def _told(listener: Callable[P, None]) -> Callable[P, None]:
    def tell(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            listener(*args, **kwargs)
        except Exception as error:
            raise _ListenerFailed(error) from error

    return tell


async def collect(
    soles: PairedSoles,
    *,
    radio: Radio,
    clock: Clock,
    jitter: random.Random,
    on_chunk: Callable[[ForceRecording], None],
    on_gap: Callable[[Foot, Gap], None],
    on_state: Callable[[SoleState], None],
    stop: asyncio.Event,
    patience: Patience = Patience(),  # noqa: B008  frozen
) -> None:
    """Keep both soles connected and hand on what they measure, until told to stop.

    The three listeners are called from the event loop: what they do should be quick.

    Raises
    ------
    SensorError
        A sole is not what it was paired as: no such sole, the wrong foot, or another rate than the
        other one. Whatever a listener raises comes out too. Either way both soles are let go.
    """
    tell = Listeners(_told(on_chunk), _told(on_gap), _told(on_state))
    anchor = Anchor(clock)
    joining = _Joining(soles, tell)
    around = Surroundings(
        soles, radio, patience, clock, anchor, jitter, asyncio.Lock(), joining.join, tell
    )
    try:
        await _until(
            stop, [*(Session(foot, around).keep() for foot in Foot), _look(joining, anchor)]
        )
        if joining.pair is not None:
            joining.pair.finish()
    except _ListenerFailed as failed:
        raise failed.error from failed.error.__cause__


async def _until(stop: asyncio.Event, work: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Do all this work until told to stop, or until one of it fails."""
    tasks = [asyncio.create_task(one) for one in work]
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({*tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (*tasks, stopping):
            task.cancel()
        outcomes = await asyncio.gather(*tasks, stopping, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


async def _look(joining: _Joining, anchor: Anchor) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        if joining.pair is not None:
            joining.pair.advance(anchor.now())
