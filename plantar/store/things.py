"""What goes into a store and comes out of it, beside the records themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Generic, TypeVar

from plantar.alert import Alert, Episode, Family
from plantar.context import ContextNote
from plantar.load import Day
from plantar.measured import Measured, Origin, Session, SourceClass
from plantar.pain import PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Programme, StrengthSession
from plantar.response import Response
from plantar.runner import WearPlan
from plantar.sensor import SensorTold
from plantar.state import State

M = TypeVar("M", bound=Measured)
T = TypeVar("T", ContextNote, DeclaredShift, StrengthSession)

#: What is told twice is one thing only where both were told at the same moment.
AT_ONCE: Final = timedelta(0)


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
class StrengthWork:
    """What of strength was written down for a runner, and what was done of it since a day."""

    programmes: tuple[Programme, ...]  # oldest first
    sessions: tuple[StrengthSession, ...]  # by day


@dataclass(frozen=True, slots=True)
class Material:
    """What the rules look at, as it lies in the store; of one runner, with days since one of them.

    `first_days` are those of each class that anything was measured on, however long ago.
    """

    first_days: Mapping[SourceClass, date]
    days: tuple[Day, ...]  # by class and day
    sessions: tuple[Session, ...]  # what counts, in time order
    pain: tuple[PainReport, ...]  # what counts, in time order
    strength: tuple[StrengthSession, ...]
    wear_plans: tuple[WearPlan, ...]  # oldest first, as all that follow
    overrides: tuple[RuleOverride, ...]
    planned_runs: tuple[PlannedRun, ...]
    declared_shifts: tuple[DeclaredShift, ...]


@dataclass(frozen=True, slots=True)
class Noted(Generic[T]):
    """What somebody told, with the id by which it can be taken back."""

    id: str
    record: T


@dataclass(frozen=True, slots=True)
class RunnersSensor:
    """A sensor that a runner wears, and the source that its minutes are filed under."""

    runner_id: str
    source: str
    told: SensorTold


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
    of the runner's, from `alerts_from` on; earlier ones stay. What was done about episodes is not
    taken from these: it stays, and goes on to whatever shares days with what it was done about.
    `woken` are the snoozes that end now, before their time.
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
    woken: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertOnce:
    """An alert that stands, or that once stood and was withdrawn after late data."""

    alert: Alert
    first_computed_at: datetime
    withdrawn_at: datetime | None  # None: it stands


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to an episode, and of which family that is."""

    family: Family
    response: Response
