"""Simulated people beside real ones: do their days and scores vary alike?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median, pstdev

import numpy as np

from cli.validate.lives.life import OFFICE
from cli.validate.lives.lived import Lived
from cli.validate.lives.measured import day_of
from cli.validate.lives.real_people import (
    Varied,
    diaries,
    next_day,
    people_of_a_month,
    six_years,
)
from cli.validate.lives.simulate import REPORTING_SEED, Crowd
from cli.validate.section import table

STEPS = ("", "people", "steps a day", "standard deviation over mean", "weekend over weekday")
SCORES = ("", "diaries", "standard deviation", "correlation with the next day")


def beside_real_people(people: int, folder: Path) -> str:
    """Two tables: of steps and of scores."""
    crowd = list(Crowd(REPORTING_SEED, people).of(OFFICE))
    years = {day.day: float(day.steps or 0) for day in six_years(folder)}
    steps = [
        _steps("an open table of a month", people_of_a_month(folder)),
        _steps("a step table of six years", [Varied.of(years)] if years else []),
        _steps("simulated office workers", [Varied.of(_worn(lived)) for lived in crowd]),
    ]
    mornings = [_mornings(lived) for lived in crowd]
    scores = [
        _scores("open diaries", diaries(folder)),
        _scores("simulated", [(pstdev(one.values()), next_day(one)) for one in mornings]),
    ]
    return (
        "Steps of real people beside those of simulated ones: the median of the people, and their "
        f"10th and 90th percentile.\n\n{table(STEPS, steps)}\n\nThe worst score of the day of a "
        "joint in open diaries (knees, a back and an elbow, on a scale of 1-9.5; none of a heel) "
        f"beside simulated mornings.\n\n{table(SCORES, scores)}"
    )


def _steps(name: str, found: Sequence[Varied]) -> tuple[str, ...]:
    return (
        name,
        str(len(found)),
        _middle([one.mean for one in found], 0),
        _middle([one.spread for one in found], 2),
        _middle([one.weekend for one in found], 2),
    )


def _scores(name: str, found: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    known = [one for one in found if np.isfinite(one).all()]
    columns = ([one[n] for one in known] for n in range(2))
    return (name, str(len(known)), *(_middle(column, 2) for column in columns))


def _middle(values: Sequence[float], digits: int) -> str:
    """Median, and the 10th and 90th percentile where there are several."""
    if len(values) < 2:  # noqa: PLR2004 - one value has no percentiles
        return f"{values[0]:.{digits}f}" if values else "-"
    low, high = np.percentile(values, [10, 90])
    return f"{median(values):.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def _worn(lived: Lived) -> dict[date, float]:
    return {day_of(n): float(lived.steps[n]) for n in range(len(lived.steps)) if lived.worn[n]}


def _mornings(lived: Lived) -> dict[date, float]:
    known = enumerate(lived.morning)
    return {day_of(n): float(score) for n, score in known if np.isfinite(score)}
