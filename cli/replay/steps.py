"""Every event of a capture, and what came of it, in a line each."""

from collections import Counter
from typing import Any, assert_never

from cli.replay.reheard import kind_word
from cli.sensor import words
from collector.clock import NS_PER_S
from collector.hearing import listened
from collector.link_events import Began, Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.pairing import PairedSensor
from collector.replay import Step
from plantar.measured import Gap


def step_line(step: Step) -> str:
    """One event and what came of it, in a line."""
    sensor = step.part.hearing.sensor
    told = ", ".join(_came(step)) or "-"
    who = words.side_word(sensor.foot)
    return f"{step.at_ns / NS_PER_S:12.6f}  {who:5}  {_happened(sensor, step.event):32}  {told}"


def as_step(step: Step) -> dict[str, Any]:
    """The same for JSON."""
    sensor = step.part.hearing.sensor
    return {
        "at_s": step.at_ns / NS_PER_S,
        "sensor": sensor.id,
        "what": _happened(sensor, step.event),
        "told": _came(step),
    }


def _happened(sensor: PairedSensor, event: LinkEvent) -> str:
    match event:
        case Came(notification=one, read=read):
            what = {each.characteristic: each.what for each in listened(sensor)}
            called = what.get(one.characteristic, one.characteristic)
            return f"{'read' if read else 'heard'} {called}, {len(one.payload)} B"
        case Connected(lacking=lacking):
            return "connected" + (f", lacks {len(lacking)}" if lacking else "")
        case Overflowed(notifications=many):
            return f"no room for {many} more"
        case Lost(cause=cause):
            return f"lost ({cause})"
        case Ended():
            return "ended"
        case Began():
            return "began"
        case _:
            assert_never(event)


def _came(step: Step) -> list[str]:
    gaps = [one for one in step.told if isinstance(one, Gap)]
    counted = Counter(type(one) for one in step.told if not isinstance(one, Gap))
    told = [f"{many} {kind_word(kind)}" for kind, many in counted.items()]
    for gap in gaps:
        missing = "" if gap.missing is None else f", {gap.missing} frames missing"
        told.append(
            f"gap of {(gap.until - gap.since).total_seconds():.2f} s ({gap.cause}{missing})"
        )
    told += [f"malformed: {one.cause} ({one.hex or 'nothing'})" for one in step.malformed]
    if step.part.refused is not None:
        told.append(f"refused: {step.part.refused}")
    return told
