"""The form of an export: of each table a file, of each column a name, and how a value stands in it.

Values are those of the store, so that they come back bit by bit. Beside a moment, which is a whole
number of microseconds, stands the same on the runner's clock, for whoever reads it.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Final

from sqlalchemy import Column, Table
from sqlalchemy.types import Float, Integer, LargeBinary

from plantar.day import LocalDays
from plantar.errors import BadInput
from plantar.store.columns import moment, moment_us
from plantar.store.of_runner import BOOKKEEPING, RUNNER_ID, WHOSE, Whose
from plantar.store.rows import blob_quiet, quiet_blob

#: Raised with every change of the form; an import reads its own and those before it.
FORMAT: Final = 1
MANIFEST, README = "manifest.json", "README.txt"
#: What is only read stands apart.
TO_READ: Final = "to-read/"
#: Small tables of settings, where names beside values read better than a table does.
AS_JSON: Final = frozenset(
    {"runner", "display_name", "local_day", "wear_plan", "rule_override", "programme"}
)
#: Columns whose unit is not in their name: a pain score is 0 to 10 (NRS).
CALLED: Final[Mapping[tuple[str, str], str]] = {
    ("pain", "score"): "score_0_to_10",
    ("runner", "pain_limit"): "pain_limit_0_to_10",
    ("strength_session", "worst_pain"): "worst_pain_0_to_10",
    ("response", "pain"): "pain_0_to_10",
    ("day", "coverage"): "coverage_0_to_1",
    ("gap", "missing"): "missing_frames",
    ("body_minute", "quiet_s"): "quiet_s_by_bin",
    ("upload", "size"): "size_bytes",
}
#: Texts that are JSON themselves, and stand as such in a JSON file.
JSON_TEXTS: Final = frozenset({("programme", "phases")})
#: Names of columns that hold a moment where they are whole numbers.
MOMENTS: Final = frozenset({"at", "since", "until", "start"})
#: An empty cell is a value that is not there; an empty text, where that is another thing, is this.
ESCAPE: Final = "\\"
LEAST, MOST = -(2**63), 2**63 - 1

Said = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table and the names, one or two, under which it stands in the file."""

    column: Column[Any]
    names: tuple[str, ...]
    told: Callable[[Any, Said], Sequence[Any]]  # the cells for a value
    read: Callable[[Sequence[Any]], Any]  # the value of cells


def file_of(table: Table) -> str:
    """The name of the file that holds the rows of a table."""
    apart = "" if WHOSE[table.name] is Whose.KEPT else TO_READ
    return f"{apart}{table.name}.{'json' if table.name in AS_JSON else 'csv'}"


def fields(table: Table) -> list[Field]:
    """The columns that are told of a table, in order; whose they are is told once, in one place."""
    left_out = {RUNNER_ID} | {column for name, column in BOOKKEEPING if name == table.name}
    return [_field(column) for column in table.columns if column.name not in left_out]


def is_moment(column: Column[Any]) -> bool:
    """Whether a whole number is a moment."""
    return isinstance(column.type, Integer) and (
        column.name in MOMENTS or column.name.endswith("_at")
    )


def _field(column: Column[Any]) -> Field:
    table, name = column.table.name, column.name
    called = CALLED.get((table, name), name)
    as_json = table in AS_JSON
    none = bool(column.nullable)
    if is_moment(column):
        return Field(column, (name, f"{name}_us"), _moment_told, _Moment(called, none))
    match column.type:
        case Integer():
            return Field(column, (called,), _as_it_is, _Whole(called, none))
        case Float():
            return Field(column, (called,), _number_told, _Number(called, none))
        case LargeBinary() if name == "quiet_s":
            return Field(column, (called,), _quiet_told, _Quiet(called))
        case LargeBinary():
            return Field(column, (f"{called}_hex",), _hex_told, _Hex(called))
        case _ if as_json:
            told = _json_told if (table, name) in JSON_TEXTS else _as_it_is
            return Field(column, (called,), told, _JsonText(called, none))
        case _:
            told = _maybe_text_told if none else _as_it_is
            return Field(column, (called,), told, _Text(called, none))


def _as_it_is(value: Any, _said: Said) -> tuple[Any]:  # noqa: ANN401  of whatever type
    return (value,)


def _number_told(value: float | None, _said: Said) -> tuple[float | None]:
    # A zero with a minus is kept by one database and not by the other.
    return (0.0 if value == 0.0 else value,)


def _moment_told(at_us: int | None, said: Said) -> tuple[str | None, int | None]:
    return (None, None) if at_us is None else (said(moment(at_us)), at_us)


def _maybe_text_told(text: str | None, _said: Said) -> tuple[str | None]:
    return (ESCAPE + text if text is not None and text[:1] in {"", ESCAPE} else text,)


def _json_told(text: str, _said: Said) -> tuple[Any]:
    """What a text of JSON says, where exactly that text can be written from it again."""
    told = json.loads(text)
    return (told if _json_text(told) == text else text,)


