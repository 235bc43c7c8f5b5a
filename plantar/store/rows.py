"""Measured records as rows, and rows as records, exactly.

A row is a plain tuple: the key, the revision where the kind has one, then the content, in the order
of the columns. The first column of the content is the one that grows while more is measured.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeAlias

from sqlalchemy import Column, Table

from plantar.errors import BadInput
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.sample import Foot
from plantar.store import M, tables
from plantar.store.columns import (
    flag,
    maybe_flag,
    moment,
    moment_us,
    names_text,
    text_names,
)

Row: TypeAlias = tuple[Any, ...]

NO_REGIONS = (None,) * 9
NOTHING = Moments()
#: What stands for no foot in a key.
NO_FOOT = ""
#: A bin of the quiet histogram that is not empty: its number, and its seconds as a double.
QUIET_BIN = struct.Struct("<Bd")


def quiet_blob(quiet_s: tuple[float, ...]) -> bytes:
    """Pack the bins that are not empty: most minutes fill a few of eighty."""
    return b"".join(QUIET_BIN.pack(n, seconds) for n, seconds in enumerate(quiet_s) if seconds)


def blob_quiet(blob: bytes) -> tuple[float, ...]:
    """Every bin, in seconds."""
    quiet_s = [0.0] * QUIET_BINS
    for n, seconds in QUIET_BIN.iter_unpack(blob):
        quiet_s[n] = seconds
    return tuple(quiet_s)


def _moments_row(moments: Moments) -> Row:
    return moments.m1_ns, moments.m2_n2s, moments.m4_n4s


def _foot_minute_row(minute: FootMinute) -> Row:
    total, walking, running, regions = (
        minute.total,
        minute.walking,
        minute.running,
        minute.regions,
    )
    return (
        moment_us(minute.at),
        minute.foot.value,
        minute.revision,
        minute.measured_s,
        minute.gap_s,
        minute.rate_hz,
        total.m1_ns,
        total.m2_n2s,
        total.m4_n4s,
        walking.m1_ns,
        walking.m2_n2s,
        walking.m4_n4s,
        running.m1_ns,
        running.m2_n2s,
        running.m4_n4s,
        minute.steps_walking,
        minute.steps_running,
        minute.contacts,
        minute.contact_time_sum_s,
        minute.contacts_timed,
        minute.peak_sum_n,
        minute.impulse_sum_ns,
        *(NO_REGIONS if regions is None else sum(map(_moments_row, regions), ())),
        names_text(minute.quality),
    )


def _moments(row: Row) -> Moments:
    """Most minutes hold no running, and many no walking: nothing is there once."""
    return Moments(*row) if any(row) else NOTHING


def _foot_minute(row: Row) -> FootMinute:
    at, foot, revision, measured_s, gap_s, rate_hz = row[:6]
    return FootMinute(
        at=moment(at),
        foot=Foot(foot),
        revision=revision,
        rate_hz=rate_hz,
        measured_s=measured_s,
        gap_s=gap_s,
        total=_moments(row[6:9]),
        walking=_moments(row[9:12]),
        running=_moments(row[12:15]),
        steps_walking=row[15],
        steps_running=row[16],
        contacts=row[17],
        contact_time_sum_s=row[18],
        contacts_timed=row[19],
        peak_sum_n=row[20],
        impulse_sum_ns=row[21],
        regions=None
        if row[22] is None
        else (_moments(row[22:25]), _moments(row[25:28]), _moments(row[28:31])),
        quality=text_names(row[31]),
    )


def _body_minute_row(minute: BodyMinute) -> Row:
    return (
        moment_us(minute.at),
        minute.revision,
        minute.walking_s,
        minute.running_s,
        minute.not_worn_s,
        quiet_blob(minute.quiet_s),
        names_text(minute.quality),
    )


def _body_minute(row: Row) -> BodyMinute:
    at, revision, walking_s, running_s, not_worn_s, quiet_s, quality = row
    return BodyMinute(
        at=moment(at),
        revision=revision,
        walking_s=walking_s,
        running_s=running_s,
        quiet_s=blob_quiet(quiet_s),
        not_worn_s=not_worn_s,
        quality=text_names(quality),
    )


def _step_minute_row(minute: StepMinute) -> Row:
    return (
        moment_us(minute.at),
        minute.revision,
        minute.moving_s,
        minute.steps,
        flag(minute.running),
        minute.contact_time_s,
        minute.speed_mps,
        minute.standing_s,
        names_text(minute.quality),
    )


def _step_minute(row: Row) -> StepMinute:
    at, revision, moving_s, steps, running, contact_time_s, speed_mps, standing_s, quality = row
    return StepMinute(
        at=moment(at),
        revision=revision,
        steps=steps,
        moving_s=moving_s,
        running=maybe_flag(running),
        contact_time_s=contact_time_s,
        speed_mps=speed_mps,
        standing_s=standing_s,
        quality=text_names(quality),
    )


def _day_total_row(total: DayTotal) -> Row:
    return total.day.isoformat(), total.steps, total.steps_running


def _day_total(row: Row) -> DayTotal:
    day, steps, steps_running = row
    return DayTotal(date.fromisoformat(day), steps, steps_running)


def _session_row(session: Session) -> Row:
    return (
        moment_us(session.start),
        session.duration_s,
        session.distance_m,
        session.steps,
        session.sport.value,
        session.contact_time_s,
        names_text(session.quality),
    )


def _session(row: Row) -> Session:
    start, duration_s, distance_m, steps, sport, contact_time_s, quality = row
    return Session(
        start=moment(start),
        sport=Sport(sport),
        duration_s=duration_s,
        distance_m=distance_m,
        steps=steps,
        contact_time_s=contact_time_s,
        quality=text_names(quality),
    )


def _gap_row(gap: Gap) -> Row:
    return (
        moment_us(gap.since),
        gap.foot.value if gap.foot else NO_FOOT,
        moment_us(gap.until),
        gap.missing,
        gap.cause.value,
    )


def _gap(row: Row) -> Gap:
    since, foot, until, missing, cause = row
    return Gap(
        since=moment(since),
        until=moment(until),
        missing=missing,
        cause=GapCause(cause),
        foot=Foot(foot) if foot else None,
    )


def _calibration_row(calibration: Calibration) -> Row:
    return (
        moment_us(calibration.since),
        calibration.strides,
        calibration.gain,
        calibration.body_weight_n,
        calibration.method.value,
        names_text(calibration.quality),
    )


def _calibration(row: Row) -> Calibration:
    since, strides, gain, body_weight_n, method, quality = row
    return Calibration(
        since=moment(since),
        gain=gain,
        body_weight_n=body_weight_n,
        method=CalibrationMethod(method),
        strides=strides,
        quality=text_names(quality),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Kind(Generic[M]):
    """A kind of measured thing: its table, and the way there and back."""

    record: type[M]
    table: Table
    keys: int  # columns of its key; the first one is a moment or a date
    revised: bool  # whether its rows carry a revision
    row: Callable[[M], Row]
    measured: Callable[[Row], M]

    @property
    def columns(self) -> list[Column[Any]]:
        """The columns of a row, in order."""
        return list(self.table.columns)[2:]

    @property
    def moment(self) -> Column[Any]:
        """The column that orders rows in time."""
        return self.columns[0]

    def key(self, row: Row) -> Row:
        """What a row is about, within its source."""
        return row[: self.keys]

    def revision(self, row: Row) -> int:
        """How often the source told this again; 0 where it never does."""
        return int(row[self.keys]) if self.revised else 0

    def content(self, row: Row) -> Row:
        """What a row says, whatever its revision."""
        return row[self.keys + self.revised :]


FOOT_MINUTES = Kind(FootMinute, tables.FOOT_MINUTE, 2, True, _foot_minute_row, _foot_minute)
BODY_MINUTES = Kind(BodyMinute, tables.BODY_MINUTE, 1, True, _body_minute_row, _body_minute)
STEP_MINUTES = Kind(StepMinute, tables.STEP_MINUTE, 1, True, _step_minute_row, _step_minute)
DAY_TOTALS = Kind(DayTotal, tables.DAY_TOTAL, 1, False, _day_total_row, _day_total)
SESSIONS = Kind(Session, tables.SESSION, 1, False, _session_row, _session)
GAPS = Kind(Gap, tables.GAP, 2, False, _gap_row, _gap)
CALIBRATIONS = Kind(Calibration, tables.CALIBRATION, 1, False, _calibration_row, _calibration)

KINDS: dict[type, Kind[Any]] = {
    kind.record: kind
    for kind in (
        FOOT_MINUTES,
        BODY_MINUTES,
        STEP_MINUTES,
        DAY_TOTALS,
        SESSIONS,
        GAPS,
        CALIBRATIONS,
    )
}


def kind_of(record: type[M]) -> Kind[M]:
    """The kind that a class of records is."""
    try:
        return KINDS[record]
    except KeyError as error:
        raise BadInput("kind", record.__name__, "a kind of measured thing") from error
