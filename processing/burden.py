"""What a practice would have been told in the last weeks, at other thresholds than it has.

The same rules, episodes and messages as the real ones: nothing here decides anything. The
thresholds of today are held against all the days, so that two settings differ in nothing but
themselves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plantar.alert import Alert, Rule
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from processing.backtest import MONTH_DAYS
from processing.episodes import told_episodes
from processing.rules.decide import Evidence, alerts_again, decide
from processing.rules.in_force import InForce
from processing.written import Message, written

#: The days that are counted: four weeks. Our choice.
COUNTED_DAYS = 28
#: Days before them that rules are asked about, so that an episode open already is known: an episode
#: closes after 7 ok days, a week speaks once in 7. Our choice, well above both.
LEAD_DAYS = 28
#: Days before these that rules look back at: four weeks for a week, and a margin.
BACK_DAYS = 42
WEEK_DAYS = 7.0

Tried = ClinicThreshold | RuleOverride


@dataclass(frozen=True, slots=True)
class Recent:
    """What is known of one runner, as far as the last weeks hang on it."""

    runner_id: str
    evidence: Evidence  # with the runner's own thresholds and none of the practice
    today: date  # not counted: it is not over
    days: int  # of the last four weeks that anything is known about


@dataclass(frozen=True, slots=True)
class Burden:
    """The messages of some runners in the last four weeks."""

    runner_days: Mapping[str, int]  # by runner
    messages: Mapping[str, tuple[Message, ...]]  # by runner; one without is left out

    @property
    def count(self) -> int:
        """How many messages."""
        return sum(map(len, self.messages.values()))

    @property
    def a_week(self) -> float:
        """Messages a week, of all runners together."""
        return self.count * WEEK_DAYS / COUNTED_DAYS

    @property
    def a_runner_month(self) -> float | None:
        """Messages a runner in 30 days; None where nothing is known about anybody."""
        days = sum(self.runner_days.values())
        return self.count * MONTH_DAYS / days if days else None

    @property
    def by_day(self) -> Mapping[date, int]:
        """Messages of each day that had any."""
        return Counter(one.day for told in self.messages.values() for one in told)

    def differs_from(self, other: "Burden") -> tuple[str, ...]:
        """The runners who are told otherwise than in another one, those with most more first."""
        everybody = self.messages.keys() | other.messages.keys()
        differing = [
            (len(other.messages.get(one, ())) - len(self.messages.get(one, ())), one)
            for one in everybody
            if self.messages.get(one) != other.messages.get(one)
        ]
        return tuple(one for _, one in sorted(differing))


def known_from(today: date) -> date:
    """The first day that the rules know of, of those that are told by today."""
    return today - timedelta(days=COUNTED_DAYS + LEAD_DAYS + BACK_DAYS)


def recent(runner_id: str, evidence: Evidence, today: date) -> Recent:
    """What the last weeks of a runner hang on, cut from all there is."""
    first, known = today - timedelta(days=COUNTED_DAYS), known_from(today)
    at = next((n for n, day in enumerate(evidence.days) if day.day >= known), len(evidence.days))
    since = min(
        (
            *(day.day for day in evidence.days[:1]),
            *(one.day for one in (*evidence.runs[:1], *evidence.walks[:1])),
            *evidence.mornings,
            *evidence.during,
            *evidence.declared,
        ),
        default=today,
    )
    days = max(0, (today - max(first, since)).days)
    return Recent(
        runner_id,
        replace(evidence, days=evidence.days[at:], expected=evidence.expected[at:], clinic=()),
        today,
        days,
    )


def told(
    known: Recent, practice: Sequence[ClinicThreshold] = (), tried: Sequence[Tried] = ()
) -> tuple[Message, ...]:
    """What would have been written about a runner in the last four weeks.

    `practice` is what the practice decided so far; `tried` stand in the place of those of the same
    threshold: of the practice under what was agreed with the runner, of the runner above it.
    """
    return told_by(known, spoken(known, practice, tried))


def spoken(
    known: Recent,
    practice: Sequence[ClinicThreshold] = (),
    tried: Sequence[Tried] = (),
    *,
    before: Sequence[Alert] | None = None,
) -> tuple[Alert, ...]:
    """What the rules would have said of these weeks.

    `before` is what they said without what is tried: only what can differ is asked anew.
    """
    evidence = _as_today(known.evidence, known.today, practice, tried)
    first = known.today - timedelta(days=COUNTED_DAYS + LEAD_DAYS)
    yesterday = known.today - timedelta(days=1)
    if before is None:
        return decide(evidence, first, yesterday).alerts
    return alerts_again(evidence, first, yesterday, before, {one.rule for one in tried})


def told_by(known: Recent, said: Sequence[Alert]) -> tuple[Message, ...]:
    """What would have been written about what the rules said."""
    first = known.today - timedelta(days=COUNTED_DAYS)
    yesterday = known.today - timedelta(days=1)
    sent = written(told_episodes(said, known.evidence, yesterday), yesterday)
    return tuple(one for one in sent if one.day >= first)


def hangs_on(known: Recent, tried: Sequence[Tried]) -> bool:
    """Whether any of these thresholds can matter to a runner: without a run, one of runs cannot."""
    evidence = known.evidence
    material = {
        Rule.S1: evidence.runs,
        Rule.S1B: evidence.runs,
        Rule.S1W: evidence.walks,
        Rule.P1: evidence.during,
        Rule.P2: evidence.mornings,
        Rule.P3: evidence.mornings,
        Rule.C1: evidence.mornings,
    }
    return any(material.get(one.rule, True) for one in tried)


def burden(
    everybody: Sequence[Recent],
    practice: Sequence[ClinicThreshold] = (),
    tried: Sequence[Tried] = (),
) -> Burden:
    """What would have been written about some runners."""
    return together(everybody, {one.runner_id: told(one, practice, tried) for one in everybody})


def together(everybody: Sequence[Recent], heard: Mapping[str, tuple[Message, ...]]) -> Burden:
    """What was heard of each runner, as one."""
    return Burden(
        {one.runner_id: one.days for one in everybody},
        {one: said for one, said in heard.items() if said},
    )


def _as_today(
    evidence: Evidence,
    today: date,
    practice: Sequence[ClinicThreshold],
    tried: Sequence[Tried],
) -> Evidence:
    """The evidence by the thresholds of today, but for those that are tried."""
    in_force = InForce(evidence.overrides, practice)
    now: tuple[Tried, ...] = (*in_force.clinic_on(today), *in_force.on(today))
    named = {_name(one) for one in tried}
    held = [one for one in now if _name(one) not in named]
    always = [replace(one, since=date.min, until=None) for one in (*held, *tried)]
    return replace(
        evidence,
        clinic=tuple(one for one in always if isinstance(one, ClinicThreshold)),
        overrides=tuple(one for one in always if isinstance(one, RuleOverride)),
    )


def _name(one: Tried) -> tuple[type[Tried], Rule, str]:
    return type(one), one.rule, one.field