def _json_text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _quiet_told(blob: bytes, _said: Said) -> tuple[str]:
    """Only the bins with anything in them, as the store has them too."""
    filled = {n: seconds for n, seconds in enumerate(blob_quiet(blob)) if seconds}
    return (json.dumps(filled, separators=(",", ":")),)


def _hex_told(blob: bytes, _said: Said) -> tuple[str]:
    return (blob.hex(),)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Reads a cell, and refuses what cannot stand in it."""

    name: str
    none: bool = False

    def __call__(self, cells: Sequence[Any]) -> Any:  # noqa: ANN401  of whatever type
        (cell,) = cells
        if cell is None or cell == "":
            if self.none:
                return None
            raise BadInput(self.name, "", self.wanted)
        return self.value(cell)

    @property
    def wanted(self) -> str:
        raise NotImplementedError

    def value(self, cell: Any) -> Any:  # noqa: ANN401  of whatever type
        raise NotImplementedError


class _Whole(_Cell):
    __slots__ = ()

    @property
    def wanted(self) -> str:
        return "a whole number"

    def value(self, cell: Any) -> int:  # noqa: ANN401  a text, or a number of JSON
        try:
            number = int(cell)
        except (TypeError, ValueError):
            raise BadInput(self.name, cell, self.wanted) from None
        # What int() takes and we never write, such as 1_000, True or 2.5 of a JSON file.
        if str(number) != str(cell) or not LEAST <= number <= MOST:
            raise BadInput(self.name, cell, self.wanted)
        return number


class _Number(_Cell):
    __slots__ = ()

    @property
    def wanted(self) -> str:
        return "a number"

    def value(self, cell: Any) -> float:  # noqa: ANN401  a text, or a number of JSON
        try:
            number = float(cell) if not isinstance(cell, bool) else math.nan
        except (TypeError, ValueError):
            raise BadInput(self.name, cell, self.wanted) from None
        if not math.isfinite(number):
            raise BadInput(self.name, cell, self.wanted)
        return number


class _Moment(_Cell):
    __slots__ = ()

    @property
    def wanted(self) -> str:
        return "a moment with the microseconds since 1970 beside it"

    def __call__(self, cells: Sequence[Any]) -> int | None:
        shown, at_us = cells
        if at_us in {None, ""} and shown in {None, ""} and self.none:
            return None
        at = _Whole(f"{self.name}_us")((at_us,))
        try:
            same = moment_us(datetime.fromisoformat(str(shown))) == at
        except (TypeError, ValueError, OverflowError):
            raise BadInput(self.name, shown, self.wanted) from None
        if not same:
            raise BadInput(self.name, shown, f"the moment {at} that stands beside it")
        return int(at)


class _Text(_Cell):
    __slots__ = ()

    def __call__(self, cells: Sequence[Any]) -> str | None:
        (cell,) = cells
        if not isinstance(cell, str) or "\0" in cell:
            raise BadInput(self.name, cell, "a text")
        if not self.none:
            return cell
        return cell.removeprefix(ESCAPE) if cell else None


class _JsonText(_Cell):
    __slots__ = ()

    def __call__(self, cells: Sequence[Any]) -> str | None:
        (cell,) = cells
        if cell is None and self.none:
            return None
        if isinstance(cell, list | dict):
            return _json_text(cell)
        if not isinstance(cell, str) or "\0" in cell:
            raise BadInput(self.name, cell, "a text")
        return cell


class _Hex(_Cell):
    __slots__ = ()

    def __call__(self, cells: Sequence[Any]) -> bytes:
        (cell,) = cells
        try:
            return bytes.fromhex(cell)
        except (TypeError, ValueError):
            raise BadInput(self.name, cell, "bytes in hexadecimal digits") from None


class _Quiet(_Cell):
    __slots__ = ()

    def __call__(self, cells: Sequence[Any]) -> bytes:
        (cell,) = cells
        bins = [0.0] * len(blob_quiet(b""))
        try:
            for n, seconds in json.loads(cell).items():
                bins[_bin(n, len(bins))] = _Number(self.name).value(seconds)
        except (TypeError, ValueError, AttributeError, RecursionError):
            raise BadInput(self.name, cell, "seconds by the number of their bin") from None
        return quiet_blob(tuple(bins))


def _bin(n: str, bins: int) -> int:
    number = int(n)
    if not 0 <= number < bins:
        raise ValueError(n)
    return number


class Clock:
    """Writes moments as the runner's clock showed them; quick while the day stays the same."""

    def __init__(self, days: LocalDays) -> None:
        self._days = days
        self._zone: tzinfo = UTC
        self._first = self._after = datetime.min.replace(tzinfo=UTC)

    def __call__(self, at: datetime) -> str:
        """A moment in ISO 8601 with its offset."""
        if not self._first <= at < self._after:
            self._first, self._after = self._days.bounds(self._days.day_of(at))
            self._zone = self._days.zone_at(at)
        return at.astimezone(self._zone).isoformat()
