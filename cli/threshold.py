"""`plantar threshold`: thresholds that a kinesist agreed with one runner, with reason and end."""

from datetime import date, timedelta
from typing import Annotated

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import OfRunner, group, maybe_date_of, today_of, whose
from plantar.alert import Rule
from plantar.door import one_of
from plantar.errors import BadInput
from plantar.plan import OVERRIDABLE, RuleOverride

app = group(OfRunner, "Agree on another threshold with one runner; alerts tell whose it was.")

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="Such as S1 or P2.")]
Field = Annotated[str, typer.Argument(metavar="FIELD", help="Such as caution_ratio.")]


@app.command("set")
def set_(
    ctx: typer.Context,
    rule: RuleName,
    field: Field,
    value: Annotated[float, typer.Argument(metavar="VALUE")],
    by: Annotated[str, typer.Option(metavar="WHO", help="Who agreed it with the runner.")],
    why: Annotated[str, typer.Option(metavar="REASON")],
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day; today by default.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day.")] = None,
) -> None:
    """Let another threshold hold for this runner, in place of one of the same first day."""
    from processing.recompute import recompute

    now = clock.now()
    with opened_store() as store:
        agreed = RuleOverride(
            rule=_rule(rule),
            field=_field(_rule(rule), field),
            value=value,
            author=by,
            reason=why,
            since=maybe_date_of("since", since) or today_of(store.runner(whose(ctx)), now),
            until=maybe_date_of("until", until),
        )
        store.add_override(whose(ctx), agreed)
        recompute(store, whose(ctx), now=now)
    ends = "" if agreed.until is None else f" until {agreed.until}"
    typer.echo(
        f"{agreed.rule} {agreed.field} is {agreed.value:g} from {agreed.since}{ends}"
        f" (default {_default(agreed.rule, agreed.field):g})",
        err=True,
    )


@app.command()
def end(
    ctx: typer.Context,
    rule: RuleName,
    field: Field,
    last: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day it holds; else yesterday.")
    ] = None,
) -> None:
    """Let the default hold again; what was to begin later is taken back."""
    from processing.recompute import recompute

    now = clock.now()
    which = _rule(rule)
    with opened_store() as store:
        yesterday = today_of(store.runner(whose(ctx)), now) - timedelta(days=1)
        day = maybe_date_of("last", last) or yesterday
        store.end_override(whose(ctx), which, _field(which, field), day)
        recompute(store, whose(ctx), now=now)
    default = _default(which, field)
    typer.echo(f"{which} {field} is {default:g} again, the default, after {day}", err=True)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List this runner's own thresholds, beside the defaults."""
    with opened_store() as store:
        runner = store.runner(whose(ctx))
        agreed = store.overrides(runner.id)
        today = today_of(runner, clock.now())
    if json:
        out.write_json(
            [
                {
                    "rule": one.rule,
                    "field": one.field,
                    "value": one.value,
                    "default": _default(one.rule, one.field),
                    "since": one.since.isoformat(),
                    "until": None if one.until is None else one.until.isoformat(),
                    "in_force": _in_force(one, agreed, today),
                    "author": one.author,
                    "reason": one.reason,
                }
                for one in agreed
            ]
        )
        return
    out.write_table(
        ("rule", "field", "value", "default", "since", "until", "today", "by", "why"),
        [
            (
                one.rule.value,
                one.field,
                f"{one.value:g}",
                f"{_default(one.rule, one.field):g}",
                one.since.isoformat(),
                "-" if one.until is None else one.until.isoformat(),
                "in force" if _in_force(one, agreed, today) else "-",
                one.author,
                one.reason,
            )
            for one in agreed
        ],
        unbroken=("rule", "field", "since", "until"),
    )


def _rule(text: str) -> Rule:
    for rule in Rule:
        if rule.value.casefold() == text.casefold():
            return rule
    raise BadInput("RULE", text, "one of " + ", ".join(Rule))


def _field(rule: Rule, text: str) -> str:
    one_of("FIELD", text, OVERRIDABLE[rule])
    return text


def _default(rule: Rule, field: str) -> float:
    from processing.rules.thresholds import DEFAULTS

    return float(getattr(getattr(DEFAULTS, rule.value), field))


def _in_force(agreed: RuleOverride, among: list[RuleOverride], day: date) -> bool:
    from processing.rules.in_force import InForce

    return agreed in InForce(among).on(day)
