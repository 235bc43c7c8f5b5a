"""What the SQL store answers about what sensors and files told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from plantar.measured import Measured
from plantar.store import arrivals, intake, people, reading
from plantar.store.answered.answering import Answering
from plantar.store.rows import kind_of
from plantar.store.things import (
    Batch,
    M,
    OriginRow,
    Sourced,
    Tally,
)


class Intake(Answering):
    """What is answered about what sensors and files told."""

    def put(
        self, runner_id: str, *batches: Batch, counted: Collection[type[Measured]] | None = None
    ) -> Tally:
        """Keep batches, all or none; mark the days they touch, and count what they changed."""
        with self._database.writing() as connection:
            return intake.put(connection, runner_id, batches, counted)

    def put_together(self, batches: Iterable[tuple[str, Batch]]) -> None:
        """Keep batches of several runners, by their ids, in one commit: all or none."""
        by_runner: dict[str, list[Batch]] = defaultdict(list)
        for runner_id, batch in batches:
            by_runner[runner_id].append(batch)
        with self._database.writing() as connection:
            # In one order for everybody, so that two who do so never wait for each other.
            for runner_id in sorted(by_runner):
                intake.put(connection, runner_id, by_runner[runner_id])

    def withdraw(self, origin_id: str) -> OriginRow:
        """Take everything of an origin back and mark its days; UnknownImport when there is none."""
        with self._database.writing() as connection:
            return intake.withdraw(connection, origin_id)

    def origins(self, runner_id: str | None = None) -> list[OriginRow]:
        """The origins known, oldest first."""
        with self._database.reading() as connection:
            return intake.origins(connection, runner_id)

    def measured(
        self, runner_id: str, kind: type[M], since: datetime, until: datetime
    ) -> Sequence[Sourced[M]]:
        """What counts of one kind with a moment in [since, until), in time order."""
        with self._database.reading() as connection:
            return reading.measured(connection, runner_id, kind_of(kind), since, until)

    def span(self, runner_id: str) -> tuple[datetime, datetime] | None:
        """First and last moment of anything measured, or None when nothing is."""
        with self._database.reading() as connection:
            return reading.span(connection, people.find(connection, runner_id))

    def arrivals(self, runner_id: str) -> list[date]:
        """The days of a runner on which something new arrived, whenever it was measured."""
        with self._database.reading() as connection:
            return arrivals.read(connection, runner_id)
