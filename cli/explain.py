"""`plantar explain`: an alert derived again from stored minutes, with the chain behind it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.alert import Alert, Family, Rule
from plantar.door import parsed
from plantar.errors import BadInput

if TYPE_CHECKING:
    from plantar.load import Day
    from plantar.runner import Runner
    from plantar.store import Store

#: Days a load rule may look back on: 28 of history and the week before them. [d]
LOOKED_BACK_DAYS = 35
#: They read first-step pain.
OF_MORNINGS: Final = (Rule.P2, Rule.P3, Rule.C1)
#: The week, and the three that a usual is the mean of.
WEEKS_TOLD, DAYS_A_WEEK = 4, 7
#: Alerts listed when none is named. [d]
LISTED_DAYS = 90


def explain(
    alert_id: Annotated[
        str | None,
        typer.Argument(metavar="[ALERT]", help="RUNNER/DATE/RULE; without it, recent alerts."),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Derive an alert again from stored minutes and print the chain; 1 when it differs."""
    with opened_store() as store:
        if alert_id is None:
            _list(store, json=json)
            return
        runner, day, rule = _named(store, alert_id)
        told = [one for one in store.alerts(runner.id, day, day) if one.rule is rule]
        if not told:
            raise BadInput("ALERT", alert_id, "an alert that stands: `./run explain` lists them")
        chain = _chain(store, runner, told, day)
    if json:
        out.write_json(chain)
    else:
        _print(chain)
    if not chain["same"]:
        raise typer.Exit(1)


def _named(store: "Store", alert_id: str) -> tuple["Runner", date, Rule]:
    parts = alert_id.split("/")
    try:
        runner_id, day, rule = parts
        return store.runner(runner_id), date.fromisoformat(day), parsed("rule", rule, Rule)
    except ValueError as error:
        raise BadInput("ALERT", alert_id, "RUNNER/DATE/RULE, as anna/2026-06-01/S1") from error


def _list(store: "Store", *, json: bool) -> None:
    rows: list[tuple[str, str, str]] = []
    for runner in store.runners():
        today = runner.days.day_of(clock.now())
        rows.extend(
            (f"{runner.id}/{one.day}/{one.rule}", one.level.name.lower(), one.code)
            for one in store.alerts(runner.id, today - timedelta(days=LISTED_DAYS), today)
        )
    if json:
        out.write_json([{"id": name, "level": level, "code": code} for name, level, code in rows])
        return
    out.write_table(("alert", "level", "what it said"), rows)


def _chain(store: "Store", runner: "Runner", told: Sequence[Alert], day: date) -> dict[str, Any]:
    from plantar.words.catalogue import words
    from plantar.words.sentences import sentence
    from processing.recompute import derive

    state = store.state(runner.id)
    now = clock.now() if state is None else state.computed_at
    derived = derive(store, runner.id, now=now, afresh=True)
    again = [one for one in derived.alerts if one.day == day and one.rule is told[0].rule]
    shown = words(runner.language)
    return {
        "runner": runner.id,
        "day": day.isoformat(),
        "rule": told[0].rule,
        "alerts": [
            {
                "sentence": sentence(one, shown),
                "level": one.level.name.lower(),
                "inputs": dict(one.inputs),
                "threshold": one.threshold,
                "method": one.method,
                "rule_version": one.rule_version,
            }
            for one in told
        ],
        "days": _days(derived.days, told, day),
        "weeks": _weeks(derived.days, told, day),
        "plan": _plan(store, runner, day) if told[0].rule is Rule.S1 else [],
        "shifts": _shifts(store, runner, day) if told[0].rule is Rule.S3 else [],
        "sessions": _sessions(store, runner, day) if told[0].rule.family is Family.LOAD else [],
        "mornings": _mornings(store, runner, day) if told[0].rule in OF_MORNINGS else [],
        "same": set(told) == set(again),
    }


def _days(days: Sequence["Day"], told: Sequence[Alert], until: date) -> list[dict[str, Any]]:
    """The days of the series that the alerts rest on, from their own minutes."""
    first = until - timedelta(days=LOOKED_BACK_DAYS - 1)
    kinds = {alert.source_class for alert in told}
    return [
        {
            "day": day.day.isoformat(),
            "status": day.status,
            "load_wse": day.load_wse,
            "uncertain_wse": day.uncertain_wse,
            "upright_bw_min": day.upright_bw_min,
            "coverage": day.coverage,
            "sources": list(day.sources),
        }
        for day in days
        if first <= day.day <= until and day.source_class in kinds
    ]


