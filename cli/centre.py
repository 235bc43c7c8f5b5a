"""The centre, on this computer: what an outbox hands over goes into the store."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from plantar.errors import BadInput, CannotKeep, PainRefused, UnknownRunner, WireError
from plantar.measured import Calibration, DayTotal, Gap, Measured, Origin, Session
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.sensor import SensorTold
from plantar.store import Batch, Store
from plantar.wire import Answer, Parcel, Receipt, read
from plantar.wire_kinds import PainTold, Told
from processing import tell_pain
from processing.tell_pain import tell_report

#: Nothing that a collector hears was measured before: Bluetooth low energy came with version 4.0,
#: in 2010. A clock that was never set tells 1970 or 2000.
EARLIEST: Final = datetime(2010, 1, 1, tzinfo=UTC)
#: How far a clock may be ahead of ours, and a civil date of somebody in the east. Our choice.
AHEAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wearer:
    """Whose a device is, and the stream that its rows are layers of."""

    runner_id: str
    origin: Origin


class Centre:
    """Takes parcels of devices that somebody is known to wear."""

    def __init__(self, store: Store, wearers: Mapping[str, Wearer]) -> None:
        self._store = store
        self._wearers = wearers

    def take(self, parcels: Sequence[Parcel]) -> Answer:
        """Put parcels in the store; a receipt in the answer means that its row is committed.

        Raises
        ------
        StoreError
            The store takes nothing now; what it committed before is simply sent again.
        """
        sent = [(self._wearers.get(one.receipt.device), one) for one in parcels]
        return answer(parcels, keep(self._store, sent))


#: A row, and who wears the device that it comes from, if anybody does.
Sent: TypeAlias = tuple[Wearer | None, Parcel]


def answer(parcels: Sequence[Parcel], reasons: Sequence[str | None]) -> Answer:
    """The centre's word for parcels, of those with a reason that they are refused."""
    refused: dict[Receipt, str] = {}
    committed: list[Receipt] = []
    for parcel, reason in zip(parcels, reasons, strict=True):
        if reason is None:
            committed.append(parcel.receipt)
        else:
            refused[parcel.receipt] = reason
    return Answer(tuple(committed), refused)


def keep(store: Store, sent: Sequence[Sent], now: datetime | None = None) -> list[str | None]:
    """Put rows in the store, in one commit; of each why it can never be kept, or None.

    Told what time it is, it refuses what lies in the future.

    Raises
    ------
    StoreError
        The store takes nothing now.
    """
    reasons: list[str | None] = [None] * len(sent)
    rows: list[_Row] = []
    for place, (wearer, parcel) in enumerate(sent):
        device = parcel.receipt.device
        try:
            record = read(parcel.payload)
            _in_its_time(record, now)
        except (WireError, BadInput) as error:
            reasons[place] = str(error)
            continue
        if wearer is None:
            reasons[place] = f"nobody here wears {device!r}"
        else:
            rows.append(_Row(place, wearer, device, record))
    _put(store, rows, reasons)
    return reasons


@dataclass(frozen=True, slots=True)
class _Row:
    place: int  # among those that came together
    wearer: Wearer
    device: str
    record: Told


def _put(store: Store, rows: Sequence[_Row], reasons: list[str | None]) -> None:
    """All of them together; when one of them cannot be kept, the others without it."""
    if not rows:
        return
    batches: dict[tuple[Wearer, str], list[Measured]] = defaultdict(list)
    for row in rows:
        if not isinstance(row.record, PainTold | SensorTold):
            batches[row.wearer, row.device].append(row.record)
    try:
        if batches:
            store.put_together(
                (wearer.runner_id, Batch(wearer.origin, device, tuple(records)))
                for (wearer, device), records in batches.items()
            )
        for row in rows:  # few; the same one again changes nothing
            _tell(store, row, reasons)
    except (CannotKeep, UnknownRunner) as error:
        if len(rows) == 1:
            reasons[rows[0].place] = str(error)
            return
        half = len(rows) // 2
        _put(store, rows[:half], reasons)
        _put(store, rows[half:], reasons)


def _tell(store: Store, row: _Row, reasons: list[str | None]) -> None:
    """What was said rather than measured."""
    runner_id = row.wearer.runner_id
    match row.record:
        case PainTold() as pain:
            try:
                tell_report(store, runner_id, pain.report, pain.told_at)
            except PainRefused as error:
                reasons[row.place] = str(error)
        case SensorTold() as sensor:
            store.keep_sensor(runner_id, row.device, sensor)
        case _:
            pass


def _in_its_time(record: Told, now: datetime | None) -> None:
    """Refuse what was measured before there was anything to measure it, or after today.

    Raises
    ------
    BadInput
        Naming the moment.
    """
    latest = None if now is None else now + AHEAD
    for name, at in _moments(record):
        if at < EARLIEST:
            raise BadInput(name, at.isoformat(), f"from {EARLIEST.year} on: is its clock set?")
        if now is not None and name == "told" and at > now + tell_pain.AHEAD:
            # Else it would count above every correction until then.
            raise BadInput(name, at.isoformat(), "in the past: is its clock set?")
        if latest is not None and at > latest:
            raise BadInput(name, at.isoformat(), "in the past: is its clock set?")


def _moments(record: Told) -> Sequence[tuple[str, datetime]]:
    match record:
        case FootMinute() | BodyMinute() | StepMinute():
            return (("at", record.at),)
        case DayTotal():
            day = record.day
            return (("day", datetime(day.year, day.month, day.day, tzinfo=UTC)),)
        case Session():
            try:
                return ("at", record.start), ("its end", record.end)
            except OverflowError as error:
                raise BadInput("s", record.duration_s, "how long anything lasts") from error
        case Gap():
            return ("at", record.since), ("until", record.until)
        case Calibration():
            return (("at", record.since),)
        case PainTold():
            return ("at", record.report.at), ("told", record.told_at)
        case SensorTold():
            return ("at", record.at), ("paired", record.paired_at)
