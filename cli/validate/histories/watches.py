"""What Fitbit and Google Fit give their owners: steps a day, steps a minute, activities."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plantar.day import civil_day, zone
from plantar.measured import DayTotal, Session, Sport
from plantar.minute import LONGEST_MINUTE_S, StepMinute
from processing.wearable import RUN_CADENCE_SPM

#: What the watch calls an activity, and what it is here; everything else adds nothing.
SPORTS = {"Run": Sport.RUNNING, "Walk": Sport.WALKING, "Hike": Sport.HIKING}
#: On it people walk and run: how fast the steps came decides.
TREADMILL = "Treadmill"
#: More steps than feet make in a minute are a slip of the watch.
MOST_STEPS_A_MINUTE = 240.0


def fitbit_days(path: Path) -> tuple[DayTotal, ...]:
    """Steps a day. A day of 0 steps is a watch left lying: no figure."""
    rows = json.loads(path.read_text(encoding="utf-8"))["activities-steps"]
    return tuple(
        DayTotal(date.fromisoformat(row["dateTime"]), steps)
        for row in rows
        if (steps := int(row["value"])) > 0
    )


def google_fit_days(path: Path) -> tuple[DayTotal, ...]:
    """Steps a day; buckets begin at the owner's midnight, wherever that was."""
    totals = []
    for bucket in json.loads(path.read_text(encoding="utf-8"))["bucket"]:
        middle = (int(bucket["startTimeMillis"]) + int(bucket["endTimeMillis"])) / 2000.0
        begin = datetime.fromtimestamp(int(bucket["startTimeMillis"]) / 1000.0, UTC)
        # Midnight in the afternoon of UTC is that of the next day, east of Greenwich.
        noon = datetime.fromtimestamp(middle, UTC)
        day = civil_day(noon if begin.hour >= 12 else begin, zone("UTC"))  # noqa: PLR2004 - noon
        steps = sum(
            int(value["intVal"])
            for part in bucket["dataset"]
            for point in part["point"]
            for value in point["value"]
        )
        if steps > 0:
            totals.append(DayTotal(day, steps))
    return tuple(totals)


def fitbit_minutes(path: Path) -> tuple[StepMinute, ...]:
    """Steps a minute, those of 0 among them: the watch was worn and counted none."""
    return tuple(
        StepMinute(
            at=_moment(row["dateTime"]),
            revision=0,
            steps=min(float(row["value"]), MOST_STEPS_A_MINUTE),
            moving_s=LONGEST_MINUTE_S if int(row["value"]) else 0.0,
            running=None,
            contact_time_s=None,
            speed_mps=None,
        )
        for row in json.loads(path.read_text(encoding="utf-8"))
    )


def sums_a_day(minutes: Iterable[StepMinute]) -> tuple[DayTotal, ...]:
    """The daily figure that the watch shows of the same minutes."""
    days: defaultdict[date, float] = defaultdict(float)
    for minute in minutes:
        days[civil_day(minute.at, zone("UTC"))] += minute.steps
    return tuple(DayTotal(day, round(days[day])) for day in sorted(days))


def fitbit_activities(path: Path) -> tuple[Session, ...]:
    """Runs and walks, with their distance where the watch has one in kilometres."""
    return tuple(_activities(json.loads(path.read_text(encoding="utf-8"))))


def _activities(rows: list[dict[str, Any]]) -> Iterator[Session]:
    for row in rows:
        sport = SPORTS.get(row["activityName"])
        seconds = row["activeDuration"] / 1000.0
        steps = row.get("steps")
        if row["activityName"] == TREADMILL and steps and seconds:
            fast = 60.0 * steps / seconds >= RUN_CADENCE_SPM
            sport = Sport.RUNNING if fast else Sport.WALKING
        if sport is not None and seconds > 0.0:
            kilometres = row.get("distance") if row.get("distanceUnit") == "Kilometer" else None
            yield Session(
                start=_moment(row["startTime"]),
                sport=sport,
                duration_s=seconds,
                distance_m=1000.0 * kilometres if kilometres else None,
                steps=steps,
            )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
