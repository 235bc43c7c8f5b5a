"""What a sole is made of, as data: where its cells lie, how large they are, what they tell.

One TOML file describes one kind of sole; those we know lie in ``soles/`` beside this module, and
anybody can hand over one for a sole of their own (docs/soles.md).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import isfinite
from pathlib import Path
from statistics import fmean

from plantar.errors import FileRejected
from plantar.recording import SoleLayout

#: No describing text is larger. [B]
LARGEST_BYTES = 100_000
#: More cells than any sole has.
MOST_CELLS = 2000
#: No cell of a sole is larger. [cm²]
MOST_AREA_CM2 = 300.0
MOST_RATE_HZ = 4000.0
KNOWN = ("four-cells", "moticon-opengo", "pedar", "six-cells", "stappone", "ultraflex-8")


class Unit(StrEnum):
    """What the numbers of a cell are."""

    NEWTON = "N"
    KILOPASCAL = "kPa"
    NEWTON_PER_CM2 = "N/cm2"
    COUNTS = "counts"  # rise with force, measure nothing


#: Newtons on one square centimetre.
NEWTON_PER_CM2 = {Unit.KILOPASCAL: 0.1, Unit.NEWTON_PER_CM2: 1.0}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a table are a sole's."""

    left: tuple[str, ...]  # as the cells are numbered; empty: no left sole
    right: tuple[str, ...]
    time: str | None = None
    time_in_ms: bool = False


@dataclass(frozen=True, slots=True)
class Sole:
    """One kind of sole; a left one, and its mirror image."""

    name: str
    unit: Unit
    along: tuple[float, ...]  # 0 at the heel's end, 1 at the toes'
    across: tuple[float, ...] | None = None  # 0 at the inner edge, 1 at the outer
    area_cm2: tuple[float, ...] | None = None
    areas_by_size: Mapping[str, tuple[float, ...]] | None = None
    scale: float = 1.0  # what 1 in the file is, in `unit`
    limit: float | None = None  # in the file's own numbers; from here on a cell is clipped
    rate_hz: float | None = None  # for a table without a clock

    @property
    def layout(self) -> SoleLayout:
        """What the reduction needs to know of it."""
        return SoleLayout(self.name, self.along)

    def only(self, numbers: tuple[int, ...]) -> "Sole":
        """The sole with the cells of these numbers alone, counted from 1."""

        def kept(values: tuple[float, ...] | None) -> tuple[float, ...] | None:
            return None if values is None else tuple(values[number - 1] for number in numbers)

        return replace(
            self,
            along=kept(self.along) or (),
            across=kept(self.across),
            area_cm2=kept(self.area_cm2),
        )

    def of_size(self, size: str) -> "Sole":
        """The sole with the areas of a size; with the mean of all sizes when it is none of them."""
        sizes = self.areas_by_size or {}
        mean = tuple(fmean(areas) for areas in zip(*sizes.values(), strict=True))
        return replace(self, area_cm2=sizes.get(size, mean))


@cache
def known_sole(name: str) -> Sole:
    """A sole that we describe."""
    place = files("collector.files") / "soles" / f"{name}.toml"
    return _sole(_Table(Path(f"{name}.toml"), "", tomllib.loads(place.read_text("utf-8"))))


def read_sole(path: Path) -> tuple[Sole, Columns]:
    """The sole that somebody describes, and its columns in their table.

    Raises
    ------
    FileRejected
        With the entry that cannot be, its value and what was wanted.
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
        if len(text) > LARGEST_BYTES:
            raise FileRejected(path, "is too large for the description of a sole")
        entries = tomllib.loads(text.decode("utf-8"))
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise FileRejected(path, f"is no TOML: {error}") from error
    table = _Table(path, "", entries)
    sole = _sole(table)
    if sole.areas_by_size is not None:
        raise FileRejected(path, "cells.area_cm2: one number, or one per cell; a sole has one size")
    return sole, _columns(table, len(sole.along))


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of entries, and where it stands."""

    path: Path
    place: str
    entries: Mapping[str, object]

    def wrong(self, name: str, wanted: str) -> FileRejected:
        """What to say of an entry."""
        value = self.entries.get(name)
        told = "missing" if value is None else repr(value)[:60]
        return FileRejected(self.path, f"{self.place}{name}: {told}, wanted is {wanted}")

    def only(self, *names: str) -> None:
        """Refuse any other entry: a misspelt one would be silently left out."""
        if others := sorted(set(self.entries) - set(names)):
            raise FileRejected(
                self.path, f"{self.place}{others[0]}: unknown, known are {', '.join(names)}"
            )

    def table(self, name: str) -> "_Table | None":
        """A table inside this one."""
        found = self.entries.get(name)
        return _Table(self.path, f"{name}.", found) if isinstance(found, dict) else None

    def word(self, name: str) -> str | None:
        found = self.entries.get(name)
        if found is not None and not (isinstance(found, str) and found.strip()):
            raise self.wrong(name, "a word")
        return found

    def number(self, name: str, low: float, high: float) -> float | None:
        found = self.entries.get(name)
        if found is None:
            return None
        if not _between(found, low, high):
            raise self.wrong(name, f"a number from {low:g} to {high:g}")
        return float(found)  # type: ignore[arg-type]  # _between saw that it is one

    def numbers(self, name: str, low: float, high: float, many: int) -> tuple[float, ...] | None:
        """As many numbers as there are cells; 0 for as many as stand there."""
        found = self.entries.get(name)
        if found is None:
            return None
        wanted = f"{many or 'a list of'} numbers from {low:g} to {high:g}, one per cell"
        if not isinstance(found, list) or not 0 < len(found) <= MOST_CELLS:
            raise self.wrong(name, wanted)
        if (many and len(found) != many) or not all(_between(one, low, high) for one in found):
            raise self.wrong(name, wanted)
        return tuple(float(one) for one in found)

    def words(self, name: str) -> tuple[str, ...]:
        found = self.entries.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.wrong(name, "a list of column names")
        return tuple(one.strip() for one in found)


