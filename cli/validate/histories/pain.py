"""Pain diaries of MyAIGuide on their own scale, mapped to 0-10 by a table that is ours.

Their scale runs from 1 to 9.5 with words at some places; ours joins those words to the words of
the numeric rating scale, with straight lines between.
"""

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np

from plantar.day import civil_day, zone
from plantar.pain import PainMoment, PainReport

#: Their score, the word they give it, and the score we read it as. The last column is ours.
SCALE = (
    (1.0, "almost imperceptible", 1),
    (3.0, "uncomfortable", 3),
    (4.5, "painful", 5),
    (6.0, "very painful", 7),
    (8.0, "extremely painful", 9),
    (9.5, "worst", 10),
)
#: A row without a day of its own was written up to so long after it, as rows with both tell. [h]
WRITTEN_LATE_H = 8
#: Nobody said when on the day: each score is tried at both moments that rules ask about.
MOMENTS = ((PainMoment.FIRST_STEPS, 7), (PainMoment.DURING, 18))


def nrs(theirs: float) -> int:
    """Their score on the 0-10 scale, to the nearest whole one."""
    known, _, ours = zip(*SCALE, strict=True)
    return math.floor(float(np.interp(theirs, known, ours)) + 0.5)


def diary(path: Path, sites: Iterable[str]) -> tuple[PainReport, ...]:
    """The worst score of each day at some sites, at both moments."""
    worst: defaultdict[date, float] = defaultdict(float)
    wanted = set(sites)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["name"] in wanted:
                day = _day(row)
                worst[day] = max(worst[day], float(row["intensity"]))
    return tuple(
        PainReport(_at(day, hour), moment, nrs(worst[day]))
        for day in sorted(worst)
        for moment, hour in MOMENTS
    )


def _day(row: dict[str, str]) -> date:
    if row["startday"] not in {"", "0"}:
        return date(int(row["startyear"]), int(row["startmonth"]), int(row["startday"]))
    written = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)
    return civil_day(written - timedelta(hours=WRITTEN_LATE_H), zone("UTC"))


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
