"""The one decision function: every surface shows what this says, so none can contradict another."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.clinic import ClinicThreshold
from plantar.day import each_day
from plantar.load import Day, DayStatus, LoadHistory
from plantar.measured import SourceClass
from plantar.plan import PlannedRun, RuleOverride
from processing.rules.day_jump import day_jump
from processing.rules.declared_jump import declared_jump
from processing.rules.first_run import first_run
from processing.rules.in_force import InForce
from processing.rules.load_then_pain import load_then_pain
from processing.rules.morning_pain import morning_pain
from processing.rules.outings import Log, Outing
from processing.rules.pain_during import pain_during
from processing.rules.pain_weeks import pain_weeks
from processing.rules.planned_run import planned_run
from processing.rules.session_jump import session_jump
from processing.rules.thresholds import Thresholds
from processing.rules.upright_jump import upright_jump
from processing.rules.walk_jump import walk_jump
from processing.rules.week_jump import RUN_WINDOW_DAYS, WeekSeries, WeekUnit, week_jump

#: Those that tell a day, so that the week around it needs no word of its own.
TELL_A_DAY = (Rule.S1, Rule.S1W, Rule.S2, Rule.S3)
#: After these a morning's pain answers a jump.
JUMPS = (*TELL_A_DAY, Rule.S4)
#: These look at pain, and at load by its jumps alone.
OF_PAIN = frozenset({Rule.P1, Rule.P2, Rule.P3, Rule.C1})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the rules look at, for one runner."""

    days: tuple[Day, ...]  # consecutive, of the primary series
    expected: tuple[bool, ...]  # whether the wear plan asks for each of them
    runs: tuple[Outing, ...] = ()
    mornings: Mapping[date, int] = field(default_factory=dict)  # worst first-step score [NRS]
    walks: tuple[Outing, ...] = ()
    during: Mapping[date, int] = field(default_factory=dict)  # worst score during load [NRS]
    pain_limit: int | None = None  # agreed with the kinesist [NRS]
    overrides: tuple[RuleOverride, ...] = ()  # thresholds agreed with the kinesist
    planned: tuple[PlannedRun, ...] = ()  # one a day, agreed with the kinesist
    declared: Mapping[date, float] = field(default_factory=dict)  # told time on the feet [min]
    clinic: tuple[ClinicThreshold, ...] = ()  # of the whole practice, under those of the runner


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the rules said, and what they could not be asked, in order of day."""

    alerts: tuple[Alert, ...] = ()
    not_evaluated: tuple[NotEvaluated, ...] = ()


@dataclass(slots=True)
class _Said:
    agreed: InForce
    alerts: list[Alert] = field(default_factory=list)
    not_evaluated: list[NotEvaluated] = field(default_factory=list)
    #: Days by the rule that spoke about them, at caution or above, and how loudly.
    days: defaultdict[Rule, dict[date, Level]] = field(default_factory=lambda: defaultdict(dict))

    def hear(self, *found: Alert | NotEvaluated | None) -> None:
        for one in found:
            match one:
                case Alert():
                    self.alerts.append(self.agreed.signed(one))
                    self._spoke(one)
                case NotEvaluated():
                    self.not_evaluated.append(one)
                case None:
                    pass

    def remember(self, alerts: Iterable[Alert]) -> None:
        """Hear what was heard and signed before."""
        for one in alerts:
            self.alerts.append(one)
            self._spoke(one)

    def _spoke(self, alert: Alert) -> None:
        if alert.level >= Level.CAUTION:
            before = self.days[alert.rule].get(alert.day, Level.OK)
            self.days[alert.rule][alert.day] = max(before, alert.level)

    def jumps(self) -> set[date]:
        """The days that a rule of load spoke about."""
        return {day for rule in JUMPS for day in self.days[rule]}

    def copy(self) -> "_Said":
        """What was said so far, as far as it has a say in what follows."""
        days = ((rule, dict(spoken)) for rule, spoken in self.days.items())
        return _Said(self.agreed, days=defaultdict(dict, days))

    def last_spoke(self, rule: Rule) -> date | None:
        return next(reversed(self.days[rule]), None)

    def level(self, rule: Rule, day: date) -> Level:
        return self.days[rule].get(day, Level.OK)

    def days_near(self, day: date, rules: Iterable[Rule], back: int) -> set[date]:
        """The days of the last few that one of the rules spoke about."""
        near = (day - timedelta(days=n) for n in range(back))
        asked = [self.days[rule] for rule in rules]
        return {one for one in near if any(one in days for days in asked)}


class _Asked:
    """The evidence, ready to be asked about one day after another."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.days = evidence.days
        self.runs, self.walks = Log(evidence.runs), Log(evidence.walks)
        self.series = _series(evidence)
        self.plans = {plan.day: plan for plan in evidence.planned}
        self.first_declared = min(evidence.declared, default=None)
        self.first_upright = next(
            (n for n, day in enumerate(self.days) if day.upright_bw_min is not None), None
        )

    def with_last(
        self, day: Day | None, runs: Sequence[Outing], walks: Sequence[Outing]
    ) -> "_Asked":
        """The same evidence with more on its last day."""
        other = copy(self)
        if runs:
            other.runs = Log((*self.evidence.runs, *runs))
        if walks:
            other.walks = Log((*self.evidence.walks, *walks))
        if day is not None and self.days:
            other.days = (*self.days[:-1], day)
            other.series = [
                weeks.with_last(
                    load_history([day], upright=weeks.unit is WeekUnit.UPRIGHT).loads[0]
                )
                for weeks in self.series
            ]
        return other

    def about(self, day: date, said: _Said, limits: Thresholds) -> None:
        self.load_rules(day, said, limits)
        self.pain_rules(day, said, limits)

    def load_rules(self, day: date, said: _Said, limits: Thresholds) -> None:
        self._session_rules(day, said, limits)
        self._day_rules(day, said, limits)

    def _session_rules(self, day: date, said: _Said, limits: Thresholds) -> None:
        plan = self.plans.get(day)
        if plan is not None:
            said.hear(planned_run(self.runs.between(day, day), plan, limits.S1))
        else:
            pause_days = limits.S1b.pause_days
            said.hear(*session_jump(self.runs, day, limits.S1, pause_days=pause_days))
        said.hear(first_run(self.runs, day, limits.S1b))
        said.hear(*walk_jump(self.walks, day, limits.S1w))

    def _day_rules(self, day: date, said: _Said, limits: Thresholds) -> None:
        declared = self.evidence.declared
        said.hear(declared_jump(declared, day, self.first_declared, limits.S3))
        n = (day - self.days[0].day).days if self.days else -1
        if not 0 <= n < len(self.days):
            return
        said.hear(day_jump(self.days, n, limits.S2, told=said.level(Rule.S1, day)))
        said.hear(upright_jump(self.days, n, self.first_upright, limits.S3))
        for weeks in self.series:
            said.hear(self._week(weeks, day, said, limits))

    def _week(
        self, weeks: WeekSeries, day: date, said: _Said, limits: Thresholds
    ) -> Alert | NotEvaluated | None:
        # The runs before this day: one more run today must not make the day quieter.
        window = day - timedelta(days=RUN_WINDOW_DAYS), day - timedelta(days=1)
        seldom = 0 < len(self.runs.between(*window)) < limits.S4.least_runs
        if seldom and weeks.unit is WeekUnit.LOAD:
            return NotEvaluated(day, Rule.S4, "few-runs")
        told = said.days_near(day, TELL_A_DAY, 7)
        last_spoke = said.last_spoke(Rule.S4)
        return week_jump(weeks, day, limits.S4, last_spoke=last_spoke, told=told)

    def pain_rules(self, day: date, said: _Said, limits: Thresholds) -> None:
        evidence, jumps = self.evidence, said.days_near(day, JUMPS, 3)
        said.hear(pain_during(evidence.during, day, evidence.pain_limit, limits.P1))
        said.hear(morning_pain(evidence.mornings, day, jumps, limits.P2))
        said.hear(pain_weeks(evidence.mornings, day, limits.P3))
        said.hear(load_then_pain(evidence.mornings, day, jumps, limits.C1))