def _between(number: object, low: float, high: float) -> bool:
    """Whether this is a finite number in a range; True and False are none."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return isfinite(number) and low <= number <= high


def _sole(table: _Table) -> Sole:
    table.only("name", "unit", "scale", "limit", "rate_hz", "cells", "columns")
    name, unit = table.word("name"), table.word("unit")
    if name is None:
        raise table.wrong("name", "a name")
    if unit not in list(Unit):
        raise table.wrong("unit", "one of " + ", ".join(Unit))
    sole = Sole(
        name=name,
        unit=Unit(unit),
        scale=table.number("scale", 1e-9, 1e9) or 1.0,
        limit=table.number("limit", 1e-9, 1e12),
        rate_hz=table.number("rate_hz", 1.0, MOST_RATE_HZ),
        along=(),
    )
    sole = _with_cells(sole, table)
    if sole.unit in NEWTON_PER_CM2 and sole.area_cm2 is None and sole.areas_by_size is None:
        raise FileRejected(table.path, f"cells.area_cm2: missing, {unit} is no force without it")
    return sole


def _with_cells(sole: Sole, table: _Table) -> Sole:
    """Where the cells lie: told here, or as in a sole of ours."""
    like = table.entries.get("cells")
    if isinstance(like, str):
        if like not in KNOWN:
            raise table.wrong("cells", "a table, or one of " + ", ".join(KNOWN))
        ours = known_sole(like)
        return replace(sole, along=ours.along, across=ours.across, area_cm2=ours.area_cm2)
    cells = table.table("cells")
    if cells is None:
        raise table.wrong("cells", "a table, or one of " + ", ".join(KNOWN))
    cells.only("along", "across", "area_cm2")
    along = cells.numbers("along", 0.0, 1.0, 0)
    if along is None:
        raise cells.wrong("along", "a place from 0 (heel) to 1 (toes) per cell")
    across = cells.numbers("across", 0.0, 1.0, len(along))
    sizes = cells.table("area_cm2")
    if sizes is not None:
        by_size = {
            size: sizes.numbers(size, 1e-3, MOST_AREA_CM2, len(along)) or ()
            for size in sizes.entries
        }
        return replace(sole, along=along, across=across, areas_by_size=by_size)
    if isinstance(cells.entries.get("area_cm2"), int | float):
        one = cells.number("area_cm2", 1e-3, MOST_AREA_CM2) or 0.0
        return replace(sole, along=along, across=across, area_cm2=(one,) * len(along))
    area = cells.numbers("area_cm2", 1e-3, MOST_AREA_CM2, len(along))
    return replace(sole, along=along, across=across, area_cm2=area)


def _columns(table: _Table, cells: int) -> Columns:
    told = table.table("columns")
    if told is None:
        raise table.wrong("columns", "a table that names the columns of left, right or both")
    told.only("left", "right", "time", "time_unit")
    left, right = told.words("left"), told.words("right")
    for side, names in (("left", left), ("right", right)):
        if names and len(names) != cells:
            raise FileRejected(
                table.path, f"columns.{side}: {len(names)} names, the sole has {cells} cells"
            )
    if not left and not right:
        raise FileRejected(table.path, "columns: neither left nor right names a column")
    time = told.word("time")
    every = [*left, *right, *([time] if time else [])]
    if twice := next((name for name in every if every.count(name) > 1), None):
        raise FileRejected(
            table.path, f"columns: {twice!r} stands there twice; each cell has a column of its own"
        )
    unit = told.word("time_unit") or "s"
    if unit not in {"s", "ms"}:
        raise told.wrong("time_unit", "s or ms")
    return Columns(left, right, time, unit == "ms")
