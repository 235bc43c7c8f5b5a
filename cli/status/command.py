"""`plantar status`: one screen, or JSON; 1 when somebody should look."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli import clock, out
from cli.home import home_of

if TYPE_CHECKING:
    from cli.status.seen import Seen, SensorSeen

#: The exit code when something needs attention.
LOOK: Final = 1


def status(
    *,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Of the simulated sensors and their home.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Tell how the collector and its sensors are doing; 1 when something needs attention."""
    from cli.status.attention import attention
    from cli.status.look import seen
    from cli.status.shown import shown

    found = seen(home_of(simulated=simulated), clock.now(), simulated=simulated)
    asked = attention(found)
    if json:
        out.write_json(_told(found) | {"attention": list(asked)})
    else:
        for line in shown(found, asked):
            typer.echo(line)
    if asked:
        raise typer.Exit(LOOK)


def _told(seen: "Seen") -> dict[str, Any]:
    board = seen.board
    return {
        "now": _at(seen.now),
        "simulated": seen.simulated,
        "collector": seen.collector.value,
        "pid": None if board is None else board.pid,
        "started_at": None if board is None else _at(board.started_at),
        "written_at": None if board is None else _at(board.written_at),
        "sensors": [_sensor(one, now=seen.collector.is_running) for one in seen.sensors],
        "outbox": _outbox(seen),
        "broker": seen.broker,
        "figures": _figures(seen),
        "dead_letters": None if seen.dead is None else [asdict(one) for one in seen.dead],
        "centre_trouble": None if board is None else board.centre_trouble,
        "outbox_trouble": None if board is None else board.outbox_trouble,
    }


def _sensor(one: "SensorSeen", *, now: bool) -> dict[str, Any]:
    """A sensor; what it was doing is told only while somebody collects."""
    state, gaps = one.state, one.gaps
    told: dict[str, Any] = {
        "sensor": one.sensor.id,
        "device": one.sensor.device,
        "runner": one.sensor.runner_id,
        "foot": one.sensor.foot,
        "gaps_today": None if gaps is None else gaps.number,
        "gap_today_s": None if gaps is None else gaps.total_s,
        "phase": None,
    }
    if state is None:
        return told
    return told | {
        "phase": state.phase.value if now else None,
        "since": _at(state.since) if now else None,
        "trouble": state.trouble if now else None,
        "heard_at": _at(state.heard_at),
        "described": dict(state.described),
        "battery_percent": state.battery_percent,
        "heart_rate_bpm": state.heart_rate_bpm,
        "clock": None if state.clock is None else asdict(state.clock),
        "tally": asdict(state.tally),
    }


def _figures(seen: "Seen") -> dict[str, Any] | None:
    behind = seen.figures
    if behind is None:
        return None
    oldest = None if behind.oldest is None else behind.oldest.isoformat()
    return {"runners_behind": behind.runners, "days_behind": behind.days, "oldest_day": oldest}


def _outbox(seen: "Seen") -> dict[str, Any] | None:
    state = seen.outbox
    if state is None:
        return None
    return {
        "waiting": state.waiting,
        "oldest": _at(state.oldest),
        "lag_s": None if state.oldest is None else (seen.now - state.oldest).total_seconds(),
        "refused": state.refused,
        "refused_because": [{"reason": why, "rows": rows} for why, rows in state.reasons],
        "raw": state.raw,
        "used_bytes": state.used_bytes,
        "most_bytes": seen.outbox_most_bytes,
        "given_up": [
            {
                "device": one.device,
                "what": one.what,
                "since": _at(one.since),
                "until": _at(one.until),
                "rows": one.count,
            }
            for one in state.given_up
        ],
    }


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
