"""One runner in one row: which series counts, how the week stands, who should look when."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from plantar import which_first
from plantar.alert import Alert, Episode, Family, Level, NotEvaluated
from plantar.load import Day, DayStatus, Ratio
from plantar.measured import SourceClass
from plantar.state import SPARK_DAYS, Attention, State
from processing.episodes import CLOSING_DAYS
from processing.ratio import (
    ACUTE_DAYS,
    FEWEST_CHRONIC,
    HISTORY_DAYS,
    VALID_CHRONIC,
    uncoupled,
)
from processing.rules.decide import load_history
from processing.usual import usual

#: A runner whose sensors are silent for longer has no state but "no data". Our choice. [h]
SILENT_HOURS = 72
#: A morning score older than this says nothing about today. Our choice. [d]
MORNING_DAYS = 3


@dataclass(frozen=True, slots=True)
class Series:
    """The consecutive days of one source class, with what the wear plan expects of them."""

    days: tuple[Day, ...]
    expected: tuple[bool, ...]

    @property
    def source_class(self) -> SourceClass:
        """The class all of these days are of."""
        return self.days[0].source_class


def primary_series(series: Mapping[SourceClass, Series]) -> Series | None:
    """The best class of which enough of the last four weeks is measured.

    When none has enough, the one with most valid days in those weeks; when none has any, the one
    that was measured last. A week in a drawer withholds the ratio and does not change the
    class: another class has another idea of what a day is. Classes are never mixed.
    """
    best_first = [series[kind] for kind in SourceClass if kind in series]
    for one in best_first:
        # A class that is new has no expected days before its first: its share counts, not its sum.
        wanted = fmean(one.expected[-HISTORY_DAYS:])
        if _valid_days(one)[0] >= max(FEWEST_CHRONIC, math.ceil(VALID_CHRONIC * wanted)):
            return one
    return max(best_first, key=_valid_days, default=None)


def _valid_days(series: Series) -> tuple[int, date]:
    """How many of the last four weeks' days are valid, and which valid day is the last."""
    recent = [math.isfinite(load) for load in load_history(series.days).loads[-HISTORY_DAYS:]]
    valid = (day.day for day in series.days if day.status is DayStatus.VALID)
    return sum(recent), max(valid, default=date.min)


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules and the runner said."""

    alerts: tuple[Alert, ...]
    not_evaluated: tuple[NotEvaluated, ...]
    episodes: tuple[Episode, ...]
    mornings: Mapping[date, int]


def state(
    runner_id: str,
    series: Series | None,
    told: Told,
    *,
    last_data_at: datetime | None,
    now: datetime,
    today: date,
) -> State:
    """The runner's row: from the open episodes, and from whether there is anything to go by."""
    silent = last_data_at is None or now - last_data_at > timedelta(hours=SILENT_HOURS)
    open_episodes = [one for one in told.episodes if _speaks(one, today, silent=silent)]
    level = max((episode.level for episode in open_episodes), default=Level.OK)
    ratios = _ratios(series)
    week = _Week.of(series, ratios[-1], today) if series else None
    attention = _attention(level, week, silent=silent)
    recent = [today - timedelta(days=back) for back in range(MORNING_DAYS)]
    return State(
        runner_id=runner_id,
        as_of=today,
        computed_at=now,
        attention=attention,
        level=level,
        since=min((episode.opened for episode in open_episodes), default=None),
        reasons=which_first.of_runner(open_episodes),
        not_evaluated=tuple(one for one in told.not_evaluated if one.day == today),
        source_class=series.source_class if series else None,
        sources=_sources(series, today),
        ratio=None if week is None or silent else week.ratio,
        usual_wse=week.usual_wse if week else None,
        band_low_wse=week.band[0] if week else None,
        band_high_wse=week.band[1] if week else None,
        week_sum_wse=week.sum_wse if week else None,
        worn_days=week.worn_days if week else 0,
        coverage=week.coverage if week else None,
        last_data_at=last_data_at,
        morning_pain=next((told.mornings[d] for d in recent if d in told.mornings), None),
        load_spark=_spark({day.day: day.load_wse for day in series.days} if series else {}, today),
        acute_spark=_spark({ratio.day: ratio.acute for ratio in ratios}, today),
        pain_spark=_pain_spark(told.mornings, today),
    )


def _speaks(episode: Episode, today: date, *, silent: bool) -> bool:
    """Whether an episode has a say in how a runner stands.

    While data arrive seven ok days close it. When none do, a story of which nothing was heard for
    longer is stale: it stays to be answered, and no longer says that somebody is to call today.
    """
    if episode.closed is not None or episode.family is Family.NO_DATA:
        return False
    return not silent or (today - episode.last_day).days <= CLOSING_DAYS


def _attention(level: Level, week: "_Week | None", *, silent: bool) -> Attention:
    if level is Level.ALERT:
        return Attention.CALL_TODAY
    if level is Level.CAUTION:
        return Attention.LOOK_THIS_WEEK
    if silent or week is None:
        return Attention.NO_DATA
    return Attention.QUIET if week.ratio.reason is None else Attention.BUILDING


@dataclass(frozen=True, slots=True)
class _Week:
    ratio: Ratio
    usual_wse: float | None
    band: tuple[float | None, float | None]
    sum_wse: float | None
    worn_days: int
    coverage: float | None

    @classmethod
    def of(cls, series: Series, ratio: Ratio, today: date) -> "_Week":
        used_to = usual(load_history(series.days))[-1]
        week = [day for day in series.days if 0 <= (today - day.day).days < ACUTE_DAYS]
        loads = [load for load in load_history(week).loads if math.isfinite(load)] if week else []
        covered = [day.coverage for day in week if day.coverage is not None]
        return cls(
            ratio=ratio,
            usual_wse=ratio.chronic,
            band=(used_to.low, used_to.high) if used_to else (None, None),
            sum_wse=sum(loads) if loads else None,
            worn_days=len(loads),
            coverage=fmean(covered) if covered else None,
        )


def _sources(series: Series | None, today: date) -> tuple[str, ...]:
    if series is None:
        return ()
    month = [day for day in series.days if (today - day.day).days < SPARK_DAYS]
    return tuple(sorted({source for day in month for source in day.sources}))


def _ratios(series: Series | None) -> tuple[Ratio, ...]:
    if series is None:
        return ()
    return uncoupled(load_history(series.days), expected=series.expected)


def _spark(figures: Mapping[date, float | None], today: date) -> tuple[float, ...]:
    """Six weeks up to today; nan where there is no figure."""
    first = today - timedelta(days=SPARK_DAYS - 1)
    spark = [figures.get(first + timedelta(days=n)) for n in range(SPARK_DAYS)]
    return tuple(math.nan if figure is None else figure for figure in spark)


def _pain_spark(mornings: Mapping[date, int], today: date) -> tuple[float, ...]:
    return _spark({day: float(score) for day, score in mornings.items()}, today)
