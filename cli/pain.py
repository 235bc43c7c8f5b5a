"""`plantar pain`: how the foot answered."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.errors import BadInput, UnknownRecord
from plantar.pain import PainReport, Recorded
from plantar.pain_link import PATH

app = typer.Typer(help="Note pain, 0 to 10, look at what was noted, undo.", no_args_is_help=True)

RunnerId = Annotated[str, typer.Option("--runner", metavar="ID")]
#: Before anything was told, and after.
EVER = (datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))


@app.command()
def add(
    runner_id: RunnerId,
    moment: Annotated[str, typer.Option(metavar="first-steps|during|after-24h|evening")],
    score: Annotated[str, typer.Option(metavar="0-10", help="0 none, 10 worst imaginable.")],
    side: Annotated[str | None, typer.Option(metavar="left|right|both")] = None,
    at: Annotated[str | None, typer.Option(metavar="ISO", help="When; now by default.")] = None,
    day: Annotated[str | None, typer.Option(metavar="DATE", help="On which day.")] = None,
    note: Annotated[str | None, typer.Option(help="At most 500 characters.")] = None,
    shoe: Annotated[str | None, typer.Option(help="What was on the foot.")] = None,
    *,
    analgesic: Annotated[
        bool | None, typer.Option("--analgesic/--no-analgesic", help="A painkiller was taken.")
    ] = None,
    flare: Annotated[
        bool | None, typer.Option("--flare/--no-flare", help="It is a flare-up.")
    ] = None,
) -> None:
    """Note one answer; the last one for a day, moment and side counts."""
    from processing.given_pain import Given
    from processing.recompute import recompute
    from processing.tell_pain import tell_pain

    now = clock.now()
    given = Given(score, moment, side, at, day, note, analgesic, shoe, flare)
    with opened_store() as store:
        kept = tell_pain(store, runner_id, given, now)
        recompute(store, runner_id, now=now)
    about = f"{_about(kept.report)}, {kept.day}"
    if kept.repeated:
        typer.echo(f"was noted already: {about}", err=True)
    else:
        instead = "" if kept.replaced is None else f", in place of {kept.replaced.score}/10"
        typer.echo(f"noted {about}{instead}", err=True)


@app.command("list")
def list_(
    runner_id: RunnerId,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List all that was noted, the last first, and when another answer took its place."""
    with opened_store() as store:
        runner = store.runner(runner_id)
        told = store.pain_history(runner_id, *EVER)[::-1]
    local, report_day = runner.days.local, runner.days
    if json:
        out.write_json(
            [
                {
                    "no": one.no,
                    "day": one.report.day(report_day).isoformat(),
                    "at": local(one.report.at).isoformat(),
                    "moment": one.report.moment,
                    "side": one.report.side,
                    "score": one.report.score,
                    "analgesic": one.report.analgesic,
                    "shoe": one.report.shoe,
                    "flare": one.report.flare,
                    "note": one.report.note,
                    "recorded_at": local(one.recorded_at).isoformat(),
                    "replaced_at": None
                    if one.replaced_at is None
                    else local(one.replaced_at).isoformat(),
                }
                for one in told
            ]
        )
        return
    out.write_table(
        ("no", "day", "moment", "side", "score", "beside it", "recorded", "replaced"),
        [
            (
                str(one.no),
                one.report.day(report_day).isoformat(),
                one.report.moment.value,
                one.report.side or "-",
                f"{one.report.score}/10",
                _beside(one.report) or "-",
                f"{local(one.recorded_at):%Y-%m-%d %H:%M}",
                "-" if one.replaced_at is None else f"{local(one.replaced_at):%Y-%m-%d %H:%M}",
            )
            for one in told
        ],
        unbroken=("no", "day", "moment", "recorded", "replaced"),
    )


@app.command()
def undo(
    runner_id: RunnerId,
    no: Annotated[
        int | None, typer.Option(metavar="NO", help="As `list` numbers it; the last by default.")
    ] = None,
) -> None:
    """Take an answer back; the one that it replaced counts again."""
    from processing.recompute import recompute

    with opened_store() as store:
        days = store.runner(runner_id).days
        told = store.pain_history(runner_id, *EVER)
        gone = _named(told, no, runner_id)
        store.withdraw_pain(runner_id, gone.report, gone.recorded_at)
        recompute(store, runner_id, now=clock.now())
    typer.echo(f"took back {_about(gone.report)}, {gone.report.day(days)}", err=True)


@app.command()
def link(
    runner_id: RunnerId,
    hours: Annotated[float, typer.Option(help="How long it holds.")] = 36.0,
    address: Annotated[
        str | None, typer.Option(metavar="URL", help="Where phones find the pages.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="WHO", help="Who has it made.")] = "cli",
    *,
    revoke: Annotated[
        bool, typer.Option("--revoke", help="End all links of this runner instead.")
    ] = False,
) -> None:
    """Print a link to a form by which this runner's pain can be told, and nothing be seen."""
    from plantar.settings import load_settings
    from processing.pain_links import give_link

    settings, now = load_settings(), clock.now()
    with opened_store() as store:
        if revoke:
            ended = store.revoke_pain_links(runner_id, now)
            typer.echo(f"ended {ended} link{'' if ended == 1 else 's'} of {runner_id}", err=True)
            return
        token = give_link(store, runner_id, by, now, _lasting(hours))
    here = f"http://{settings.dashboard_address}:{settings.dashboard_port}"
    typer.echo(f"{(address or here).rstrip('/')}{PATH}/{token}")
    typer.echo("who has this link can tell pain of this runner: send it to nobody else", err=True)


def _lasting(hours: float) -> timedelta:
    try:
        return timedelta(hours=hours)
    except (OverflowError, ValueError) as error:
        raise BadInput("hours", hours, "a number of hours") from error


def _named(told: list[Recorded], no: int | None, runner_id: str) -> Recorded:
    for one in reversed(told):
        if no is None or one.no == no:
            return one
    raise UnknownRecord("pain report", "at all" if no is None else no, runner_id)


def _about(report: PainReport) -> str:
    side = "" if report.side is None else f", {report.side}"
    return f"{report.score}/10, {report.moment}{side}"


def _beside(report: PainReport) -> str:
    parts = [
        {True: "painkiller", False: "no painkiller", None: ""}[report.analgesic],
        "flare-up" if report.flare else "",
        report.shoe,
        report.note,
    ]
    return "; ".join(filter(None, parts))
