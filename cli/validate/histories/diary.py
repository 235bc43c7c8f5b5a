"""Training diaries with effort and duration: what is called running counts, by its minutes."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from plantar.measured import Session, Sport

SECONDS = 60.0


def diary_runs(path: Path) -> tuple[Session, ...]:
    """Sessions called running; effort times minutes is no load of the foot, and is not used."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if "running" in row["activity_names"]]
    return tuple(_session(row["end_date_time"], float(row["duration_min"])) for row in rows)


def _session(end: str, minutes: float) -> Session:
    ended = datetime.fromisoformat(end)
    return Session(ended - timedelta(minutes=minutes), Sport.RUNNING, SECONDS * minutes)
