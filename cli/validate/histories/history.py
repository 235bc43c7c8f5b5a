"""One person's history, put through a store of its own and looked back at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cli.look_back import look_back
from plantar.alert import Alert, Rule
from plantar.day import civil_day, zone
from plantar.measured import DayTotal, Measured, Origin, OriginKind, Session, SourceClass, Sport
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.backtest import MONTH_DAYS, Backtest, Spoken

#: The person of every history; what they wrote down is in their own local time, kept as UTC.
RUNNER, ZONE = "history", "UTC"
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class History:
    """What somebody recorded, and how it is called in the report."""

    name: str
    group: str
    measured: tuple[Measured, ...]
    pain: tuple[PainReport, ...] = ()
    pain_limit: int | None = None

    @property
    def last(self) -> date:
        """The last day there is anything of."""
        days = [_day(one) for one in self.measured]
        return max([*days, *(civil_day(one.at, zone(ZONE)) for one in self.pain)])


@dataclass(frozen=True, slots=True)
class Told:
    """What the rules would have said of a history."""

    history: History
    source_class: SourceClass | None
    test: Backtest
    asked: frozenset[Rule]  # on one day at least
    alerts: tuple[Alert, ...]

    def a_month(self, rule: Rule) -> float | None:
        """Times a rule spoke in a runner-month; None where it could not be asked."""
        return self.test.a_month(self._times(rule)) if rule in self.asked else None

    def a_month_asked(self, rule: Rule) -> float | None:
        """The same, of the days on which it could be asked."""
        days = self.test.days - self._spoken(rule).not_evaluated
        return MONTH_DAYS * self._times(rule) / days if rule in self.asked and days else None

    def alerts_a_month(self, rule: Rule) -> float | None:
        """The alerts among them."""
        return self.test.a_month(self._spoken(rule).alert)

    def _times(self, rule: Rule) -> int:
        """Cautions and alerts; S1b never says more than info."""
        spoken = self._spoken(rule)
        return spoken.info if rule is Rule.S1B else spoken.loud

    def _spoken(self, rule: Rule) -> Spoken:
        (spoken,) = (one for one in self.test.rules if one.rule is rule)
        return spoken


def told(history: History) -> Told | None:
    """Through store, recomputation and rules, as anybody's own recordings go."""
    now = datetime.combine(history.last + timedelta(days=1), NOON)
    origin = Origin("history", OriginKind.IMPORT, history.name, now)
    with open_store("sqlite://") as store:
        store.add_runner(Runner(RUNNER, ZONE, pain_limit=history.pain_limit))
        store.put(RUNNER, Batch(origin, history.group, history.measured))
        for report in history.pain:
            store.add_pain(RUNNER, report, now)
        test = look_back(store, RUNNER, now=now)
        state = store.state(RUNNER)
        alerts = store.alerts(RUNNER, date.min, history.last)
    if test is None:
        return None
    kind = state.source_class if state else None
    return Told(history, kind, test, _asked(history, kind, test), tuple(alerts))


def _asked(history: History, kind: SourceClass | None, test: Backtest) -> frozenset[Rule]:
    """The rules that had something to look at."""
    sports = {one.sport for one in history.measured if isinstance(one, Session)}
    moments = {one.moment for one in history.pain}
    has = {
        Rule.S1: Sport.RUNNING in sports,
        Rule.S1B: Sport.RUNNING in sports,
        Rule.S1W: bool(sports & {Sport.WALKING, Sport.HIKING}),
        Rule.S2: kind is not SourceClass.DAY_TOTALS,
        Rule.S3: kind is not SourceClass.SESSIONS,
        Rule.P1: PainMoment.DURING in moments,
        Rule.P2: PainMoment.FIRST_STEPS in moments,
        Rule.P3: PainMoment.FIRST_STEPS in moments,
        Rule.C1: PainMoment.FIRST_STEPS in moments,
    }
    return frozenset(
        one.rule for one in test.rules if one.not_evaluated < test.days and has.get(one.rule, True)
    )


def _day(one: Measured) -> date:
    match one:
        case DayTotal():
            return one.day
        case Session():
            return civil_day(one.start, zone(ZONE))
        case StepMinute():
            return civil_day(one.at, zone(ZONE))
        case _:
            raise TypeError(one)
