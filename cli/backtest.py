"""`plantar backtest`: how often each rule would have spoken on what is stored."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.alert import Rule
from plantar.door import parsed
from plantar.errors import BadInput
from plantar.plan import RuleOverride


def backtest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Files of one runner, in place of the store."),
    ] = None,
    runner_id: Annotated[
        str | None, typer.Option("--runner", metavar="ID", help="One runner; all by default.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day counted; the first there is.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last day counted; yesterday.")
    ] = None,
    tried: Annotated[
        list[str] | None,
        typer.Option("--try", metavar="RULE.FIELD=N", help="Another threshold; may be repeated."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy|ymd", help="Order of dates in a table.")
    ] = None,
    body_mass_kg: Annotated[
        float | None, typer.Option("--body-mass", metavar="KG", help="Of whoever wore soles.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Count what every rule would have said, per runner-month; nothing is changed or sent."""
    from cli.look_back import of_files
    from collector.files.asked import DateOrder
    from processing.backtest import together

    first, last = _day("--since", since), _day("--until", until)
    if first and last and last < first:
        raise BadInput("--until", until, f"{first} or later")
    overrides = [_tried(text) for text in tried or ()]
    if paths:
        if runner_id is not None:
            raise BadInput("--runner", runner_id, "left out beside files, which are of one runner")
        order = None if dates is None else parsed("--dates", dates, DateOrder)
        tests = of_files(paths, (first, last), overrides, order, body_mass_kg, now=clock.now())
    else:
        for option, given in (("--dates", dates), ("--body-mass", body_mass_kg)):
            if given is not None:
                raise BadInput(option, given, "left out without files: it tells how to read them")
        tests = _of_store(runner_id, (first, last), overrides)
    whole = together(tests)
    if json:
        out.write_json(_described(whole, overrides))
        return
    out.write_table(
        ("rule", "info", "caution", "alert", "a runner-month", "not asked"),
        [
            (
                one.rule,
                str(one.info),
                str(one.caution),
                str(one.alert),
                out.figure(whole.a_month(one.loud), 2),
                str(one.not_evaluated),
            )
            for one in whole.rules
        ],
    )
    typer.echo(
        f"{whole.runners} runners, {whole.days} days ({out.figure(whole.months, 1)} runner-months "
        f"of 30 days); {whole.episodes} episodes, {out.figure(whole.a_month(whole.episodes), 2)} a "
        "runner-month. A runner-month counts cautions and alerts.",
        err=True,
    )


def _of_store(
    runner_id: str | None, days: tuple[date | None, date | None], tried: list[RuleOverride]
) -> list[Any]:
    from cli.look_back import look_back
    from cli.progress import track

    now = clock.now()
    with opened_store() as store:
        runners = store.runners() if runner_id is None else [store.runner(runner_id)]
        tests = [
            look_back(store, runner.id, days, tried, now=now) for runner in track(runners, "asking")
        ]
    return [test for test in tests if test is not None]


def _described(whole: Any, overrides: list[RuleOverride]) -> dict[str, Any]:  # noqa: ANN401 - a Backtest, as above
    return {
        "runners": whole.runners,
        "days": whole.days,
        "runner_months": whole.months,
        "episodes": whole.episodes,
        "episodes_a_month": whole.a_month(whole.episodes),
        "tried": {f"{one.rule}.{one.field}": one.value for one in overrides},
        "rules": [
            {
                "rule": one.rule,
                "info": one.info,
                "caution": one.caution,
                "alert": one.alert,
                "a_month": whole.a_month(one.loud),
                "not_evaluated": one.not_evaluated,
            }
            for one in whole.rules
        ],
    }


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(option, text, "a date such as 2026-06-01") from error


def _tried(text: str) -> RuleOverride:
    """A threshold for every day there is."""
    name, _, number = text.partition("=")
    rule, _, field = name.partition(".")
    known = {one.value.lower(): one for one in Rule}
    try:
        value = float(number)
    except ValueError as error:
        raise BadInput("--try", text, "such as S2.caution_ratio=1.5") from error
    if rule.lower() not in known:
        raise BadInput("--try", text, "one of the rules " + ", ".join(Rule))
    return RuleOverride(known[rule.lower()], field, value, "backtest", "tried", date.min)
