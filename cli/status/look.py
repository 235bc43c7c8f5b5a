"""Looks at the board, the list of sensors, the outbox and the store; nothing of them is changed."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cli.home import Home, opened_store
from cli.status.dead import CENTRE, Dead, dead_letters
from cli.status.gaps import GapsToday, gaps_today
from cli.status.seen import Collector, Seen, SensorSeen
from collector.board import Board, read_board
from collector.outbox.file import is_taken
from collector.outbox.room import Bounds
from collector.outbox.state import OutboxState, gaps_waiting, look
from collector.pairing import PairedSensor
from collector.pairing_file import paired_sensors
from plantar.errors import PlantarError
from plantar.measured import Gap
from plantar.store import Backlog, Store

T = TypeVar("T")

#: Of each sensor; None where that cannot be told.
GapsOf = Mapping[str, GapsToday | None]


class _Looking:
    """Looks at one thing after another; what cannot be looked at is noted, and the rest is."""

    def __init__(self) -> None:
        self.troubles: list[str] = []

    def at(self, look_at: Callable[[], T], otherwise: T) -> T:
        try:
            return look_at()
        except PlantarError as error:
            self.troubles.append(str(error))
            return otherwise


def seen(home: Home, now: datetime, *, simulated: bool) -> Seen:
    """How everything is doing."""
    looking = _Looking()
    board = looking.at(lambda: read_board(home.board), None)
    nobody: tuple[PairedSensor, ...] = ()
    sensors = looking.at(lambda: paired_sensors(home.folder), nobody)
    taken = looking.at(lambda: is_taken(home.outbox), False)
    state: OutboxState | None = None
    waiting: tuple[tuple[str, Gap], ...] = ()
    if home.outbox.exists():
        state = looking.at(lambda: look(home.outbox), None)
        waiting = looking.at(lambda: gaps_waiting(home.outbox), ())
    gaps: GapsOf = {}
    if sensors:
        gaps = looking.at(lambda: _gaps(home, sensors, waiting, now, simulated=simulated), {})
    figures = looking.at(lambda: _figures(home, simulated=simulated), None)
    dead: tuple[Dead, ...] | None = None
    if home.broker is not None and home.broker.user == CENTRE:
        place = home.broker
        dead = looking.at(lambda: dead_letters(place), None)
    states = {one.sensor: one for one in board.sensors} if board is not None else {}
    return Seen(
        now=now,
        simulated=simulated,
        collector=_collector(board, now, taken=taken),
        board=board,
        sensors=tuple(SensorSeen(one, states.get(one.id), gaps.get(one.id)) for one in sensors),
        outbox=state,
        outbox_most_bytes=Bounds().most_bytes,
        broker=None if home.broker is None else home.broker.url,
        figures=figures,
        dead=dead,
        troubles=tuple(looking.troubles),
    )


def _collector(board: Board | None, now: datetime, *, taken: bool) -> Collector:
    """Whoever works with the outbox is a collector; the system lets go of it however it ends."""
    if not taken:
        return Collector.NOT_RUNNING
    fresh = board is not None and board.is_fresh(now)
    return Collector.RUNNING if fresh else Collector.SILENT


def _gaps(
    home: Home,
    sensors: Sequence[PairedSensor],
    waiting: Sequence[tuple[str, Gap]],
    now: datetime,
    *,
    simulated: bool,
) -> GapsOf:
    """Of today, from the store and from what is on its way there."""
    if not _is_there(home):
        return {}
    with opened_store(simulated=simulated) as store:
        known = {runner.id: runner for runner in store.runners()}
        found: dict[str, GapsToday | None] = {}
        for sensor in sensors:
            runner = known.get(sensor.runner_id)
            if runner is None:
                found[sensor.id] = None
                continue
            since = runner.days.begins(runner.days.day_of(now))
            told = [*_stored(store, runner.id, since, now)[sensor.device]]
            told += [gap for device, gap in waiting if device == sensor.device]
            found[sensor.id] = gaps_today(told, sensor.foot, since, now)
        return found


def _is_there(home: Home) -> bool:
    """Whether there is a store; opening one that is not would make it."""
    return "://" in home.store_url or Path(home.store_url).exists()


def _figures(home: Home, *, simulated: bool) -> Backlog | None:
    if not _is_there(home):
        return None
    with opened_store(simulated=simulated) as store:
        return store.backlog()


def _stored(
    store: Store, runner_id: str, since: datetime, until: datetime
) -> Mapping[str, list[Gap]]:
    by_device: dict[str, list[Gap]] = defaultdict(list)
    for one in store.measured(runner_id, Gap, since, until):
        by_device[one.source].append(one.record)
    return by_device