def decide(evidence: Evidence, first: date, last: date) -> Decisions:
    """Ask every rule about every day from first to last.

    Pure: the same days, runs and scores give the same decisions, in whatever order they arrived.
    """
    agreed = InForce(evidence.overrides, evidence.clinic)
    said, asked = _Said(agreed), _Asked(evidence)
    for day in each_day(first, last):
        asked.about(day, said, agreed.thresholds(day))
    return Decisions(tuple(said.alerts), tuple(said.not_evaluated))


def alerts_again(
    evidence: Evidence, first: date, last: date, before: Sequence[Alert], changed: Collection[Rule]
) -> tuple[Alert, ...]:
    """The alerts of `decide`, where only the thresholds of some rules are other ones than `before`.

    Rules of load never look at pain, and those of pain look at load by its jumps alone: so a half
    that nothing changed for is not asked again.
    """
    agreed = InForce(evidence.overrides, evidence.clinic)
    said, asked = _Said(agreed), _Asked(evidence)
    days = list(each_day(first, last))
    loads = [one for one in before if one.rule not in OF_PAIN]
    pains = [one for one in before if one.rule in OF_PAIN]
    known = _Said(agreed)
    known.remember(loads)
    if OF_PAIN.issuperset(changed):
        said.remember(loads)
    else:
        for day in days:
            asked.load_rules(day, said, agreed.thresholds(day))
    if not OF_PAIN.isdisjoint(changed) or said.jumps() != known.jumps():
        pain = _Said(agreed, days=said.days)
        for day in days:
            asked.pain_rules(day, pain, agreed.thresholds(day))
        pains = pain.alerts
    # Of one day those of load come first, as they are asked first.
    return tuple(sorted((*said.alerts, *pains), key=lambda one: (one.day, one.rule in OF_PAIN)))


