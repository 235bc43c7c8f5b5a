"""Several workers take what one collector sends, on one database; one is killed and stays away."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli import clock, wearers
from cli.taken import taken
from cli.worker import Worker
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from plantar import topics
from plantar.bundle import bundled, rows_written
from plantar.measured import SourceClass
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from processing.recompute import recompute_dirty
from tests.broker.broker_rig import Mosquitto, Process, wait_for

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

pytestmark = pytest.mark.postgres

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = (date(2026, 1, 1), date(2026, 12, 31))
NAMES = tuple(f"runner-{n}" for n in range(6))
#: Of each runner: a run of so many minutes, on so many days.
RUN_MINUTES, RUN_DAYS = 20, 30
MANY = len(NAMES) * RUN_MINUTES * RUN_DAYS


def minutes(number: int) -> list[StepMinute]:
    """What the watch of a runner tells."""
    return [
        StepMinute(
            NOON - timedelta(days=2 * day, minutes=n),
            1,
            150.0 + number + (day * n) % 13 / 3,
            60.0,
            running=True,
        )
        for day in range(RUN_DAYS)
        for n in range(RUN_MINUTES)
    ]


def make(store: Store) -> None:
    for number, name in enumerate(NAMES):
        store.add_runner(Runner(name, body_mass_kg=60.0 + number))


def a_home(folder: Path, name: str) -> Path:
    """The home of a host of its own: only the database is shared."""
    home = folder / name
    home.mkdir()
    for one in NAMES:
        wearers.add(home, wearers.Worn("pi-1", f"watch of {one}"), one)
    return home


def figures(store: Store) -> list[str]:
    """The days and the alerts computed; a number's text holds all its digits."""
    return [
        repr(
            (
                [store.days(name, kind, *DAYS) for kind in SourceClass],
                store.alert_history(name, *DAYS),
                store.episodes(name),
            )
        )
        for name in NAMES
    ]


def is_done(store: Store) -> bool:
    """Whether every minute is there, and everything that follows from it."""
    return all(
        len(store.measured(name, StepMinute, *YEAR)) == RUN_MINUTES * RUN_DAYS
        and store.state(name) is not None
        and not store.dirty(name).days
        for name in NAMES
    )


YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Outbox]:
    """An outbox in which the rows of all runners lie mixed."""
    rows = [(number, one) for number in range(len(NAMES)) for one in minutes(number)]
    random.Random(3).shuffle(rows)  # noqa: S311 - an order, and no secret
    with Outbox(tmp_path / "outbox.db") as outbox:
        for first in range(0, len(rows), 600):
            some = rows[first : first + 600]
            for number, name in enumerate(NAMES):
                told = [one for whose, one in some if whose == number]
                outbox.append(f"watch of {name}", told, now=NOON)
        yield outbox


@pytest.fixture
def alone(filled: Outbox, tmp_path: Path) -> list[str]:
    """What one worker comes to that nobody disturbs."""
    with open_store("sqlite://") as store:
        make(store)
        worker = Worker(store, a_home(tmp_path, "alone"))
        for some in bundled(filled.take(10**6)):
            worker.take([(topics.rows("pi-1"), rows_written(some))], now=clock.now())
        recompute_dirty(store, now=clock.now())
        assert is_done(store)
        return figures(store)


@pytest.mark.parametrize("many", [2, pytest.param(4, marks=pytest.mark.long)])
def test_several_workers_come_to_the_same_days_though_one_is_killed_and_stays_away(
    tmp_path: Path,
    broker: Mosquitto,
    postgres: "PrivatePostgres",
    filled: Outbox,
    alone: list[str],
    many: int,
) -> None:
    with postgres.database() as url, open_store(url) as store:
        make(store)
        workers = [Process(a_home(tmp_path, f"host-{n}"), broker, url).start() for n in range(many)]
        try:
            for one in workers:
                one.connected()
            with Post(
                broker.place("pi-1"),
                random.Random(),  # noqa: S311 - spreads reconnects
                answer_s=3.0,
                most_rows=7,
            ) as post:
                sender = Sender(filled, post.deliver, random.Random(), at_once=500)  # noqa: S311 - spreads retries
                with ThreadPoolExecutor(1) as beside:
                    drained = beside.submit(wait_for, sender.drain, "all is acknowledged")
                    wait_for(lambda: filled.state().waiting < MANY - 600, "work is under way")
                    workers[0].kill()
                    assert filled.state().waiting > 0
                    drained.result()
            wait_for(lambda: is_done(store), "every runner is computed")
        finally:
            for one in workers:
                one.stop()

        assert figures(store) == alone
        for one in workers[1:]:
            assert "Traceback" not in one.said()
            assert taken(one.home).committed > 0  # each had its share
