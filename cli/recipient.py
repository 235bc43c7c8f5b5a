"""`plantar recipient`: who is written to, by which way, about what, and at which hours not."""

import secrets
import sys
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.home import home_of, opened_store
from plantar.channel import SHORTEST_SECRET, Way, channel_of
from plantar.door import parsed
from plantar.errors import BadInput
from plantar.recipient import MORNING, USUAL, USUAL_OF_ACCOUNT, QuietHours, Recipient, Wanted

app = typer.Typer(help="Say who gets messages, and see that they arrive.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="ID", help="As `recipient list` tells it.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]
FROM_STDIN = "-"
#: Bytes of a secret that is made here: more than can be tried out.
SECRET_BYTES = 32


@app.command()
def add(
    channel: Annotated[
        str,
        typer.Argument(
            metavar="CHANNEL",
            help="mailtos://…, ntfys://…, tgram://…, https://… or mqtt:USER; - reads it from"
            " standard input, where no history keeps it.",
        ),
    ],
    runner: Annotated[str | None, typer.Option(metavar="ID", help="About themselves.")] = None,
    account: Annotated[
        str | None, typer.Option(metavar="ID", help="About whom that account may see.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="nl|en|fr")] = None,
    zone: Annotated[str, typer.Option(metavar="IANA", help="Of an account.")] = "Europe/Brussels",
    wants: Annotated[
        str | None, typer.Option(metavar="KINDS", help="Of alert,caution,no-data,reminder.")
    ] = None,
    quiet: Annotated[str | None, typer.Option(metavar="22:00-07:00")] = None,
    morning: Annotated[str, typer.Option(metavar="HH:MM")] = f"{MORNING:%H:%M}",
    secret_file: Annotated[
        Path | None, typer.Option(help="What a webhook is signed with; made here unless given.")
    ] = None,
    *,
    details: Annotated[
        bool, typer.Option("--details", help="Say in the message what the rules said.")
    ] = False,
    at_once: Annotated[
        bool, typer.Option("--at-once", help="Alerts of an account do not wait for the morning.")
    ] = False,
    local: Annotated[
        bool, typer.Option("--local", help="A host of this network, even without encryption.")
    ] = False,
) -> None:
    """Add somebody to write to; ends with the id on standard output."""
    from plantar.delivery.door import check, new_id

    typed = sys.stdin.readline() if channel == FROM_STDIN else channel
    is_webhook = typed.strip().lower().startswith(("https:", "http:"))
    secret = _secret(secret_file) if is_webhook or secret_file is not None else None
    with opened_store() as store:
        recipient = Recipient(
            id=new_id(),
            channel=channel_of(typed, secret, local=local),
            added_at=clock.now(),
            runner_id=runner,
            account=account,
            language=lang or ("nl" if runner is None else store.runner(runner).language),
            time_zone=zone if runner is None else None,
            wants=_wants(wants, of_runner=runner is not None),
            health_details=details,
            at_once=at_once,
            quiet=None if quiet is None else quiet_of(quiet),
            morning=_hour("--morning", morning),
        )
        check(recipient.channel)
        store.add_recipient(recipient)
    if is_webhook and secret_file is None:
        typer.echo(f"it is signed with {secret}: keep that, it is not shown again", err=True)
    typer.echo(f"now see that it arrives: ./run recipient test {recipient.id}", err=True)
    typer.echo(recipient.id)


@app.command("list")
def list_(*, json: Json = False) -> None:
    """List who is written to; where to is a secret, and stays one."""
    with opened_store() as store:
        found = store.recipients()
    if json:
        out.write_json([_told(one) for one in found])
        return
    rows = [
        (one.id, one.runner_id or f"account {one.account}", one.channel.shown, _how(one))
        for one in found
    ]
    out.write_table(("id", "whom", "by", "how"), rows, unbroken=("id", "whom", "by"))


@app.command()
def remove(recipient_id: Id) -> None:
    """Forget somebody, their address, and all that was or was to be written to them."""
    with opened_store() as store:
        store.remove_recipient(recipient_id)
    typer.echo(f"removed recipient {recipient_id}", err=True)


@app.command()
def pause(
    recipient_id: Id,
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Write to them again.")] = False,
) -> None:
    """Write nothing to somebody for a while; what waits stays waiting."""
    with opened_store() as store:
        store.save_recipient(replace(store.recipient(recipient_id), paused=not resume))
    typer.echo(f"{'resumed' if resume else 'paused'} recipient {recipient_id}", err=True)


@app.command()
def test(recipient_id: Id) -> None:
    """Send a test message at once, without a word about anybody, and say whether it arrived."""
    from plantar.delivery.door import Door
    from plantar.delivery.trying import try_out

    home = home_of()
    with opened_store() as store:
        recipient = store.recipient(recipient_id)
    try_out(Door(home.broker), recipient, clock.now(), home.pages_url)
    typer.echo(f"the test message to {recipient_id} arrived", err=True)


def quiet_of(text: str) -> QuietHours:
    """The quiet hours that somebody typed."""
    since, dash, until = text.partition("-")
    if not dash:
        raise BadInput("--quiet", text, "two times such as 22:00-07:00")
    return QuietHours(_hour("--quiet", since), _hour("--quiet", until))


def _secret(path: Path | None) -> str:
    if path is None:
        return secrets.token_urlsafe(SECRET_BYTES)
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        wanted = f"a file with {SHORTEST_SECRET} characters or more"
        raise BadInput("--secret-file", str(path), wanted) from error


def _wants(text: str | None, *, of_runner: bool) -> frozenset[Wanted]:
    if text is None:
        return USUAL if of_runner else USUAL_OF_ACCOUNT
    return frozenset(parsed("--wants", word.strip(), Wanted) for word in text.split(","))


def _hour(field: str, text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError as error:
        raise BadInput(field, text, "a time such as 22:00") from error


def _sorted(recipient: Recipient) -> list[str]:
    return [one.value for one in Wanted if one in recipient.wants]


def _how(one: Recipient) -> str:
    quiet = one.quiet
    said = [
        "paused" if one.paused else "",
        ", ".join(_sorted(one)),
        f"in {one.language}",
        f"morning {one.morning:%H:%M}",
        "" if quiet is None else f"quiet {quiet.since:%H:%M}-{quiet.until:%H:%M}",
        "alerts at once" if one.at_once else "",
        "with details" if one.health_details else "",
    ]
    return "; ".join(word for word in said if word)


def _told(one: Recipient) -> dict[str, Any]:
    return {
        "id": one.id,
        "runner": one.runner_id,
        "account": one.account,
        "way": one.channel.way.value,
        "channel": one.channel.shown,
        "user": one.channel.address if one.channel.way is Way.MQTT else None,
        "language": one.language,
        "zone": one.time_zone,
        "wants": _sorted(one),
        "details": one.health_details,
        "at_once": one.at_once,
        "quiet": None if one.quiet is None else f"{one.quiet.since:%H:%M}-{one.quiet.until:%H:%M}",
        "morning": f"{one.morning:%H:%M}",
        "paused": one.paused,
    }
