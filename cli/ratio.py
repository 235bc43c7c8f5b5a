"""`plantar ratio`: one row per calendar day, from a table of dates and loads."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from cli import out
from plantar.door import parsed
from plantar.load import LoadHistory, Method, NoRatio, Ratio

if TYPE_CHECKING:
    from processing.week import WeekChange, WeeklyCeiling, WeekSum

    _Row: TypeAlias = tuple[Ratio, WeekSum, WeekChange | None, WeeklyCeiling | None]


def ratio(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns date and load.")],
    method: Annotated[
        str, typer.Option(metavar="uncoupled|coupled|ewma|ewma-seed")
    ] = Method.UNCOUPLED.value,
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy|ymd", help="Order of dates in the table.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Compare each week with the weeks before it; a day absent is missing, a 0 is rest."""
    from collector.files.asked import DateOrder
    from collector.files.load_table import read_load_table

    chosen = parsed("--method", method, Method)
    order = None if dates is None else parsed("--dates", dates, DateOrder)
    rows = _rows(read_load_table(file, dates=order), chosen)
    if json:
        out.write_json(
            [
                {
                    "date": day.day.isoformat(),
                    "acute": day.acute,
                    "chronic": day.chronic,
                    "ratio": day.ratio,
                    "reason": reason(day),
                    "method": day.method,
                    "week_sum": week.total,
                    "valid_days": day.valid_acute,
                    "valid_days_before": day.valid_chronic,
                    "week_change": change.change if change else None,
                    "weekly_ceiling": ceiling.ratio if ceiling else None,
                }
                for day, week, change, ceiling in rows
            ]
        )
        return
    out.write_table(
        ("date", "week", "days", "change", "acute", "chronic", f"ratio ({chosen})", "reason"),
        [
            (
                day.day.isoformat(),
                out.figure(week.total, 1),
                f"{day.valid_acute} + {day.valid_chronic}",
                "-" if change is None else f"{change.change:+.0%}",
                out.figure(day.acute, 1),
                out.figure(day.chronic, 1),
                out.figure(day.ratio, 3),
                reason(day) or "",
            )
            for day, week, change, _ in rows
        ],
    )


def _rows(history: LoadHistory, method: Method) -> "list[_Row]":
    """Each ratio with what its week adds up to: a mean alone hides how many days it rests on."""
    from processing import ratio as by
    from processing import week

    methods = {
        Method.UNCOUPLED: by.uncoupled,
        Method.COUPLED: by.coupled,
        Method.EWMA: by.ewma,
        Method.EWMA_SEED: by.ewma_seed,
    }
    # Loads come in any unit here: only the floor that is relative to them applies.
    ratios = methods[method](history, floor=0.0)
    weeks = week.week_sums(history), week.week_changes(history), week.weekly_ceilings(history)
    return list(zip(ratios, *weeks, strict=True))


def reason(day: Ratio) -> str | None:
    """Why a day has no ratio, in plain words."""
    have, need = out.figure(day.have), out.figure(day.need)
    match day.reason:
        case None:
            return None
        case NoRatio.BUILDING:
            return f"baseline building, day {have} of {need}"
        case NoRatio.ACUTE_COVERAGE:
            return f"{have} measured days this week, {need} needed"
        case NoRatio.CHRONIC_COVERAGE:
            return f"{have} measured days in the three weeks before, {need} needed"
        case NoRatio.CHRONIC_FLOOR:
            return "too little load in the three weeks before to compare with"
