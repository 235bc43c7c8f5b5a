"""A day of a demo life as the records its sensor would have left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from cli.demo.lives import DemoRunner, Doing, Sensor, chance
from plantar.measured import DayTotal, Measured, Session, Sport
from plantar.minute import QUIET_BIN_N, QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.sample import Foot
from plantar.units import body_weight_n
from processing.wearable import STANDING_SHARE, Step, walking_step

#: The demo soles read this share of the true force: their calibration has work to do.
SOLE_SHARE = 1.2
#: Planned wear, from this hour on. [h]
WEAR_HOURS = {Sensor.WATCH: 5, Sensor.SOLES: 3, Sensor.STEP_TABLE: 0}
WEAR_FROM = time(9)
RUN_AT = time(17, 30)
WALK_SPM = 106.0
#: Longer runs are the turn of a story. [min]
ORDINARY_RUN_MIN = 40.0
RUN_SPM = 164.0


def records(
    runner: DemoRunner, day: date, doing: Doing, where: ZoneInfo, now: datetime
) -> list[Measured]:
    """What the runner's sensor measured on a day, up to now."""
    if not doing.measured:
        return []
    made: list[Measured] = []
    match runner.sensor:
        case Sensor.SOLES:
            made.extend(_sole_minutes(runner, day, doing, where))
        case Sensor.WATCH:
            made.extend(_watch_minutes(runner, day, doing, where))
        case Sensor.STEP_TABLE:
            made.append(_total(runner, day, doing))
    if doing.run_min:
        made.append(_session(runner, day, doing, where))
    return [one for one in made if _end(one, where) <= now]


def pain(
    runner: DemoRunner, day: date, doing: Doing, where: ZoneInfo, *, took: bool = False
) -> list[PainReport]:
    """The answers of a day: the first steps, and now and then the run and the evening.

    `took`: a painkiller, that morning.
    """
    if doing.morning is None:
        return []
    luck = chance(runner.id + "/pain", day)
    noise = int(luck.choice([-1, 0, 0, 0, 0, 0]))
    told = [(time(7, 10), PainMoment.FIRST_STEPS, doing.morning + noise)]
    if doing.run_min:
        told.append((time(18, 30), PainMoment.DURING, doing.morning - 1 + noise))
    if luck.random() < 0.3:  # noqa: PLR2004 - three evenings in ten
        told.append((time(21, 0), PainMoment.EVENING, doing.morning - 1))
    return [
        PainReport(
            datetime.combine(day, at, where),
            moment,
            min(10, max(0, score)),
            runner.side,
            analgesic=(took or None) if moment is PainMoment.FIRST_STEPS else None,
        )
        for at, moment, score in told
    ]


def _end(record: Measured, where: ZoneInfo) -> datetime:
    match record:
        case DayTotal():
            return datetime.combine(record.day + timedelta(days=1), time(0), where)
        case Session():
            return record.start + timedelta(seconds=record.duration_s or 0.0)
        case FootMinute() | BodyMinute() | StepMinute():
            return record.at + timedelta(minutes=1)
        case _:
            return record.since


def _session(runner: DemoRunner, day: date, doing: Doing, where: ZoneInfo) -> Session:
    minutes = _run_min(runner, day, doing)
    return Session(
        start=datetime.combine(day, RUN_AT, where).astimezone(UTC),
        sport=Sport.RUNNING,
        duration_s=minutes * 60.0,
        distance_m=round(minutes / 60.0 * doing.run_kmh * 1000.0),
        steps=round(minutes * RUN_SPM),
        contact_time_s=0.25,
    )


def _run_min(runner: DemoRunner, day: date, doing: Doing) -> float:
    """Minutes of a run: ordinary ones vary, the one a story turns on does not."""
    if not doing.run_min or doing.run_min > ORDINARY_RUN_MIN:
        return doing.run_min
    return doing.run_min * chance(runner.id + "/run", day).uniform(0.88, 1.05)


def _total(runner: DemoRunner, day: date, doing: Doing) -> DayTotal:
    luck = chance(runner.id, day)
    ran = round(_run_min(runner, day, doing) * RUN_SPM)
    return DayTotal(day, round(doing.steps * luck.uniform(0.72, 1.25)) + ran, ran)


