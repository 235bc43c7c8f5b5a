"""How days and scores of real people vary, to hold simulated ones against."""

import csv
import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import fmean, pstdev

import numpy as np

from collector.files.door import read_file
from plantar.load import Day
from plantar.recording import DayTable
from plantar.store import Sourced
from processing.days.steps import totals_day

#: Fewer days do not tell how somebody varies, and fewer steps were not a day worn. Our choice.
LEAST_DAYS = 20
LEAST_STEPS = 500
SATURDAY = 5
#: Days of a diary, and its words that are no pain.
LEAST_DIARY_DAYS = 40
NO_PAIN = ("happiness",)


@dataclass(frozen=True, slots=True)
class Varied:
    """How the days of one person differ."""

    mean: float
    spread: float  # standard deviation over mean
    weekend: float  # mean of weekends over that of weekdays

    @classmethod
    def of(cls, steps: Mapping[date, float]) -> "Varied":
        """Of the steps of days."""
        free = [count for day, count in steps.items() if day.weekday() >= SATURDAY]
        worked = [count for day, count in steps.items() if day.weekday() < SATURDAY]
        mean = fmean(steps.values())
        return cls(mean, pstdev(steps.values()) / mean, fmean(free) / fmean(worked))


def people_of_a_month(folder: Path) -> list[Varied]:
    """The people of an open table of a month that have enough days."""
    steps: defaultdict[str, dict[date, float]] = defaultdict(dict)
    for path in sorted((folder / "exports" / "fitbit_furberg").glob("dailyActivity*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                month, day, year = (int(one) for one in row["ActivityDate"].split("/"))
                steps[row["Id"]][date(year, month, day)] = float(row["TotalSteps"])
    worn = [_worn(days) for days in steps.values()]
    return [Varied.of(days) for days in worn if len(days) >= LEAST_DAYS]


def six_years(folder: Path) -> tuple[Day, ...]:
    """The days of one person's step table, as the day builder makes them; none where it is not."""
    totals = {
        total.day: total
        for path in sorted((folder / "exports" / "daily_steps").glob("*.csv"))
        for table in read_file(path).recordings
        if isinstance(table, DayTable)
        for total in table.totals
    }
    return tuple(
        totals_day(day, [Sourced(totals[day], "steps", "table")]) for day in sorted(totals)
    )


def diaries(folder: Path) -> list[tuple[float, float]]:
    """Standard deviation of a diary's daily worst, and how it goes with the next day's."""
    return [
        (pstdev(scores.values()), next_day(scores))
        for path in sorted((folder / "pain" / "myaiguide").glob("*Pain*.csv"))
        for scores in _scores(path).values()
        if len(scores) >= LEAST_DIARY_DAYS
    ]


def next_day(scores: Mapping[date, float]) -> float:
    """Correlation of a day with the day after it."""
    pairs = [
        (score, scores[day + timedelta(days=1)])
        for day, score in scores.items()
        if day + timedelta(days=1) in scores
    ]
    return float(np.corrcoef(np.array(pairs).T)[0, 1]) if len(set(pairs)) > 1 else math.nan


def _worn(days: Mapping[date, float]) -> dict[date, float]:
    return {day: count for day, count in days.items() if count > LEAST_STEPS}


def _scores(path: Path) -> dict[str, dict[date, float]]:
    """Worst score of each site and day; rows without a day are left out."""
    found: defaultdict[str, dict[date, float]] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            site, when = row["name"].strip().lower(), _day(row)
            if when is None or site in NO_PAIN or not row["intensity"]:
                continue
            worst = max(float(row["intensity"]), found[site].get(when, 0.0))
            found[site][when] = worst
    return found


def _day(row: Mapping[str, str]) -> date | None:
    try:
        return date(*(int(float(row[one])) for one in ("startyear", "startmonth", "startday")))
    except ValueError:
        return None
