"""`plantar note`: what a runner tells in passing, and no sensor saw."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import AddsByDefault, group, maybe_date_of, today_of, whose
from plantar.context import ContextKind, ContextNote
from plantar.door import parsed
from plantar.errors import BadInput

if TYPE_CHECKING:
    from plantar.store import Noted

app = group(
    AddsByDefault,
    "Tell of a day: minutes that no sensor saw (an estimate, added to nothing), new shoes, a race.",
)
KINDS = "|".join(ContextKind)
MINUTES_AN_HOUR = 60.0


@app.command()
def add(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option(metavar=KINDS)],
    hours: Annotated[float | None, typer.Option(metavar="H", help="How long.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--min", metavar="MIN", help="How long, instead of --hours.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Today by default; a week back at most.")
    ] = None,
    text: Annotated[str, typer.Option(help="In your own words.")] = "",
    by: Annotated[str, typer.Option(metavar="WHO", help="The runner by default.")] = "",
) -> None:
    """Keep a note beside the others of its day. `add` may be left out."""
    from processing.tell_context import may_be_told, tell

    now = clock.now()
    with opened_store() as store:
        today = today_of(store.runner(whose(ctx)), now)
        day = maybe_date_of("--on", on) or today
        may_be_told("--on", day, today)
        what = parsed("--kind", kind, ContextKind)
        note = ContextNote(day, what, _minutes(hours, minutes), text, by)
        noted = tell(store, whose(ctx), note, now)
    typer.echo(f"noted {_said(note)}, {day} (id {noted.id})", err=True)


@app.command()
def undo(
    ctx: typer.Context,
    note_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` tells it.")],
) -> None:
    """Take a note back."""
    with opened_store() as store:
        note = store.withdraw_note(whose(ctx), note_id)
    typer.echo(f"took back {_said(note)}, {note.day}", err=True)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List the notes; shifts are listed by `plantar shift`."""
    with opened_store() as store:
        notes = store.notes(store.runner(whose(ctx)).id)
    if json:
        out.write_json([_described(one) for one in notes])
        return
    out.write_table(
        ("id", "day", "what", "minutes, estimated", "text", "by"),
        [
            (
                one.id,
                one.record.day.isoformat(),
                one.record.kind.value,
                out.figure(one.record.minutes, 0),
                one.record.text or "-",
                one.record.author or "the runner",
            )
            for one in notes
        ],
        unbroken=("id", "day"),
    )


def _minutes(hours: float | None, minutes: float | None) -> float | None:
    if hours is not None and minutes is not None:
        raise BadInput("--min", minutes, "given together with --hours")
    return minutes if hours is None else hours * MINUTES_AN_HOUR


def _said(note: ContextNote) -> str:
    if note.minutes is None:
        return note.kind.value
    return f"{note.kind.value}, {note.minutes:g} min (estimated)"


def _described(noted: "Noted[ContextNote]") -> dict[str, Any]:
    note = noted.record
    return {
        "id": noted.id,
        "day": note.day.isoformat(),
        "kind": note.kind,
        "minutes": note.minutes,
        "estimated": note.is_estimate,
        "text": note.text,
        "author": note.author,
    }
