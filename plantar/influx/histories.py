"""Histories read from the mirror, equal to what the store itself would answer."""

import logging
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from plantar.errors import InfluxError
from plantar.influx.schema import (
    DAYS,
    MEASUREMENTS,
    US_NS,
    day_row,
    midnight_ns,
    minute_row,
    source_of,
)
from plantar.influx.server import Server
from plantar.influx_place import InfluxPlace
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.store import M
from plantar.store.columns import moment_us
from plantar.store.engine import Database
from plantar.store.figures_rows import row_day
from plantar.store.migrate import migrate
from plantar.store.mirror_notes import MirrorNotes
from plantar.store.rows import kind_of
from plantar.store.sql import SqlStore

log = logging.getLogger(__name__)

#: A page waits no longer for the mirror than this: the store has the same. [s]
PAGE_PATIENCE_S: Final = 3.0
#: InfluxDB counts nanoseconds in 64 bits: it knows no day before or after these.
FIRST, LAST = date(1678, 1, 1), date(2262, 1, 1)
A_DAY = timedelta(days=1)


class Histories:
    """What the mirror has, as records."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def days(self, runner_id: str, source_class: SourceClass, first: date, last: date) -> list[Day]:
        """The days of one class, in order."""
        since, until = max(first, FIRST), min(last, LAST)
        if since > until:
            return []
        stretch = (runner_id, midnight_ns(since), midnight_ns(until + A_DAY))
        found = self._server.read(DAYS, [stretch])
        told = (row_day(day_row(key, fields)) for key, fields in found.items())
        return sorted(
            (day for day in told if day.source_class is source_class), key=lambda day: day.day
        )

    def minutes(
        self, runner_id: str, kind: type[M], since: datetime, until: datetime
    ) -> list[tuple[str, M]]:
        """The minutes of one kind in [since, until) with their sources, in time order.

        They are as they were measured, but for their revisions: the mirror has none.
        """
        known = kind_of(kind)
        measurement = MEASUREMENTS[known.table.name]
        stretch = (runner_id, moment_us(since) * US_NS, moment_us(until) * US_NS)
        found = sorted(
            (key.at_ns, source_of(key.tags[1]), minute_row(measurement, key, fields))
            for key, fields in self._server.read(measurement, [stretch]).items()
        )
        return [(source, known.measured(row)) for _, source, row in found]


class StoreWithHistories(SqlStore):
    """A store that reads computed days from the mirror, and all else as ever.

    A day that the mirror has not got yet, or did not take, comes from the store: the answer is the
    store's own, however far behind the mirror is. When it does not answer so do all days.
    """

    def __init__(self, database: Database, server: Server) -> None:
        super().__init__(database)
        self._server = server
        self._histories = Histories(server)
        self._backlog = MirrorNotes(database)
        self._trouble = ""

    def days(self, runner_id: str, source_class: SourceClass, first: date, last: date) -> list[Day]:
        """The days of one class, in order; a day nobody computed is absent."""
        # First what the mirror lacks: what it is told after that it has as well.
        unlike = self._backlog.unlike(runner_id, DAYS.name, first, last)
        if unlike is None:
            return super().days(runner_id, source_class, first, last)
        try:
            mirrored = self._histories.days(runner_id, source_class, first, last)
        except InfluxError as error:
            self._tell(f"{error}; histories come from the store")
            return super().days(runner_id, source_class, first, last)
        self._tell("")
        found = {day.day: day for day in mirrored if day.day not in unlike}
        if unlike:
            own = super().days(runner_id, source_class, min(unlike), max(unlike))
            found |= {day.day: day for day in own if day.day in unlike}
        return [found[day] for day in sorted(found)]

    def close(self) -> None:
        """Let go of the files or connections behind it."""
        self._server.close()
        super().close()

    def _tell(self, trouble: str) -> None:
        if trouble and trouble != self._trouble:
            log.warning("%s", trouble)
        self._trouble = trouble


def open_with_histories(
    url_or_path: str | Path, place: InfluxPlace, *, backups: Path | None = None
) -> StoreWithHistories:
    """Open a store whose histories come from its mirror.

    Raises
    ------
    StoreError
        As `plantar.store.sql.open_store` does; a mirror that is away is no reason.
    """
    database = Database(url_or_path)
    try:
        migrate(database, backups)
    except BaseException:
        database.close()
        raise
    return StoreWithHistories(database, Server(place, PAGE_PATIENCE_S))
