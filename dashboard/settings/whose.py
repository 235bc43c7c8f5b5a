"""Whose thresholds are looked at: those of the whole practice, or of one runner."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from dashboard.frame import places
from dashboard.settings.threshold_words import (
    Threshold,
    value_of,
)
from dashboard.visit import Visit
from plantar.clinic import ClinicThreshold
from plantar.consent import Scope
from plantar.plan import RuleOverride
from plantar.runner import Runner
from processing.burden import Tried
from processing.rules.in_force import InForce
from processing.rules.thresholds import DEFAULTS, Thresholds

PRACTICE, RUNNER = "practice", "runner"
#: As a threshold that is only tried is signed; nothing of it is kept.
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose thresholds are looked at, and what holds for them on the first day one can set."""

    runner: Runner | None  # None: the whole practice
    clinic: tuple[ClinicThreshold, ...]
    own: tuple[RuleOverride, ...]
    today: date

    @property
    def now(self) -> Thresholds:
        """What holds."""
        return InForce(self.own, self.clinic).thresholds(self.today)

    @property
    def decided(self) -> tuple[Tried, ...]:
        """What was ever set here."""
        return self.own if self.runner else self.clinic

    def is_set(self, threshold: Threshold) -> bool:
        """Whether a threshold is another one here than it would be without."""
        holding = InForce(self.own, self.clinic)
        here: tuple[Tried, ...] = (
            holding.on(self.today) if self.runner else holding.clinic_on(self.today)
        )
        return any((one.rule, one.field) == threshold for one in here)

    @property
    def without(self) -> Thresholds:
        """What would hold without what was set here."""
        return InForce((), self.clinic).thresholds(self.today) if self.runner else DEFAULTS

    def tried(self, threshold: Threshold, value: float | None, now: datetime) -> Tried:
        """A threshold as if it had always held."""
        if self.runner is None:
            return ClinicThreshold(*threshold, value, NOBODY, NOBODY, date.min, now)
        tried = value_of(self.without, threshold) if value is None else value
        return RuleOverride(*threshold, tried, NOBODY, NOBODY, date.min)


def whose_thresholds(visit: Visit) -> Asked | None:
    """Draw whose thresholds are looked at; None where there is nobody to choose."""
    words, store = visit.words, visit.store
    # Of whom they may set nothing, there is nothing to choose.
    runners = [runner for runner in store.runners() if Scope.PLAN in visit.sees(runner.id)]
    ids = [runner.id for runner in runners]
    asked_for = st.query_params.get(places.RUNNER)
    whose = st.segmented_control(
        words.say("Whose thresholds"),
        [PRACTICE, RUNNER],
        default=RUNNER if asked_for in ids else PRACTICE,
        required=True,
        format_func={
            PRACTICE: words.say("The whole practice"),
            RUNNER: words.say("One runner"),
        }.__getitem__,
        key="whose",
    )
    clinic = tuple(store.clinic_thresholds())
    if whose == PRACTICE:
        return Asked(None, clinic, (), store.first_open_day(visit.now))
    if not runners:
        return None
    names = store.display_names()
    chosen = st.selectbox(
        words.say("Runner"),
        ids,
        index=ids.index(asked_for) if asked_for in ids else 0,
        format_func=lambda one: names.get(one, one),
        key="whose-runner",
    )
    runner = next(one for one in runners if one.id == chosen)
    own = tuple(store.overrides(runner.id))
    return Asked(runner, clinic, own, runner.days.day_of(visit.now))
