"""`plantar left`: what is left today before a rule of load speaks."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.alert import Family

if TYPE_CHECKING:
    from processing.what_is_left import Left


def left(
    runner: Annotated[str, typer.Argument(metavar="RUNNER", help="Whose day it is.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Tell how many minutes more today make a rule of load speak; it is no advice."""
    from processing.left_today import left_today

    with opened_store() as store:
        now = clock.now()
        days = store.runner(runner).days
        today = days.day_of(now)
        answers = left_today(store, runner, now)
        state = store.state(runner)
    known = bool(answers)
    if json:
        out.write_json(
            {
                "runner": runner,
                "day": today.isoformat(),
                "measured_so_far": known and not any(one.from_nothing for one in answers),
                "left": [
                    {
                        "doing": one.doing,
                        "minutes": one.minutes,
                        "rule": one.rule,
                        "level": None if one.level is None else one.level.name.lower(),
                        "method": None if one.word is None else one.word.method,
                        "level_now": one.level_now.name.lower(),
                        "wse_per_minute": one.pace.load_wse,
                        "could_not_be_asked": _silent(one),
                        "uncertain_wse": one.uncertain_wse,
                    }
                    for one in answers
                ],
            }
        )
        return
    if not known:
        last = None if state is None else state.last_data_at
        since = "yet" if last is None else f"since {days.day_of(last)}"
        typer.echo(f"{runner}: nothing has been measured {since}, so nothing can be said")
        return
    out.write_table(
        ("doing", "minutes left", "then speaks", "by", "WSE a minute", "could not be asked"),
        [
            (
                one.doing.value,
                "-" if one.minutes is None else f"{int(one.minutes)}",
                "no rule" if one.rule is None else one.rule.value,
                "-" if one.word is None else one.word.method,
                out.figure(one.pace.load_wse),
                ", ".join(sorted(_silent(one))) or "-",
            )
            for one in answers
        ],
    )
    if any(one.from_nothing for one in answers):
        typer.echo("Nothing was measured yet today: counted from nothing.")
    typer.echo("Below it nothing is promised; it is no advice.")


def _silent(left: "Left") -> dict[str, str]:
    """The rules of load that could not be asked, and why."""
    return {no.rule: no.reason for no in left.not_evaluated if no.rule.family is Family.LOAD}
