"""Load as people read it: a day, a run of consecutive days, and how a week compares."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, NewType, TypeVar

from plantar.door import member, not_negative, within
from plantar.errors import BadInput
from plantar.measured import SourceClass

#: A part of a sum may exceed it by rounding.
ONE_AND_ROUNDING = 1.0 + 1e-9


class DayStatus(StrEnum):
    """How much of a day was measured."""

    VALID = "valid"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_EXPECTED = "not-expected"  # the wear plan asks nothing of this day


@dataclass(frozen=True, slots=True)
class Activity:
    """One way of being on the feet, within a day."""

    load_wse: float = 0.0
    upright_bw_min: float = 0.0
    minutes: float | None = None  # None: the source does not tell time
    steps: int | None = None

    def __post_init__(self) -> None:
        not_negative("load_wse", self.load_wse)
        not_negative("upright_bw_min", self.upright_bw_min)


@dataclass(frozen=True, slots=True)
class Day:
    """The load of one civil day by one source class.

    `load_wse` is None when the day has no figure, and 0.0 when somebody rested. A partial day
    keeps the load that was measured: a lower bound, left out of every mean.
    """

    day: date
    source_class: SourceClass
    status: DayStatus
    load_wse: float | None = None  # Daily Plantar Load
    upright_bw_min: float | None = None  # Upright Load Time
    walking: Activity | None = None
    running: Activity | None = None
    standing: Activity | None = None  # everything that is no step; None: not measured
    left_wse: float | None = None
    right_wse: float | None = None
    steps: int | None = None
    coverage: float | None = None  # measured / planned wear, 0-1; None: unknown
    sources: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    uncertain_wse: float = 0.0  # the part of load_wse whose minutes may be walking or running

    def __post_init__(self) -> None:
        member("source_class", self.source_class, SourceClass)
        member("status", self.status, DayStatus)
        if self.load_wse is not None:
            not_negative("load_wse", self.load_wse)
        if self.upright_bw_min is not None:
            not_negative("upright_bw_min", self.upright_bw_min)
        if self.coverage is not None:
            within("coverage", self.coverage, 0.0, 1.0)
        if self.status is DayStatus.VALID and self.load_wse is None:
            raise BadInput("load_wse", None, "a number on a valid day")
        # Both are sums, in another order: they may differ by rounding.
        within("uncertain_wse", self.uncertain_wse, 0.0, ONE_AND_ROUNDING * (self.load_wse or 0.0))

    @property
    def sure_wse(self) -> float | None:
        """The load without the minutes that may be walking or running; None without a figure."""
        return None if self.load_wse is None else max(0.0, self.load_wse - self.uncertain_wse)


@dataclass(frozen=True, slots=True)
class LoadHistory:
    """The load of consecutive civil days: an unmeasured day is nan, a rest day is 0.

    The only thing a ratio accepts, since rows are not days: six rest days that nobody stored
    turn a low week into a high one.
    """

    first: date
    loads: tuple[float, ...]

    def __post_init__(self) -> None:
        for load in self.loads:
            if not math.isnan(load):
                not_negative("load", load)

    @property
    def last(self) -> date:
        """The last day of the history."""
        return self.first + timedelta(days=len(self.loads) - 1)

    def __len__(self) -> int:
        return len(self.loads)


class Method(StrEnum):
    """How a ratio compares this week with the weeks before; it travels with every number."""

    UNCOUPLED = "uncoupled"
    COUPLED = "coupled"
    EWMA = "ewma"
    EWMA_SEED = "ewma-seed"


class NoRatio(StrEnum):
    """Why a day has no ratio."""

    BUILDING = "building"  # have: days of history, need: 28
    ACUTE_COVERAGE = "acute-coverage"  # have: valid days of the week, need
    CHRONIC_COVERAGE = "chronic-coverage"  # have: valid days of the three weeks, need
    CHRONIC_FLOOR = "chronic-floor"  # have: chronic load, need


@dataclass(frozen=True, slots=True)
class Ratio:
    """A week against the weeks before it, or the reason why there is none."""

    day: date
    method: Method
    acute: float | None
    chronic: float | None
    ratio: float | None
    valid_acute: int  # valid days in the week
    valid_chronic: int  # valid days in the weeks before
    reason: NoRatio | None = None
    have: float | None = None
    need: float | None = None
    provisional: bool = False

    def __post_init__(self) -> None:
        member("method", self.method, Method)
        if (self.ratio is None) == (self.reason is None):
            raise BadInput("reason", self.reason, "given exactly when there is no ratio")


#: A ratio of one method, so that a type checker lets none stand in for another.
UncoupledRatio = NewType("UncoupledRatio", Ratio)
CoupledRatio = NewType("CoupledRatio", Ratio)
EwmaRatio = NewType("EwmaRatio", Ratio)
EwmaSeedRatio = NewType("EwmaSeedRatio", Ratio)
R_contra = TypeVar("R_contra", bound=Ratio, contravariant=True)


@dataclass(frozen=True, slots=True)
class Above(Generic[R_contra]):
    """A threshold of a ratio, bound to the method it was set for.

    A coupled 1.5 is an uncoupled 1.8 of the same days: no number holds for both.
    """

    method: Method
    threshold: float

    def __post_init__(self) -> None:
        member("method", self.method, Method)
        not_negative("threshold", self.threshold)

    def passed_by(self, ratio: R_contra) -> bool:
        """Whether a ratio lies above it; what has no ratio does not."""
        if ratio.method is not self.method:
            raise BadInput("method", ratio.method, f"{self.method}, which this threshold is of")
        return ratio.ratio is not None and ratio.ratio > self.threshold


def above_uncoupled(threshold: float) -> Above[UncoupledRatio]:
    """A threshold for the week over the three weeks before it."""
    return Above(Method.UNCOUPLED, threshold)


def above_coupled(threshold: float) -> Above[CoupledRatio]:
    """A threshold for the week over the four weeks that end with it."""
    return Above(Method.COUPLED, threshold)
