"""Everything the chart and its table tell of one runner and one period."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dashboard.charting import history
from dashboard.charting.beside import NOTHING, Beside
from dashboard.charting.history import Stretch
from dashboard.charting.runs import NO_RUNS, RunDay
from plantar.alert import Episode
from plantar.day import each_day
from plantar.load import Day, DayStatus, Ratio
from plantar.pain import PainMoment, PainReport
from plantar.rehab import DAYS_A_WEEK
from plantar.runner import Runner
from processing.ratio import uncoupled
from processing.usual import Usual, usual
from processing.week import WeekSum, week_sums

Scores = Mapping[tuple[date, PainMoment], int]
#: Less than this share of a day without an activity is rounding. [1]
UNSPLIT_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the chart draws, for its dates."""

    dates: tuple[date, ...]
    days: Mapping[date, Day]
    ratios: Mapping[date, Ratio]
    weeks: Mapping[date, WeekSum]  # the seven days up to each, beside every mean
    usual: Mapping[date, Usual | None]
    pain: Scores
    episodes: Sequence[Episode]
    pain_limit: int | None
    started: date  # the first day ever measured: before it, nothing is missing
    told: Mapping[date, tuple[PainReport, ...]]  # the answers that count, foot by foot
    beside: Beside = NOTHING  # what was told and exercised: never part of a load
    runs: Mapping[date, RunDay] = field(default_factory=dict)  # planned and done; empty: no plan
    hides_pain: bool = False  # not shared with whoever looks: nothing told is not no pain

    def shown(self) -> list[Day]:
        """The days of the period that exist, in order."""
        return [day for date_ in self.dates if (day := self.days.get(date_))]

    def is_missing(self, date_: date) -> bool:
        """Whether a day should have been measured and was not, or hardly."""
        if date_ < self.started or date_ > self.dates[-1]:
            return False
        day = self.days.get(date_)
        if day is None or day.status is DayStatus.MISSING:
            return True
        return day.load_wse is None and day.status is not DayStatus.NOT_EXPECTED

    def ahead(self) -> tuple[date, ...]:
        """The days of this week that are still to come, where a run is planned in one of them."""
        last = self.dates[-1]
        sunday = last + timedelta(days=DAYS_A_WEEK - 1 - last.weekday())
        if not any(last < day <= sunday for day in self.runs):
            return ()
        return tuple(each_day(last + timedelta(days=1), sunday))

    def above_limit(self) -> dict[date, int]:
        """The days on which some score was above the agreed limit, with the worst of them."""
        if self.pain_limit is None:
            return {}
        worst: dict[date, int] = {}
        for (day, _), score in self.pain.items():
            if score > self.pain_limit:
                worst[day] = max(score, worst.get(day, 0))
        return worst

    def with_analgesic(self) -> set[date]:
        """The days on which a painkiller was taken, as far as somebody said so."""
        return {day for day, told in self.told.items() if any(one.analgesic for one in told)}

    def with_flare(self) -> set[date]:
        """The days that the runner called a flare-up."""
        return {day for day, told in self.told.items() if any(one.flare for one in told)}

    def has_feet(self) -> bool:
        """Whether some day tells the feet apart."""
        return any(day.left_wse is not None or day.right_wse is not None for day in self.shown())

    def has_unsplit(self) -> bool:
        """Whether some load belongs to no activity."""
        return any(
            day.load_wse and history.unsplit(day) > UNSPLIT_SHARE * day.load_wse
            for day in self.shown()
        )


def tell(
    runner: Runner,
    found: Stretch,
    period: int,
    reports: Iterable[PainReport],
    episodes: Sequence[Episode],
    *,
    beside: Beside = NOTHING,
    runs: Mapping[date, RunDay] = NO_RUNS,
    hides_pain: bool = False,
) -> Story:
    """The story of a period that ends on the last day found."""
    start = history.window_start(found.last, period)
    reports = tuple(reports)
    loads = found.loads()
    ratios = uncoupled(loads, expected=found.expected)
    bands = usual(loads)
    return Story(
        dates=tuple(each_day(start, found.last)),
        days=found.days,
        weeks=dict(zip(found.dates(), week_sums(loads), strict=True)),
        ratios={ratio.day: ratio for ratio in ratios if ratio.day >= start},
        usual={
            ratio.day: band for ratio, band in zip(ratios, bands, strict=True) if ratio.day >= start
        },
        pain=worst_scores(runner, reports),
        episodes=episodes,
        pain_limit=runner.pain_limit,
        started=found.first,
        beside=beside,
        runs=runs,
        hides_pain=hides_pain,
        told=by_day(runner, reports),
    )


def by_day(runner: Runner, reports: Iterable[PainReport]) -> dict[date, tuple[PainReport, ...]]:
    """The answers of each civil day."""
    told: dict[date, tuple[PainReport, ...]] = {}
    for report in reports:
        day = report.day(runner.days)
        told[day] = (*told.get(day, ()), report)
    return told


def worst_scores(runner: Runner, reports: Iterable[PainReport]) -> Scores:
    """The worst score of both feet, by civil day and moment."""
    scores: dict[tuple[date, PainMoment], int] = {}
    for report in reports:
        key = (report.day(runner.days), report.moment)
        scores[key] = max(report.score, scores.get(key, 0))
    return scores
