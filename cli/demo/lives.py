"""The lives of the demo runners: what a person did on each of the last days, drawn from a seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from plantar.measured import SourceClass
from plantar.pain import Side

#: Days of history, today included. [d]
HISTORY_DAYS = 126


class Sensor(StrEnum):
    """What a demo runner measures with."""

    SOLES = "soles"
    WATCH = "watch"
    STEP_TABLE = "step table"


@dataclass(frozen=True, slots=True)
class Doing:
    """One day of a life, as planned before chance."""

    steps: float  # walked
    run_min: float = 0.0
    run_kmh: float = 10.0
    standing_min: float = 0.0
    measured: bool = True
    morning: int | None = 2  # first-step pain


Life = Callable[[int], Doing]


@dataclass(frozen=True, slots=True)
class DemoRunner:
    """A made-up runner: plainly a demo, with a sensor and a life."""

    id: str
    name: str
    sensor: Sensor
    life: Life  # by days ago: 0 is today
    days: int = HISTORY_DAYS
    body_mass_kg: float = 70.0
    side: Side | None = Side.RIGHT
    pain_limit: int | None = 4

    @property
    def source_class(self) -> SourceClass:
        """The class of what this runner measures."""
        match self.sensor:
            case Sensor.SOLES:
                return SourceClass.INSOLE
            case Sensor.WATCH:
                return SourceClass.WATCH
            case Sensor.STEP_TABLE:
                return SourceClass.DAY_TOTALS


def chance(runner_id: str, day: date) -> np.random.Generator:
    """The same chance for the same runner and day, however often the demo is made."""
    return np.random.default_rng([*runner_id.encode(), day.toordinal()])


def _run_day(ago: int) -> bool:
    """Three runs a week, never on two days in a row."""
    return ago % 7 in (1, 3, 6)


def _steady(ago: int) -> Doing:
    return Doing(6500, run_min=35.0 if _run_day(ago) else 0.0, morning=2)


def _long_run(ago: int) -> Doing:
    """Steady, and four days ago a run of more than twice the longest."""
    if ago == 4:
        return Doing(6000, run_min=84.0)
    return Doing(6200, run_min=36.0 if _run_day(ago) and ago != 3 else 0.0)


def _jump_and_pain(ago: int) -> Doing:
    """Two long runs in a week, and mornings that got worse after them."""
    morning = {4: 3, 3: 5, 2: 5, 1: 6, 0: 6}.get(ago, 2)
    if ago in (1, 4, 6):
        return Doing(8500, run_min={6: 45.0, 4: 62.0, 1: 50.0}[ago], morning=morning)
    return Doing(6800, run_min=32.0 if _run_day(ago) else 0.0, morning=morning)


def _gaps(ago: int) -> Doing:
    """A watch that stays in the drawer for days on end."""
    away = ago % 17 in (4, 5, 6) or 33 <= ago <= 41
    return Doing(7000, run_min=30.0 if ago % 7 == 2 else 0.0, measured=not away)


def _rest_week(ago: int) -> Doing:
    """A week in bed with the flu, truly measured as hardly a step."""
    in_bed = 8 <= ago <= 14
    return Doing(250 if in_bed else 9000, morning=1 if ago < 12 else 3)


def _shifts(ago: int) -> Doing:
    """Five shifts a week on hard floors."""
    return Doing(4200, standing_min=95.0, measured=ago % 7 not in (2, 3), morning=3)


def _week_up(ago: int) -> Doing:
    """A walking holiday after ordinary weeks."""
    return Doing(17_500 if ago < 7 else 8200, morning=1)


def _walker(ago: int) -> Doing:
    return Doing(8800 + 1500 * (ago % 7 in (0, 1)), morning=3 if ago > 60 else 1)


def _silent(ago: int) -> Doing:
    """Nothing came in for six days."""
    return Doing(7600, measured=ago >= 6, morning=2 if ago >= 6 else None)


def _sore_morning(ago: int) -> Doing:
    """Steady load, one bad morning."""
    return Doing(7900, run_min=28.0 if _run_day(ago) else 0.0, morning=5 if ago == 1 else 2)


def _recovering(ago: int) -> Doing:
    """Load built up slowly while mornings get better."""
    week = ago // 7
    return Doing(9500 - 250 * week, morning=min(6, 1 + week // 3))


def _live(ago: int) -> Doing:
    return Doing(3600 + 120 * (ago % 5), standing_min=55.0)


LIVE_RUNNER = "demo-live"

CLINIC = (
    DemoRunner("demo-steady", "Demo 01 · steady", Sensor.WATCH, _steady),
    DemoRunner("demo-long-run", "Demo 02 · one long run", Sensor.STEP_TABLE, _long_run),
    DemoRunner("demo-jump-pain", "Demo 03 · jump and pain", Sensor.WATCH, _jump_and_pain),
    DemoRunner("demo-gaps", "Demo 04 · gaps", Sensor.WATCH, _gaps, side=Side.LEFT),
    DemoRunner("demo-rest-week", "Demo 05 · rest week", Sensor.STEP_TABLE, _rest_week),
    DemoRunner("demo-new", "Demo 06 · just started", Sensor.STEP_TABLE, _walker, days=9),
    DemoRunner("demo-shifts", "Demo 07 · standing shifts", Sensor.SOLES, _shifts, side=Side.BOTH),
    DemoRunner("demo-week-up", "Demo 08 · walking week", Sensor.STEP_TABLE, _week_up),
    DemoRunner("demo-walker", "Demo 09 · walker", Sensor.STEP_TABLE, _walker, side=Side.LEFT),
    DemoRunner("demo-silent", "Demo 10 · silent sensor", Sensor.STEP_TABLE, _silent),
    DemoRunner("demo-sore", "Demo 11 · sore morning", Sensor.STEP_TABLE, _sore_morning),
    DemoRunner("demo-recovering", "Demo 12 · building up", Sensor.STEP_TABLE, _recovering),
    DemoRunner(LIVE_RUNNER, "Demo live · simulated soles", Sensor.SOLES, _live),
)
