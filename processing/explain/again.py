"""An alert asked for once more: its days from their stored minutes, and the rules about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plantar.alert import Alert
from plantar.consent import Scope
from plantar.day import each_day
from plantar.load import Day
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.store import Store
from processing.evidence import calendar_of, evidence_of, first_day, series_of, stored_days
from processing.overview import primary_series
from processing.recompute import rebuilt
from processing.rules.decide import decide

#: Days a load rule may look back on: 28 of history and the week before them. [d]
LOOKED_BACK_DAYS = 35
#: Rules of pain ask what load did before; rules of load read nothing that was said.
RESTS_ON = {"load": frozenset({Scope.LOAD}), "pain": frozenset({Scope.LOAD, Scope.PAIN})}


@dataclass(frozen=True, slots=True)
class Again:
    """What the rules say about a day once more, and the days that they were asked about."""

    alerts: tuple[Alert, ...]  # of every rule, about that day
    days: tuple[Day, ...]  # of every class, consecutive in each

    def of_rules_like(self, told: Sequence[Alert]) -> set[Alert]:
        """What is said now by the rules that said those."""
        rules = {alert.rule for alert in told}
        return {alert for alert in self.alerts if alert.rule in rules}


def asked_again(
    store: Store, runner: Runner, day: date, *, now: datetime, since: date | None = None
) -> Again:
    """Ask every rule about a day again.

    Parameters
    ----------
    store, runner
        Whose days they are; nothing is written.
    day : date
        The day asked about.
    now : datetime
        When the runner was computed: what is still open then is a lower bound.
    since : date, optional
        The first day that comes from its minutes again; those before it are taken as they are
        kept. All of them by default.
    """
    today = runner.days.day_of(now)
    calendar = calendar_of(store, runner, today)
    span = store.span(runner.id)
    first = min(runner.days.day_of(span[0]), today) if span else today
    days = stored_days(store, runner.id, first, today)
    afresh = tuple(each_day(first, today) if since is None else each_day(max(first, since), day))
    for known in days.values():
        for one in afresh:
            known.pop(one, None)
    for one, built in rebuilt(store, runner.id, afresh, calendar):
        for kind, figure in built.items():
            days[kind][one] = figure
    series = {kind: series_of(days[kind], kind, calendar) for kind in SourceClass if days[kind]}
    evidence = evidence_of(store, runner, primary_series(series), calendar)
    said = decide(evidence, min(first, first_day(evidence) or first), day)
    return Again(
        tuple(alert for alert in said.alerts if alert.day == day),
        tuple(one for kind in series.values() for one in kind.days),
    )


def looked_back_from(day: date) -> date:
    """The first of the days that a rule may look back on."""
    return day - timedelta(days=LOOKED_BACK_DAYS - 1)


def can_be_asked(alert: Alert, seen: frozenset[Scope]) -> bool:
    """Whether somebody sees all that an alert rests on; else asking again would mislead."""
    told_by_load = alert.code.startswith("s")
    return RESTS_ON["load" if told_by_load else "pain"] <= seen
