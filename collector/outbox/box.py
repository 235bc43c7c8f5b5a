"""The outbox: everything measured is written here first, and leaves when the centre has it."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from collector.outbox import file
from collector.outbox.room import (
    Bounds,
    forget_old_raw,
    from_us,
    give_up_raw,
    in_us,
    make_room,
)
from collector.outbox.rows import APPEND, BESIDE, NEWEST, NEXT, THESE, name, row, sound
from collector.outbox.state import OutboxState, state_of
from plantar.errors import OutboxFull, WireError
from plantar.measured import Measured
from plantar.minute import BodyMinute, FootMinute, Minute, StepMinute
from plantar.sensor import SensorTold
from plantar.wire import Answer, Parcel, Receipt, read

logger = logging.getLogger(__name__)

#: A minute is open until its last step is understood, about a minute after it ended; so long its
#: rows stay after they were acknowledged, for a collector that starts again in the middle of it.
OPEN: Final = timedelta(minutes=3)
OPEN_US: Final = OPEN // timedelta(microseconds=1)


class Outbox:
    """One collector's outbox; its methods may be called from any thread.

    Everything that `append` returned from survives a kill and a power cut.
    """

    def __init__(self, path: Path, bounds: Bounds = Bounds()) -> None:  # noqa: B008  frozen
        self.path = path
        self.set_aside: Path | None = None  # where a damaged file went at this start
        self._bounds = bounds
        self._door = threading.Lock()
        self._under_way: dict[Receipt, int] = {}
        self._lock = file.lock(path)
        try:
            self._connection = self._opened()
            file.reserve(path)
            with self._plainly():
                self._newest: dict[str, int] = dict(self._connection.execute(NEWEST).fetchall())
                self._connection.execute("UPDATE parcel SET refused = NULL WHERE refused NOT NULL")
        except BaseException:
            self._lock.close()
            raise

    def append(
        self,
        device: str,
        records: Iterable[Measured | SensorTold],
        *,
        now: datetime,
        until: datetime | None = None,
        standing: bytes | None = None,
    ) -> None:
        """Keep records of a device, all or none; an open minute takes its earlier revision's place.

        `until` says how far the device has measured: see `reached`. `standing` is what its counter
        stands at once these records are counted: see `standing`.

        Raises
        ------
        OutboxFull
            There is no room, on the disk or within the bounds, even without raw. Nothing of
            these records is kept, everything else is.
        """
        rows = [row(device, record) for record in records]
        if not rows and until is None and standing is None:
            return
        self._keep(lambda: self._append(rows, now, device, until, standing))

    def append_raw(
        self, device: str, since: datetime, until: datetime, payload: bytes, *, now: datetime
    ) -> None:
        """Keep a raw stretch for as long as there is room: it never leaves, and is given up first.

        Raises
        ------
        OutboxFull
            There is no room at all.
        """
        row = device, in_us(since), in_us(until), payload
        self._keep(lambda: self._append_raw(row, now))

    def take(self, most: int) -> list[Parcel]:
        """The oldest rows that wait, at most so many: they are under way until settled.

        A row whose bytes the disk has changed is not sent; it stays, refused.
        """
        with self._writing() as connection:
            self._under_way.clear()
            parcels = []
            found = connection.execute(NEXT, (most,)).fetchall()
            for no, device, key, revision, check, payload in found:
                receipt = Receipt(device, key, revision, check)
                if not sound(check, payload):
                    self._refuse(connection, receipt, "damaged on the disk")
                    continue
                self._under_way[receipt] = no
                parcels.append(Parcel(receipt, payload))
        return parcels

    def settle(self, answer: Answer) -> None:
        """Let go of what the centre committed, and keep apart what it refused.

        What it said nothing about waits again, and so does a row that has a later revision now.
        """
        self._keep(lambda: self._settle(answer), raw_gives_way=False)

    def told(self, device: str) -> tuple[Minute, ...]:
        """The newest minutes of a device as they were last told, committed or not."""
        query = (
            "SELECT payload FROM parcel WHERE minute = 1 AND device = ? AND abs(at - ?) <= ?"
            " ORDER BY no"
        )
        with self._reading() as connection:
            rows = connection.execute(query, (device, *self._open(device))).fetchall()
        told = []
        for (payload,) in rows:
            try:
                minute = read(payload)
            except WireError as error:
                logger.error("%s: a minute cannot be read: %s", self.path, error)  # noqa: TRY400 - the sentence says it all
                continue
            if isinstance(minute, FootMinute | BodyMinute | StepMinute):
                told.append(minute)
        return tuple(told)

    def reached(self, device: str) -> datetime | None:
        """How far a device had measured when its collector was cut off; None when it was not."""
        with self._reading() as connection:
            query = "SELECT until FROM reached WHERE device = ?"
            found = connection.execute(query, (device,)).fetchone()
        return None if found is None else from_us(found[0])

    def standing(self, device: str) -> bytes | None:
        """What a device's counter stood at with the last records of it; None when it has none."""
        with self._reading() as connection:
            query = "SELECT kept FROM standing WHERE device = ?"
            found = connection.execute(query, (device,)).fetchone()
        return None if found is None else bytes(found[0])

    def rest(self, device: str) -> None:
        """Note that a device was let go on purpose: what follows is no gap."""
        with self._writing() as connection:
            connection.execute("DELETE FROM reached WHERE device = ?", (device,))

    def raw(self, device: str) -> list[tuple[datetime, datetime, bytes]]:
        """The raw stretches of a device, oldest first."""
        query = "SELECT since, until, payload FROM raw WHERE device = ? ORDER BY no"
        with self._reading() as connection:
            rows = connection.execute(query, (device,)).fetchall()
        return [(from_us(since), from_us(until), payload) for since, until, payload in rows]

    def state(self) -> OutboxState:
        """How much waits, since when, and what was given up."""
        with self._reading() as connection:
            return state_of(connection)

    def close(self) -> None:
        """Let go of the file."""
        with self._door:
            self._connection.close()
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _opened(self) -> sqlite3.Connection:
        try:
            return file.connect(self.path)
        except file.Damaged:
            self.set_aside = file.set_aside(self.path)
        connection = file.connect(self.path)
        rows = [one[1:] for one in file.rescued(self.set_aside) if sound(one[4], one[-1])]
        with self._plainly():
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(APPEND, rows)
            connection.execute("COMMIT")
        logger.error("%s: %d rows were taken over from %s", self.path, len(rows), self.set_aside)
        return connection

    def _settle(self, answer: Answer) -> None:
        with self._writing() as connection:
            self._under_way.clear()
            connection.executemany(
                f"DELETE FROM parcel {THESE} AND (minute = 0 OR abs(at - ?) > ?)",  # noqa: S608 - our own words
                [(*name(one), *self._open(one.device)) for one in answer.committed],
            )
            connection.executemany(
                f"UPDATE parcel SET committed = 1 {THESE}",  # noqa: S608 - our own words
                map(name, answer.committed),
            )
            for receipt, reason in (answer.refused or {}).items():
                self._refuse(connection, receipt, reason)
            for device in {one.device for one in answer.committed}:
                connection.execute(
                    "DELETE FROM parcel WHERE committed = 1 AND device = ? AND abs(at - ?) > ?",
                    (device, *self._open(device)),
                )

    def _keep(self, write: Callable[[], None], *, raw_gives_way: bool = True) -> None:
        """Write; on a disk that is full before the bounds are, once more after making room."""
        try:
            write()
        except OutboxFull:
            file.use_reserve(self.path)
            self._empty_log()
            if raw_gives_way:
                with self._writing() as connection:
                    give_up_raw(connection)
            write()
            self._empty_log()
            file.reserve(self.path)

    def _empty_log(self) -> None:
        with self._reading() as connection, suppress(sqlite3.Error):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _append_raw(self, row: tuple[str, int, int, bytes], now: datetime) -> None:
        with self._writing() as connection:
            forget_old_raw(connection, now - self._bounds.raw_age)
            self._room_for(connection, len(row[-1]) + BESIDE)
            added = "INSERT INTO raw (device, since, until, payload) VALUES (?, ?, ?, ?)"
            connection.execute(added, row)

    def _append(
        self,
        rows: Sequence[tuple[Any, ...]],
        now: datetime,
        device: str,
        until: datetime | None,
        standing: bytes | None,
    ) -> None:
        with self._writing() as connection:
            forget_old_raw(connection, now - self._bounds.raw_age)
            self._room_for(connection, sum(len(row[-1]) + BESIDE for row in rows))
            connection.executemany(APPEND, rows)
            if until is not None:
                connection.execute(
                    "INSERT OR REPLACE INTO reached VALUES (?, ?)", (device, in_us(until))
                )
            if standing is not None:
                connection.execute(
                    "INSERT OR REPLACE INTO standing VALUES (?, ?)", (device, standing)
                )
        newest = max((at for _, _, _, _, at, minute, _ in rows if minute), default=None)
        if newest is not None:
            self._newest[device] = newest

    def _room_for(self, connection: sqlite3.Connection, bytes_more: int) -> None:
        if not make_room(connection, bytes_more, self._bounds, set(self._under_way.values())):
            raise OutboxFull(
                f"{self.path}: holds {self._bounds.most_bytes} bytes, as many as it may,"
                " and nothing that may be given up"
            )

    def _refuse(self, connection: sqlite3.Connection, receipt: Receipt, reason: str) -> None:
        refused = f"UPDATE parcel SET refused = ? {THESE}"  # noqa: S608 - our own words
        connection.execute(refused, (reason, *name(receipt)))
        logger.error("%s: %s of %s: %s", self.path, receipt.key, receipt.device, reason)

    def _open(self, device: str) -> tuple[int, int]:
        """Where a device's open minutes lie, and how far around; a clock may have leapt. [µs]"""
        return self._newest.get(device, 0), OPEN_US

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._door, self._plainly():
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing."""
        with self._door, self._plainly():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def _plainly(self) -> AbstractContextManager[None]:
        return file.plainly(self.path)
