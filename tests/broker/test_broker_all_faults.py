"""Everything is killed in one run, the database too: each minute arrives, once, as it was."""

import signal
import sqlite3
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.engine import make_url

from collector.outbox.state import look
from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.broker.broker_rig import Mosquitto, Process, expected, stored, wait_for
from tests.broker.feeds import fed, feeding
from tests.collector.outbox_children import REVISIONS, RUNNER, SAID

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing there is like SIGKILL")

#: Longer than a sender waits after a few failures on end. [s]
PATIENCE_S = 180.0
#: Shorter and longer than a store waits for a database that another one writes to. [s]
A_MOMENT_S, LONG_S = 1.5, 12.0


class Place(ABC):
    """Where the store of the centre lies, and what may happen to it."""

    url: str

    @abstractmethod
    def rows(self) -> int:
        """How many rows there are, however many of them count; -1 while nobody can tell."""

    @abstractmethod
    def trouble(self, seconds: float) -> None:
        """What a database does to those who write to it, for so long."""


@dataclass
class InSqlite(Place):
    """A file, which somebody else locks for longer than our patience."""

    url: str

    def rows(self) -> int:
        with closing(sqlite3.connect(self.url)) as connection:
            return int(connection.execute("SELECT count(*) FROM step_minute").fetchone()[0])

    def trouble(self, seconds: float) -> None:
        with closing(sqlite3.connect(self.url, isolation_level=None, timeout=60)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            time.sleep(seconds)


@dataclass
class InPostgresql(Place):
    """A server, which crashes and comes back."""

    url: str
    server: "PrivatePostgres"
    database: str

    def rows(self) -> int:
        import psycopg  # noqa: PLC0415  only where there is a server

        with suppress(psycopg.Error), closing(self.server.admin(self.database)) as connection:
            found: Any = connection.execute("SELECT count(*) FROM step_minute").fetchone()
            return int(found[0])
        return -1

    def trouble(self, seconds: float) -> None:
        self.server.end(signal.SIGQUIT)  # no goodbye: what it had not committed is gone
        time.sleep(seconds)
        self.server.start()


@pytest.fixture(scope="module")
def lasting() -> Iterator["PrivatePostgres"]:
    """A server that writes through to its disk, as a real one does."""
    from tests.private_postgres import PrivatePostgres  # noqa: PLC0415  needs Unix

    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        server = PrivatePostgres(Path(folder))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.end(signal.SIGQUIT)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, home: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        yield InSqlite(str(home / "plantar.db"))
        return
    server: PrivatePostgres = request.getfixturevalue("lasting")
    with server.database() as url:
        with open_store(url) as store:
            store.add_runner(Runner(RUNNER))
        yield InPostgresql(url, server, str(make_url(url).database))


@dataclass
class Everything:
    """What a run is made of, and what may be done to each of it."""

    folder: Path
    broker: Mosquitto
    worker: Process
    place: Place
    minutes: int

    def __post_init__(self) -> None:
        (self.folder / SAID).touch()
        self.children = [feeding(self.folder, self.broker, 0, self.minutes)]

    def kill_broker(self) -> None:
        self.broker.kill()
        self.broker.start()

    def kill_worker(self) -> None:
        self.worker.kill()
        self.worker.start()

    def kill_collector(self) -> None:
        self.children[-1].kill()
        self.children[-1].join()
        self.children.append(feeding(self.folder, self.broker, fed(self.folder), self.minutes))

    def trouble_a_moment(self) -> None:
        self.place.trouble(A_MOMENT_S)

    def trouble_long(self) -> None:
        self.place.trouble(LONG_S)

    def suffer(self, faults: list[Callable[[], None]]) -> None:
        """One after another, each when another share of the minutes has arrived."""
        for nth, fault in enumerate(faults, start=1):
            share = nth * self.minutes // (len(faults) + 1)
            wait_for(lambda least=share: self.place.rows() >= least, f"{share} minutes", PATIENCE_S)
            assert self.children[-1].is_alive(), "the feed ran out before the last fault"
            fault()
        self.children[-1].join(PATIENCE_S)

    def check(self, collectors_killed: int) -> None:
        """Nothing lost, nothing twice, nothing wrong."""
        ended = [child.exitcode for child in self.children]
        assert ended == [-signal.SIGKILL] * collectors_killed + [0]
        assert look(self.folder / "outbox.db").waiting == 0
        assert self.place.rows() == self.minutes
        assert stored(self.worker.home, self.place.url) == expected(self.minutes, REVISIONS)


def run(folder: Path, broker: Mosquitto, home: Path, place: Place, minutes: int) -> Everything:
    worker = Process(home, broker, place.url).start().connected()
    return Everything(folder, broker, worker, place, minutes)


def test_minutes_outlive_a_database_that_is_locked_or_crashes(
    tmp_path: Path, broker: Mosquitto, home: Path, place: Place
) -> None:
    everything = run(tmp_path, broker, home, place, 500)
    try:
        everything.suffer([everything.kill_broker, everything.trouble_a_moment])
        everything.check(0)
    finally:
        everything.worker.stop()


@pytest.mark.long
def test_ten_thousand_minutes_outlive_everything(
    tmp_path: Path, broker: Mosquitto, home: Path, place: Place
) -> None:
    everything = run(tmp_path, broker, home, place, 10_000)
    broker_dies, worker_dies = everything.kill_broker, everything.kill_worker
    collector_dies = everything.kill_collector
    try:
        everything.suffer(
            [
                *(broker_dies, worker_dies, collector_dies, broker_dies, everything.trouble_long),
                *(collector_dies, broker_dies, worker_dies, broker_dies),
                *(worker_dies, collector_dies, broker_dies),
            ]
        )
        everything.check(3)
    finally:
        everything.worker.stop()

    assert "what came is asked for again" in everything.worker.said()
