"""The store of record, in SQL: one SQLite file, or a PostgreSQL database by its URL."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from plantar.alert import Alert, Episode, Rule
from plantar.load import Day
from plantar.measured import Measured, SourceClass
from plantar.pain import PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Programme, StrengthSession
from plantar.runner import Runner, WearPlan
from plantar.state import State
from plantar.store import (
    AlertOnce,
    Backlog,
    Batch,
    Derived,
    Dirty,
    M,
    Noted,
    OriginRow,
    Sourced,
    Tally,
    agreed,
    dirt,
    episodes,
    figures,
    intake,
    people,
    reading,
    strength,
)
from plantar.store.engine import PATIENCE_S, Database
from plantar.store.migrate import migrate
from plantar.store.rows import kind_of


def open_store(
    url_or_path: str | Path, *, patience_s: float = PATIENCE_S, backups: Path | None = None
) -> "SqlStore":
    """Open a store, made or migrated as needed; `sqlite://` is one that lives in memory.

    Before a migration a backup is made: beside a file, or else in the folder `backups`.

    Raises
    ------
    StoreError
        Naming the place, when it is no store, one of a newer Plantar, or busy for longer than
        `patience_s`.
    FileRejected
        The backup before a migration cannot be written; the store is as it was.
    """
    database = Database(url_or_path, patience_s)
    try:
        migrate(database, backups)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


class SqlStore:
    """A `Store` on SQLAlchemy; it never reads the clock."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_runner(self, runner: Runner, display_name: str | None = None) -> None:
        """Add a runner; RunnerExists when the id is taken."""
        with self._database.writing() as connection:
            people.add(connection, runner, display_name)

    def save_runner(self, runner: Runner) -> None:
        """Replace a known runner's record; the days it has a say in become dirty."""
        with self._database.writing() as connection:
            people.save(connection, runner)

    def runner(self, runner_id: str) -> Runner:
        """One runner; UnknownRunner when there is none of that id."""
        with self._database.reading() as connection:
            return people.find(connection, runner_id)

    def runners(self) -> list[Runner]:
        """Every runner, by id."""
        with self._database.reading() as connection:
            return people.everybody(connection)

    def display_names(self) -> Mapping[str, str]:
        """Names for the screen, by runner id."""
        with self._database.reading() as connection:
            return people.display_names(connection)

    def add_wear_plan(self, runner_id: str, plan: WearPlan) -> None:
        """Add a wear plan, or replace the one of the same date; the days it rules are dirty."""
        with self._database.writing() as connection:
            people.add_wear_plan(connection, runner_id, plan)

    def wear_plans(self, runner_id: str) -> list[WearPlan]:
        """A runner's wear plans, oldest first."""
        with self._database.reading() as connection:
            return people.wear_plans(connection, runner_id)

    def add_override(self, runner_id: str, override: RuleOverride) -> None:
        """Add a threshold of a runner's own, or replace the one of the same rule, field and date.

        The days it rules, and those that the replaced one ruled, are dirty.
        """
        with self._database.writing() as connection:
            people.add_override(connection, runner_id, override)

    def overrides(self, runner_id: str) -> list[RuleOverride]:
        """The thresholds of a runner's own, oldest first."""
        with self._database.reading() as connection:
            return people.overrides(connection, runner_id)

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
        self, runner_id: str, shift: DeclaredShift, noted_at: datetime
    ) -> Noted[DeclaredShift]:
        """Keep a shift beside the others of its day, once for each `noted_at`; the day is dirty."""
        with self._database.writing() as connection:
            return agreed.keep_declared_shift(connection, runner_id, shift, noted_at)

    def withdraw_declared_shift(self, runner_id: str, shift_id: str) -> DeclaredShift:
        """Take a shift back; its day is dirty. UnknownRecord when there is none of that id."""
        with self._database.writing() as connection:
            return agreed.withdraw_declared_shift(connection, runner_id, shift_id)

    def declared_shifts(self, runner_id: str) -> list[Noted[DeclaredShift]]:
        """The shifts told, by day and in the order in which they were noted."""
        with self._database.reading() as connection:
            return agreed.declared_shifts(connection, runner_id)

    def keep_programme(self, runner_id: str, programme: Programme) -> None:
        """Keep a programme, in place of the one that began on the same day."""
        with self._database.writing() as connection:
            strength.keep_programme(connection, runner_id, programme)

    def withdraw_programme(self, runner_id: str, since: date) -> None:
        """Take a programme back; UnknownRecord when none began on that day."""
        with self._database.writing() as connection:
            strength.withdraw_programme(connection, runner_id, since)

    def programmes(self, runner_id: str) -> list[Programme]:
        """The programmes, oldest first."""
        with self._database.reading() as connection:
            return strength.programmes(connection, runner_id)

    def keep_strength(
        self, runner_id: str, session: StrengthSession, noted_at: datetime
    ) -> Noted[StrengthSession]:
        """Keep a strength session beside the others, once for each `noted_at`."""
        with self._database.writing() as connection:
            return strength.keep_strength(connection, runner_id, session, noted_at)

    def withdraw_strength(self, runner_id: str, session_id: str) -> StrengthSession:
        """Take a strength session back; UnknownRecord when there is none of that id."""
        with self._database.writing() as connection:
            return strength.withdraw_strength(connection, runner_id, session_id)

    def strength_log(self, runner_id: str) -> list[Noted[StrengthSession]]:
        """The strength sessions, by day and in the order in which they were noted."""
        with self._database.reading() as connection:
            return strength.strength_log(connection, runner_id)

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

    def add_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Keep a pain report; the last one recorded for a civil day, moment and side counts."""
        with self._database.writing() as connection:
            people.add_pain(connection, runner_id, report, recorded_at)

    def withdraw_pain(self, runner_id: str, report: PainReport, recorded_at: datetime) -> None:
        """Take back one report as it was recorded; what it replaced counts again."""
        with self._database.writing() as connection:
            people.withdraw_pain(connection, runner_id, report, recorded_at)

    def pain(self, runner_id: str, since: datetime, until: datetime) -> list[PainReport]:
        """The pain reports that count, in time order."""
        with self._database.reading() as connection:
            return people.pain(connection, runner_id, since, until)

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

    def alerts(self, runner_id: str, first: date, last: date) -> list[Alert]:
        """The alerts about days in a range, in order of day and rule."""
        with self._database.reading() as connection:
            return figures.alerts(connection, runner_id, first, last)

    def alert_history(self, runner_id: str, first: date, last: date) -> list[AlertOnce]:
        """Every alert there has been about days in a range, withdrawn or not."""
        with self._database.reading() as connection:
            return figures.alert_history(connection, runner_id, first, last)

    def episodes(self, runner_id: str) -> list[Episode]:
        """A runner's episodes, newest first."""
        with self._database.reading() as connection:
            return episodes.read(connection, runner_id)

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has."""
        with self._database.writing() as connection:
            people.lock(connection, runner_id)
            episodes.mark_sent(connection, runner_id, episode, at)

    def states(self) -> list[State]:
        """The state of every runner that has one, by id."""
        with self._database.reading() as connection:
            return figures.states(connection)

    def state(self, runner_id: str) -> State | None:
        """The state of one runner."""
        with self._database.reading() as connection:
            return next(iter(figures.states(connection, [runner_id])), None)

    def close(self) -> None:
        """Let go of the files or connections behind it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
