"""Telling the mirror what changed: read what it has, take away what is gone, write what differs.

A day is crossed off only after the server has taken all of it. So whoever is killed in between, the
server or we, tells the same again, and it comes to the same.
"""

from bisect import bisect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Final

from plantar.errors import InfluxRefused
from plantar.influx.schema import (
    DAY_NS,
    MEASUREMENTS,
    Fields,
    Key,
    Measurement,
    Points,
    bounds_ns,
    points,
)
from plantar.influx.server import Server
from plantar.store.mirror_notes import Changed, MirrorNotes, Note

#: Days and points told at once: of one runner it may be thousands of minutes, of many a few each.
MOST_DAYS: Final = 500
MOST_POINTS: Final = 10_000
#: What line protocol wants a backslash before; `schema.tag` leaves none at the end of a tag.
IN_TAGS: Final = str.maketrans({sign: f"\\{sign}" for sign in ", ="})
IN_QUOTES: Final = str.maketrans({sign: f"\\{sign}" for sign in '\\"'})


@dataclass(slots=True)
class Told:
    """What telling the mirror came to."""

    days: int = 0
    written: int = 0  # points
    deleted: int = 0
    refused: list[str] = field(default_factory=list)  # a sentence for each day


def sync(
    mirror_notes: MirrorNotes, server: Server, going_on: Callable[[], bool] = lambda: True
) -> Told:
    """Tell the mirror all that waits, or what there is time for.

    Raises
    ------
    InfluxError
        It cannot be told anything now: what it has not taken waits.
    StoreError
        The store cannot be read or written to now.
    """
    told = Told()
    for measurement in MEASUREMENTS.values():
        while going_on() and (
            changes := mirror_notes.take(measurement.name, MOST_DAYS, most_rows=MOST_POINTS)
        ):
            _tell(mirror_notes, server, measurement, changes, told)
    return told


def rebuild(
    mirror_notes: MirrorNotes, server: Server, going_on: Callable[[], bool] = lambda: True
) -> Told:
    """Take everything away and tell it again; what breaks off goes on with the next sync."""
    mirror_notes.mark_all()
    for measurement in MEASUREMENTS.values():
        server.drop(measurement)
    return sync(mirror_notes, server, going_on)


def erase(mirror_notes: MirrorNotes, server: Server, runner_id: str) -> None:
    """Take everything of a runner away, and leave them out from now on."""
    mirror_notes.leave_out(runner_id)
    for measurement in MEASUREMENTS.values():
        server.erase(measurement, runner_id)


def _tell(
    mirror_notes: MirrorNotes,
    server: Server,
    measurement: Measurement,
    changes: Sequence[Changed],
    told: Told,
) -> None:
    wanted = {one.note: points(one) for one in changes}
    known = _by_note(server.read(measurement, _stretches(wanted)), wanted)
    lines: dict[Note, list[str]] = {}
    for note, want in wanted.items():
        told.deleted += _take_away(server, measurement, want, known[note])
        lines[note] = _differing(measurement, want, known[note])
    refused: dict[Note, str] = {}
    try:
        server.write(measurement.policy, [line for some in lines.values() for line in some])
    except InfluxRefused:
        refused = _one_by_one(server, measurement, lines)
    mirror_notes.settle([note for note in wanted if note not in refused])
    mirror_notes.refuse(list(refused.items()))
    told.days += len(wanted) - len(refused)
    told.written += sum(len(some) for some in lines.values())
    for note, reason in refused.items():
        known_now = server.read(measurement, [(note.runner_id, *bounds_ns(note.day))])
        lacking = [key for key, said in wanted[note].items() if known_now.get(key) != said]
        told.written -= len(lacking)
        told.refused.append(
            f"{note.runner_id} {note.kind} {note.day}: {reason} "
            f"({len(lacking)} of {len(wanted[note])} points)"
        )


def _stretches(notes: Iterable[Note]) -> list[tuple[str, int, int]]:
    """Of each runner the days that follow each other, as one stretch."""
    stretches: list[tuple[str, int, int]] = []
    for note in notes:
        first, after = bounds_ns(note.day)
        if stretches and stretches[-1][0] == note.runner_id and stretches[-1][2] == first:
            stretches[-1] = (note.runner_id, stretches[-1][1], after)
        else:
            stretches.append((note.runner_id, first, after))
    return stretches


def _by_note(found: Points, notes: Collection[Note]) -> dict[Note, Points]:
    by_day = {(note.runner_id, bounds_ns(note.day)[0]): note for note in notes}
    known: dict[Note, Points] = {note: {} for note in notes}
    for key, fields in found.items():
        known[by_day[key.tags[0], key.at_ns // DAY_NS * DAY_NS]][key] = fields
    return known


def _take_away(server: Server, measurement: Measurement, want: Points, known: Points) -> int:
    """Delete the points that are gone, and those of which a field is; those are written anew."""
    gone = sorted(
        key for key, fields in known.items() if key not in want or fields.keys() - want[key].keys()
    )
    deleted = 0
    for tags, keys in groupby(gone, key=lambda key: key.tags):
        times = [key.at_ns for key in keys]
        kept = sorted({key.at_ns for key in want if key.tags == tags}.difference(times))
        for first, last in _runs(times, kept):
            server.delete(measurement, tags, first, last)
        deleted += len(times)
    for key in gone:
        del known[key]
    return deleted


def _runs(times: list[int], kept: list[int]) -> list[tuple[int, int]]:
    """Stretches of times that go, between which no time is kept."""
    runs: list[tuple[int, int]] = []
    for at in times:
        if runs and bisect(kept, runs[-1][1]) == bisect(kept, at):
            runs[-1] = (runs[-1][0], at)
        else:
            runs.append((at, at))
    return runs


def _differing(measurement: Measurement, want: Points, known: Points) -> list[str]:
    return [
        _line(measurement, key, want[key]) for key in sorted(want) if want[key] != known.get(key)
    ]


def _line(measurement: Measurement, key: Key, fields: Fields) -> str:
    """A point in line protocol; the client's own writer of it takes four times as long."""
    told = ",".join(
        f"{name}={said!r}" if isinstance(said, float) else f'{name}="{said.translate(IN_QUOTES)}"'
        for name, said in fields.items()
    )
    return f"{_series(measurement.name, measurement.tags, key.tags)} {told} {key.at_ns}"


@lru_cache(maxsize=1024)
def _series(name: str, tags: tuple[str, ...], said: tuple[str, ...]) -> str:
    """What a line begins with; a tag without a word is left out."""
    known = zip(tags, said, strict=True)
    return name + "".join(f",{tag}={word.translate(IN_TAGS)}" for tag, word in known if word)


def _one_by_one(
    server: Server, measurement: Measurement, lines: Mapping[Note, Sequence[str]]
) -> dict[Note, str]:
    """Write each day by itself, so that one that is refused keeps no other back; why each was."""
    refused: dict[Note, str] = {}
    for note, some in lines.items():
        try:
            server.write(measurement.policy, some)
        except InfluxRefused as error:
            refused[note] = error.reason
    return refused
