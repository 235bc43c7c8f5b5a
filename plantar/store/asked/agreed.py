"""What a store is asked about what a kinesist and a runner agreed, and what no sensor saw."""

from datetime import date, datetime, timedelta
from typing import Protocol

from plantar.alert import Rule
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.store.things import AT_ONCE, Noted


class Agreed(Protocol):
    """What is asked about what a kinesist and a runner agreed, and what no sensor saw."""

    def add_override(self, runner_id: str, override: RuleOverride) -> None:
        """Add a threshold of a runner's own, or replace the one of the same rule, field and date.

        The days it rules, and those that the replaced one ruled, are dirty.
        """

    def end_override(
        self, runner_id: str, rule: Rule, field: str, last: date
    ) -> list[RuleOverride]:
        """Let no threshold of a rule and field hold after a day; gives them as they were.

        One that would begin later is taken back. The days that they ruled after it are dirty;
        UnknownRecord when none holds after it.
        """

    def withdraw_override(self, runner_id: str, rule: Rule, field: str, since: date) -> None:
        """Take a threshold of a runner's own back, as if it had never been agreed.

        The days it ruled are dirty; UnknownRecord when there is none of that rule, field and date.
        """

    def overrides(self, runner_id: str) -> list[RuleOverride]:
        """The thresholds of a runner's own, oldest first."""

    def keep_planned_run(self, runner_id: str, planned: PlannedRun) -> None:
        """Keep what was agreed for a day, in place of what was; the day is dirty."""

    def withdraw_planned_run(self, runner_id: str, day: date) -> None:
        """Take the plan of a day back; the day is dirty. UnknownRecord when it has none."""

    def planned_runs(self, runner_id: str) -> list[PlannedRun]:
        """The runs agreed, by day, one a day."""

    def keep_declared_shift(
        self,
        runner_id: str,
        shift: DeclaredShift,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[DeclaredShift]:
        """Keep a shift beside the others of its day, once for each `noted_at`; the day is dirty.

        The same shift told again within `once_within` is the one that is there. BadInput when the
        shifts of the day would add up to more than a day.
        """

    def withdraw_declared_shift(self, runner_id: str, shift_id: str) -> DeclaredShift:
        """Take a shift back; its day is dirty. UnknownRecord when there is none of that id."""

    def declared_shifts(self, runner_id: str) -> list[Noted[DeclaredShift]]:
        """The shifts told, by day and in the order in which they were noted."""
