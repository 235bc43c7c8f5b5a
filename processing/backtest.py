"""How often every rule would have spoken on what somebody has lived."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from plantar.alert import Level, Rule
from plantar.plan import RuleOverride
from processing.episodes import told_episodes
from processing.rules.decide import Evidence, decide

#: A month, for a count. [d]
MONTH_DAYS = 30.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """How often one rule spoke, by level, and how often it could not be asked."""

    rule: Rule
    info: int = 0
    caution: int = 0
    alert: int = 0
    not_evaluated: int = 0

    def __add__(self, other: "Spoken") -> "Spoken":
        return Spoken(
            self.rule,
            self.info + other.info,
            self.caution + other.caution,
            self.alert + other.alert,
            self.not_evaluated + other.not_evaluated,
        )

    @property
    def loud(self) -> int:
        """Times at caution or above: what somebody would have been shown."""
        return self.caution + self.alert


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the rules would have said over some days of one runner or of more."""

    runners: int
    days: int  # of all of them together
    rules: tuple[Spoken, ...]  # every rule, in its order
    episodes: int  # opened

    @property
    def months(self) -> float:
        """Runner-months looked at. [30 d]"""
        return self.days / MONTH_DAYS

    def a_month(self, times: int) -> float | None:
        """Times per runner-month; None where nothing was looked at."""
        return times / self.months if self.days else None


def backtest(
    evidence: Evidence, first: date, last: date, tried: Sequence[RuleOverride] = ()
) -> Backtest:
    """Ask the rules about every day, and count what they say from first to last.

    `tried` stand in the place of the runner's own thresholds of the same name. The days before
    `first` are known to the rules, and what they said of them is not counted.
    """
    named = {(one.rule, one.field) for one in tried}
    kept = [one for one in evidence.overrides if (one.rule, one.field) not in named]
    evidence = replace(evidence, overrides=(*kept, *tried))
    begin = min([first, *(day.day for day in evidence.days[:1])])
    said = decide(evidence, begin, last)
    counted = {rule: Spoken(rule) for rule in Rule}
    for alert in said.alerts:
        if alert.day >= first:
            one = Spoken(
                alert.rule,
                info=int(alert.level is Level.INFO),
                caution=int(alert.level is Level.CAUTION),
                alert=int(alert.level is Level.ALERT),
            )
            counted[alert.rule] += one
    for silent in said.not_evaluated:
        if silent.day >= first:
            counted[silent.rule] += Spoken(silent.rule, not_evaluated=1)
    opened = [one for one in told_episodes(said.alerts, evidence, last) if one.opened >= first]
    return Backtest(1, max(0, (last - first).days + 1), tuple(counted.values()), len(opened))


def together(tests: Iterable[Backtest]) -> Backtest:
    """Those of several runners as one."""
    rules = {rule: Spoken(rule) for rule in Rule}
    runners = days = episodes = 0
    for one in tests:
        runners, days = runners + one.runners, days + one.days
        episodes += one.episodes
        for spoken in one.rules:
            rules[spoken.rule] += spoken
    return Backtest(runners, days, tuple(rules.values()), episodes)
