"""What a store is asked about what follows from all of it."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Protocol

from plantar.alert import Alert
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.state import State
from plantar.store.things import AlertOnce, Backlog, Derived, Dirty, Material


class Figures(Protocol):
    """What is asked about what follows from all of it."""

    def dirty(self, runner_id: str) -> Dirty:
        """The days of a runner that need computing."""

    def backlog(self) -> Backlog:
        """How many runners and days need computing; a day that merely began is not among them."""

    def mark_dirty(self, runner_id: str, days: Iterable[date]) -> None:
        """Ask for days to be computed again."""

    def computing(self, runner_id: str) -> AbstractContextManager[bool]:
        """Be the one who computes a runner until the block ends; False when somebody else is.

        Whoever ends in whatever way no longer computes anybody. Only where several hosts share a
        store is anybody turned away: two who compute the same come to the same.
        """

    def save(self, derived: Derived) -> bool:
        """Keep everything computed for a runner, and settle the days it was computed from.

        False, and nothing is kept, when a day was marked since: of two who compute at once, the
        one who read less must not have the last word. What is marked stays so, for the next.
        """

    def days(self, runner_id: str, source_class: SourceClass, first: date, last: date) -> list[Day]:
        """The stored days of one class, in order; a day nobody computed is absent."""

    def material_of(self, runner_ids: Collection[str], days_since: date) -> Mapping[str, Material]:
        """What the rules look at, of some runners at one moment; who is not there is left out.

        All that was told and every session, and the stored days since one of them.
        """

    def alerts(self, runner_id: str, first: date, last: date) -> list[Alert]:
        """The alerts about days in a range, in order of day and rule."""

    def alert_history(self, runner_id: str, first: date, last: date) -> list[AlertOnce]:
        """Every alert there has been about days in a range, withdrawn or not."""

    def states(self) -> list[State]:
        """The state of every runner that has one, by id."""

    def state(self, runner_id: str) -> State | None:
        """The state of one runner."""

    def last_moved(self, runner_ids: Collection[str]) -> datetime | None:
        """When a figure of some runners, or an answer about them, last became another.

        It reads no figures: an open page asks this every few seconds. None where nothing is known.
        """
