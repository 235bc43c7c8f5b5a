"""What somebody should look at; nothing of this reads a clock or a file."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from cli.sensor.words import command
from cli.status.seen import Collector, Seen, SensorSeen
from cli.status.spoken import ago, counted, span
from collector.sensor_state import Phase, SensorState

#: So long a sensor may be in trouble before somebody is asked to look. [s] Our choice: a link that
#: was lost is usually back by then.
PATIENCE_S: Final = 30.0
#: A battery that will not last a day of shoes. [%] Our choice.
LOW_BATTERY_PERCENT: Final = 15
#: Of what a sensor sent, more than this cannot be read: it is another sensor, or another version.
MOST_MALFORMED: Final = 0.05
#: Rows are handed over within seconds where the centre takes them. [s]
LONG_WAIT_S: Final = 600.0
#: An outbox that is nearly full gives minutes up soon.
NEARLY_FULL: Final = 0.8
A_DAY: Final = timedelta(days=1)


def attention(seen: Seen) -> tuple[str, ...]:
    """Sentences, the gravest first; none when all is well, or nothing is paired yet."""
    return (
        *_collector(seen),
        *seen.troubles,
        *_sensors(seen),
        *_outbox(seen),
        *_dead(seen),
    )


def _collector(seen: Seen) -> Iterator[str]:
    board, collect = seen.board, command("collect", simulated=seen.simulated)
    if seen.collector is Collector.SILENT:
        told = "nothing yet" if board is None else f"last {ago(board.written_at, seen.now)}"
        starts = "a first start takes a minute or two; if it stays so, stop it, then"
        yield f"the collector tells nothing of itself ({told}): {starts} {collect}"
    elif seen.collector is Collector.NOT_RUNNING and seen.sensors:
        yield f"nothing is collected: {collect}"
    elif board is not None:
        if board.outbox_trouble is not None:
            yield f"nothing can be written down: {board.outbox_trouble}"
        if board.centre_trouble is not None:
            yield f"the centre takes nothing: {board.centre_trouble}"


def _sensors(seen: Seen) -> Iterator[str]:
    if seen.collector is not Collector.RUNNING:
        return  # what is on the board is of the past
    collect = command("collect", simulated=seen.simulated)
    for one in seen.sensors:
        if one.state is None:
            if seen.board is not None and one.sensor.paired_at > seen.board.started_at:
                again = f"stop it, then {collect}"
                yield f"{one.sensor.id}: paired since the collector started: {again}"
            continue
        for cause in _causes(one, one.state, seen):
            yield f"{one.sensor.id}: {cause}"


def _causes(one: SensorSeen, state: SensorState, seen: Seen) -> Iterator[str]:
    heard = state.heard_at or state.since
    silent = (seen.now - heard) / timedelta(seconds=1) > PATIENCE_S
    match state.phase:
        case Phase.REFUSED:
            again = "pair it anew: ./run sensor remove, then add"
            yield f"{state.trouble or 'is not what it was paired as'}; {again}"
        case Phase.UNAUTHORISED:
            yield f"{state.trouble or 'is not allowed'}; ./run doctor"
        case Phase.STREAMING:
            if state.trouble is not None:
                yield state.trouble
        case _:
            if silent and (state.trouble is not None or state.phase is Phase.STALLED):
                yield f"{state.trouble or 'says nothing'}; ./run doctor looks at the radio"
    if state.battery_percent is not None and state.battery_percent <= LOW_BATTERY_PERCENT:
        yield f"battery at {state.battery_percent} %"
    tally = state.tally
    if tally.malformed > MOST_MALFORMED * (tally.frames + tally.malformed):
        profile = one.sensor.profile.id
        yield f"{tally.malformed} of what it sent cannot be read as {profile}: another profile?"


def _outbox(seen: Seen) -> Iterator[str]:
    state = seen.outbox
    if state is None:
        return
    for reason, rows in state.reasons:
        yield f"the centre refused {counted(rows, 'row', 'rows')}: {reason}"
    lost = [one for one in state.given_up if one.what == "minutes"]
    if lost and seen.now - lost[-1].until < A_DAY:
        rows = sum(one.count for one in lost if seen.now - one.until < A_DAY)
        yield f"the outbox was full: {rows} rows of the last day were given up"
    if state.used_bytes > NEARLY_FULL * seen.outbox_most_bytes:
        yield "the outbox is nearly full; the oldest goes first"
    if state.oldest is not None and seen.collector is Collector.RUNNING:
        waits_s = (seen.now - state.oldest) / timedelta(seconds=1)
        if waits_s > LONG_WAIT_S:
            yield f"what was measured waits for the centre since {span(waits_s)}"


def _dead(seen: Seen) -> Iterator[str]:
    """At the centre: what it could not keep of others, as far as the broker still has it."""
    for one in seen.dead or ():
        rows = "what it sent" if one.rows is None else counted(one.rows, "row", "rows")
        yield f"collector {one.collector}: {rows} could not be kept: {one.reason}"
