"""`plantar ratio`: one row per calendar day, from a table of dates and loads."""

from pathlib import Path
from typing import Annotated

import typer

from cli import out
from plantar.door import parsed
from plantar.load import LoadHistory, Method, NoRatio, Ratio


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
    days = _ratios(read_load_table(file, dates=order), chosen)
    if json:
        out.write_json(
            [
                {
                    "date": day.day.isoformat(),
                    "acute": day.acute,
                    "chronic": day.chronic,
                    "ratio": day.ratio,
                    "reason": reason(day),
                }
                for day in days
            ]
        )
        return
    out.write_table(
        ("date", "acute", "chronic", f"ratio ({chosen})", "reason"),
        [
            (
                day.day.isoformat(),
                out.figure(day.acute, 1),
                out.figure(day.chronic, 1),
                out.figure(day.ratio, 3),
                reason(day) or "",
            )
            for day in days
        ],
    )


def _ratios(history: LoadHistory, method: Method) -> tuple[Ratio, ...]:
    from processing import ratio as by

    methods = {
        Method.UNCOUPLED: by.uncoupled,
        Method.COUPLED: by.coupled,
        Method.EWMA: by.ewma,
        Method.EWMA_SEED: by.ewma_seed,
    }
    # Loads come in any unit here: only the floor that is relative to them applies.
    return methods[method](history, floor=0.0)


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
