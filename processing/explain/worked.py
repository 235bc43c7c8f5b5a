"""A worked example: one invented Tuesday and the four weeks before it, by the real code.

Nothing in it is typed in as a result: minutes are made, and days, weeks and rules follow from them
as they follow from anybody's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from plantar.alert import Alert
from plantar.clinic import ClinicThreshold
from plantar.load import Day, UncoupledRatio
from plantar.minute import StepMinute
from plantar.plan import RuleOverride
from plantar.store import Sourced
from plantar.units import SECONDS_PER_MINUTE, body_weight_n
from processing.days.steps import watch_day
from processing.gait_load import GaitLoad, running, standing, walking
from processing.ratio import HISTORY_DAYS, uncoupled
from processing.rules.decide import Evidence, decide, load_history
from processing.rules.outings import Outing
from processing.usual import Usual, usual
from processing.wearable import Step, running_step, walking_step

#: The example is of nobody, and of no week that was. Our choice, all of it.
MASS_KG = 68.0
WALK_SPM = 110.0
RUN_SPM = 165.0
CONTACT_S = 0.25
TUESDAY_STEPS = 6000
TUESDAY_RUN_MIN = 30
TUESDAY_STAND_H = 2.0
LAST: Final = date(2024, 4, 30)  # a Tuesday
#: Of an ordinary week, Monday first: steps walked, minutes run, minutes stood.
ORDINARY: Final = (
    (7000, 0, 70),
    (6000, 24, 80),
    (6500, 0, 60),
    (7200, 22, 75),
    (6800, 0, 60),
    (8000, 28, 90),
    (5000, 0, 45),
)
HOURS_OF_A_RUN = time(18)


@dataclass(frozen=True, slots=True)
class Worked:
    """Every number of the example, in the order in which it follows."""

    body_weight_n: float
    walking: GaitLoad
    walking_step: Step
    running: GaitLoad
    running_step: Step
    standing: GaitLoad
    day: Day  # the Tuesday
    days: tuple[Day, ...]  # 28, it the last
    ratio: UncoupledRatio
    usual: Usual | None
    alerts: tuple[Alert, ...]  # about the Tuesday


def worked(
    run_min: int = TUESDAY_RUN_MIN,
    stand_h: float = TUESDAY_STAND_H,
    own: Sequence[RuleOverride] = (),
    clinic: Sequence[ClinicThreshold] = (),
) -> Worked:
    """The example with so many minutes of running and hours of standing on its Tuesday.

    The thresholds are those that are in force for whoever reads it, as if they had always been.
    """
    days, runs = [], []
    for back in reversed(range(HISTORY_DAYS)):
        day = LAST - timedelta(days=back)
        steps, ran, stood = ORDINARY[day.weekday()]
        if not back:
            steps, ran, stood = TUESDAY_STEPS, run_min, round(stand_h * 60.0)
        minutes = [Sourced(one, "example", "example") for one in _minutes(day, steps, ran, stood)]
        days.append(watch_day(day, minutes, len(minutes) / 60.0))
        if ran:
            runs.append(_run(day, ran))
    expected = (True,) * len(days)
    begin = days[0].day
    evidence = Evidence(
        tuple(days),
        expected,
        tuple(runs),
        overrides=tuple(replace(one, since=begin, until=None) for one in own),
        clinic=tuple(replace(one, since=begin, until=None) for one in clinic),
    )
    said = decide(evidence, begin, LAST)
    history = load_history(days)
    return Worked(
        body_weight_n=body_weight_n(MASS_KG),
        walking=walking(TUESDAY_STEPS, WALK_SPM),
        walking_step=walking_step(WALK_SPM),
        running=running(run_min * RUN_SPM, RUN_SPM, CONTACT_S),
        running_step=running_step(RUN_SPM, CONTACT_S),
        standing=standing(stand_h * 3600.0),
        day=days[-1],
        days=tuple(days),
        ratio=uncoupled(history)[-1],
        usual=usual(history)[-1],
        alerts=tuple(one for one in said.alerts if one.day == LAST),
    )


def _minutes(day: date, steps: int, run_min: int, stand_min: int) -> Iterator[StepMinute]:
    """The minutes of a day, one kind after another from six in the morning."""
    at = datetime.combine(day, time(6), UTC)
    left = float(steps)
    while left > 0.0:
        made = min(WALK_SPM, left)
        yield StepMinute(at, 0, made, SECONDS_PER_MINUTE * made / WALK_SPM, running=False)
        left, at = left - made, at + timedelta(minutes=1)
    for _ in range(run_min):
        yield StepMinute(at, 0, RUN_SPM, SECONDS_PER_MINUTE, running=True, contact_time_s=CONTACT_S)
        at += timedelta(minutes=1)
    for _ in range(stand_min):
        yield StepMinute(at, 0, 0.0, 0.0, standing_s=SECONDS_PER_MINUTE)
        at += timedelta(minutes=1)


def _run(day: date, minutes: int) -> Outing:
    start = datetime.combine(day, HOURS_OF_A_RUN, UTC)
    return Outing(day, start, start + timedelta(minutes=minutes), None, float(minutes))
