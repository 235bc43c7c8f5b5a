"""The board: how a running collector is doing, in one file that `plantar status` reads."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from collector.entries import Entries
from collector.sensor_state import Phase, SensorClock, SensorState
from collector.tally import Tally
from plantar.door import aware, whole
from plantar.errors import FileRejected
from plantar.sample import ClockQuality, Foot

#: Raised with every change of the form; an older or newer board is not read.
VERSION: Final = 1
#: A collector that runs writes at least so often. [s]
WRITE_EVERY_S: Final = 5.0
#: One that has not for so long hangs, or has no room to write. [s]
FRESH_S: Final = 15.0
#: It tells who was heard when, and how fast a heart goes.
FILE_MODE: Final = 0o600
#: No board is larger: a sensor takes less than a kilobyte. [B]
LARGEST_BYTES: Final = 1_000_000
#: No process, count, heart rate or clock is beyond this.
MOST: Final = 2**63 - 1
_SENSOR_ENTRIES: Final = tuple(field.name for field in fields(SensorState))


@dataclass(frozen=True, slots=True)
class Board:
    """How a collector and its sensors were doing when it wrote this."""

    pid: int
    started_at: datetime
    written_at: datetime
    sensors: tuple[SensorState, ...] = ()
    simulated: bool = False
    outbox_trouble: str | None = None  # why nothing can be written there; None: it can
    centre_trouble: str | None = None  # why the centre takes nothing; None: it does

    def __post_init__(self) -> None:
        whole("pid", self.pid, 1, MOST)
        aware("started_at", self.started_at)
        aware("written_at", self.written_at)

    def is_fresh(self, now: datetime) -> bool:
        """Whether it tells of the present; after a clock was set back it does too."""
        return (now - self.written_at).total_seconds() <= FRESH_S


def write_board(path: Path, board: Board) -> None:
    """Put a board in the place of the one before it; whoever reads sees the one or the other.

    Raises
    ------
    OSError
        It cannot be written, such as on a full disk; the one before it stays.
    """
    sensors = tuple(replace(one, described=dict(one.described)) for one in board.sensors)
    told = {"version": VERSION} | asdict(replace(board, sensors=sensors))
    text = json.dumps(told, default=_moment, allow_nan=False)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")  # there is one collector to a home
    handle = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode())
    fresh.replace(path)


def read_board(path: Path) -> Board | None:
    """The board as it was last written; None where no collector has written one.

    Raises
    ------
    FileRejected
        It is damaged, or of another version.
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileRejected(path, f"is damaged: no JSON: {error}") from error
    if not isinstance(told, dict):
        raise FileRejected(path, "is damaged: no JSON object")
    return _board(Entries(path, "", told))


def _moment(at: object) -> str:
    if not isinstance(at, datetime):
        raise TypeError(f"{at!r} is no moment")
    return at.astimezone(UTC).isoformat()


def _board(entries: Entries) -> Board:
    if (version := entries.get("version")) != VERSION:
        known = f"this Plantar reads {VERSION}"
        raise FileRejected(entries.path, f"is a board of version {version!r}, {known}")
    entries.only("version", *(field.name for field in fields(Board)))
    if "simulated" not in entries:
        raise entries.wrong("simulated", "true or false")
    return Board(
        pid=entries.whole("pid", 1, MOST),
        started_at=_at(entries, "started_at"),
        written_at=_at(entries, "written_at"),
        sensors=tuple(_sensor(one) for one in entries.tables("sensors")),
        simulated=entries.flag("simulated"),
        outbox_trouble=entries.word("outbox_trouble"),
        centre_trouble=entries.word("centre_trouble"),
    )


def _sensor(entries: Entries) -> SensorState:
    entries.only(*_SENSOR_ENTRIES)
    foot = entries.word("foot")
    return SensorState(
        sensor=entries.needed("sensor"),
        phase=Phase(entries.choice("phase", tuple(Phase))),
        since=_at(entries, "since"),
        trouble=entries.word("trouble"),
        name=entries.word("name"),
        foot=None if foot is None else Foot(entries.choice("foot", tuple(Foot))),
        described=_described(entries.table("described")),
        battery_percent=_whole_or_none(entries, "battery_percent", 100),
        heard_at=None if entries.get("heard_at") is None else _at(entries, "heard_at"),
        clock=_clock(entries.optional_table("clock")),
        heart_rate_bpm=_whole_or_none(entries, "heart_rate_bpm", MOST),
        tally=_tally(entries.table("tally")),
    )


def _clock(entries: Entries | None) -> SensorClock | None:
    if entries is None:
        return None
    entries.only(*(field.name for field in fields(SensorClock)))
    off_s = entries.number("off_s", 0.0, MOST)
    if off_s is None:
        raise entries.wrong("off_s", "seconds")
    return SensorClock(
        ClockQuality(entries.choice("quality", tuple(ClockQuality))),
        off_s,
        entries.number("drift_ppm", -MOST, MOST),
    )


def _tally(entries: Entries) -> Tally:
    counts = [field.name for field in fields(Tally)]
    entries.only(*counts)
    return Tally(**{name: entries.whole(name, 0, MOST) for name in counts})


def _described(entries: Entries) -> Mapping[str, str]:
    return {name: entries.needed(name) for name in entries.told}


def _whole_or_none(entries: Entries, name: str, most: int) -> int | None:
    return None if entries.get(name) is None else entries.whole(name, 0, most)


def _at(entries: Entries, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(entries.needed(name))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise entries.wrong(name, "a moment with a time zone")
    return at
