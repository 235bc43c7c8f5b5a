"""`plantar pain`: how the foot answered."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from cli import clock
from cli.home import opened_store
from plantar.day import LocalDays
from plantar.door import parsed
from plantar.errors import BadInput
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, PainReport, Side

app = typer.Typer(help="Note pain, 0 to 10.", no_args_is_help=True)

#: A memory of pain further back is no measurement. Our choice. [d]
LONGEST_BACK_DAYS = 7


@app.command()
def add(
    runner_id: Annotated[str, typer.Option("--runner", metavar="ID")],
    moment: Annotated[str, typer.Option(metavar="first-steps|during|after-24h|evening")],
    score: Annotated[str, typer.Option(metavar="0-10", help="0 none, 10 worst imaginable.")],
    side: Annotated[str | None, typer.Option(metavar="left|right|both")] = None,
    at: Annotated[str | None, typer.Option(metavar="ISO", help="When; now by default.")] = None,
    note: Annotated[str, typer.Option()] = "",
) -> None:
    """Note one answer; the last one for a day, moment and side counts."""
    from processing.recompute import recompute

    now = clock.now()
    with opened_store() as store:
        days = store.runner(runner_id).days
        felt = now if at is None else _moment(at, now, days)
        report = PainReport(
            at=felt,
            moment=parsed("moment", moment, PainMoment),
            score=_score(score),
            side=None if side is None else parsed("side", side, Side),
            note=note,
        )
        store.add_pain(runner_id, report, now)
        recompute(store, runner_id, now=now)
    typer.echo(f"noted {report.score}/10, {report.moment}, {report.day(days)}", err=True)


def _score(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        wanted = f"a whole number from {NO_PAIN} to {WORST_PAIN}"
        raise BadInput("score", text, wanted) from error


def _moment(text: str, now: datetime, days: LocalDays) -> datetime:
    """When pain was felt: a local time without a zone is the runner's."""
    try:
        felt = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("at", text, "a moment such as 2026-06-01T07:30") from error
    felt = felt if felt.tzinfo else felt.replace(tzinfo=days.clock())
    if felt > now:
        raise BadInput("at", text, "now or earlier")
    if now - felt > timedelta(days=LONGEST_BACK_DAYS):
        raise BadInput("at", text, f"within the last {LONGEST_BACK_DAYS} days")
    return felt
