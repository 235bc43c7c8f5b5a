"""What a store is asked about what sensors and files told."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from plantar.measured import Measured
from plantar.store.things import (
    Batch,
    M,
    OriginRow,
    Sourced,
    Tally,
)


class Intake(Protocol):
    """What is asked about what sensors and files told."""

    def put(
        self, runner_id: str, *batches: Batch, counted: Collection[type[Measured]] | None = None
    ) -> Tally:
        """Keep batches, all or none; mark the days they touch, and count what they changed.

        `counted` names the kinds that the tally counts; all of them by default.

        What one file holds belongs in one call: an import that broke off halfway would be taken
        for a duplicate the next time. A stream keeps its origin: the first one told of an id
        stands, and an id belongs to one runner.
        """

    def put_together(self, batches: Iterable[tuple[str, Batch]]) -> None:
        """Keep batches of several runners, by their ids, in one commit: all or none."""

    def withdraw(self, origin_id: str) -> OriginRow:
        """Take everything of an origin back and mark its days; UnknownImport when there is none."""

    def origins(self, runner_id: str | None = None) -> list[OriginRow]:
        """The origins known, oldest first."""

    def measured(
        self, runner_id: str, kind: type[M], since: datetime, until: datetime
    ) -> Sequence[Sourced[M]]:
        """What counts of one kind with a moment in [since, until), in time order.

        Day totals have a date, not a moment: theirs lie in [since's UTC date, until's UTC date].
        A calibration holds from its moment on, so each source's last one before `since` comes
        first. A gap that began earlier and reaches beyond `since` counts.
        """

    def span(self, runner_id: str) -> tuple[datetime, datetime] | None:
        """First and last moment of anything measured, or None when nothing is."""

    def arrivals(self, runner_id: str) -> list[date]:
        """The days of a runner on which something new arrived, whenever it was measured."""
