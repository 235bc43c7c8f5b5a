"""The one screen of `plantar status`."""

from collections.abc import Iterator, Sequence

from cli import out
from cli.sensor.words import command
from cli.status import spoken
from cli.status.seen import Collector, Seen, SensorSeen
from plantar.store import Backlog


def shown(seen: Seen, attention: Sequence[str]) -> Iterator[str]:
    """Its lines; those that are too long for the terminal go on below."""
    if not seen.sensors and not seen.troubles:
        scan = command("sensor scan", simulated=seen.simulated)
        yield f"No sensor is paired yet: {scan} shows which are near."
        yield from _work_of_the_centre(seen)
        yield from _look(attention)
        return
    yield out.beside("", _collector(seen))
    for one in seen.sensors:
        yield ""
        yield from _sensor(one, seen)
    yield ""
    yield out.beside("outbox  ", _outbox(seen))
    yield out.beside("centre  ", _centre(seen))
    yield from _work_of_the_centre(seen)
    yield from _look(attention)
    if not attention:
        yield "\nAll is well."


def _look(attention: Sequence[str]) -> Iterator[str]:
    if attention:
        yield "\nLook at this:"
        yield from (out.beside("- ", one) for one in attention)


def _work_of_the_centre(seen: Seen) -> Iterator[str]:
    """How far figures are behind, and what could not be kept; where this computer knows."""
    if seen.figures is not None:
        yield out.beside("figures  ", _figures(seen.figures))
    if seen.dead is not None:
        letters = spoken.counted(len(seen.dead), "collector has", "collectors have")
        yield out.beside("dead letters  ", f"{letters} one")


def _figures(behind: Backlog) -> str:
    if not behind.runners:
        return "follow from all that is stored"
    runners = spoken.counted(behind.runners, "runner is", "runners are")
    if behind.oldest is None:
        return f"{runners} not computed yet"
    days = spoken.counted(behind.days, "day", "days")
    return f"{runners} behind, {days}, the oldest {behind.oldest}"


def _collector(seen: Seen) -> str:
    board = seen.board
    collect = command("collect", simulated=seen.simulated)
    match seen.collector:
        case Collector.RUNNING if board is not None:
            lasts = spoken.span((seen.now - board.started_at).total_seconds())
            told = spoken.ago(board.written_at, seen.now)
            return f"Collecting for {lasts} (process {board.pid}), told {told}."
        case Collector.NOT_RUNNING:
            ended = "" if board is None else f", since {spoken.ago(board.written_at, seen.now)}"
            return f"Not collecting{ended}: {collect}"
        case _:
            return "A collector starts, or hangs: it tells nothing of itself now."


def _sensor(one: SensorSeen, seen: Seen) -> Iterator[str]:
    sensor, state = one.sensor, one.state
    yield out.beside(
        f"{sensor.id}  ", f"{spoken.FEET[sensor.foot]}, {sensor.name or sensor.profile.name}"
    )
    today = f"today {_gaps(one)}"
    if state is None:
        yield out.beside("  ", f"nothing is known of it yet; {today}")
        return
    heard = "never" if state.heard_at is None else spoken.ago(state.heard_at, seen.now)
    told = [f"last heard {heard}"]
    if seen.collector is Collector.RUNNING:
        told = [f"{spoken.phase(state, seen.now)}, last {heard}"]
    if state.battery_percent is not None:
        told.append(f"battery {state.battery_percent} %")
    if state.heart_rate_bpm is not None:
        told.append(f"heart {state.heart_rate_bpm} beats/min")
    if state.clock is not None:
        told.append(spoken.clock(state.clock))
    yield out.beside("  ", "; ".join(told))
    tally = state.tally
    counts = f"{tally.missing} missing, {tally.duplicates} twice, {tally.malformed} unreadable"
    yield out.beside("  ", f"{today}; this run {counts}")


def _gaps(one: SensorSeen) -> str:
    if one.gaps is None:
        return "gaps not known"
    if not one.gaps.number:
        return "no gaps"
    number = spoken.counted(one.gaps.number, "gap", "gaps")
    return f"{number}, {spoken.span(one.gaps.total_s)} in all"


def _outbox(seen: Seen) -> str:
    state = seen.outbox
    if state is None:
        return "none yet"
    waits = f"{spoken.counted(state.waiting, 'row waits', 'rows wait')}"
    if state.oldest is not None:
        waits += f", the oldest of {spoken.ago(state.oldest, seen.now)}"
    given_up = sum(one.count for one in state.given_up)
    used = f"{spoken.size(state.used_bytes)} of {spoken.size(seen.outbox_most_bytes)}"
    return f"{waits}; {state.refused} refused, {given_up} given up; {used}"


def _centre(seen: Seen) -> str:
    where = "on this computer" if seen.broker is None else f"by way of {seen.broker}"
    if seen.board is None or seen.collector is not Collector.RUNNING:
        return f"{where}; not asked now"
    trouble = seen.board.centre_trouble
    if trouble is None:
        return f"{where}, takes what comes"
    return trouble if seen.broker is None else f"{where}; {trouble}"
