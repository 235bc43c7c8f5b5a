"""Figures of the histories: every rule at a glance, and a year of steps with what was told."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median

from cli.validate.figure import Axis, Figure, Mark, Series
from cli.validate.histories.history import Told
from cli.validate.histories.sources import TABLE
from plantar.alert import Rule
from plantar.measured import DayTotal

#: The year of the step table that is drawn. [d]
DRAWN_DAYS = 365


def figures(found: Sequence[Told]) -> Iterator[Figure]:
    """All of them, where there is anything to draw."""
    if found:
        yield _by_rule(found)
    for one in found:
        if one.history.group == TABLE and Rule.S3 in one.asked:
            yield _year(one)


def _by_rule(found: Sequence[Told]) -> Figure:
    groups = list(dict.fromkeys(one.history.group for one in found))
    series = []
    for n, group in enumerate(groups):
        dots = [
            (at + 0.12 * (n - (len(groups) - 1) / 2), rate)
            for at, rule in enumerate(Rule)
            for one in found
            if one.history.group == group and (rate := one.a_month(rule)) is not None
        ]
        series.append(Series(group, [x for x, _ in dots], [y for _, y in dots], Mark.POINTS))
    return Figure(
        "real-histories",
        "How often each rule speaks, one mark for each history",
        Axis("rule", -0.5, len(Rule) - 0.5, tuple((n, rule.value) for n, rule in enumerate(Rule))),
        Axis("times in a runner-month [1]", low=0.0),
        tuple(series),
    )


def _year(one: Told) -> Figure:
    """The last year of a step table, and the days that were told."""
    totals = {t.day: t.steps for t in one.history.measured if isinstance(t, DayTotal)}
    last = one.history.last
    first = last - timedelta(days=DRAWN_DAYS - 1)
    days = [first + timedelta(days=n) for n in range(DRAWN_DAYS)]
    steps = [float(totals.get(day, float("nan"))) for day in days]
    told_days = [day for day in days if any(a.day == day and a.rule is Rule.S3 for a in one.alerts)]
    weeks = [day for day in days if any(a.day == day and a.rule is Rule.S4 for a in one.alerts)]
    months = [n for n, day in enumerate(days) if day.day == 1]
    return Figure(
        "a-year-of-steps",
        f"The last year of the step table (median {median(totals.values()):.0f} a day), and what "
        "was told",
        Axis(
            "first of the month",
            0.0,
            DRAWN_DAYS - 1.0,
            tuple((float(n), f"{days[n]:%m/%y}") for n in months),
        ),
        Axis("steps a day [1]", low=0.0),
        (
            Series("steps", [float(n) for n in range(DRAWN_DAYS)], steps),
            _dots("S3, a long day", told_days, first, totals),
            _dots("S4, a full week", weeks, first, totals),
        ),
    )


def _dots(name: str, days: Sequence[date], first: date, totals: dict[date, int]) -> Series:
    at = [float((day - first).days) for day in days]
    return Series(name, at, [float(totals[day]) for day in days], Mark.POINTS)
