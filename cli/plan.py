"""`plantar plan`: the runs that runner and kinesist agreed, and what became of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import OfRunner, date_of, group, whose
from plantar.plan import PlannedRun

if TYPE_CHECKING:
    from plantar.runner import Runner
    from plantar.store import Store
    from processing.rules.outings import Outing

app = group(OfRunner, "Agree on a run: on a day with a plan, a run is compared with that.")

Day = Annotated[str, typer.Argument(metavar="DATE", help="Such as 2026-06-01.")]


@app.command()
def add(
    ctx: typer.Context,
    day: Day,
    by: Annotated[str, typer.Option(metavar="WHO", help="Who agreed it with the runner.")],
    km: Annotated[float | None, typer.Option(metavar="KM", help="How far.")] = None,
    minutes: Annotated[float | None, typer.Option("--min", metavar="MIN", help="How long.")] = None,
    note: Annotated[str, typer.Option()] = "",
) -> None:
    """Keep the plan of a day, in place of the one it had."""
    from processing.recompute import recompute

    planned = PlannedRun(
        day=date_of("DATE", day),
        distance_m=None if km is None else 1000.0 * km,
        duration_s=None if minutes is None else 60.0 * minutes,
        author=by,
        note=note,
    )
    with opened_store() as store:
        before = [one for one in store.planned_runs(whose(ctx)) if one.day == planned.day]
        store.keep_planned_run(whose(ctx), planned)
        recompute(store, whose(ctx), now=clock.now())
    instead = f", in place of {_target(before[0])}" if before and before != [planned] else ""
    typer.echo(f"planned {_target(planned)} on {planned.day}{instead}", err=True)


@app.command()
def withdraw(ctx: typer.Context, day: Day) -> None:
    """Take the plan of a day back."""
    from processing.recompute import recompute

    with opened_store() as store:
        store.withdraw_planned_run(whose(ctx), date_of("DATE", day))
        recompute(store, whose(ctx), now=clock.now())
    typer.echo(f"withdrew the plan of {day}", err=True)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List the plans, beside the runs of those days."""
    with opened_store() as store:
        runner = store.runner(whose(ctx))
        planned = store.planned_runs(runner.id)
        runs = _runs(store, runner)
    described = [_described(one, [run for run in runs if run.day == one.day]) for one in planned]
    if json:
        out.write_json(described)
        return
    out.write_table(
        ("day", "km", "min", "ran km", "ran min", "by", "note"),
        [
            (
                one["day"],
                *(
                    out.figure(one[name], 1)
                    for name in ("distance_km", "duration_min", "ran_km", "ran_min")
                ),
                one["author"],
                one["note"],
            )
            for one in described
        ],
        unbroken=("day",),
    )


def _runs(store: "Store", runner: "Runner") -> Sequence["Outing"]:
    from plantar.measured import Session
    from processing.evidence import BEGINNING
    from processing.rules.outings import runs_of

    sessions = store.measured(runner.id, Session, BEGINNING, clock.now())
    return runs_of([one.record for one in sessions], runner.days)


def _described(planned: PlannedRun, runs: Sequence["Outing"]) -> dict[str, Any]:
    return {
        "day": planned.day.isoformat(),
        "distance_km": None if planned.distance_m is None else planned.distance_m / 1000.0,
        "duration_min": None if planned.duration_s is None else planned.duration_s / 60.0,
        "ran_km": _sum([run.distance_km for run in runs]),
        "ran_min": _sum([run.duration_min for run in runs]),
        "runs": len(runs),
        "author": planned.author,
        "note": planned.note,
    }


def _sum(sizes: Sequence[float | None]) -> float | None:
    """All of them together; unknown where one of them is, or where there is none."""
    known = [size for size in sizes if size is not None]
    return sum(known) if known and len(known) == len(sizes) else None


def _target(planned: PlannedRun) -> str:
    km = None if planned.distance_m is None else f"{planned.distance_m / 1000.0:g} km"
    minutes = None if planned.duration_s is None else f"{planned.duration_s / 60.0:g} min"
    return " in ".join(filter(None, (km, minutes)))
