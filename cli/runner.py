"""`plantar runner`: who there is."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.days import changed, cuts, hour
from cli.home import opened_store
from plantar.day import LocalDay
from plantar.door import parsed
from plantar.errors import BadInput
from plantar.pain import Side
from plantar.runner import Runner

app = typer.Typer(help="Add, list and show runners.", no_args_is_help=True)

DayStart = Annotated[
    str | None,
    typer.Option("--day-start", metavar="HH:MM", help="The hours before it are of the day before."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]


@app.command()
def add(
    runner_id: Annotated[str, typer.Argument(metavar="ID", help="A pseudonym, never a name.")],
    body_mass: Annotated[float | None, typer.Option("--body-mass", metavar="KG")] = None,
    zone: Annotated[str, typer.Option(metavar="IANA")] = "Europe/Brussels",
    lang: Annotated[str, typer.Option(metavar="nl|en|fr")] = "nl",
    side: Annotated[str | None, typer.Option(metavar="left|right|both")] = None,
    pain_limit: Annotated[int | None, typer.Option("--pain-limit", metavar="0-10")] = None,
    day_start: DayStart = None,
    name: Annotated[str | None, typer.Option(help="Shown on the pages, kept apart.")] = None,
) -> None:
    """Add a runner."""
    runner = Runner(
        id=runner_id,
        zone=zone,
        body_mass_kg=body_mass,
        language=lang,
        side=None if side is None else parsed("side", side, Side),
        pain_limit=pain_limit,
    )
    if day_start is not None:
        runner = runner.with_days(LocalDay(date.min, zone, hour(day_start)))
    with opened_store() as store:
        store.add_runner(runner, name)
    typer.echo(f"added runner {runner_id}", err=True)


@app.command()
def days(
    runner_id: Annotated[str, typer.Argument(metavar="ID")],
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="The first such day; today by default.")
    ] = None,
    zone: Annotated[str | None, typer.Option(metavar="IANA", help="Where they are.")] = None,
    day_start: DayStart = None,
    *,
    json: Json = False,
) -> None:
    """Say from which date on somebody is elsewhere, or starts the day later; or list it."""
    with opened_store() as store:
        runner = store.runner(runner_id)
        if zone is not None or day_start is not None:
            from processing.recompute import recompute

            now = clock.now()
            runner = runner.with_days(changed(runner, since, zone, day_start))
            store.save_runner(runner)
            recompute(store, runner_id, now=now)
        elif since is not None:
            raise BadInput("--since", since, "given with --zone, --day-start or both")
    if json:
        out.write_json([asdict(cut) for cut in cuts(runner)])
        return
    rows = [(cut.since or "the beginning", cut.zone, cut.day_start) for cut in cuts(runner)]
    out.write_table(("since", "zone", "day starts at"), rows)


@app.command("list")
def list_(*, json: Json = False) -> None:
    """List runners."""
    with opened_store() as store:
        runners = store.runners()
    if json:
        out.write_json([_described(runner) for runner in runners])
        return
    columns = ("id", "zone", "body mass", "language", "side")
    out.write_table(
        columns,
        [
            (r.id, r.zone, out.figure(r.body_mass_kg, 1, "kg"), r.language, r.side or "-")
            for r in runners
        ],
    )


@app.command()
def show(runner_id: Annotated[str, typer.Argument(metavar="ID")], *, json: Json = False) -> None:
    """Show one runner and what their store holds."""
    with opened_store() as store:
        runner = store.runner(runner_id)
        origins = store.origins(runner_id)
        state = store.state(runner_id)
    described = {
        **_described(runner),
        "attention": state.attention if state else None,
        "source_class": state.source_class if state else None,
        "last_data_at": state.last_data_at.isoformat() if state and state.last_data_at else None,
        "origins": [
            {
                "id": row.origin.id,
                "kind": row.origin.kind,
                "label": row.origin.label,
                "received_at": row.origin.received_at.isoformat(),
                "rows": row.rows,
            }
            for row in origins
        ],
    }
    if json:
        out.write_json(described)
        return
    out.write_table(
        ("field", "of this runner"),
        [
            (key, str(word if word is not None else "-"))
            for key, word in described.items()
            if key != "origins"
        ],
    )
    if origins:
        out.write_table(
            ("import or stream", "what", "received", "rows"),
            [
                (
                    row.origin.id,
                    row.origin.label,
                    f"{row.origin.received_at:%Y-%m-%d %H:%M}",
                    str(row.rows),
                )
                for row in origins
            ],
        )


def _described(runner: Runner) -> dict[str, Any]:
    return {
        "id": runner.id,
        "zone": runner.zone,
        "body_mass_kg": runner.body_mass_kg,
        "language": runner.language,
        "side": runner.side,
        "pain_limit": runner.pain_limit,
        "days": [asdict(cut) for cut in cuts(runner)],
    }
