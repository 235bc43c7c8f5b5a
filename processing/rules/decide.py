"""The one decision function: every surface shows what this says, so none can contradict another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from plantar.alert import Alert, Family, Level, NotEvaluated, Rule
from plantar.load import Day, DayStatus, LoadHistory
from plantar.measured import SourceClass
from processing.rules.morning_pain import morning_pain
from processing.rules.session_jump import Run, session_jump
from processing.rules.week_jump import (
    LEAST_RUNS,
    LOAD,
    RUN_WINDOW_DAYS,
    UPRIGHT,
    WeekSeries,
    week_jump,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules look at, for one runner."""

    days: tuple[Day, ...]  # consecutive, of the primary series
    expected: tuple[bool, ...]  # whether the wear plan asks for each of them
    runs: tuple[Run, ...]
    mornings: Mapping[date, int]  # worst first-step score per civil day


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the rules said, and what they could not be asked, in order of day."""

    alerts: tuple[Alert, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


@dataclass(slots=True)
class _Said:
    alerts: list[Alert] = field(default_factory=list)
    not_evaluated: list[NotEvaluated] = field(default_factory=list)

    def hear(self, found: Alert | NotEvaluated | None) -> None:
        match found:
            case Alert():
                self.alerts.append(found)
            case NotEvaluated():
                self.not_evaluated.append(found)
            case None:
                pass

    def days_of(self, *rules: Rule) -> list[date]:
        return [alert.day for alert in self.alerts if alert.rule in rules]

    def last_spoke(self, rule: Rule) -> date | None:
        return max(self.days_of(rule), default=None)


def decide(evidence: Evidence, first: date, last: date) -> Decisions:
    """Ask every rule about every day from first to last.

    Pure: the same days, runs and scores give the same decisions, in whatever order they arrived.
    """
    said, series = _Said(), _series(evidence)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        for found in session_jump(evidence.runs, day):
            said.hear(found)
        for weeks in series:
            if weeks.history.first <= day <= weeks.history.last:
                said.hear(_week(weeks, day, evidence.runs, said))
        jumps = [alert.day for alert in said.alerts if alert.rule.family is Family.LOAD]
        said.hear(morning_pain(evidence.mornings, day, jumps))
    return Decisions(tuple(said.alerts), tuple(said.not_evaluated))


def level_on(alerts: Sequence[Alert], day: date) -> Level:
    """The strongest level that spoke about a day."""
    return max((alert.level for alert in alerts if alert.day == day), default=Level.OK)


def load_history(days: Sequence[Day], *, upright: bool = False) -> LoadHistory:
    """The valid days of a series as a history; a day that is not over, or not whole, is nan."""
    return LoadHistory(
        days[0].day,
        tuple(
            figure
            if day.status is DayStatus.VALID
            and (figure := day.upright_bw_min if upright else day.load_wse) is not None
            else float("nan")
            for day in days
        ),
    )


def _series(evidence: Evidence) -> list[WeekSeries]:
    """Daily Plantar Load always; Upright Load Time where standing is really measured."""
    if not evidence.days:
        return []
    source_class = evidence.days[0].source_class
    load = load_history(evidence.days)
    series = [WeekSeries.of(load, evidence.expected, LOAD, source_class)]
    if source_class is SourceClass.INSOLE:
        upright = load_history(evidence.days, upright=True)
        series.append(WeekSeries.of(upright, evidence.expected, UPRIGHT, source_class))
    return series


def _week(
    weeks: WeekSeries, day: date, runs: Sequence[Run], said: _Said
) -> Alert | NotEvaluated | None:
    if weeks.thresholds is LOAD and _runs_seldom(runs, day):
        return NotEvaluated(day, Rule.S4, "few-runs")
    return week_jump(weeks, day, last_spoke=said.last_spoke(Rule.S4), told=said.days_of(Rule.S1))


def _runs_seldom(runs: Sequence[Run], day: date) -> bool:
    recent = [run for run in runs if 0 <= (day - run.day).days < RUN_WINDOW_DAYS]
    return 0 < len(recent) < LEAST_RUNS
