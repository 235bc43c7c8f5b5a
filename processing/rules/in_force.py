"""The thresholds of one runner on one day: the defaults, with what was decided over them.

First what the practice decided for everybody, then what was agreed with the runner.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plantar.alert import Alert
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from processing.rules.thresholds import DEFAULTS, Thresholds

Holding = tuple[RuleOverride | ClinicThreshold, ...]


class InForce:
    """Who decided which threshold, quick to ask for one day after another."""

    def __init__(
        self, overrides: Sequence[RuleOverride], clinic: Sequence[ClinicThreshold] = ()
    ) -> None:
        # Of two that hold on the same day the later one counts, in whatever order they came.
        self._overrides = sorted(overrides, key=_order)
        self._clinic = sorted(clinic, key=_order_decided)
        self._made: dict[Holding, Thresholds] = {(): DEFAULTS}

    def on(self, day: date) -> tuple[RuleOverride, ...]:
        """The runner's own that count on a day, one for each threshold."""
        last = {(one.rule, one.field): one for one in self._overrides if one.holds_on(day)}
        return tuple(last.values())

    def clinic_on(self, day: date) -> tuple[ClinicThreshold, ...]:
        """Those of the practice that count on a day, one for each threshold not as it ships."""
        last = {(one.rule, one.field): one for one in self._clinic if one.holds_on(day)}
        return tuple(one for one in last.values() if one.value is not None)

    def thresholds(self, day: date) -> Thresholds:
        """The thresholds of a day."""
        holding = self._holding(day)
        if holding not in self._made:
            self._made[holding] = _over_defaults(holding)
        return self._made[holding]

    def signed(self, alert: Alert) -> Alert:
        """The alert with who set its thresholds, and why."""
        decided = {
            one.field: (_SIGNED[type(one)], f"{one.author}: {one.reason}")
            for one in self._holding(alert.day)
            if one.rule is alert.rule
        }
        signatures = tuple((f"{by}_{name}", said) for name, (by, said) in decided.items())
        return replace(alert, inputs=alert.inputs + signatures) if signatures else alert

    def _holding(self, day: date) -> Holding:
        return (*self.clinic_on(day), *self.on(day))


#: How an input of an alert that tells who set a threshold begins.
_SIGNED = {RuleOverride: "override", ClinicThreshold: "clinic"}


def _order(override: RuleOverride) -> tuple[Any, ...]:
    return (
        override.since,
        override.until or date.max,
        override.author,
        override.reason,
        override.value,
    )


def _order_decided(threshold: ClinicThreshold) -> tuple[Any, ...]:
    return threshold.since, threshold.decided_at


def _over_defaults(holding: Iterable[RuleOverride | ClinicThreshold]) -> Thresholds:
    made = DEFAULTS
    for one in holding:
        of_rule: Any = getattr(made, one.rule.value)
        own: Any = {one.rule.value: replace(of_rule, **{one.field: one.value})}
        made = replace(made, **own)
    return made
