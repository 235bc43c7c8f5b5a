"""Every paired sensor, from the air to chunks of force, steps and gaps."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final, ParamSpec

from collector.clock import NS_PER_S, Anchor, Clock, counted_from_now
from collector.desk import LOOK_EVERY_S, Desk
from collector.hearing import Hearing
from collector.link_events import Began
from collector.pairing import PairedSensor, refuse_clashes
from collector.radio import Listeners, Patience, Radio
from collector.search import Search
from collector.session import Session, Surroundings

P = ParamSpec("P")

#: How often every sensor's state is told, changed or not. [s]
TELL_EVERY_S: Final = 1.0


async def collect(
    sensors: Sequence[PairedSensor],
    *,
    radio: Radio,
    clock: Clock,
    jitter: random.Random,
    tell: Listeners,
    local: Callable[[str, datetime], datetime],
    day_of: Callable[[str, datetime], date],
    standings: Mapping[str, bytes],
    stop: asyncio.Event,
    patience: Patience = Patience(),  # noqa: B008  frozen
) -> None:
    """Keep all sensors connected and hand on what they measure, until told to stop.

    The listeners are called from the event loop: what they do should be quick. A sensor that is
    not what it was paired as is refused, and the others go on; when all are refused, this ends.

    Parameters
    ----------
    local, day_of : callable
        A moment by the clock that a runner carries, and its civil day: of a runner's id and a
        moment.
    standings : mapping
        What was kept of each device's counter of steps.

    Raises
    ------
    Whatever a listener raises; all sensors are let go then.
    """
    refuse_clashes(tuple(sensors))
    clock = counted_from_now(clock)
    anchor = Anchor(clock)
    tell = _all_told(tell)
    hearings = [
        Hearing(one, anchor, partial(day_of, one.runner_id), standings.get(one.device))
        for one in sensors
    ]
    desk = Desk(tell, anchor)
    sessions: list[Session] = []

    def no_radio(trouble: BaseException | None) -> None:
        for session in sessions:
            session.no_radio(trouble)

    search = Search(radio, patience, no_radio)
    around = Surroundings(
        radio,
        patience,
        clock,
        anchor,
        jitter,
        search,
        local,
        desk.hand_on,
        tell.on_state,
        tell.on_event,
    )
    sessions += [Session(hearing, around) for hearing in hearings]
    beside = [search.keep(), _look(desk, hearings, clock), _tell(sessions)]
    try:
        for one in sensors:
            tell.on_event(one.id, Began(anchor.ahead_ns))
        await _until(stop, [session.keep() for session in sessions], beside)
        desk.finish()
    except _ListenerFailed as failed:
        raise failed.error from failed.error.__cause__


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


def _all_told(tell: Listeners) -> Listeners:
    return replace(
        tell,
        on_chunk=_told(tell.on_chunk),
        on_samples=_told(tell.on_samples),
        on_gap=_told(tell.on_gap),
        on_state=_told(tell.on_state),
        on_standing=_told(tell.on_standing),
        on_gain=_told(tell.on_gain),
        on_event=_told(tell.on_event),
    )


async def _until(
    stop: asyncio.Event,
    work: Sequence[Coroutine[Any, Any, None]],
    beside: Sequence[Coroutine[Any, Any, None]],
) -> None:
    """Do this work until told to stop, all of it ended, or some of it failed."""
    working = {asyncio.create_task(one) for one in work}
    others = {asyncio.create_task(one) for one in (*beside, _wait(stop))}
    pending = set(working)
    try:
        while pending:
            done, _ = await asyncio.wait(pending | others, return_when=asyncio.FIRST_COMPLETED)
            if done & others or any(one.exception() for one in done):
                break
            pending -= done
    finally:
        for task in (*working, *others):
            task.cancel()
        outcomes = await asyncio.gather(*working, *others, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


async def _look(desk: Desk, hearings: Sequence[Hearing], clock: Clock) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        desk.look(hearings, clock.monotonic_ns() / NS_PER_S)


async def _tell(sessions: Sequence[Session]) -> None:
    while True:
        await asyncio.sleep(TELL_EVERY_S)
        for session in sessions:
            session.publish()
