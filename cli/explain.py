"""`plantar explain`: an alert derived again from stored minutes, with the chain behind it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import clock, out
from cli.home import opened_store
from plantar.alert import Alert, Rule
from plantar.door import parsed
from plantar.errors import BadInput

if TYPE_CHECKING:
    from plantar.load import Day
    from plantar.measured import Session
    from plantar.plan import DeclaredShift, PlannedRun
    from plantar.runner import Runner
    from plantar.store import Sourced, Store
    from processing.explain.chain import Week

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
    from processing.explain.again import asked_again
    from processing.explain.chain import OF_MORNINGS, chain

    state = store.state(runner.id)
    now = clock.now() if state is None else state.computed_at
    again = asked_again(store, runner, day, now=now)
    found = chain(store, runner, told, day, again.days)
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
        "days": [_day(one) for one in found.days],
        "weeks": [_week(one) for one in found.weeks],
        "plan": [_plan(one) for one in found.plans],
        "shifts": [_shift(one) for one in found.shifts],
        "sessions": [_session(one, runner) for one in found.sessions],
        "mornings": [
            {"at": runner.days.local(one.at).isoformat(), "score": one.score}
            for one in found.reports
            if told[0].rule in OF_MORNINGS
        ],
        "same": set(told) == again.of_rules_like(told),
    }


def _day(day: "Day") -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "status": day.status,
        "load_wse": day.load_wse,
        "uncertain_wse": day.uncertain_wse,
        "upright_bw_min": day.upright_bw_min,
        "coverage": day.coverage,
        "sources": list(day.sources),
    }


def _plan(plan: "PlannedRun") -> dict[str, Any]:
    """What was agreed for the day, where S1 holds its runs against that."""
    return {
        "planned": plan.day.isoformat(),
        "distance_m": plan.distance_m,
        "duration_s": plan.duration_s,
        "author": plan.author,
        "note": plan.note,
    }


def _shift(shift: "DeclaredShift") -> dict[str, Any]:
    return {
        "declared": shift.day.isoformat(),
        "upright_min": shift.upright_min,
        "floor": shift.floor,
        "author": shift.author,
    }


def _week(week: "Week") -> dict[str, Any]:
    return {
        "until": week.until.isoformat(),
        "valid_days": week.load.worn_days,
        "sum_wse": week.load.total,
        "sum_upright_bw_min": week.upright.total,
    }


def _session(one: "Sourced[Session]", runner: "Runner") -> dict[str, Any]:
    return {
        "start": runner.days.local(one.record.start).isoformat(),
        "sport": one.record.sport,
        "distance_m": one.record.distance_m,
        "duration_s": one.record.duration_s,
        "source": one.source,
        "import": one.origin_id,
    }


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
