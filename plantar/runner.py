"""The person whose feet these are, under a pseudonym, and when they wear their sensors."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from plantar.day import LocalDay, LocalDays
from plantar.day import zone as iana_zone
from plantar.door import member, one_of, whole, within
from plantar.errors import BadInput
from plantar.pain import Side
from plantar.units import body_weight_n

LANGUAGES = ("nl", "en", "fr")
#: Each by its own name.
LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English", "fr": "Français"}
#: Fits MQTT topics, InfluxDB tags, file names and URLs without escaping.
RUNNER_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.IGNORECASE)
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Runner:
    """A pseudonymous runner; the display name lives elsewhere."""

    id: str
    zone: str = "Europe/Brussels"  # at home; `days` tells where they were
    body_mass_kg: float | None = None
    language: str = "nl"
    side: Side | None = None  # affected heel
    pain_limit: int | None = None  # agreed with the kinesist [NRS]
    day_changes: tuple[LocalDay, ...] = ()  # how their days are cut, from a date on

    def __post_init__(self) -> None:
        if not RUNNER_ID.fullmatch(self.id):
            raise BadInput("runner", self.id, "1-64 letters, digits, dots, dashes or underscores")
        iana_zone(self.zone)
        one_of("language", self.language, LANGUAGES)
        if self.body_mass_kg is not None:
            within("body_mass_kg", self.body_mass_kg, 20.0, 300.0)
        if self.side is not None:
            member("side", self.side, Side)
        if self.pain_limit is not None:
            whole("pain_limit", self.pain_limit, 0, 10)
        LocalDays(self.zone, self.day_changes)

    @property
    def days(self) -> LocalDays:
        """Their civil days, wherever they were: every date of theirs is one of these."""
        return LocalDays(self.zone, self.day_changes)

    def with_days(self, change: LocalDay) -> "Runner":
        """The same runner, whose days are cut in another way from a date on."""
        others = (one for one in self.day_changes if one.since != change.since)
        changes = sorted((*others, change), key=lambda one: one.since)
        return replace(self, day_changes=tuple(changes))

    @property
    def body_weight_n(self) -> float | None:
        """Body weight, or None when nobody told the mass. [N]"""
        return None if self.body_mass_kg is None else body_weight_n(self.body_mass_kg)


class WearKind(StrEnum):
    """When a runner means to wear the sensors."""

    ALL_DAY = "all-day"
    SHIFTS = "shifts"
    RUNS_ONLY = "runs-only"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class WearPlan:
    """Hours of planned wear per weekday, from a date on."""

    since: date
    kind: WearKind
    hours: tuple[float, ...]  # Monday first; 0: no wear expected that day

    def __post_init__(self) -> None:
        member("kind", self.kind, WearKind)
        if len(self.hours) != DAYS_A_WEEK:
            raise BadInput("hours", self.hours, "seven numbers, Monday first")
        for planned in self.hours:
            within("hours", planned, 0.0, 24.0)

    def hours_on(self, day: date) -> float:
        """Planned wear on a date. [h]"""
        return self.hours[day.weekday()]