def _plan(store: "Store", runner: "Runner", day: date) -> list[dict[str, Any]]:
    """What was agreed for the day, where S1 holds its runs against that."""
    return [
        {
            "planned": plan.day.isoformat(),
            "distance_m": plan.distance_m,
            "duration_s": plan.duration_s,
            "author": plan.author,
            "note": plan.note,
        }
        for plan in store.planned_runs(runner.id)
        if plan.day == day
    ]


def _shifts(store: "Store", runner: "Runner", until: date) -> list[dict[str, Any]]:
    """The shifts that the runner told: estimates, in a series of their own."""
    first = until - timedelta(days=LOOKED_BACK_DAYS - 1)
    return [
        {
            "declared": one.record.day.isoformat(),
            "upright_min": one.record.upright_min,
            "floor": one.record.floor,
            "author": one.record.author,
        }
        for one in store.declared_shifts(runner.id)
        if first <= one.record.day <= until
    ]


def _weeks(days: Sequence["Day"], told: Sequence[Alert], until: date) -> list[dict[str, Any]]:
    """The week of the alert and the three before it: the sum, and the valid days it rests on."""
    from processing.rules.decide import load_history
    from processing.week import WeekSum, week_sums

    kind = next((one.source_class for one in told if one.source_class), None)
    series = [day for day in days if day.source_class is kind and day.day <= until]
    if not series:
        return []
    of_load = week_sums(load_history(series))
    of_upright = week_sums(load_history(series, upright=True))
    no_day = WeekSum(None, 0)
    weeks = []
    for back in range(WEEKS_TOLD):
        last = until - timedelta(days=DAYS_A_WEEK * back)
        n = (last - series[0].day).days
        load, upright = (of_load[n], of_upright[n]) if 0 <= n < len(of_load) else (no_day, no_day)
        weeks.append(
            {
                "until": last.isoformat(),
                "valid_days": load.worn_days,
                "sum_wse": load.total,
                "sum_upright_bw_min": upright.total,
            }
        )
    return weeks


def _sessions(store: "Store", runner: "Runner", until: date) -> list[dict[str, Any]]:
    from plantar.measured import Session

    since = runner.days.begins(until - timedelta(days=LOOKED_BACK_DAYS))
    after = runner.days.bounds(until)[1]
    return [
        {
            "start": runner.days.local(one.record.start).isoformat(),
            "sport": one.record.sport,
            "distance_m": one.record.distance_m,
            "duration_s": one.record.duration_s,
            "source": one.source,
            "import": one.origin_id,
        }
        for one in store.measured(runner.id, Session, since, after)
    ]


def _mornings(store: "Store", runner: "Runner", until: date) -> list[dict[str, Any]]:
    from plantar.pain import PainMoment

    since = runner.days.begins(until - timedelta(days=LOOKED_BACK_DAYS))
    after = runner.days.bounds(until)[1]
    return [
        {"at": runner.days.local(one.at).isoformat(), "score": one.score}
        for one in store.pain(runner.id, since, after)
        if one.moment is PainMoment.FIRST_STEPS
    ]


def _print(chain: dict[str, Any]) -> None:
    for alert in chain["alerts"]:
        typer.echo(f"{chain['rule']} {chain['day']} · {alert['level']}: {alert['sentence']}")
        rows = [(name, str(number)) for name, number in alert["inputs"].items()]
        rows += [(name, str(alert[name])) for name in ("threshold", "method", "rule_version")]
        out.write_table(("decided from", ""), rows)
    for what in ("days", "weeks", "plan", "shifts", "sessions", "mornings"):
        if chain[what]:
            columns = list(chain[what][0])
            cells = [[_cell(row[column]) for column in columns] for row in chain[what]]
            out.write_table(columns, cells)
    typer.echo(
        "derived again from what is stored: the same to the last digit"
        if chain["same"]
        else "derived again from what is stored: NOT the same"
    )


def _cell(shown: object) -> str:
    match shown:
        case None:
            return "-"
        case float():
            return f"{shown:.6g}"
        case list():
            return ", ".join(map(str, shown))
        case _:
            return str(shown)
