"""How a row of the store stands in InfluxDB, and comes back exactly: see docs/influx.md.

A measurement has the name of its table, and its fields those of the columns. Every number is a
float, also a count: a field whose type depends on who wrote it first refuses what comes next. Names
and the histogram of the quiet time are texts of JSON; what is not known is absent.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, NamedTuple, TypeAlias
from urllib.parse import unquote

from sqlalchemy import BigInteger, Column, Double, LargeBinary

from plantar.store.columns import DAY_US, moment_us
from plantar.store.figures_tables import DAY
from plantar.store.mirror_notes import Changed
from plantar.store.rows import QUIET_BIN, Row
from plantar.store.unmirrored import MINUTES

Fields: TypeAlias = Mapping[str, float | str]

#: How the load of a day was reckoned: the name travels with the numbers.
METHOD: Final = "method"
LOAD_METHOD: Final = "exponent-4"
US_NS: Final = 1_000
DAY_NS: Final = DAY_US * US_NS
#: What may not stand in a tag as it is, and the sign of what is written instead.
ODD: Final = re.compile(r"[\\%\x00-\x1f\x7f]")


class Key(NamedTuple):
    """What makes a point that one and no other: its tags, in their order, and its time."""

    tags: tuple[str, ...]
    at_ns: int  # since 1970 UTC


Points: TypeAlias = dict[Key, Fields]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One sort of points."""

    name: str
    policy: str  # how long they are kept: a bucket `<bucket>/<policy>`
    tags: tuple[str, ...]  # the first is the runner
    columns: tuple[Column[Any], ...]  # of which each is a field

    def fields(self, cells: Row, **besides: str) -> Fields:
        """What is known of a row, as fields."""
        told = {
            column.name: _told(column, cell)
            for column, cell in zip(self.columns, cells, strict=True)
            if cell is not None and cell != ""
        }
        return {**told, **besides}

    def cells(self, fields: Mapping[str, Any]) -> Row:
        """The row that the fields came from."""
        return tuple(_cell(column, fields.get(column.name)) for column in self.columns)


def _measurement(name: str, policy: str) -> Measurement:
    kind = MINUTES[name]
    feet = ("foot",) if kind.keys > 1 else ()
    content = kind.columns[kind.keys + kind.revised :]
    return Measurement(name, policy, ("runner", "device", *feet), tuple(content))


DAYS: Final = Measurement("day", "days", ("runner", "source_class"), tuple(DAY.columns)[3:])
MEASUREMENTS: Final = {
    one.name: one
    for one in (
        DAYS,
        _measurement("step_minute", "steps"),
        _measurement("foot_minute", "minutes"),
        _measurement("body_minute", "minutes"),
    )
}


@dataclass(frozen=True, slots=True)
class Policy:
    """How long points are kept, and in what stretches the server keeps them together."""

    name: str
    keep: timedelta | None  # None: for ever
    shard: timedelta


#: Minutes for a little more than a year, a counter's few numbers for three, days for ever.
POLICIES: Final = (
    Policy("days", None, timedelta(weeks=52)),
    Policy("steps", timedelta(weeks=156), timedelta(weeks=4)),
    Policy("minutes", timedelta(weeks=57), timedelta(weeks=1)),
)


def points(changed: Changed) -> Points:
    """The points of one day of a runner."""
    note, measurement = changed.note, MEASUREMENTS[changed.note.kind]
    if measurement is DAYS:
        return {
            Key((note.runner_id, row[2]), midnight_ns(note.day)): DAYS.fields(
                row[3:], **{METHOD: LOAD_METHOD}
            )
            for _, row in changed.rows
        }
    keys = MINUTES[note.kind].keys
    return {
        Key((note.runner_id, tag(source), *row[1:keys]), row[0] * US_NS): measurement.fields(
            row[keys + 1 :]  # between lies the revision, which says nothing of what was measured
        )
        for source, row in changed.rows
    }


def day_row(key: Key, fields: Mapping[str, Any]) -> Row:
    """The row of a day."""
    runner_id, source_class = key.tags
    day = date(1970, 1, 1) + timedelta(microseconds=key.at_ns // US_NS)
    return (runner_id, day.isoformat(), source_class, *DAYS.cells(fields))


def minute_row(measurement: Measurement, key: Key, fields: Mapping[str, Any]) -> Row:
    """The row of a minute, without its revision."""
    return (key.at_ns // US_NS, *key.tags[2:], 0, *measurement.cells(fields))


def tag(source: str) -> str:
    """The name of a source as a tag, from which it can be read back."""
    return ODD.sub(lambda odd: f"%{ord(odd[0]):02X}", source)


def source_of(device: str) -> str:
    """The name of a source in a tag."""
    return unquote(device)


def midnight_ns(day: date) -> int:
    """The time of a day: its date, at midnight of UTC. [ns]"""
    return moment_us(datetime.combine(day, time(0), UTC)) * US_NS


def bounds_ns(day: date) -> tuple[int, int]:
    """The first moment of a day in UTC, and the first after it. [ns]"""
    first = midnight_ns(day)
    return first, first + DAY_NS


def _told(column: Column[Any], cell: Any) -> float | str:  # noqa: ANN401  what a column holds
    if isinstance(column.type, LargeBinary):
        return json.dumps(list(QUIET_BIN.iter_unpack(cell)), separators=(",", ":"))
    return float(cell) if isinstance(column.type, BigInteger | Double) else str(cell)


def _cell(column: Column[Any], said: Any) -> Any:  # noqa: ANN401  as above
    if isinstance(column.type, LargeBinary):
        return b"".join(QUIET_BIN.pack(*bin_) for bin_ in json.loads(said or "[]"))
    if said is None:
        return None if column.nullable else ""
    if isinstance(column.type, BigInteger):
        return int(said)
    return float(said) if isinstance(column.type, Double) else str(said)
