"""One row per runner, kept up to date, so that a list of runners reads one small table."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from plantar.alert import Alert, Level, NotEvaluated
from plantar.load import Ratio
from plantar.measured import SourceClass

#: Days in the sparklines of the overview: six weeks.
SPARK_DAYS = 42


class Attention(StrEnum):
    """Where a runner stands on the overview."""

    CALL_TODAY = "call-today"
    LOOK_THIS_WEEK = "look-this-week"
    QUIET = "quiet"
    BUILDING = "building"  # quiet, but there is no usual to compare with yet
    NO_DATA = "no-data"  # a state of its own, never quiet


@dataclass(frozen=True, slots=True)
class State:
    """What the overview shows of one runner; nan in a spark is a day without a figure."""

    runner_id: str
    as_of: date
    computed_at: datetime
    attention: Attention
    level: Level
    since: date | None = None  # when the open episode opened
    reasons: tuple[Alert, ...] = ()  # strongest first
    not_evaluated: tuple[NotEvaluated, ...] = ()
    source_class: SourceClass | None = None
    sources: tuple[str, ...] = ()
    ratio: Ratio | None = None
    usual_wse: float | None = None  # mean of the valid days of the three weeks before the week
    band_low_wse: float | None = None  # 10th percentile of the same days
    band_high_wse: float | None = None  # 90th percentile
    week_sum_wse: float | None = None
    worn_days: int = 0  # valid days of the last seven
    coverage: float | None = None  # mean over the last seven days
    last_data_at: datetime | None = None
    morning_pain: int | None = None  # the last first-steps score of the last three days
    load_spark: tuple[float, ...] = ()
    acute_spark: tuple[float, ...] = ()
    pain_spark: tuple[float, ...] = ()
