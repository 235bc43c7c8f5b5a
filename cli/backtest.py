"""`plantar backtest`: how often each rule would have spoken on what is stored."""

from datetime import date
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.alert import Rule
from plantar.errors import BadInput
from plantar.plan import RuleOverride
from plantar.store import Store


def backtest(
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
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Count what every rule would have said, per runner-month; nothing is changed or sent."""
    from cli.progress import track
    from processing.backtest import together

    first, last = _day("--since", since), _day("--until", until)
    if first and last and last < first:
        raise BadInput("--until", until, f"{first} or later")
    overrides = [_tried(text) for text in tried or ()]
    with opened_store() as store:
        runners = store.runners() if runner_id is None else [store.runner(runner_id)]
        tests = [
            test
            for runner in track(runners, "asking")
            if (test := _of_runner(store, runner.id, (first, last), overrides)) is not None
        ]
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


def _of_runner(
    store: Store,
    runner_id: str,
    days: tuple[date | None, date | None],
    overrides: list[RuleOverride],
) -> Any:  # noqa: ANN401 - a Backtest, of a module that is loaded when it is needed
    from datetime import timedelta

    from plantar.day import civil_day, zone
    from processing.backtest import backtest as look_back
    from processing.evidence import first_day, stored_evidence
    from processing.recompute import recompute

    now = clock.now()
    if store.dirty(runner_id).days:
        recompute(store, runner_id, now=now)
    evidence = stored_evidence(store, runner_id, now=now)
    begins = first_day(evidence)
    if begins is None:
        return None
    yesterday = civil_day(now, zone(store.runner(runner_id).zone)) - timedelta(days=1)
    first, last = max(days[0] or begins, begins), min(days[1] or yesterday, yesterday)
    return look_back(evidence, first, last, overrides) if first <= last else None


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
