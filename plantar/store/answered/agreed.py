"""What the SQL store answers about what a kinesist and a runner agreed, and what no sensor saw."""

from datetime import date, datetime, timedelta

from plantar.alert import Rule
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.store import agreed, people
from plantar.store.answered.answering import Answering
from plantar.store.things import AT_ONCE, Noted


class Agreed(Answering):
    """What is answered about what a kinesist and a runner agreed, and what no sensor saw."""

    def add_override(self, runner_id: str, override: RuleOverride) -> None:
        """Add a threshold of a runner's own, or replace the one of the same rule, field and date.

        The days it rules, and those that the replaced one ruled, are dirty.
        """
        with self._database.writing() as connection:
            people.add_override(connection, runner_id, override)

    def end_override(
        self, runner_id: str, rule: Rule, field: str, last: date
    ) -> list[RuleOverride]:
        """Let no threshold of a rule and field hold after a day; gives them as they were."""
        with self._database.writing() as connection:
            return people.end_override(connection, runner_id, rule, field, last)

    def withdraw_override(self, runner_id: str, rule: Rule, field: str, since: date) -> None:
        """Take a threshold of a runner's own back, as if it had never been agreed."""
        with self._database.writing() as connection:
            people.withdraw_override(connection, runner_id, rule, field, since)

    def overrides(self, runner_id: str) -> list[RuleOverride]:
        """The thresholds of a runner's own, oldest first."""
        with self._database.reading() as connection:
            return people.overrides(connection, runner_id)

    def keep_planned_run(self, runner_id: str, planned: PlannedRun) -> None:
        """Keep what was agreed for a day, in place of what was; the day is dirty."""
        with self._database.writing() as connection:
            agreed.keep_planned_run(connection, runner_id, planned)

    def withdraw_planned_run(self, runner_id: str, day: date) -> None:
        """Take the plan of a day back; the day is dirty. UnknownRecord when it has none."""
        with self._database.writing() as connection:
            agreed.withdraw_planned_run(connection, runner_id, day)

    def planned_runs(self, runner_id: str) -> list[PlannedRun]:
        """The runs agreed, by day, one a day."""
        with self._database.reading() as connection:
            return agreed.planned_runs(connection, runner_id)

    def keep_declared_shift(
        self,
        runner_id: str,
        shift: DeclaredShift,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[DeclaredShift]:
        """Keep a shift beside the others of its day, once for each `noted_at`; the day is dirty."""
        with self._database.writing() as connection:
            return agreed.keep_declared_shift(connection, runner_id, shift, noted_at, once_within)

    def withdraw_declared_shift(self, runner_id: str, shift_id: str) -> DeclaredShift:
        """Take a shift back; its day is dirty. UnknownRecord when there is none of that id."""
        with self._database.writing() as connection:
            return agreed.withdraw_declared_shift(connection, runner_id, shift_id)

    def declared_shifts(self, runner_id: str) -> list[Noted[DeclaredShift]]:
        """The shifts told, by day and in the order in which they were noted."""
        with self._database.reading() as connection:
            return agreed.declared_shifts(connection, runner_id)