def _walked_s(runner: DemoRunner, day: date, doing: Doing, count: int) -> list[float]:
    """Seconds walked in each of `count` minutes: in bouts, adding up to the day's steps."""
    luck = chance(runner.id, day)
    wanted_s = doing.steps * luck.uniform(0.72, 1.25) * 60.0 / WALK_SPM
    bouts = np.convolve(luck.random(count) ** 3, np.ones(6), mode="same")
    return [float(second) for second in np.minimum(60.0, wanted_s * bouts / bouts.sum())]


def _watch_minutes(
    runner: DemoRunner, day: date, doing: Doing, where: ZoneInfo
) -> Iterator[StepMinute]:
    first = datetime.combine(day, WEAR_FROM, where).astimezone(UTC)
    walked = _walked_s(runner, day, doing, 60 * WEAR_HOURS[Sensor.WATCH])
    for n, seconds in enumerate(walked):
        moving_s = seconds if seconds >= 5.0 else 0.0  # noqa: PLR2004 - a watch counts no single step
        yield StepMinute(first + timedelta(minutes=n), 0, moving_s * WALK_SPM / 60.0, moving_s)
    run_at = datetime.combine(day, RUN_AT, where).astimezone(UTC)
    for n in range(round(_run_min(runner, day, doing))):
        yield StepMinute(
            run_at + timedelta(minutes=n),
            0,
            RUN_SPM,
            60.0,
            running=True,
            contact_time_s=0.25,
            speed_mps=doing.run_kmh / 3.6,
        )


def _sole_minutes(
    runner: DemoRunner, day: date, doing: Doing, where: ZoneInfo
) -> Iterator[FootMinute | BodyMinute]:
    first = datetime.combine(day, WEAR_FROM, where).astimezone(UTC)
    luck = chance(runner.id + "/soles", day)
    force_n = SOLE_SHARE * body_weight_n(runner.body_mass_kg)
    walked = _walked_s(runner, day, doing, 60 * WEAR_HOURS[Sensor.SOLES])
    stood_s = doing.standing_min * 60.0 * luck.uniform(0.75, 1.25)
    standing_share = min(1.0, stood_s / sum(60.0 - one for one in walked))
    one_step = walking_step(WALK_SPM)
    for n, seconds in enumerate(walked):
        at = first + timedelta(minutes=n)
        standing_s = (60.0 - seconds) * standing_share
        yield _body_minute(at, seconds, standing_s, force_n)
        lean = luck.uniform(0.47, 0.53)
        for foot, share in ((Foot.LEFT, lean), (Foot.RIGHT, 1.0 - lean)):
            yield _foot_minute(at, foot, seconds, standing_s * 2.0 * share, one_step, force_n)


def _body_minute(at: datetime, walked_s: float, standing_s: float, force_n: float) -> BodyMinute:
    quiet_s = [0.0] * QUIET_BINS
    quiet_s[min(QUIET_BINS - 1, int(force_n / QUIET_BIN_N))] = standing_s
    quiet_s[int(0.2 * force_n / QUIET_BIN_N)] += 60.0 - walked_s - standing_s
    return BodyMinute(at, 0, walked_s, 0.0, tuple(quiet_s))


def _foot_minute(
    at: datetime, foot: Foot, walked_s: float, standing_s: float, one: Step, force_n: float
) -> FootMinute:
    steps = walked_s * WALK_SPM / 120.0
    walking = Moments(
        steps * one.m1_bws * force_n,
        steps * one.m2_bw2s * force_n**2,
        steps * one.m4_bw4s * force_n**4,
    )
    half = STANDING_SHARE * force_n
    standing = Moments(standing_s * half, standing_s * half**2, standing_s * half**4)
    return FootMinute(
        at=at,
        foot=foot,
        revision=0,
        rate_hz=100.0,
        measured_s=60.0,
        gap_s=0.0,
        total=walking + standing,
        walking=walking,
        steps_walking=round(steps),
        contacts=round(steps),
        contact_time_sum_s=round(steps) * one.contact_time_s,
        contacts_timed=round(steps),
        peak_sum_n=round(steps) * one.peak_bw * force_n,
        impulse_sum_ns=round(steps) * one.m1_bws * force_n,
    )
