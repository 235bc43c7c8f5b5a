"""A table of a sole that nobody here knows, read by its description (``--sole``, docs/soles.md)."""

from collector.files import force
from collector.files.asked import Asked
from collector.files.cells import weigh_cells
from collector.files.columns import Shape, read_columns
from collector.files.head import Head
from collector.files.sole_layout import Columns, Sole, Unit
from collector.files.words import header_at, header_of
from plantar.errors import FileRejected
from plantar.recording import FootForce, ForceRecording, Reading

FORMAT = "sole-table"
MS = 1e-3


def read(head: Head, asked: Asked, sole: Sole, told: Columns) -> Reading:
    """One recording of the soles whose columns are described."""
    head.at_most(force.LARGEST_MB, "a table of a sole")
    if head.encoding is None:
        raise FileRejected(head.path, "is no text: a sole is described for tables")
    delimiter, names = header_of(head.lines)
    places = _places(head, names, told)
    shape = Shape(
        first_line=(header_at(head.lines) or 0) + 2,
        width=len(names),
        wanted=places,
        delimiter=delimiter,
        decimal_comma=delimiter != ",",
        timed=told.time is not None,
    )
    columns = read_columns(head, shape, asked.on_progress)
    rows = columns.numbers
    if told.time is None:
        clock = force.even_clock(head, asked, len(rows), sole.rate_hz)
        first = 0
    else:
        scale = MS if told.time_in_ms else 1.0
        clock = force.own_clock(head, (rows[:, 0] - rows[0, 0]) * scale)
        first = 1
    feet: list[FootForce | None] = []
    quality = [*clock.quality]
    if sole.unit is Unit.COUNTS:
        quality.append("counts, not newtons: steps and times only")
    for side, named in (("left", told.left), ("right", told.right)):
        readings = rows[:, first : first + len(named)]
        first += len(named)
        if not named:
            feet.append(None)
            continue
        weighed = weigh_cells(head, side, clock.time_s, readings, sole)
        feet.append(weighed.foot)
        quality += weighed.quality
    left, right = feet
    quality += force.feet_there(head, left, right, (bool(told.left), bool(told.right)))
    recording = ForceRecording(
        time_s=clock.time_s,
        rate_hz=clock.rate_hz,
        left=left,
        right=right,
        sensor=sole.name,
        quality=tuple(quality),
        in_newtons=sole.unit is not Unit.COUNTS,
    )
    return Reading(FORMAT, (recording,), columns.partial)


def _places(head: Head, names: list[str], told: Columns) -> tuple[int, ...]:
    """Where the described columns stand: time, left, right."""
    wanted = (*([told.time] if told.time else []), *told.left, *told.right)
    for name in wanted:
        many = names.count(name)
        if many != 1:
            there = ", ".join(names[:12])[:200]
            times = "no column" if not many else f"{many} columns"
            raise FileRejected(head.path, f"{times} {name!r} in the table, it has {there}")
    return tuple(names.index(name) for name in wanted)
