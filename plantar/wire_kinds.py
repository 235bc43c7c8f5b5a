"""The kinds of record that travel: the fields of each, and the way there and back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, TypeAlias

from plantar.door import aware
from plantar.errors import BadInput
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport, Side
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold

Fields: TypeAlias = dict[str, Any]


def minute_text(at: datetime) -> str:
    """A minute in UTC, as it stands in a row."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")


def moment_text(at: datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _at(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if not text.endswith("Z"):
        raise ValueError(f"{text!r} is not in UTC")
    return at


def _words(quality: object) -> tuple[str, ...]:
    if not isinstance(quality, list) or not all(isinstance(word, str) for word in quality):
        raise ValueError(f"quality {quality!r} is no list of words")
    return tuple(quality)


def _three(moments: Moments) -> list[float]:
    return [moments.m1_ns, moments.m2_n2s, moments.m4_n4s]


def _of_foot(minute: FootMinute) -> Fields:
    regions = minute.regions
    return {
        "at": minute_text(minute.at),
        "foot": minute.foot.value,
        "rev": minute.revision,
        "hz": minute.rate_hz,
        "s": [minute.measured_s, minute.gap_s],
        "m": [_three(part) for part in (minute.total, minute.walking, minute.running)],
        "steps": [minute.steps_walking, minute.steps_running],
        "n": [minute.contacts, minute.contacts_timed],
        "sum": [minute.contact_time_sum_s, minute.peak_sum_n, minute.impulse_sum_ns],
        "zones": None if regions is None else [_three(part) for part in regions],
        "q": minute.quality,
    }


def _foot(fields: Fields) -> FootMinute:
    measured_s, gap_s = fields["s"]
    total, walking, running = (Moments(*part) for part in fields["m"])
    steps_walking, steps_running = fields["steps"]
    contacts, contacts_timed = fields["n"]
    contact_time_sum_s, peak_sum_n, impulse_sum_ns = fields["sum"]
    regions = None
    if fields["zones"] is not None:
        heel, midfoot, forefoot = (Moments(*part) for part in fields["zones"])
        regions = (heel, midfoot, forefoot)
    return FootMinute(
        at=_at(fields["at"]),
        foot=Foot(fields["foot"]),
        revision=fields["rev"],
        rate_hz=fields["hz"],
        measured_s=measured_s,
        gap_s=gap_s,
        total=total,
        walking=walking,
        running=running,
        steps_walking=steps_walking,
        steps_running=steps_running,
        contacts=contacts,
        contact_time_sum_s=contact_time_sum_s,
        contacts_timed=contacts_timed,
        peak_sum_n=peak_sum_n,
        impulse_sum_ns=impulse_sum_ns,
        regions=regions,
        quality=_words(fields["q"]),
    )


def _of_body(minute: BodyMinute) -> Fields:
    return {
        "at": minute_text(minute.at),
        "rev": minute.revision,
        "s": [minute.walking_s, minute.running_s, minute.not_worn_s],
        "quiet": [[n, seconds] for n, seconds in enumerate(minute.quiet_s) if seconds],
        "q": minute.quality,
    }


def _body(fields: Fields) -> BodyMinute:
    walking_s, running_s, not_worn_s = fields["s"]
    quiet_s = [0.0] * QUIET_BINS
    before = -1
    for n, seconds in fields["quiet"]:
        if not before < n < QUIET_BINS or isinstance(n, bool):
            raise ValueError(f"bin {n!r} of the quiet seconds is out of its place")
        quiet_s[n], before = seconds, n
    return BodyMinute(
        at=_at(fields["at"]),
        revision=fields["rev"],
        walking_s=walking_s,
        running_s=running_s,
        quiet_s=tuple(quiet_s),
        not_worn_s=not_worn_s,
        quality=_words(fields["q"]),
    )


def _of_steps(minute: StepMinute) -> Fields:
    return {
        "at": minute_text(minute.at),
        "rev": minute.revision,
        "steps": minute.steps,
        "s": [minute.moving_s, minute.standing_s],
        "running": minute.running,
        "tc": minute.contact_time_s,
        "mps": minute.speed_mps,
        "q": minute.quality,
    }


def _steps(fields: Fields) -> StepMinute:
    moving_s, standing_s = fields["s"]
    return StepMinute(
        at=_at(fields["at"]),
        revision=fields["rev"],
        steps=fields["steps"],
        moving_s=moving_s,
        running=_yes_or_no(fields["running"]),
        contact_time_s=fields["tc"],
        speed_mps=fields["mps"],
        standing_s=standing_s,
        quality=_words(fields["q"]),
    )


def _yes_or_no(said: bool | None) -> bool | None:  # noqa: FBT001  a field's value, not a switch
    if said is not None and not isinstance(said, bool):
        raise ValueError(f"{said!r} is neither true, false nor null")
    return said


def _of_day(total: DayTotal) -> Fields:
    return {"day": total.day.isoformat(), "steps": [total.steps, total.steps_running]}


def _day(fields: Fields) -> DayTotal:
    steps, steps_running = fields["steps"]
    return DayTotal(date.fromisoformat(fields["day"]), steps, steps_running)


def _of_session(session: Session) -> Fields:
    return {
        "at": moment_text(session.start),
        "sport": session.sport.value,
        "s": session.duration_s,
        "metres": session.distance_m,
        "steps": session.steps,
        "tc": session.contact_time_s,
        "q": session.quality,
    }


def _session(fields: Fields) -> Session:
    return Session(
        start=_at(fields["at"]),
        sport=Sport(fields["sport"]),
        duration_s=fields["s"],
        distance_m=fields["metres"],
        steps=fields["steps"],
        contact_time_s=fields["tc"],
        quality=_words(fields["q"]),
    )


def _of_gap(gap: Gap) -> Fields:
    return {
        "at": moment_text(gap.since),
        "until": moment_text(gap.until),
        "missing": gap.missing,
        "cause": gap.cause.value,
        "foot": None if gap.foot is None else gap.foot.value,
    }


def _gap(fields: Fields) -> Gap:
    missing = fields["missing"]
    if missing is not None and (type(missing) is not int or missing < 0):
        raise ValueError(f"{missing!r} is no number of frames")
    return Gap(
        since=_at(fields["at"]),
        until=_at(fields["until"]),
        missing=missing,
        cause=GapCause(fields["cause"]),
        foot=None if fields["foot"] is None else Foot(fields["foot"]),
    )


def _of_calibration(calibration: Calibration) -> Fields:
    return {
        "at": moment_text(calibration.since),
        "gain": calibration.gain,
        "bw": calibration.body_weight_n,
        "method": calibration.method.value,
        "strides": calibration.strides,
        "q": calibration.quality,
    }


def _calibration(fields: Fields) -> Calibration:
    return Calibration(
        since=_at(fields["at"]),
        gain=fields["gain"],
        body_weight_n=fields["bw"],
        method=CalibrationMethod(fields["method"]),
        strides=fields["strides"],
        quality=_words(fields["q"]),
    )


@dataclass(frozen=True, slots=True)
class PainTold:
    """A pain report, and when it was told: of those about the same, the last one told counts.

    What a runner wrote beside it does not travel: it may say who they are.
    """

    report: PainReport
    told_at: datetime

    def __post_init__(self) -> None:
        aware("told", self.told_at)
        if self.report.note:
            raise BadInput("note", "some words", "empty: it does not travel")


def _of_pain(pain: PainTold) -> Fields:
    report = pain.report
    return {
        "at": moment_text(report.at),
        "moment": report.moment.value,
        "score": report.score,
        "side": None if report.side is None else report.side.value,
        "told": moment_text(pain.told_at),
    }


def _pain(fields: Fields) -> PainTold:
    side = None if fields["side"] is None else Side(fields["side"])
    report = PainReport(_at(fields["at"]), PainMoment(fields["moment"]), fields["score"], side)
    return PainTold(report, _at(fields["told"]))


def _of_sensor(told: SensorTold) -> Fields:
    clock = None if told.clock is None else [told.clock.value, told.off_s, told.drift_ppm]
    return {
        "at": moment_text(told.at),
        "sensor": told.sensor,
        "foot": None if told.foot is None else told.foot.value,
        "profile": told.kind,
        "paired": moment_text(told.paired_at),
        "heard": None if told.heard_at is None else moment_text(told.heard_at),
        "model": told.model,
        "firmware": told.firmware,
        "battery": told.battery_percent,
        "clock": clock,
        "waiting": told.waiting,
    }


def _sensor(fields: Fields) -> SensorTold:
    quality, off_s, drift_ppm = (None,) * 3 if fields["clock"] is None else fields["clock"]
    return SensorTold(
        sensor=fields["sensor"],
        at=_at(fields["at"]),
        kind=fields["profile"],
        paired_at=_at(fields["paired"]),
        foot=None if fields["foot"] is None else Foot(fields["foot"]),
        heard_at=None if fields["heard"] is None else _at(fields["heard"]),
        model=fields["model"],
        firmware=fields["firmware"],
        battery_percent=fields["battery"],
        clock=None if quality is None else ClockQuality(quality),
        off_s=off_s,
        drift_ppm=drift_ppm,
        waiting=fields["waiting"],
    )


#: What a row may tell.
Told: TypeAlias = Measured | PainTold | SensorTold


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its fields, and the way there and back."""

    record: type[Told]
    fields: tuple[str, ...]
    written: Callable[[Any], Fields]
    read: Callable[[Fields], Told]


_SENSOR_FIELDS: Final = "at sensor foot profile paired heard model firmware battery clock waiting"
KINDS: Final = {
    name: Kind(record, tuple(fields.split()), there, back)
    for name, record, fields, there, back in (
        ("foot", FootMinute, "at foot rev hz s m steps n sum zones q", _of_foot, _foot),
        ("body", BodyMinute, "at rev s quiet q", _of_body, _body),
        ("step", StepMinute, "at rev steps s running tc mps q", _of_steps, _steps),
        ("day", DayTotal, "day steps", _of_day, _day),
        ("session", Session, "at sport s metres steps tc q", _of_session, _session),
        ("gap", Gap, "at until missing cause foot", _of_gap, _gap),
        ("calibration", Calibration, "at gain bw method strides q", _of_calibration, _calibration),
        ("pain", PainTold, "at moment score side told", _of_pain, _pain),
        ("sensor", SensorTold, _SENSOR_FIELDS, _of_sensor, _sensor),
    )
}
#: Fields that rows of version 1 did not have at first, and what their absence means.
NOT_AT_FIRST: Final[dict[str, Fields]] = {"gap": {"foot": None}}
NAMES: Final[dict[type[Told], str]] = {kind.record: name for name, kind in KINDS.items()}
