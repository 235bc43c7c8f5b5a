"""`plantar consent`: who may see what of whom, for whoever has the computer itself."""

from datetime import datetime, time, timedelta
from typing import Annotated

import typer

from cli import clock, out
from cli.account import of_login
from cli.home import opened_store
from cli.of_runner import date_of
from plantar.consent import EVERYTHING, Basis, Consent, Scope
from plantar.door import parsed
from plantar.errors import UnknownRecord
from plantar.secret import new_id

app = typer.Typer(
    help="List, grant and revoke who may see what of a runner; runners do it on a page.",
    no_args_is_help=True,
)
Runner = Annotated[str, typer.Argument(metavar="RUNNER")]
Login = Annotated[str, typer.Argument(metavar="LOGIN")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]


@app.command("list")
def list_(
    runner: Annotated[str | None, typer.Argument(metavar="RUNNER")] = None, *, json: Json = False
) -> None:
    """List consents, of one runner or of all; ended ones too."""
    now = clock.now()
    with opened_store() as store:
        if runner is None:
            found = store.consents()
        else:
            store.runner(runner)
            found = store.consents_of(runner)
        logins = {one.id: one.login for one in store.accounts()}
    if json:
        out.write_json(
            [
                {
                    "id": one.id,
                    "runner": one.runner_id,
                    "login": logins.get(one.account),
                    "scopes": sorted(one.scopes),
                    "since": one.since.isoformat(),
                    "until": one.until and one.until.isoformat(),
                    "revoked_at": one.revoked_at and one.revoked_at.isoformat(),
                    "basis": one.basis,
                    "holds": one.holds(now),
                }
                for one in found
            ]
        )
        return
    out.write_table(
        ("runner", "login", "may see and do", "since", "until", "basis"),
        [
            (
                one.runner_id,
                logins.get(one.account, "-"),
                ", ".join(sorted(one.scopes)),
                f"{one.since:%Y-%m-%d}",
                _until(one, now),
                one.basis.value,
            )
            for one in found
        ],
    )


def _until(consent: Consent, now: datetime) -> str:
    if consent.revoked_at is not None:
        return f"revoked {consent.revoked_at:%Y-%m-%d}"
    if consent.until is None:
        return "until revoked"
    return f"{consent.until:%Y-%m-%d}{'' if now < consent.until else ' (over)'}"


@app.command()
def grant(
    runner: Runner,
    login: Login,
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", metavar="load|pain|plan", help="Once for each; all by default."),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day; until revoked by default.")
    ] = None,
) -> None:
    """Let a kinesist see a runner who agreed to it."""
    now = clock.now()
    scopes = frozenset(parsed("scope", one, Scope) for one in scope) if scope else EVERYTHING
    with opened_store() as store:
        found, account = store.runner(runner), of_login(store, login)
        end = None
        if until is not None:
            after = date_of("--until", until) + timedelta(days=1)
            end = datetime.combine(after, time(), tzinfo=found.days.clock())
        given = Consent(new_id(), found.id, account.id, scopes, now, end, basis=Basis.OPERATOR)
        store.grant(given)
    typer.echo(f"{account.login} may see of {found.id}: {', '.join(sorted(scopes))}", err=True)


@app.command()
def revoke(runner: Runner, login: Login) -> None:
    """End every consent of a runner to a kinesist, at once."""
    now = clock.now()
    with opened_store() as store:
        store.runner(runner)
        account = of_login(store, login)
        held = [
            one
            for one in store.consents_of(runner)
            if one.account == account.id and one.revoked_at is None
        ]
        if not held:
            raise UnknownRecord("consent to", account.login, runner)
        for one in held:
            store.revoke(runner, one.id, now)
    typer.echo(f"{account.login} may see nothing of {runner} any more", err=True)
