"""The thresholds of one runner on one day: the defaults, with what was agreed over them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from plantar.alert import Alert
from plantar.plan import RuleOverride
from processing.rules.thresholds import DEFAULTS, Thresholds


class InForce:
    """The overrides of a runner, quick to ask for one day after another."""

    def __init__(self, overrides: Sequence[RuleOverride]) -> None:
        # Of two that hold on the same day the later one counts, in whatever order they came.
        self._overrides = sorted(overrides, key=_order)
        self._made: dict[tuple[RuleOverride, ...], Thresholds] = {(): DEFAULTS}

    def on(self, day: date) -> tuple[RuleOverride, ...]:
        """Those that count on a day, one for each threshold."""
        last = {(one.rule, one.field): one for one in self._overrides if one.holds_on(day)}
        return tuple(last.values())

    def thresholds(self, day: date) -> Thresholds:
        """The thresholds of a day."""
        holding = self.on(day)
        if holding not in self._made:
            self._made[holding] = _over_defaults(holding)
        return self._made[holding]

    def signed(self, alert: Alert) -> Alert:
        """The alert with who set its thresholds, and why."""
        signatures = tuple(
            (f"override_{one.field}", f"{one.author}: {one.reason}")
            for one in self.on(alert.day)
            if one.rule is alert.rule
        )
        return replace(alert, inputs=alert.inputs + signatures) if signatures else alert


def _order(override: RuleOverride) -> tuple[Any, ...]:
    return (
        override.since,
        override.until or date.max,
        override.author,
        override.reason,
        override.value,
    )


def _over_defaults(holding: Sequence[RuleOverride]) -> Thresholds:
    made = DEFAULTS
    for one in holding:
        of_rule: Any = getattr(made, one.rule.value)
        own: Any = {one.rule.value: replace(of_rule, **{one.field: one.value})}
        made = replace(made, **own)
    return made
