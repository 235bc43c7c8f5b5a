"""`plantar threshold`: thresholds of one runner or of the whole practice, with reason and end."""

from datetime import date, timedelta
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import group, maybe_date_of, today_of, whose
from cli.whose_thresholds import OfRunnerOrClinic
from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.door import one_of
from plantar.errors import BadInput
from plantar.plan import OVERRIDABLE, RuleOverride
from plantar.store import Store

app = group(
    OfRunnerOrClinic,
    "Decide on another threshold, for one RUNNER or with --clinic in its place for everybody; "
    "alerts tell whose it was. It holds from today on: what was told stays told.",
)

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="Such as S1 or P2.")]
Field = Annotated[str, typer.Argument(metavar="FIELD", help="Such as caution_ratio.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")]


@app.command("set")
def set_(
    ctx: typer.Context,
    rule: RuleName,
    field: Field,
    value: Annotated[float, typer.Argument(metavar="VALUE")],
    by: Annotated[str, typer.Option(metavar="WHO", help="Who decided or agreed it.")],
    why: Annotated[str, typer.Option(metavar="REASON")],
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="First day; today by default.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day.")] = None,
) -> None:
    """Let another threshold hold; of the days before nothing changes."""
    from processing.recompute import recompute
    from processing.setting_thresholds import set_for_runner

    now = clock.now()
    begins, ends = maybe_date_of("since", since), maybe_date_of("until", until)
    which = _field(_rule(rule), field)
    with opened_store() as store:
        if not whose(ctx):
            _for_clinic(store, (_rule(rule), which, value), (by, why), (begins, ends))
            return
        agreed = RuleOverride(
            rule=_rule(rule),
            field=which,
            value=value,
            author=by,
            reason=why,
            since=begins or today_of(store.runner(whose(ctx)), now),
            until=ends,
        )
        set_for_runner(store, whose(ctx), agreed, now=now)
        recompute(store, whose(ctx), now=now)
    _say_set(agreed)


@app.command()
def end(
    ctx: typer.Context,
    rule: RuleName,
    field: Field,
    last: Annotated[
        str | None, typer.Option(metavar="DATE", help="The last day it holds; else yesterday.")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="WHO", help="Who decided it, with --clinic.")
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="REASON", help="Why, with --clinic.")] = None,
) -> None:
    """Let the default hold again; what was to begin later is taken back."""
    from processing.recompute import recompute
    from processing.setting_thresholds import end_for_runner

    now = clock.now()
    which, day = _rule(rule), maybe_date_of("last", last)
    name = _field(which, field)
    with opened_store() as store:
        if not whose(ctx):
            begins = None if day is None else day + timedelta(days=1)
            _for_clinic(store, (which, name, None), (by or "", why or ""), (begins, None))
            return
        day = day or today_of(store.runner(whose(ctx)), now) - timedelta(days=1)
        end_for_runner(store, whose(ctx), which, name, day, now=now)
        recompute(store, whose(ctx), now=now)
    default = _default(which, name)
    typer.echo(f"{which} {name} is {default:g} again, the default, after {day}", err=True)


@app.command("list")
def list_(ctx: typer.Context, *, json: Json = False) -> None:
    """List the thresholds that were set, beside those that ship."""
    with opened_store() as store:
        agreed: list[Any] = list(store.clinic_thresholds())
        today = store.first_open_day(clock.now())
        if whose(ctx):
            runner = store.runner(whose(ctx))
            agreed, today = list(store.overrides(runner.id)), today_of(runner, clock.now())
    counting = _counting(agreed, today)
    if json:
        out.write_json([_described(one, in_force=one in counting) for one in agreed])
        return
    out.write_table(
        ("rule", "field", "value", "default", "since", "until", "today", "by", "why"),
        [
            (
                one.rule.value,
                one.field,
                "as it ships" if one.value is None else f"{one.value:g}",
                f"{_default(one.rule, one.field):g}",
                one.since.isoformat(),
                "-" if one.until is None else one.until.isoformat(),
                "in force" if one in counting else "-",
                one.author,
                one.reason,
            )
            for one in agreed
        ],
        unbroken=("rule", "field", "since", "until"),
    )


@app.command("try")
def try_(
    ctx: typer.Context,
    thresholds: Annotated[
        list[str], typer.Argument(metavar="RULE.FIELD=N...", help="Such as S4.load_ratio=1.5.")
    ],
    *,
    json: Json = False,
) -> None:
    """Tell how many messages the last four weeks would have brought; nothing is kept or sent."""
    from cli.trying import compare, described, show, tried_of

    now = clock.now()
    tried = [tried_of(text, whose(ctx), now) for text in thresholds]
    with opened_store() as store:
        burdens = compare(store, whose(ctx), tried, now)
    if json:
        out.write_json(described(burdens, tried))
    else:
        show(burdens, tried)


def _for_clinic(
    store: Store,
    threshold: tuple[Rule, str, float | None],
    signed: tuple[str, str],
    days: tuple[date | None, date | None],
) -> None:
    from processing.recompute import recompute_dirty
    from processing.setting_thresholds import set_for_clinic

    now = clock.now()
    since = days[0] or store.first_open_day(now)
    decided = ClinicThreshold(*threshold, *signed, since=since, decided_at=now, until=days[1])
    set_for_clinic(store, decided, now=now)
    recompute_dirty(store, now=now)
    _say_set(decided)


def _say_set(agreed: RuleOverride | ClinicThreshold) -> None:
    default = _default(agreed.rule, agreed.field)
    ends = "" if agreed.until is None else f" until {agreed.until}"
    value = default if agreed.value is None else agreed.value
    whom = " for everybody" if isinstance(agreed, ClinicThreshold) else ""
    typer.echo(
        f"{agreed.rule} {agreed.field} is {value:g}{whom} from {agreed.since}{ends}"
        f" (default {default:g})",
        err=True,
    )


def _described(one: RuleOverride | ClinicThreshold, *, in_force: bool) -> dict[str, Any]:
    decided = {"decided_at": one.decided_at} if isinstance(one, ClinicThreshold) else {}
    return {
        "rule": one.rule,
        "field": one.field,
        "value": one.value,
        "default": _default(one.rule, one.field),
        "since": one.since.isoformat(),
        "until": None if one.until is None else one.until.isoformat(),
        "in_force": in_force,
        "author": one.author,
        "reason": one.reason,
        **{name: at.isoformat() for name, at in decided.items()},
    }


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


def _counting(agreed: list[Any], day: date) -> tuple[Any, ...]:
    """Those that count on a day."""
    from processing.rules.in_force import InForce

    if agreed and isinstance(agreed[0], ClinicThreshold):
        return InForce((), agreed).clinic_on(day)
    return InForce(agreed).on(day)
