"""`plantar erase`: asked for twice, done everywhere, and searched for afterwards."""

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock
from cli.home import SIMULATED, home_of
from plantar.errors import BadInput, UnknownRunner
from plantar.runner import RUNNER_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.erase.copies import Copy
    from cli.erase.places import Place
    from cli.erase.plan import Plan
    from cli.erase.report import Report
    from cli.home import Home
    from plantar.own.traces import Traces


def erase(
    runner_id: Annotated[str, typer.Option("--runner", metavar="ID")],
    *,
    backups: Annotated[
        bool,
        typer.Option("--backups", help="Delete backups and exports that hold them, whole."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only tell what there is; nothing is erased.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: for scripts.")] = False,
) -> None:
    """Erase everything of a runner, everywhere, and search for what may be left."""
    from cli.erase import copies as kept
    from cli.erase.places import places

    if not RUNNER_ID.fullmatch(runner_id):
        raise BadInput("--runner", runner_id, "an id of a runner")
    homes = _homes()
    plans = [(home, *_plan(home, runner_id)) for home in homes]
    everywhere = [(home, plan, places(home, plan)) for home, plan, _ in plans]
    copies = [copy for home in homes for copy in kept.copies(home, runner_id)]
    there = _told(everywhere, copies)
    is_again = any(begun for _, _, begun in plans)
    if not there and not copies and not is_again and not _left(everywhere):
        raise UnknownRunner(runner_id)
    if dry_run:
        typer.echo("nothing was erased")
        return
    if not yes:
        _ask(runner_id)
    _do(everywhere, copies, runner_id, backups=backups)


def _homes() -> "list[Home]":
    """The home, and the one for what is simulated where there is one."""
    home = home_of()
    return [home, home_of(simulated=True)] if (home.folder / SIMULATED).exists() else [home]


def _plan(home: "Home", runner_id: str) -> "tuple[Plan, bool]":
    """What is a runner's here, and whether erasing them was begun before."""
    from contextlib import closing

    from cli import wearers
    from cli.erase import plan
    from cli.erase.places import is_there
    from collector.pairing_file import paired_sensors
    from plantar.own.erasing import names_of
    from plantar.store.engine import Database
    from plantar.store.sql import open_store

    names: tuple[str, ...] = (runner_id,)
    if is_there(home):
        open_store(home.store_url, backups=home.backups).close()  # brings its tables forward
        with closing(Database(home.store_url)) as database:
            names = names_of(database, runner_id)
    devices = {one.device for one in paired_sensors(home.folder) if one.runner_id == runner_id}
    worn = [one for one, who in wearers.wearers(home.folder).items() if who == runner_id]
    older = plan.read(home.folder)
    found = plan.Plan(runner_id, names, tuple(sorted(devices)), tuple(sorted(worn)))
    return found.with_older(older), older is not None and older.runner_id == runner_id


def _told(everywhere: "Sequence[tuple[Home, Plan, list[Place]]]", copies: "Sequence[Copy]") -> bool:
    """Tell what there is; whether there is anything."""
    found = False
    for _, _, places in everywhere:
        for place in {one.name: one for one in places}.values():
            if counted := place.count():
                found = True
                rows = ", ".join(f"{number} of {name}" for name, number in counted.items())
                typer.echo(f"{place.name}: {rows}", err=True)
    for copy in copies:
        typer.echo(f"{copy.path}: {copy.what}", err=True)
    return found


def _left(everywhere: "Sequence[tuple[Home, Plan, list[Place]]]") -> bool:
    """Whether a search finds anything of one of whom there is nothing more, such as bytes."""
    from plantar.own.traces import Traces

    return any(
        next(iter(place.find(Traces(plan.names))), None) is not None
        for _, plan, places in everywhere
        for place in places
    )


def _ask(runner_id: str) -> None:
    if not sys.stdin.isatty():
        raise BadInput("--yes", "", "left out where nobody can be asked")
    typer.echo("Nothing of it can be brought back. `./run export` makes a copy before.", err=True)
    said = typer.prompt("Type the id of the runner to erase everything", err=True)
    if said != runner_id:
        raise BadInput("id", said, f"{runner_id!r}: nothing was erased")


def _do(
    everywhere: "Sequence[tuple[Home, Plan, list[Place]]]",
    copies: "Sequence[Copy]",
    runner_id: str,
    *,
    backups: bool,
) -> None:
    import secrets

    from cli.erase import plan as plans
    from cli.erase import report as reports
    from plantar.own.traces import Traces

    now = clock.now()
    report = reports.begun(runner_id, now, version("plantar"), secrets.token_bytes(16))
    traces = Traces(name for _, plan, _ in everywhere for name in plan.names)
    for home, plan, _ in everywhere:
        plans.write(home.folder, plan)
    for _, _, places in everywhere:
        for place in places:
            erased = dict(place.erase())
            report.places.append(reports.Emptied(place.name, erased, place.told()))
    if backups:
        for copy in copies:
            copy.path.unlink(missing_ok=True)
    reports.note_copies(report, copies, deleted=backups)
    _search(everywhere, traces, report)
    home, *_ = everywhere[0]
    path = reports.write(report, home.folder, now, traces)
    for said in reports.lines(report):
        typer.echo(traces.masked(said))
    typer.echo(f"proof: {path}")
    if report.hits:
        raise typer.Exit(1)
    for home, _, _ in everywhere:
        plans.forget(home.folder)


def _search(
    everywhere: "Sequence[tuple[Home, Plan, list[Place]]]", traces: "Traces", report: "Report"
) -> None:
    for _, _, places in everywhere:
        for place in {one.name: one for one in places}.values():
            report.hits += place.find(traces)
            report.searched.append(place.name)
    report.not_searched += traces.not_in_bytes
