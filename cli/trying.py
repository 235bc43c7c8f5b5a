"""`plantar threshold try`: what the last four weeks would have brought at other thresholds."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import typer

from cli import out
from cli.progress import track
from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.door import one_of
from plantar.errors import BadInput
from plantar.plan import OVERRIDABLE, RuleOverride
from plantar.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from processing.burden import Burden, Recent, Tried

#: As somebody who tries a threshold signs it: nothing of it is kept.
NOBODY, NO_REASON = "nobody yet", "tried"


def tried_of(text: str, runner_id: str, now: datetime) -> "Tried":
    """The threshold that somebody typed, such as S4.load_ratio=1.5."""
    name, _, number = text.partition("=")
    rule_name, _, field = name.partition(".")
    rule = next((one for one in Rule if one.value.casefold() == rule_name.casefold()), None)
    if rule is None:
        raise BadInput("THRESHOLD", text, "one of the rules " + ", ".join(Rule))
    one_of("THRESHOLD", field, OVERRIDABLE[rule])
    try:
        value = float(number)
    except ValueError as error:
        raise BadInput("THRESHOLD", text, f"such as {rule}.{field}=1.5") from error
    if runner_id:
        return RuleOverride(rule, field, value, NOBODY, NO_REASON, date.min)
    return ClinicThreshold(rule, field, value, NOBODY, NO_REASON, date.min, now)


def recents(store: Store, runner_id: str, now: datetime) -> "list[Recent]":
    """The last weeks of a runner, or of everybody where none is named."""
    from processing.burden import recent
    from processing.evidence import stored_evidence

    runners = [store.runner(runner_id)] if runner_id else store.runners()
    return [
        recent(one.id, stored_evidence(store, one.id, now=now), one.days.day_of(now))
        for one in track(runners, "reading")
    ]


def compare(
    store: Store, runner_id: str, tried: "Sequence[Tried]", now: datetime
) -> "list[Burden]":
    """The burden as it is, and as it would be."""
    from processing.burden import hangs_on, together, told

    everybody, practice = recents(store, runner_id, now), store.clinic_thresholds()
    before, after = {}, {}
    for one in track(everybody, "asking"):
        before[one.runner_id] = told(one, practice)
        concerned = hangs_on(one, tried)
        after[one.runner_id] = told(one, practice, tried) if concerned else before[one.runner_id]
    return [together(everybody, heard) for heard in (before, after)]


def show(burdens: "Sequence[Burden]", tried: "Sequence[Tried]") -> None:
    """Write both as a table, and say whom they differ in."""
    is_now, would_be = burdens
    out.write_table(
        ("", "messages in 28 days", "a week", "a runner-month"),
        [
            (
                name,
                str(one.count),
                out.figure(one.a_week, 1),
                out.figure(one.a_runner_month, 2),
            )
            for name, one in (("as it is", is_now), ("as tried", would_be))
        ],
    )
    differing = would_be.differs_from(is_now)
    for one in differing:
        before, after = (len(each.messages.get(one, ())) for each in burdens)
        typer.echo(f"{one}: {before} -> {after}", err=True)
    what = ", ".join(f"{one.rule}.{one.field}={one.value:g}" for one in tried)
    typer.echo(
        f"{what}: {len(differing)} of {len(is_now.runner_days)} runners would be told otherwise, "
        "over the 28 days up to yesterday; nothing is changed or sent. How often a message goes "
        "out says nothing about what will happen to a foot.",
        err=True,
    )


def described(burdens: "Sequence[Burden]", tried: "Sequence[Tried]") -> dict[str, Any]:
    """Both as JSON."""
    is_now, would_be = burdens
    return {
        "tried": {f"{one.rule}.{one.field}": one.value for one in tried},
        "days": 28,
        "runners": len(is_now.runner_days),
        **{
            name: {
                "messages": one.count,
                "a_week": one.a_week,
                "a_runner_month": one.a_runner_month,
            }
            for name, one in (("is", is_now), ("would_be", would_be))
        },
        "differing": {
            one: {
                "is": len(is_now.messages.get(one, ())),
                "would_be": len(would_be.messages.get(one, ())),
            }
            for one in would_be.differs_from(is_now)
        },
    }
