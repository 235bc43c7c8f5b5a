"""`plantar account`: who can sign in, for whoever has the computer itself."""

import sys
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Final

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.account import (
    INVITATION_LASTS,
    Account,
    Door,
    Invitation,
    login_name,
    shown_name,
)
from plantar.door import parsed
from plantar.errors import BadInput, UnknownAccount
from plantar.secret import hashed, new_id, new_token
from plantar.store import Store
from plantar.viewer import Role

app = typer.Typer(
    help="Add, list, disable and invite who can sign in. Pages do the same without a shell.",
    no_args_is_help=True,
)
Login = Annotated[str, typer.Argument(metavar="LOGIN")]
Roles = Annotated[
    list[str], typer.Option("--role", metavar="runner|kinesist|admin", help="Once for each.")
]
Whose = Annotated[
    str | None, typer.Option("--runner", metavar="ID", help="Whose own account it is.")
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]
KINESIST: Final = [Role.KINESIST.value]


@app.command()
def add(
    login: Login,
    role: Roles = KINESIST,
    runner: Whose = None,
    name: Annotated[str | None, typer.Option(help="Shown on the pages, kept apart.")] = None,
    lang: Annotated[str, typer.Option(metavar="nl|en|fr")] = "nl",
) -> None:
    """Add an account; its password is typed twice, or read from a pipe."""
    from dashboard.web import password

    roles = frozenset(parsed("role", one, Role) for one in role)
    account = Account(new_id(), login_name(login), roles, runner, lang)
    typed = _typed()
    password.check(typed, account.login)
    shown = None if name is None else shown_name(name)
    with opened_store() as store:
        store.add_account(account, shown, password.hash_of(typed))
    typer.echo(f"added account {account.login}", err=True)


def _typed() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


@app.command("list")
def list_(*, json: Json = False) -> None:
    """List who can sign in; their names for the screen are for the pages alone."""
    with opened_store() as store:
        accounts = store.accounts()
    if json:
        out.write_json(
            [
                {
                    "login": one.login,
                    "roles": sorted(one.roles),
                    "runner": one.runner_id,
                    "language": one.language,
                    "disabled_at": one.disabled_at and one.disabled_at.isoformat(),
                }
                for one in accounts
            ]
        )
        return
    out.write_table(
        ("login", "roles", "runner", "state"),
        [
            (
                one.login,
                ", ".join(sorted(one.roles)),
                one.runner_id or "-",
                "can sign in" if one.disabled_at is None else "disabled",
            )
            for one in accounts
        ],
    )


@app.command()
def disable(
    login: Login,
    *,
    again: Annotated[bool, typer.Option("--undo", help="Let them in again.")] = False,
) -> None:
    """Let an account in no more; it is signed out everywhere at once."""
    with opened_store() as store:
        account = of_login(store, login)
        store.save_account(replace(account, disabled_at=None if again else clock.now()))
        store.end_sessions(account.id)
    typer.echo(f"{'enabled' if again else 'disabled'} account {account.login}", err=True)


@app.command("reset-password")
def reset_password(login: Login) -> None:
    """Write a link by which somebody sets a new password, once, within 7 days."""
    with opened_store() as store:
        account = of_login(store, login)
        store.end_sessions(account.id)
        _link(store, Door.PASSWORD, account=account.id)


@app.command()
def invite(
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="kinesist|admin", help="Once for each."),
    ] = None,
    runner: Annotated[
        str | None, typer.Option("--runner", metavar="ID", help="For the account of this runner.")
    ] = None,
) -> None:
    """Write a link by which somebody makes an account, once, within 7 days."""
    if (role is None) == (runner is None):
        raise BadInput("--role", role, "given exactly where --runner is not")
    with opened_store() as store:
        if runner is not None:
            _link(store, Door.RUNNER, runner_id=store.runner(runner).id)
            return
        roles = frozenset(parsed("role", one, Role) for one in role or ())
        if Role.RUNNER in roles:
            raise BadInput("--role", Role.RUNNER.value, "kinesist or admin; a runner by --runner")
        _link(store, Door.ACCOUNT, roles=roles)


def _link(
    store: Store,
    door: Door,
    *,
    roles: frozenset[Role] = frozenset(),
    account: str | None = None,
    runner_id: str | None = None,
    lasts: timedelta = INVITATION_LASTS,
) -> None:
    token, now = new_token(), clock.now()
    store.invite(
        Invitation(
            hashed(token), door, now, now + lasts, roles, account=account, runner_id=runner_id
        )
    )
    typer.echo(f"/in/{token}")
    typer.echo("Put the address of the pages before it. It works once, within 7 days.", err=True)


def of_login(store: Store, login: str) -> Account:
    """The account of a login name."""
    found = store.account_of_login(login_name(login))
    if found is None:
        raise UnknownAccount(login)
    return found[0]
