"""`plantar messages`: what waits to be sent, what arrived, and what was not delivered."""

from typing import Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.errors import BadInput
from plantar.message import Attempt, Message, Sending

app = typer.Typer(help="See what became of messages, and try them again.", no_args_is_help=True)


@app.command("list")
def list_(
    *,
    not_delivered: Annotated[
        bool, typer.Option("--not-delivered", help="Only what was given up.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List messages, the newest first; never what they say."""
    with opened_store() as store:
        found = store.messages()
        if not_delivered:
            found = [one for one in found if one.state is Sending.GIVEN_UP]
        tries = {one.id: store.attempts(one.id) for one in found}
    if json:
        out.write_json([_told(one, tries[one.id]) for one in found])
        return
    rows = [
        (
            one.id,
            one.recipient_id,
            one.kind.value,
            f"{one.made_at:%Y-%m-%d %H:%M} UTC",
            one.state.value,
            str(len(tries[one.id])),
            "-" if one.last is None else _said(one.last),
        )
        for one in found
    ]
    columns = ("id", "recipient", "kind", "made", "state", "tries", "the last one")
    out.write_table(columns, rows, unbroken=("id", "recipient"))


@app.command()
def retry(
    message_id: Annotated[str | None, typer.Argument(metavar="ID")] = None,
    *,
    all_: Annotated[
        bool, typer.Option("--all", help="All that were given up; asks nothing.")
    ] = False,
) -> None:
    """Try messages again now; what runs sends them within seconds."""
    if (message_id is None) is not all_:
        raise BadInput("ID", message_id, "one message, or --all in its place")
    with opened_store() as store:
        ids = [message_id] if message_id is not None else []
        if all_:
            ids = [one.id for one in store.messages() if one.state is Sending.GIVEN_UP]
        for one in ids:
            store.retry_message(one, clock.now())
    typer.echo(f"{len(ids)} to be tried again", err=True)


def _said(attempt: Attempt) -> str:
    from plantar.words.catalogue import words
    from plantar.words.message_sentences import outcome

    return outcome(attempt.outcome, attempt.code, words("en"))


def _told(one: Message, tries: list[Attempt]) -> dict[str, Any]:
    return {
        "id": one.id,
        "recipient": one.recipient_id,
        "kind": one.kind.value,
        "made_at": one.made_at.isoformat(),
        "due_at": one.due_at.isoformat(),
        "next_at": None
        if one.next_at is None or one.state is not Sending.WAITING
        else one.next_at.isoformat(),
        "state": one.state.value,
        "attempts": [
            {"at": each.at.isoformat(), "outcome": each.outcome.value, "code": each.code}
            for each in tries
        ],
    }