class LastDay:
    """What the rules would say about a last day that held more; the days before are asked once."""

    def __init__(self, evidence: Evidence, first: date, last: date) -> None:
        self._last = last
        self._agreed = InForce(evidence.overrides, evidence.clinic)
        self._asked, self._said = _Asked(evidence), _Said(self._agreed)
        for day in each_day(first, last - timedelta(days=1)):
            self._asked.about(day, self._said, self._agreed.thresholds(day))

    def with_more(
        self,
        day: Day | None = None,
        *,
        runs: Sequence[Outing] = (),
        walks: Sequence[Outing] = (),
    ) -> Decisions:
        """What they say about the last day with this figure, and these runs and walks beside."""
        said = self._said.copy()
        asked = self._asked.with_last(day, runs, walks)
        asked.about(self._last, said, self._agreed.thresholds(self._last))
        return Decisions(tuple(said.alerts), tuple(said.not_evaluated))


def load_history(days: Sequence[Day], *, upright: bool = False) -> LoadHistory:
    """The valid days of a series as a history; a day that is not over, or not whole, is nan."""
    return LoadHistory(
        days[0].day,
        tuple(
            figure
            if day.status is DayStatus.VALID
            and (figure := day.upright_bw_min if upright else day.load_wse) is not None
            else math.nan
            for day in days
        ),
    )


def _series(evidence: Evidence) -> list[WeekSeries]:
    """Daily Plantar Load always; Upright Load Time where standing is really measured."""
    if not evidence.days:
        return []
    source_class = evidence.days[0].source_class
    load = load_history(evidence.days)
    series = [WeekSeries.of(load, evidence.expected, WeekUnit.LOAD, source_class)]
    if source_class is SourceClass.INSOLE:
        upright = load_history(evidence.days, upright=True)
        series.append(WeekSeries.of(upright, evidence.expected, WeekUnit.UPRIGHT, source_class))
    return series
