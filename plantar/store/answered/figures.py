"""What the SQL store answers about what follows from all of it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime

from plantar.alert import Alert
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.state import State
from plantar.store import dirt, figures, material, people
from plantar.store.answered.answering import Answering
from plantar.store.things import AlertOnce, Backlog, Derived, Dirty, Material


class Figures(Answering):
    """What is answered about what follows from all of it."""

    def dirty(self, runner_id: str) -> Dirty:
        """The days of a runner that need computing."""
        with self._database.reading() as connection:
            return dirt.read(connection, runner_id)

    def backlog(self) -> Backlog:
        """How many runners and days need computing; a day that merely began is not among them."""
        with self._database.reading() as connection:
            return dirt.backlog(connection)

    def mark_dirty(self, runner_id: str, days: Iterable[date]) -> None:
        """Ask for days to be computed again."""
        with self._database.writing() as connection:
            people.lock(connection, runner_id)
            dirt.mark(connection, runner_id, days)

    def computing(self, runner_id: str) -> AbstractContextManager[bool]:
        """Be the one who computes a runner until the block ends; False when somebody else is."""
        return self._database.claiming(f"runner {runner_id}")

    def save(self, derived: Derived) -> bool:
        """Keep everything computed for a runner, unless something came in since it was read."""
        with self._database.writing() as connection:
            return figures.save(connection, derived)

    def days(self, runner_id: str, source_class: SourceClass, first: date, last: date) -> list[Day]:
        """The stored days of one class, in order; a day nobody computed is absent."""
        with self._database.reading() as connection:
            return figures.days(connection, runner_id, source_class, first, last)

    def material_of(self, runner_ids: Collection[str], days_since: date) -> Mapping[str, Material]:
        """What the rules look at, of some runners at one moment; who is not there is left out."""
        with self._database.reading() as connection:
            return material.of(connection, runner_ids, days_since)

    def alerts(self, runner_id: str, first: date, last: date) -> list[Alert]:
        """The alerts about days in a range, in order of day and rule."""
        with self._database.reading() as connection:
            return figures.alerts(connection, runner_id, first, last)

    def alert_history(self, runner_id: str, first: date, last: date) -> list[AlertOnce]:
        """Every alert there has been about days in a range, withdrawn or not."""
        with self._database.reading() as connection:
            return figures.alert_history(connection, runner_id, first, last)

    def states(self) -> list[State]:
        """The state of every runner that has one, by id."""
        with self._database.reading() as connection:
            return figures.states(connection)

    def state(self, runner_id: str) -> State | None:
        """The state of one runner."""
        with self._database.reading() as connection:
            return next(iter(figures.states(connection, [runner_id])), None)

    def last_moved(self, runner_ids: Collection[str]) -> datetime | None:
        """When a figure of some runners, or an answer about them, last became another."""
        with self._database.reading() as connection:
            return figures.last_moved(connection, runner_ids)
