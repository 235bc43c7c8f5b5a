"""`plantar`: the command line. Nothing heavy is loaded until a command needs it."""

import sys

import typer

from cli import (
    account,
    analyse,
    backtest,
    backup,
    collect,
    consent,
    episode,
    explain,
    export,
    imports,
    influx,
    left,
    messages,
    note,
    pain,
    plan,
    process,
    programme,
    ratio,
    recipient,
    recompute,
    retention,
    runner,
    shift,
    strength,
    threshold,
    up,
    visit_report,
    watch,
    wearer,
)
from cli.capture.command import capture
from cli.deploy import command as deploy
from cli.doctor.command import doctor
from cli.erase.command import erase
from cli.replay.command import replay
from cli.sensor import command as sensor
from cli.status.command import status
from cli.validate.command import validate
from plantar.errors import BadInput, PlantarError

#: Something was refused or failed; the message says what.
REFUSED = 1
#: The command line itself was wrong.
WRONG_USE = 2

app = typer.Typer(
    name="plantar",
    help="Plantar shows how much load the sole of the foot took, next to how the foot answered.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("up")(up.up)
app.command("analyse")(analyse.analyse)
app.command("import")(imports.import_)
app.command("watch")(watch.watch)
app.command("export")(export.export)
app.command("erase")(erase)
app.command("ratio")(ratio.ratio)
app.add_typer(runner.app, name="runner")
app.add_typer(account.app, name="account")
app.add_typer(consent.app, name="consent")
app.add_typer(sensor.app, name="sensor")
app.add_typer(pain.app, name="pain")
app.add_typer(plan.app, name="plan")
app.add_typer(shift.app, name="shift")
app.add_typer(note.app, name="note")
app.add_typer(threshold.app, name="threshold")
app.add_typer(programme.app, name="programme")
app.add_typer(strength.app, name="strength")
app.add_typer(episode.app, name="episode")
app.command("recompute")(recompute.recompute)
app.command("explain")(explain.explain)
app.command("report")(visit_report.report)
app.command("left")(left.left)
app.command("validate")(validate)
app.command("backtest")(backtest.backtest)
app.command("collect")(collect.collect)
app.command("process")(process.process)
app.add_typer(wearer.app, name="wearer")
app.add_typer(influx.app, name="influx")
app.add_typer(recipient.app, name="recipient")
app.add_typer(messages.app, name="messages")
app.command("status")(status)
app.command("retention")(retention.retention)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
app.command("capture")(capture)
app.command("replay")(replay)
app.command("doctor")(doctor)
app.add_typer(deploy.app, name="deploy")


def main() -> None:
    """Run the command line; a refusal is one sentence on standard error, never a traceback."""
    try:
        app()
    except BadInput as refused:
        _say(refused)
        sys.exit(WRONG_USE)
    except PlantarError as refused:
        _say(refused)
        sys.exit(REFUSED)
    except BrokenPipeError:
        sys.exit(REFUSED)


def _say(refused: PlantarError) -> None:
    logs = sys.modules.get("cli.logs")  # loaded by what runs for long
    if logs is not None and logs.are_json():
        logs.log.error("%s", refused)
    else:
        typer.secho(f"plantar: {refused}", err=True, fg=typer.colors.RED)
