"""A file into the store: read, reduce, keep; each file whole or not at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from plantar.day import LocalDays
from plantar.errors import FileRejected
from plantar.measured import (
    Calibration,
    DayTotal,
    Gap,
    Measured,
    Origin,
    OriginKind,
    Session,
    SourceClass,
)
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.own.moved import import_id
from plantar.recording import (
    AccelerationRecording,
    ActivityRecording,
    DayTable,
    ForceRecording,
    Reading,
)
from plantar.runner import Runner
from plantar.store import Batch, Store, Tally
from processing.activity import merged, reduce_activity

if TYPE_CHECKING:
    from collector.files.asked import DateOrder

COUNTS = "tells counts, not newtons: analysed, but not kept"
NO_CLOCK = "has no date and time of its own: analysed, but not kept"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file; the counts are days, minutes or sessions."""

    file: str
    format: str | None
    verdict: str  # accepted, duplicate, partial, rejected
    tally: Tally = field(default_factory=Tally)
    reason: str | None = None
    origin_id: str | None = None

    def described(self) -> dict[str, object]:
        """As JSON says it."""
        return {
            "file": self.file,
            "format": self.format,
            "verdict": self.verdict,
            "new": self.tally.new,
            "changed": self.tally.changed,
            "unchanged": self.tally.unchanged,
            "reason": self.reason,
            "id": self.origin_id,
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """What of a file goes into the store, and which kind of record counts it."""

    origin: Origin
    reading: Reading
    runner: Runner
    batches: tuple[Batch, ...]
    counted: frozenset[type[Measured]]

    def is_known(self, store: Store) -> bool:
        """Whether the very same bytes are there already."""
        origins = store.origins(self.runner.id)
        return any(row.origin.digest == self.origin.digest for row in origins)

    def verdict(self, *, known: bool) -> str:
        """What to call it."""
        return "duplicate" if known else "partial" if self.reading.partial else "accepted"

    @property
    def reason(self) -> str | None:
        """Why it broke off, or what was left out of it."""
        return self.reading.partial or "; ".join(self.reading.notes) or None

    @property
    def unit(self) -> str:
        """What is counted of it."""
        if DayTotal in self.counted:
            return "days"
        return "sessions" if Session in self.counted else "minutes"

    @property
    def days(self) -> list[date]:
        """The days that it tells something of, in order."""
        days, batches = self.runner.days, self.batches
        return sorted({_day_of(one, days) for batch in batches for one in batch.records})

    @property
    def source_class(self) -> SourceClass | None:
        """The best class that something of it belongs to."""
        kinds = {type(one) for batch in self.batches for one in batch.records}
        return next((known for kind, known in _CLASSES if kind in kinds), None)


#: Best first, as `SourceClass` has them.
_CLASSES = (
    (FootMinute, SourceClass.INSOLE),
    (BodyMinute, SourceClass.INSOLE),
    (StepMinute, SourceClass.WATCH),
    (DayTotal, SourceClass.DAY_TOTALS),
    (Session, SourceClass.SESSIONS),
)


def take_in(
    store: Store, runner: Runner, path: Path, *, now: datetime, dates: "DateOrder | None" = None
) -> Verdict:
    """Keep what a file holds for a runner; a file that was kept before adds nothing."""
    try:
        kept = read_in(runner, path, now=now, dates=dates)
    except FileRejected as refused:
        return Verdict(str(path), None, "rejected", reason=refused.cause)
    known = kept.is_known(store)
    tally = store.put(runner.id, *kept.batches, counted=kept.counted)
    return Verdict(
        file=str(path),
        format=kept.reading.format,
        verdict=kept.verdict(known=known),
        tally=tally,
        reason=kept.reason,
        origin_id=kept.origin.id,
    )


def read_in(
    runner: Runner,
    path: Path,
    *,
    now: datetime,
    dates: "DateOrder | None" = None,
    label: str | None = None,
) -> Kept:
    """What of a file goes into the store; FileRejected where it cannot be taken in."""
    from collector.files.door import read_file

    reading = read_file(path, dates=dates, zone=runner.days.clock())
    digest = digest_of(path)
    origin_id = import_id(digest, runner.id)
    origin = Origin(origin_id, OriginKind.IMPORT, label or path.name, now, digest)
    return _kept(path, reading, runner, origin)


def digest_of(path: Path) -> str:
    """By which a file is known, whatever its name."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _kept(path: Path, reading: Reading, runner: Runner, origin: Origin) -> Kept:
    """Everything of a file as batches; FileRejected when some of it cannot be kept."""
    batches: list[Batch] = []
    counted: set[type[Measured]] = set()
    steps: dict[str, list[StepMinute]] = {}
    for recording in reading.recordings:
        source = recording.sensor or reading.format
        match recording:
            case ForceRecording():
                batches.append(Batch(origin, source, _of_force(path, recording, runner)))
                counted.add(BodyMinute)
            case ActivityRecording():
                session, minutes = _of_activity(recording)
                batches.append(Batch(origin, source, (session,)))
                steps.setdefault(source, []).extend(minutes)
                counted.add(Session)
            case DayTable():
                batches.append(Batch(origin, source, recording.totals))
                counted.add(DayTotal)
            case AccelerationRecording():
                steps.setdefault(source, []).extend(_of_acceleration(path, recording))
                counted.add(StepMinute)
            case _:
                assert_never(recording)
    batches.extend(Batch(origin, source, merged(minutes)) for source, minutes in steps.items())
    _refuse_the_future(path, batches, origin.received_at, runner.days)
    return Kept(origin, reading, runner, tuple(batches), frozenset(counted))


def _of_force(path: Path, recording: ForceRecording, runner: Runner) -> tuple[Measured, ...]:
    from processing.force.pair import reduce_pair
    from processing.force.stream import Reducer

    if not recording.in_newtons:
        raise FileRejected(path, COUNTS)
    if recording.start is None:
        raise FileRejected(path, NO_CLOCK)
    reducer = Reducer(runner.body_weight_n, recording.rate_hz)
    reducer.push(reduce_pair(recording).recording)
    minutes = reducer.minutes()  # first: the calibration is that of all frames
    calibration = reducer.calibration()
    return (*minutes, *((calibration,) if calibration else ()))


def _of_activity(activity: ActivityRecording) -> tuple[Session, tuple[StepMinute, ...]]:
    reduced = reduce_activity(activity)
    return reduced.session, reduced.minutes


def _of_acceleration(path: Path, recording: AccelerationRecording) -> tuple[StepMinute, ...]:
    from processing.acceleration.minutes import reduce_acceleration
    from processing.acceleration.steps import find_steps

    if recording.start is None:
        raise FileRejected(path, NO_CLOCK)
    return reduce_acceleration(recording, find_steps(recording))


def _refuse_the_future(
    path: Path, batches: Sequence[Batch], now: datetime, days: LocalDays
) -> None:
    # A table of steps has a date from midnight on, also where the runner's day starts later.
    today = max(days.day_of(now), days.waking_day(now))
    for batch in batches:
        for record in batch.records:
            day = _day_of(record, days)
            if day > today:
                raise FileRejected(path, f"{day} lies in the future, today is {today}")


def _day_of(record: Measured, days: LocalDays) -> date:
    match record:
        case DayTotal():
            return record.day
        case Session():
            return days.day_of(record.start)
        case FootMinute() | BodyMinute() | StepMinute():
            return days.day_of(record.at)
        case Gap() | Calibration():
            return days.day_of(record.since)
        case _:
            assert_never(record)
