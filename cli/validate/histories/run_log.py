"""A runner's own log: activities by day without a time, and one run second by second."""

import csv
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from plantar.measured import Session, Sport
from plantar.recording import ActivityRecording, CadenceTrack
from plantar.units import STEPS_PER_STRIDE

#: Slower on the whole than the slowest running of the load model is a walk. [m/s]
SLOWEST_RUN_MPS = 2.0
#: When the activities of a day are put, and how far apart: the log has no times.
FIRST_AT, APART = timedelta(hours=6), timedelta(hours=1)


def logged(path: Path, *, joined: bool) -> tuple[Session, ...]:
    """The activities of a log: each on its own, or those of one sport and day as one."""
    by_day: defaultdict[date, list[Session]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            start = _after(by_day[day], day, timedelta() if joined else APART)
            by_day[day].append(_session(start, float(row["dist_m"]), float(row["mov_s"])))
    return tuple(one for day in sorted(by_day) for one in by_day[day])


def _after(earlier: list[Session], day: date, pause: timedelta) -> datetime:
    if not earlier:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + FIRST_AT
    return earlier[-1].start + timedelta(seconds=earlier[-1].duration_s or 0.0) + pause


def _session(start: datetime, metres: float, seconds: float) -> Session:
    fast = seconds > 0.0 and metres / seconds >= SLOWEST_RUN_MPS
    return Session(start, Sport.RUNNING if fast else Sport.WALKING, seconds, metres)


def streamed(path: Path) -> ActivityRecording:
    """The run of a stream: cadence of one leg, speed and a clock, every second that it moved."""
    told = json.loads(path.read_text(encoding="utf-8"))
    (run,) = told["activities"]
    streams = {name: np.array(values, dtype=np.float64) for name, values in run["streams"].items()}
    return ActivityRecording(
        sport=Sport.RUNNING,
        sport_name="running",
        start=datetime.fromisoformat(run["start_local"]).replace(tzinfo=UTC),
        duration_s=float(run["meta"]["moving_s"]),
        distance_m=float(run["meta"]["distance_m"]),
        strides=None,
        contact_time_s=None,
        track=CadenceTrack(
            streams["t"],
            STEPS_PER_STRIDE * streams["cad"],
            streams["v"],
            np.full(len(streams["t"]), np.nan),
        ),
    )


def steps_by_stride(path: Path) -> float:
    """Distance over the device's own mean step length: another way to the steps of the run."""
    (run,) = json.loads(path.read_text(encoding="utf-8"))["activities"]
    return float(run["meta"]["distance_m"]) / float(run["meta"]["stride_m"])
