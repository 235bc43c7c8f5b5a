"""`plantar shift`: time on the feet that no sensor saw, as the runner tells it."""

from typing import Annotated

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import AddsByDefault, date_of, group, today_of, whose
from plantar.plan import DeclaredShift

app = group(
    AddsByDefault,
    "Tell of a shift on the feet that no sensor saw: an estimate, never added to measured load.",
)


@app.command()
def add(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help="Such as 2026-06-01.")],
    hours: Annotated[float, typer.Option(metavar="H", help="Standing and walking, together.")],
    floor: Annotated[str, typer.Option(help="A note; there is no factor for it.")] = "",
    by: Annotated[str, typer.Option(metavar="WHO", help="The runner by default.")] = "",
) -> None:
    """Keep a shift; several on one day add up. `add` may be left out."""
    from processing.recompute import recompute
    from processing.tell_context import may_be_told, tell

    now = clock.now()
    with opened_store() as store:
        shift = DeclaredShift(date_of("DATE", day), 60.0 * hours, floor, by)
        may_be_told("DATE", shift.day, today_of(store.runner(whose(ctx)), now))
        noted = tell(store, whose(ctx), shift, now)
        recompute(store, whose(ctx), now=now)
    typer.echo(f"noted {hours:g} h on the feet, {shift.day} (id {noted.id})", err=True)


@app.command()
def withdraw(
    ctx: typer.Context,
    shift_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` tells it.")],
) -> None:
    """Take a shift back."""
    from processing.recompute import recompute

    with opened_store() as store:
        shift = store.withdraw_declared_shift(whose(ctx), shift_id)
        recompute(store, whose(ctx), now=clock.now())
    typer.echo(f"withdrew {shift.upright_min / 60.0:g} h on the feet, {shift.day}", err=True)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List the shifts told."""
    with opened_store() as store:
        shifts = store.declared_shifts(store.runner(whose(ctx)).id)
    if json:
        out.write_json(
            [
                {
                    "id": one.id,
                    "day": one.record.day.isoformat(),
                    "upright_min": one.record.upright_min,
                    "floor": one.record.floor,
                    "author": one.record.author,
                }
                for one in shifts
            ]
        )
        return
    out.write_table(
        ("id", "day", "hours", "floor", "by"),
        [
            (
                one.id,
                one.record.day.isoformat(),
                out.figure(one.record.upright_min / 60.0, 1),
                one.record.floor or "-",
                one.record.author or "the runner",
            )
            for one in shifts
        ],
        unbroken=("id", "day"),
    )
