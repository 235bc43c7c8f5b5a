"""Store: what Plantar asks of a place that remembers.

Measured rows lie in layers, one per origin: the same minute from two imports is kept twice, and
the newest layer with the highest revision is the one that counts. So an import can be taken back
and what it covered comes to light again; and delivering anything twice, or in another order, gives
the same result.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Generic, Protocol, Self, TypeVar

from plantar.alert import Alert, Episode, Rule
from plantar.load import Day
from plantar.measured import Measured, Origin, SourceClass
from plantar.pain import PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Programme, StrengthSession
from plantar.runner import Runner, WearPlan
from plantar.state import State

M = TypeVar("M", bound=Measured)
T = TypeVar("T", DeclaredShift, StrengthSession)


@dataclass(frozen=True, slots=True)
class Batch:
    """Measured things of one source, as they arrived together."""

    origin: Origin
    source: str  # the device, such as "moticon SN5968/SN9171": one baseline, one source
    records: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What putting a batch did, counted against what counted before it."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


@dataclass(frozen=True, slots=True)
class Sourced(Generic[M]):
    """A measured thing with the source and the origin it came from."""

    record: M
    source: str
    origin_id: str


@dataclass(frozen=True, slots=True)
class Noted(Generic[T]):
    """What somebody told, with the id by which it can be taken back."""

    id: str
    record: T


@dataclass(frozen=True, slots=True)
class OriginRow:
    """An origin as the store knows it."""

    origin: Origin
    runner_id: str
    rows: int


@dataclass(frozen=True, slots=True)
class Dirty:
    """The civil days of a runner whose figures no longer follow from what is measured.

    `mark` names how far this was read: saving against it leaves days that grew dirty since.
    """

    days: tuple[date, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far the figures of everybody are behind what is measured and said."""

    runners: int  # with days to compute, or of whom nothing is computed yet
    days: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class Derived:
    """Everything computed for one runner in one go, saved in one transaction.

    `days` replace the stored days of the same date and class; a stored day in
    `days_from`..`days_until` that is absent here is removed. `alerts` and `episodes` replace all
    of the runner's, from `alerts_from` on; earlier ones stay.
    """

    runner_id: str
    settled: Dirty
    days: tuple[Day, ...]
    days_from: date
    days_until: date
    alerts: tuple[Alert, ...]
    episodes: tuple[Episode, ...]
    alerts_from: date
    state: State


@dataclass(frozen=True, slots=True)
class AlertOnce:
    """An alert that stands, or that once stood and was withdrawn after late data."""

    alert: Alert
    first_computed_at: datetime
    withdrawn_at: datetime | None  # None: it stands


class Store(Protocol):
    """A place that remembers; every method is one transaction or one consistent read."""

    # People

    def add_runner(self, runner: Runner, display_name: str | None = None) -> None:
        """Add a runner; RunnerExists when the id is taken."""

    def save_runner(self, runner: Runner) -> None:
        """Replace a known runner's record; the days it has a say in become dirty.

        A new language has none; another way to cut days has one in those from its date on.
        """

    def runner(self, runner_id: str) -> Runner:
        """One runner; UnknownRunner when there is none of that id."""

    def runners(self) -> list[Runner]:
        """Every runner, by id."""

    def display_names(self) -> Mapping[str, str]:
        """Names for the screen, by runner id: kept apart, and only for the dashboard."""

    def add_wear_plan(self, runner_id: str, plan: WearPlan) -> None:
        """Add a wear plan, or replace the one of the same date; the days it rules are dirty."""

    def wear_plans(self, runner_id: str) -> list[WearPlan]:
        """A runner's wear plans, oldest first."""

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

    # What was agreed, and what is told

    def keep_planned_run(self, runner_id: str, planned: PlannedRun) -> None:
        """Keep what was agreed for a day, in place of what was; the day is dirty."""

    def withdraw_planned_run(self, runner_id: str, day: date) -> None:
        """Take the plan of a day back; the day is dirty. UnknownRecord when it has none."""

    def planned_runs(self, runner_id: str) -> list[PlannedRun]:
        """The runs agreed, by day, one a day."""

    def keep_declared_shift(
        self, runner_id: str, shift: DeclaredShift, noted_at: datetime
    ) -> Noted[DeclaredShift]:
        """Keep a shift beside the others of its day, once for each `noted_at`; the day is dirty.

        BadInput when the shifts of the day would add up to more than a day.
        """

    def withdraw_declared_shift(self, runner_id: str, shift_id: str) -> DeclaredShift:
        """Take a shift back; its day is dirty. UnknownRecord when there is none of that id."""

    def declared_shifts(self, runner_id: str) -> list[Noted[DeclaredShift]]:
        """The shifts told, by day and in the order in which they were noted."""

    def keep_programme(self, runner_id: str, programme: Programme) -> None:
        """Keep a programme, in place of the one that began on the same day.

        It asks nothing of the figures: no day becomes dirty.
        """

    def withdraw_programme(self, runner_id: str, since: date) -> None:
        """Take a programme back; UnknownRecord when none began on that day."""

    def programmes(self, runner_id: str) -> list[Programme]:
        """The programmes, oldest first."""

    def keep_strength(
        self, runner_id: str, session: StrengthSession, noted_at: datetime
    ) -> Noted[StrengthSession]:
        """Keep a strength session beside the others, once for each `noted_at`.

        Where its hours are known the days they lie in are dirty: they leave the plantar load.
        BadInput when its start lies on another day than it says.
        """

    def withdraw_strength(self, runner_id: str, session_id: str) -> StrengthSession:
        """Take a strength session back; UnknownRecord when there is none of that id.

        Where its hours were known the days they lie in are dirty.
        """

    def strength_log(self, runner_id: str) -> list[Noted[StrengthSession]]:
        """The strength sessions, by day and in the order in which they were noted."""

    # What was measured

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

    # What people say

    def add_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts."""

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""

    # What follows from it

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

    def alerts(self, runner_id: str, first: date, last: date) -> list[Alert]:
        """The alerts about days in a range, in order of day and rule."""

    def alert_history(self, runner_id: str, first: date, last: date) -> list[AlertOnce]:
        """Every alert there has been about days in a range, withdrawn or not."""

    def episodes(self, runner_id: str) -> list[Episode]:
        """A runner's episodes, newest first."""

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has.

        It stays through every computing again, also where late data gives the story another first
        day. UnknownRecord when no episode of that family opened on that day.
        """

    def states(self) -> list[State]:
        """The state of every runner that has one, by id."""

    def state(self, runner_id: str) -> State | None:
        """The state of one runner."""

    # Its own life

    def close(self) -> None:
        """Let go of the files or connections behind it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
