"""`plantar import`: files into the store, and out of it again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock, out
from cli.export import take_in
from cli.home import opened_store
from plantar.door import parsed
from plantar.errors import BadInput

if TYPE_CHECKING:
    from cli.intake import Verdict
    from plantar.store import Store

_COLOURS = {
    "accepted": typer.colors.GREEN,
    "duplicate": None,
    "partial": typer.colors.YELLOW,
    "rejected": typer.colors.RED,
}
#: What a verdict counts, by format; recordings of force count minutes.
_UNITS = {"daily-steps": "days", "fit-monitoring": "days", "fit-activity": "sessions"}


def import_(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="PATH...")] = None,
    runner_id: Annotated[str | None, typer.Option("--runner", metavar="ID")] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy|ymd", help="Order of dates in a table.")
    ] = None,
    under: Annotated[
        str | None,
        typer.Option("--as", metavar="ID", help="Of an export: the runner's id here."),
    ] = None,
    undo: Annotated[
        str | None, typer.Option(metavar="ID", help="Take an import back, by its id.")
    ] = None,
    *,
    list_: Annotated[bool, typer.Option("--list", help="List what was imported.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Import recordings, activities, step tables and exports; folders with everything in them."""
    with opened_store() as store:
        if list_:
            _list(store, runner_id, json=json)
        elif undo is not None:
            _take_back(store, undo, json=json)
        else:
            exports, others = _apart(paths or [], runner_id, under)
            if exports:
                take_in(store, exports, under, json=json)
            if others or not exports:
                _import(store, others, runner_id, dates, json=json)


def _apart(
    paths: Sequence[Path], runner_id: str | None, under: str | None
) -> tuple[list[Path], list[Path]]:
    """Exports of Plantar, which say themselves whose they are, and everything else."""
    from plantar.own.archive import is_export

    exports = [path for path in paths if is_export(path)]
    others = [path for path in paths if path not in exports]
    if exports and runner_id is not None and not others:
        raise BadInput("--runner", runner_id, "needed: an export says whose it is; --as ID renames")
    if under is not None and (others or len(exports) != 1):
        raise BadInput("--as", under, "for anything but one export of Plantar")
    return exports, others


def _import(
    store: "Store", paths: Sequence[Path], runner_id: str | None, dates: str | None, *, json: bool
) -> None:
    from cli.intake import take_in
    from cli.progress import track
    from collector.files.asked import DateOrder
    from processing.recompute import recompute

    if not paths:
        raise BadInput("PATH", "", "a file or a folder to import")
    if runner_id is None:
        raise BadInput("--runner", "", "the id of the runner whose files these are")
    order = None if dates is None else parsed("--dates", dates, DateOrder)
    runner, now = store.runner(runner_id), clock.now()
    verdicts = [
        take_in(store, runner, path, now=now, dates=order)
        for path in track(files_of(paths), "importing")
    ]
    recompute(store, runner.id, now=now)
    if json:
        out.write_json([verdict.described() for verdict in verdicts])
    else:
        _print(verdicts)
    if any(verdict.verdict == "rejected" for verdict in verdicts):
        raise typer.Exit(1)


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Files as named, and every file of a folder, but for hidden ones."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.is_file())
            found.extend(
                one
                for one in sorted(inside)
                if not any(part.startswith(".") for part in one.relative_to(path).parts)
            )
        else:
            found.append(path)
    return found


def _print(verdicts: Sequence["Verdict"]) -> None:
    """One line a file, and under it why; a table would cut long names and causes to shreds."""
    for one in verdicts:
        counts = (
            f"{one.tally.new} new, {one.tally.changed} changed, {one.tally.unchanged} unchanged"
        )
        told = [one.verdict.ljust(9), Path(one.file).name]
        if one.verdict != "rejected":
            told.append(f"({one.format}, {_UNITS.get(one.format or '', 'minutes')}: {counts})")
            told.append(f"id {one.origin_id}")
        typer.secho(" ".join(told), fg=_COLOURS[one.verdict])
        if one.reason:
            typer.echo(f"          {one.reason}")


def _take_back(store: "Store", origin_id: str, *, json: bool) -> None:
    from processing.recompute import recompute

    row = store.withdraw(origin_id)
    recompute(store, row.runner_id, now=clock.now())
    if json:
        out.write_json(
            {
                "id": row.origin.id,
                "file": row.origin.label,
                "runner": row.runner_id,
                "rows_removed": row.rows,
            }
        )
        return
    typer.echo(f"took back {row.origin.label}: {row.rows} rows of runner {row.runner_id}")


def _list(store: "Store", runner_id: str | None, *, json: bool) -> None:
    if runner_id is not None:
        store.runner(runner_id)
    origins = store.origins(runner_id)
    if json:
        out.write_json(
            [
                {
                    "id": row.origin.id,
                    "kind": row.origin.kind,
                    "file": row.origin.label,
                    "runner": row.runner_id,
                    "received_at": row.origin.received_at.isoformat(),
                    "rows": row.rows,
                }
                for row in origins
            ]
        )
        return
    out.write_table(
        ("id", "file or stream", "runner", "received", "rows"),
        [
            (
                row.origin.id,
                row.origin.label,
                row.runner_id,
                f"{row.origin.received_at:%Y-%m-%d %H:%M}",
                str(row.rows),
            )
            for row in origins
        ],
    )
