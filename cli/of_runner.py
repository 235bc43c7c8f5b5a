"""Commands about one runner: `plantar WHAT RUNNER DO ...`, with the runner named first."""

from datetime import date, datetime
from typing import Annotated, Any, ClassVar

import typer
from typer.core import TyperGroup

from plantar.errors import BadInput
from plantar.runner import Runner

HELP = "--help"


class OfRunner(TyperGroup):
    """A group whose first word is the runner; help may stand after it too."""

    #: What is done when no command is named.
    implied: ClassVar[str | None] = None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - click's, which typer carries under a name of its own
        """Name the command that is meant."""
        if len(args) > 1 and not args[0].startswith("-"):
            runner_id, word, *rest = args
            if word == HELP:
                args = [HELP]
            elif self.implied is not None and (word.startswith("-") or word[:1].isdigit()):
                args = [runner_id, self.implied, word, *rest]
        return super().parse_args(ctx, args)


class AddsByDefault(OfRunner):
    """An option or a date right after the runner is something to add."""

    implied = "add"


def group(kind: type[OfRunner], text: str) -> typer.Typer:
    """Commands about one runner, whose id they find with `whose`."""
    app = typer.Typer(cls=kind, help=text, no_args_is_help=True)

    @app.callback()
    def _name(
        ctx: typer.Context, runner_id: Annotated[str, typer.Argument(metavar="RUNNER")]
    ) -> None:
        ctx.obj = runner_id

    return app


def whose(ctx: typer.Context) -> str:
    """The runner that a command is about."""
    return str(ctx.obj)


def date_of(field: str, text: str) -> date:
    """The date that somebody typed."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(field, text, "a date such as 2026-06-01") from error


def maybe_date_of(field: str, text: str | None) -> date | None:
    """The date that somebody typed, where they did."""
    return None if text is None else date_of(field, text)


def today_of(runner: Runner, now: datetime) -> date:
    """The day of the runner."""
    return runner.days.day_of(now)


def not_later(field: str, day: date, today: date) -> None:
    """Refuse a day that is still to come: nobody can tell what was done on it."""
    if day > today:
        raise BadInput(field, str(day), f"today ({today}) or earlier")
