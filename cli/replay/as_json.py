"""What captures told, as JSON: in words that stay the same."""

import json
from typing import Any

from cli.replay.reheard import Heard, Reheard
from plantar.measured import Gap
from plantar.minute import Minute
from plantar.wire import written


def as_json(reheard: Reheard) -> dict[str, Any]:
    """All of it."""
    return {
        "captures": [_capture(one) for one in reheard.heard],
        "gaps": [{"device": name, **_wire(gap)} for name, gap in reheard.gaps],
        "minutes": [{"device": name, **_wire(one)} for name, one in reheard.minutes],
    }


def _capture(heard: Heard) -> dict[str, Any]:
    part = heard.part
    capture, hearing = part.capture, part.hearing
    head, clock, cut_off = capture.head, hearing.clock, capture.cut_off
    return {
        "file": capture.path.name,
        "plantar": head.plantar,
        "profile": head.profile.id,
        "foot": head.foot,
        "name": head.name,
        "began": heard.began.isoformat(),
        "lasts_s": heard.lasts_s,
        "events": len(capture.events),
        "cut_off": None if cut_off is None else {"line": cut_off.line, "bytes": cut_off.length},
        "links": part.links,
        "refused": part.refused,
        "trouble": hearing.misfits.trouble,
        "described": dict(sorted(hearing.described.items())),
        "battery_percent": hearing.battery_percent,
        "readings": heard.readings,
        "tally": {name: getattr(hearing.tally, name) for name in hearing.tally.__slots__},
        "malformed": {
            reason: {
                "notifications": heard.reasons[reason],
                "last_cause": heard.last[reason].cause,
                "last_hex": heard.last[reason].hex,
            }
            for reason in sorted(heard.reasons)
        },
        "clock": None
        if clock is None
        else {"quality": clock.quality, "off_s": clock.off_s, "drift_ppm": clock.drift_ppm},
    }


def _wire(record: Gap | Minute) -> dict[str, Any]:
    """A record by the names of docs/wire.md, without what only travelling needs."""
    told = json.loads(written(record))
    return {name: value for name, value in told.items() if name not in ("v", "rev")}
